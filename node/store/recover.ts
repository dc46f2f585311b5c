// Opening the packs of a store, whatever the last process left behind: sealed ones are taken by their trailers, unsealed
// ones scanned, and the index is held against both; where it disagrees it is rebuilt (§ Store, Recovery).
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock, Log } from '../ports.ts'
import type { Disk } from './disk.ts'
import { type FoldRecord, foldRecords, samePlace } from './fold.ts'
import type { IndexEdit, LevelIndex, Retired } from './level-index.ts'
import {
  checkPackHead,
  emptySum,
  encodeFooter,
  PACK_HEAD,
  type PackSum,
  parseTrailer,
  sameSum,
  sumOf,
} from './pack-footer.ts'
import { packName } from './pack-handles.ts'
import { isData, KIND, type PackRecord } from './pack-record.ts'
import { scanPack } from './pack-scan.ts'
import { loadTrailer, type Pack, type Packs } from './packs.ts'
import { finishRemoval } from './removal.ts'

const FOLD_RECORDS = 4096

export interface Recovery {
  readonly folder: string
  readonly packs: Packs
  readonly index: LevelIndex
  readonly disk: Disk
  readonly clock: Clock
  readonly log: Log
}

/**
 * Fills `packs`, brings the index up to them, and returns the pack to go on writing, if there is one. Throws what
 * LevelDB throws, or STORE_DAMAGED, when the index can't be read: start again with an empty one.
 */
export async function recoverPacks(recovery: Recovery, storeId: string): Promise<Pack | undefined> {
  const { packs, index, log } = recovery
  const current = await openPacks(recovery)
  const tallied = await index.tallied()
  if (current?.state.kind === 'unsealed' && !hasFolded(current.state.records, tallied?.get(current.id))) {
    const edits = await foldRecords(index, await withBodies(packs, current), current.id)
    const isOver = (edit: IndexEdit) => edit.type === 'remove' && !packs.has(edit.pack) && !tallied?.has(edit.pack)
    await index.apply(await index.withoutRepeats(edits.filter(edit => !isOver(edit))))
  }
  // What a removal has begun ends here, unless the index has forgotten that it was: then the pack is as good as any.
  for (const pack of await index.removing()) await finishRemoval(recovery, pack, () => true)
  // What was carried along is believed only where it is the packs'; else every entry is read.
  const isCarried = tallied !== undefined && disagreeing(packs, (await index.tallied()) ?? new Map()).size === 0
  const wrong = isCarried ? new Set<number>() : disagreeing(packs, await index.measure())
  if (wrong.size > 0) {
    log.warn({ packs: [...wrong] }, 'the index disagrees with the packs')
    await rebuild(recovery, wrong)
    log.info({ packs: packs.count, ...index.totals }, 'the index was rebuilt from the packs')
  } else await foldWithdrawals(recovery, tallied === undefined ? 0 : await index.withdrawnUpTo())
  await index.setStoreId(storeId)
  const sealed = packs.all().filter(({ state }) => state.kind === 'sealed')
  await index.setWithdrawnUpTo(sealed.at(-1)?.id ?? 0)
  return current
}

async function openPacks(recovery: Recovery): Promise<Pack | undefined> {
  const { folder, packs, log, disk } = recovery
  const ids = (await readdir(folder)).flatMap(name => (/^\d{8}\.pack$/.test(name) ? [Number(name.slice(0, 8))] : []))
  ids.sort((a, b) => a - b)
  let current: Pack | undefined
  for (const id of ids) {
    const size = await packs.handles.size(id)
    const trailer = await loadTrailer(packs.handles, id, size)
    if (trailer) {
      packs.add({ id, size, state: { kind: 'sealed', trailer } })
      continue
    }
    const { records, end, damaged } = await scanPack(packs.handles, id, size)
    const whole = damaged === 0 && (await hasHead(recovery, id))
    if (records.length === 0 && !whole && size <= PACK_HEAD) {
      await disk.remove(join(folder, packName(id))) // a crash while it was begun
      await packs.handles.drop(id) // the next pack has this number again
      continue
    }
    if (end < size) log.warn({ pack: id, bytes: size - end }, 'the torn end of a pack is cut off')
    if (damaged > 0) log.error({ pack: id, damaged }, 'a pack has damage before its end')
    const pack: Pack = { id, size: end, state: { kind: 'unsealed', records } }
    packs.add(pack)
    const last = id === ids.at(-1) && whole
    if (!last || end < size) await cutAndSeal(recovery, pack, !last)
    if (last) current = pack
  }
  if (ids.length > 0) await disk.syncFolder(folder)
  return current
}

async function hasHead({ packs }: Recovery, id: number): Promise<boolean> {
  try {
    checkPackHead(await packs.handles.read(id, 0, PACK_HEAD), id)
    return true
  } catch {
    return false // its records say themselves where they belong, so nothing hangs on it
  }
}

