// Reads the packs from one end to the other and hashes every record in service; changes nothing (§ Store, Scrub).
import { type Cid, idOf, type NodeHash } from '../../protocol/ids.ts'
import { checkSpan, SPAN_BYTES, spansOf } from './check-span.ts'
import { samePlace } from './fold.ts'
import type { LevelIndex } from './level-index.ts'
import { hashOf, isData, KIND, kindOf, type PackRecord, RECORD_HEAD, type RecordKey } from './pack-record.ts'
import type { Packs } from './packs.ts'
import { openScrubThreads, type SpanCheckers } from './scrub-threads.ts'
import type { Scrubbed, ScrubCursor } from './store.ts'

// Less is hashed here, between other things, before threads have started.
const THREADS_FROM_BYTES = 1024 * 1024 * 1024
const READ_AHEAD = 3

/** The named half of a public result. */
export function nameOf(key: RecordKey): { kind: 'chunk'; cid: Cid } | { kind: 'node'; node: NodeHash } {
  const bytes = Buffer.from(hashOf(key), 'hex')
  return kindOf(key) === KIND.chunk
    ? { kind: 'chunk', cid: idOf('Cid', bytes) }
    : { kind: 'node', node: idOf('NodeHash', bytes) }
}

export async function* scrubPacks(
  packs: Packs,
  index: LevelIndex,
  from: ScrubCursor | undefined,
  signal: AbortSignal,
): AsyncGenerator<Scrubbed> {
  await using checkers = packs.bytes < THREADS_FROM_BYTES ? inPlace(packs) : openScrubThreads()
  const underway: Span[] = []
  try {
    for await (const span of liveSpans(packs, index, from, signal)) {
      const { live } = span
      const faults = checkers.check(packs.handles.pathOf(live[0]!.pack), live)
      faults.catch(() => undefined) // awaited in its turn
      underway.push({ ...span, faults })
      if (underway.length >= checkers.width) yield* resultsOf(underway.shift()!, packs, index, signal)
    }
    for (let span = underway.shift(); span; span = underway.shift()) yield* resultsOf(span, packs, index, signal)
  } finally {
    await Promise.allSettled(underway.map(({ faults }) => faults))
  }
}

interface LiveSpan {
  readonly live: readonly PackRecord[]
  /** Of these the index knows nothing: neither that they are in service, nor that they no longer are. */
  readonly lost: ReadonlySet<PackRecord>
}
interface Span extends LiveSpan {
  readonly faults: Promise<(string | undefined)[]>
}

async function* liveSpans(
  packs: Packs,
  index: LevelIndex,
  from: ScrubCursor | undefined,
  signal: AbortSignal,
): AsyncGenerator<LiveSpan> {
  for (const pack of packs.all()) {
    if (from && pack.id < from.pack) continue
    signal.throwIfAborted()
    const first = from?.pack === pack.id ? from.offset : 0
    const all = (await packs.loadIndex(pack)) ?? (await indexedIn(index, pack.id))
    const records = all.filter(({ kind, offset }) => isData(kind) && offset >= first)
    for (const span of spansOf(records)) {
      signal.throwIfAborted()
      const places = await index.find(span.map(({ key }) => key))
      const lost = new Set<PackRecord>()
      // What a collection takes with its pack is neither lost nor in service.
      if (!packs.has(pack.id)) break
      for (const [i, record] of span.entries()) {
        if (places[i] === undefined && !(await index.isRetired({ key: record.key, place: record }))) lost.add(record)
      }
      const live = span.filter((record, i) => samePlace(places[i], record) || lost.has(record))
      if (live.length > 0) yield { live, lost }
    }
  }
}

async function* resultsOf(
  { live, lost, faults }: Span,
  packs: Packs,
  index: LevelIndex,
  signal: AbortSignal,
): AsyncGenerator<Scrubbed> {
  const found = await faults
  for (const [i, record] of live.entries()) {
    signal.throwIfAborted()
    const { pack: id, offset, length } = record
    const why = lost.has(record) ? 'the index has lost it' : found[i]
    // It was read a while ago: what has been taken out of service since, and put anew, is not what was bad.
    if (why !== undefined) {
      const [place] = await index.find([record.key])
      const isStillLost = place === undefined && !(await index.isRetired({ key: record.key, place: record }))
      const isGoing = packs.leaving.has(id) || !packs.has(id)
      if (lost.has(record) ? !isStillLost || isGoing : !samePlace(place, record)) continue
    }
    const at = { pack: id, offset: offset + RECORD_HEAD + length }
    yield { ...nameOf(record.key), bytes: length, ok: why === undefined, why, at }
  }
}

function inPlace(packs: Packs): SpanCheckers {
  const memory = Array.from({ length: READ_AHEAD }, () => Buffer.allocUnsafeSlow(SPAN_BYTES))
  return {
    width: READ_AHEAD,
    async check(_path, records) {
      const into = memory.pop()
      const { pack } = records[0]!
      try {
        return await checkSpan(records, (offset, length) => packs.handles.read(pack, offset, length, into))
      } finally {
        if (into) memory.push(into)
      }
    },
    [Symbol.asyncDispose]: async () => undefined,
  }
}

/** What the index believes to be in a pack that can't say so itself any more. */
async function indexedIn(index: LevelIndex, pack: number): Promise<PackRecord[]> {
  const records: PackRecord[] = []
  for await (const { key, place } of index.records(id => id === pack)) {
    records.push({ ...place, key, kind: kindOf(key) })
  }
  return records.sort((a, b) => a.offset - b.offset)
}
