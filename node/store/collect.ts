// Frees what nothing needs: marks, takes out of service what was not marked, then rewrites the packs of which little is left
// and lets their files go. Puts, reads and scrubs go on meanwhile (§ Store, Collection).
import { scheduler } from 'node:timers/promises'
import { isError } from '../../protocol/errors.ts'
import { compactPack } from './compact.ts'
import { samePlace } from './fold.ts'
import type { InService } from './in-service.ts'
import type { IndexEdit } from './level-index.ts'
import type { Live, Marking } from './live.ts'
import { PACK_HEAD } from './pack-footer.ts'
import { isData, KIND, type PackRecord, RECORD_HEAD } from './pack-record.ts'
import { slicesOf } from './pack-slices.ts'
import type { PackWriter } from './pack-writer.ts'
import type { Pack } from './packs.ts'
import type { Removal } from './removal.ts'
import type { Collected, CollectOptions, Keep, ScrubCursor } from './store.ts'
import type { StoreRoom } from './store-room.ts'

export interface Collection extends Removal {
  readonly writer: PackWriter
  readonly room: Pick<StoreRoom, 'has'>
  readonly inService: InService
  readonly live: Live
}

/** A pack of which less than this is of use is rewritten. */
const WORTH_KEEPING = 0.7

interface Swept {
  readonly pack: Pack
  /** Bytes of its records that are in service, or have to be carried on. */
  readonly liveBytes: number
}

/** `keeping` makes what `mark` is given. */
export async function collectPacks(
  collection: Collection,
  options: CollectOptions,
  keeping: (marking: Marking, before: ScrubCursor) => Keep,
  signal: AbortSignal,
): Promise<Collected> {
  const { packs, index, writer, live } = collection
  using marking = live.begin()
  const before = earlier(options.before, writer.position())
  const keep = keeping(marking, before)
  const freed = { chunks: 0, nodes: 0, chunkBytes: 0 }
  const bytesBefore = packs.bytes
  let memoryBytes = 0
  const pace = async (bytes: number): Promise<void> => {
    memoryBytes = Math.max(memoryBytes, marking.bytes)
    signal.throwIfAborted()
    // At least one turn of the event loop: whoever was told of a chunk before this began has guarded it by then.
    await scheduler.yield()
    await options.pace?.(bytes)
  }
  await pace(0)
  await options.mark(keep)
  if (await isWorthRolling(collection, marking, before)) await writer.roll()

  const swept: Swept[] = []
  for (const pack of packs.all()) {
    if (pack.state.kind !== 'sealed' || pack.id > before.pack) continue
    await pace(0)
    await options.mark(keep)
    swept.push(await sweep(collection, marking, pack, before, freed, pace))
  }
  await forgetMoot(collection, marking)

  let packsRemoved = 0
  for (const { pack, liveBytes } of swept.sort((a, b) => a.liveBytes - b.liveBytes)) {
    if (liveBytes >= pack.size * WORTH_KEEPING) continue
    // A disk that is nearly full gets back whole packs first; those of which something stays, once there is room for that.
    if (liveBytes > 0 && !(await collection.room.has(liveBytes))) continue
    await pace(0)
    try {
      if (await compactPack(collection, marking, pack, options, pace)) packsRemoved++
    } catch (error) {
      if (!isError(error, 'DISK_FULL')) throw error
    }
  }
  memoryBytes = Math.max(memoryBytes, marking.bytes)
  const left = swept.filter(({ pack }) => packs.has(pack.id))
  const dead = left.map(({ pack, liveBytes }) => Math.max(0, recordBytes(pack) - liveBytes))
  const deadBytes = dead.reduce((sum, bytes) => sum + bytes, 0)
  await index.settle()
  return { ...freed, reclaimedBytes: Math.max(0, bytesBefore - packs.bytes), packsRemoved, deadBytes, memoryBytes }
}