async function cutAndSeal({ folder, disk }: Recovery, pack: Pack, seal: boolean): Promise<void> {
  if (pack.state.kind !== 'unsealed') return
  await using file = await disk.open(join(folder, packName(pack.id)), 'r+')
  await disk.truncate(file, pack.size)
  const footer = seal ? encodeFooter(pack.id, pack.state.records, pack.size) : []
  await disk.write(file, footer, pack.size)
  await disk.sync(file)
  if (!seal) return
  for (const part of footer) pack.size += part.byteLength
  pack.state = { kind: 'sealed', trailer: parseTrailer(footer[1]!, pack.id, pack.size) }
}

/**
 * The sums of a sealed pack say nothing of its withdrawals, and LevelDB may have lost the last it was told: those of packs
 * behind `known` are looked at again, and what they mean leaves service where it is in it.
 */
async function foldWithdrawals({ packs, index }: Recovery, known: number): Promise<void> {
  for (const pack of packs.all()) {
    if (pack.id <= known || pack.state.kind !== 'sealed') continue
    const { records, sum } = pack.state.trailer
    if (records === sum.count) continue
    const said = (await withBodies(packs, pack)).flatMap(record => (record.withdrawal ? [record] : []))
    const places = await index.find(said.map(({ key, withdrawal }) => withdrawal?.key ?? key))
    await index.apply(
      await foldRecords(
        index,
        said.filter(({ withdrawal }, i) => samePlace(places[i], withdrawal?.place)),
      ),
    )
  }
}

/** Whether the index has all of an unsealed pack. A withdrawal means another record, which its own sum says nothing of. */
function hasFolded(records: readonly PackRecord[], sum: PackSum | undefined): boolean {
  return records.every(({ kind }) => isData(kind)) && sameSum(sumOf(records), sum ?? emptySum())
}

/** Which packs the sums of the index contradict. */
function disagreeing(packs: Packs, sums: Map<number, PackSum>): Set<number> {
  const wrong = new Set<number>()
  for (const { id, state } of packs.all()) {
    const there = state.kind === 'sealed' ? state.trailer.sum : sumOf(state.records)
    if (!sameSum(there, sums.get(id) ?? emptySum())) wrong.add(id)
    sums.delete(id)
  }
  for (const id of sums.keys()) wrong.add(id) // packs that are gone
  return wrong
}

async function rebuild({ packs, index, clock, log }: Recovery, wrong: ReadonlySet<number>): Promise<void> {
  // Noted as lost first and cleared of it afterwards, so that a crash in between forgets nothing.
  const suspects: Retired[] = []
  for await (const { key, place } of index.records(pack => wrong.has(pack))) {
    suspects.push({ key, place, since: clock.wall(), why: `no longer in pack ${place.pack}`, state: 'lost' })
  }
  await index.apply(
    suspects.map(entry => ({ type: 'retire', entry })),
    true,
  )
  await index.clear()
  const removed = new Set<number>()
  for (const pack of packs.all()) {
    const { removals, data: records } = splitRemovals(await withBodies(packs, pack))
    for (const gone of removals) if (!packs.has(gone)) removed.add(gone)
    for (let at = 0; at < records.length; at += FOLD_RECORDS) {
      await index.apply(await foldRecords(index, records.slice(at, at + FOLD_RECORDS)))
      await index.settle()
    }
  }
  // What went with its pack is not missed: what was of use had been copied.
  await index.forget(
    (await index.retired('noted')).filter(({ state, place }) => state === 'lost' && removed.has(place.pack)),
  )
  const suspected = new Set(suspects.map(placeKey))
  // An entry that the withdrawal of its record has turned into a dead one is no longer in question.
  const open = (await index.retired()).filter(entry => entry.state === 'lost' && suspected.has(placeKey(entry)))
  const places = await index.find(open.map(({ key }) => key))
  const lost = open.filter((_, i) => places[i] === undefined)
  await index.forget(open.filter((_, i) => places[i] !== undefined))
  await index.measure()
  if (lost.length > 0) log.error({ records: lost.length }, 'records that were acknowledged are gone from their packs')
}

function placeKey({ key, place }: Retired): string {
  return `${place.pack}/${place.offset}/${key}`
}

async function withBodies(packs: Packs, pack: Pack): Promise<FoldRecord[]> {
  const records: FoldRecord[] = []
  for (const record of await packs.loadRecords(pack)) {
    const withdrawal = record.kind === KIND.withdrawal ? await packs.loadWithdrawal(record) : undefined
    const removal = record.kind === KIND.removal ? await packs.loadRemoval(record) : undefined
    records.push(withdrawal || removal ? { ...record, withdrawal, removal } : record)
  }
  return records
}

/** A pack that a removal names and that is there all the same is taken for what it is: something may rest on it again. */
function splitRemovals(records: readonly FoldRecord[]): { removals: readonly number[]; data: FoldRecord[] } {
  return {
    removals: records.flatMap(({ removal }) => removal ?? []),
    data: records.filter(({ removal }) => removal === undefined),
  }
}
