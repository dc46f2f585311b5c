// Rewrites what is left of a pack behind everything else, then removes the pack. Each copy is checked against its hash, synced
// and read back before anything of the old pack goes (§ Store, Collection).
import type { Collection } from './collect.ts'
import { samePlace } from './fold.ts'
import type { Marking } from './live.ts'
import { isData, KIND, matches, type PackRecord, type Place, type RecordKey } from './pack-record.ts'
import { slicesOf } from './pack-slices.ts'
import type { Pack } from './packs.ts'
import { readTogether } from './read-runs.ts'
import { finishRemoval, sayRemoved } from './removal.ts'
import { nameOf } from './scrub.ts'
import type { CollectOptions } from './store.ts'

/** So much shares one sync. */
const COPY_BYTES = 4 * 1024 * 1024
const COPY_RECORDS = 1024

interface Living {
  readonly key: RecordKey
  readonly place: Place
}

/** False when something of it can't be copied: then it stays as it is. Throws what a put throws. */
export async function compactPack(
  collection: Collection,
  marking: Marking,
  pack: Pack,
  options: Pick<CollectOptions, 'rotten'>,
  pace: (bytes: number) => Promise<void>,
): Promise<boolean> {
  const { packs, writer } = collection
  let isWhole = true
  const gone = [pack.id]
  let group: Living[] = []
  let bytes = 0
  const flush = async (): Promise<void> => {
    for (const { key } of await copy(collection, group)) {
      isWhole = false
      await options.rotten?.(nameOf(key), `its bytes in pack ${pack.id} do not match its hash`)
    }
    await pace(bytes)
    group = []
    bytes = 0
  }
  for await (const records of slicesOf(packs, pack)) {
    for (const one of await livingIn(collection, marking, records)) {
      if (group.length >= COPY_RECORDS || (group.length > 0 && bytes + one.place.length > COPY_BYTES)) await flush()
      group.push(one)
      bytes += one.place.length
    }
    for (const record of records) {
      if (isData(record.kind)) continue
      // One that is there again, since the index had forgotten that it goes, is a pack like any other.
      if (record.kind === KIND.removal)
        gone.push(...((await packs.loadRemoval(record)) ?? []).filter(other => !packs.has(other)))
      else await carry(collection, record)
    }
  }
  await flush()
  if (!isWhole || !(await isEmpty(collection, marking, pack))) return false
  await sayRemoved(writer, [...new Set(gone)])
  await writer.inTurn(() => finishRemoval(collection, pack.id, key => marking.has(key)))
  return true
}

/** Those in service here; also one that has to stay and of which the index knows nothing at all. */
async function livingIn({ index }: Collection, marking: Marking, records: readonly PackRecord[]): Promise<Living[]> {
  const data = records.filter(({ kind }) => isData(kind))
  const places = await index.find(data.map(({ key }) => key))
  const living: Living[] = []
  for (const [i, { key, pack, offset, length }] of data.entries()) {
    const place = { pack, offset, length }
    const isLost = places[i] === undefined && marking.has(key) && !(await index.isRetired({ key, place }))
    if (isLost || samePlace(places[i], place)) living.push({ key, place })
  }
  return living
}

/** Returns those that are rotten or unreadable, here or where they were copied to. */
async function copy({ packs, index, writer }: Collection, group: readonly Living[]): Promise<Living[]> {
  const copies: Promise<void>[] = []
  const rotten = await readTogether(packs, group, ({ key, place }, bytes) => {
    copies.push(writer.append({ key, bytes, copyOf: place, isNew: false, bounded: false }))
  })
  const results = await Promise.allSettled(copies)
  for (const result of results) if (result.status === 'rejected') throw result.reason
  const bad = new Set(rotten.map(({ key }) => key))
  const copied = group.filter(({ key }) => !bad.has(key))
  const places = await index.find(copied.map(({ key }) => key))
  const back = copied.flatMap(({ key }, i) => (places[i] ? [{ key, place: places[i] }] : []))
  return [...rotten, ...(await readTogether(packs, back, () => undefined))]
}

/** What isn't data goes along as it is, unless it tells of a pack that is gone. */
async function carry({ packs, writer }: Collection, record: PackRecord): Promise<void> {
  const { key, length } = record
  const withdrawal = record.kind === KIND.withdrawal ? await packs.loadWithdrawal(record) : undefined
  if (record.kind === KIND.withdrawal && (withdrawal === undefined || !packs.has(withdrawal.place.pack))) return
  if (withdrawal?.place.pack === record.pack) return
  const bytes = await packs.read(record, 0, length)
  if (!matches(key, bytes)) return
  await writer.append({ key, bytes, ...(withdrawal && { withdrawal }), isNew: false, bounded: false })
}

/** The last look: nothing in it is in service. */
async function isEmpty({ packs, index }: Collection, marking: Marking, pack: Pack): Promise<boolean> {
  for await (const records of slicesOf(packs, pack)) {
    const data = records.filter(({ kind }) => isData(kind))
    const places = await index.find(data.map(({ key }) => key))
    for (const [i, record] of data.entries()) {
      if (samePlace(places[i], record)) return false
      if (
        places[i] === undefined &&
        marking.has(record.key) &&
        !(await index.isRetired({ key: record.key, place: record }))
      )
        return false
    }
  }
  return true
}
