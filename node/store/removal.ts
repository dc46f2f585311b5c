// A pack that holds nothing of use any more goes: a record that says so first, durable, then what the index has of it, then
// its file. Whatever of it a crash leaves undone, the next open does (§ Store, Collection).
import { join } from 'node:path'
import { hash } from '../../protocol/hash.ts'
import type { Disk } from './disk.ts'
import type { IndexEdit, LevelIndex } from './level-index.ts'
import { packName } from './pack-handles.ts'
import { encodeRemoval, KIND, keyOf, type RecordKey } from './pack-record.ts'
import type { PackWriter } from './pack-writer.ts'
import type { Packs } from './packs.ts'

export interface Removal {
  readonly folder: string
  readonly packs: Packs
  readonly index: LevelIndex
  readonly disk: Disk
}

/** Says for good that `packs` are gone, or about to go. Durable on resolve. Throws DISK_FULL, DISK_SICK. */
export async function sayRemoved(writer: PackWriter, packs: readonly number[]): Promise<void> {
  const bytes = encodeRemoval(packs)
  const key = keyOf(KIND.removal, Buffer.from(hash(bytes)).toString('hex'))
  await writer.append({ key, bytes, removal: packs, isNew: false, bounded: false })
}

/**
 * Ends what a removal has begun. `isMissed` tells for a damaged record of the pack, of which there is no healthy copy,
 * whether that has to be remembered. Nothing else writes to the index meanwhile.
 */
export async function finishRemoval(
  { folder, packs, index, disk }: Removal,
  pack: number,
  isMissed: (key: RecordKey) => boolean,
): Promise<void> {
  packs.leaving.add(pack)
  await index.applyDurably(await lossesOf(index, pack, isMissed))
  await index.clearRetiredIn(pack)
  await index.applyDurably([{ type: 'drop', pack }])
  packs.delete(pack)
  packs.leaving.delete(pack)
  // Only now: until the index is durable without the pack, the pack is what it can be rebuilt from.
  await disk.remove(join(folder, packName(pack)))
  await packs.handles.drop(pack)
  await disk.syncFolder(folder)
  await index.apply([{ type: 'removed', pack }])
}

// Place 0 is in no pack: what is missed outlives the pack that had it.
async function lossesOf(index: LevelIndex, pack: number, isMissed: (key: RecordKey) => boolean): Promise<IndexEdit[]> {
  const dead = (await index.retiredIn(pack)).filter(({ state, key }) => state === 'dead' && isMissed(key))
  const places = await index.find(dead.map(({ key }) => key))
  return dead.flatMap((entry, i) => {
    if (places[i] !== undefined) return []
    const place = { pack: 0, offset: 0, length: entry.place.length }
    return [{ type: 'retire' as const, entry: { ...entry, place, state: 'lost' as const } }]
  })
}