/** Takes out of service what is old enough and not to stay; tells what is left. */
async function sweep(
  { packs, index, writer, inService }: Collection,
  marking: Marking,
  pack: Pack,
  before: ScrubCursor,
  freed: { chunks: number; nodes: number; chunkBytes: number },
  pace: (bytes: number) => Promise<void>,
): Promise<Swept> {
  const retired = new Set((await index.retiredIn(pack.id)).map(({ place }) => place.offset))
  let liveBytes = 0
  for await (const records of slicesOf(packs, pack)) {
    const here = records.filter(record => !retired.has(record.offset))
    liveBytes += here.reduce((sum, record) => sum + (isData(record.kind) ? RECORD_HEAD + record.length : 0), 0)
    const doubtful = here.filter(record => isData(record.kind) && isBefore(record, before) && !marking.has(record.key))
    if (doubtful.length > 0) {
      const { dying, absent } = await writer.inTurn(() => free(index, inService, marking, doubtful))
      for (const record of [...dying, ...absent]) liveBytes -= RECORD_HEAD + record.length
      for (const record of dying) {
        if (record.kind === KIND.chunk) {
          freed.chunks++
          freed.chunkBytes += record.length
        } else freed.nodes++
      }
    }
    await pace(0)
  }
  return { pack, liveBytes }
}

async function free(
  index: Collection['index'],
  inService: InService,
  marking: Marking,
  doubtful: readonly PackRecord[],
): Promise<{ readonly dying: readonly PackRecord[]; readonly absent: readonly PackRecord[] }> {
  const places = await index.find(doubtful.map(({ key }) => key))
  // One turn from here to the condemning: who was told before it that a record is here has touched it; who asks after it
  // is told that it is gone.
  const dying = doubtful.filter(
    (record, i) => samePlace(places[i], record) && !marking.has(record.key) && !inService.isCondemned(record.key),
  )
  for (const record of dying) inService.condemn(record.key, record)
  await index.apply(
    dying.flatMap(({ key, pack, offset, length }): IndexEdit[] => {
      const place = { pack, offset, length }
      return [
        { type: 'free', key, was: place },
        { type: 'retire', entry: { key, place, since: 0, why: 'freed', state: 'superseded' } },
      ]
    }),
  )
  for (const record of dying) inService.absolve(record.key, record)
  return { dying, absent: doubtful.filter((record, i) => !samePlace(places[i], record)) }
}

/** Nobody has to know any more that a record was damaged, or lost, which nothing needs. */
async function forgetMoot({ index, writer }: Collection, marking: Marking): Promise<void> {
  const moot = (await index.retired('noted')).filter(({ key }) => !marking.has(key))
  if (moot.length === 0) return
  await writer.inTurn(async () => {
    await index.forgetNotes(moot)
  })
}

/** Whether enough of the pack that is being written is of no use. */
async function isWorthRolling({ packs, index }: Collection, marking: Marking, before: ScrubCursor): Promise<boolean> {
  const open = packs.all().at(-1)
  if (open?.state.kind !== 'unsealed' || open.id > before.pack) return false
  const retired = new Set((await index.retiredIn(open.id)).map(({ place }) => place.offset))
  let liveBytes = 0
  for await (const records of slicesOf(packs, open)) {
    for (const record of records) {
      const stays = !isData(record.kind) || !isBefore(record, before) || marking.has(record.key)
      if (stays && !retired.has(record.offset)) liveBytes += RECORD_HEAD + record.length
    }
  }
  return liveBytes < open.size * WORTH_KEEPING
}

function recordBytes({ size, state }: Pack): number {
  return (state.kind === 'sealed' ? state.trailer.indexOffset : size) - PACK_HEAD
}

export function isBefore({ pack, offset }: ScrubCursor, cursor: ScrubCursor): boolean {
  return pack < cursor.pack || (pack === cursor.pack && offset < cursor.offset)
}

function earlier(a: ScrubCursor | undefined, b: ScrubCursor): ScrubCursor {
  return a !== undefined && isBefore(a, b) ? a : b
}
