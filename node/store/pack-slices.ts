// The records of a sealed pack, a few hundred at a time, so that a pack of very many doesn't hold up the event loop while it
// is looked through (§ Store, Collection).
import { scheduler } from 'node:timers/promises'
import { INDEX_ENTRY, isIndexOf, type Trailer } from './pack-footer.ts'
import { keyOf, type PackRecord } from './pack-record.ts'
import type { Pack, Packs } from './packs.ts'

export const SLICE = 256

/** In the order of the file. Where the pack's index can't be read, what a scan finds. */
export async function* slicesOf(packs: Packs, pack: Pack): AsyncGenerator<readonly PackRecord[]> {
  const { state } = pack
  const index = state.kind === 'sealed' ? await loadIndex(packs, state.trailer) : undefined
  if (index !== undefined && state.kind === 'sealed') {
    for (let at = 0; at < index.length; at += SLICE * INDEX_ENTRY) {
      yield recordsIn(index.subarray(at, at + SLICE * INDEX_ENTRY), pack.id)
      await scheduler.yield()
    }
    return
  }
  const records = await packs.loadRecords(pack)
  for (let at = 0; at < records.length; at += SLICE) {
    yield records.slice(at, at + SLICE)
    await scheduler.yield()
  }
}

async function loadIndex(packs: Packs, trailer: Trailer): Promise<Buffer | undefined> {
  try {
    const bytes = await packs.handles.read(trailer.pack, trailer.indexOffset, trailer.records * INDEX_ENTRY)
    return isIndexOf(bytes, trailer) ? bytes : undefined
  } catch {
    return undefined // unreadable: the scan tells what there is
  }
}

function recordsIn(entries: Buffer, pack: number): PackRecord[] {
  const records: PackRecord[] = []
  for (let at = 0; at < entries.length; at += INDEX_ENTRY) {
    const kind = entries[at]!
    const key = keyOf(kind, entries.toString('hex', at + 1, at + 33))
    records.push({ pack, kind, key, offset: entries.readUInt32LE(at + 33), length: entries.readUInt32LE(at + 37) })
  }
  return records
}
