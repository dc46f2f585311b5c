// What every Store promises (node/store/store.ts), run by each implementation.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { afterEach, describe, test } from 'node:test'
import fc from 'fast-check'
import type { ChunkBytes, NodeBytes, Scrubbed, Store } from '../../node/store/store.ts'
import { isError } from '../../protocol/errors.ts'
import { hash } from '../../protocol/hash.ts'
import { type Cid, idOf, type NodeHash, type Pid } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'

/** One place a store lives in: opened, closed and opened again by the suite. */
export interface StorePlace extends AsyncDisposable {
  open(options?: { capacity?: number }): Promise<Store>
  /** Flips a bit of what is stored under the name; the store is closed. */
  rot(name: Cid | NodeHash): Promise<void>
}

export function chunkOf(bytes: Uint8Array): ChunkBytes {
  return { cid: idOf('Cid', hash(bytes)), bytes }
}
export function nodeOf(bytes: Uint8Array): NodeBytes {
  return { hash: idOf('NodeHash', hash(bytes)), bytes }
}
export const randomChunk = (length = 1000): ChunkBytes => chunkOf(randomBytes(length))
export const randomPid = (): Pid => idOf('Pid', randomBytes(32))
const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString()
export const never = new AbortController().signal

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

export const failsWith = (code: Parameters<typeof isError>[1]) => (error: unknown) => {
  assert.ok(isError(error, code), `${code} expected, not ${String(error)}`)
  return true
}

/** The store as it is, then as it is when opened again. */
export async function* nowAndAgain(store: Store, again: () => Promise<Store>): AsyncGenerator<Store> {
  yield store
  yield await again()
}

export function storeSuite(name: string, createPlace: () => Promise<StorePlace>): void {
  describe(name, () => {
    let scope = new AsyncDisposableStack()
    afterEach(async () => {
      await scope.disposeAsync()
      scope = new AsyncDisposableStack()
    })

    async function begin(options?: { capacity?: number }): Promise<{ store: Store; again(): Promise<Store> }> {
      const place = scope.use(await createPlace())
      let store = await place.open(options)
      scope.defer(() => store[Symbol.asyncDispose]())
      const again = async () => {
        await store[Symbol.asyncDispose]()
        store = await place.open(options)
        return store
      }
      return { store, again }
    }

    test('a chunk comes back as it was put, also after reopening', async () => {
      const { store, again } = await begin()
      const chunks = [randomChunk(1), randomChunk(100_000), chunkOf(new Uint8Array(0)), randomChunk(LIMITS.chunk)]
      await store.putChunks(chunks)
      for await (const reader of nowAndAgain(store, again)) {
        for (const { cid, bytes } of chunks) {
          assert.deepEqual(Buffer.from(await reader.loadChunk(cid)), Buffer.from(bytes))
          assert.deepEqual(await reader.checkChunks([cid]), [undefined])
        }
      }
    })

    test('many chunks come back as they were put, those that lie apart and those that are missing told apart', async () => {
      const { store } = await begin()
      const chunks = [...Array.from({ length: 200 }, (_, i) => randomChunk(50 + i)), randomChunk(3_000_000)]
      chunks.push(...Array.from({ length: 20 }, () => randomChunk(200_000)))
      await store.putChunks(chunks)
      const absent = randomChunk()
      const asked = [...chunks.filter((_, i) => i % 7 !== 3), absent, chunks[3]!].reverse()
      let at = 0
      while (at < asked.length) {
        const loaded = await store.loadChunks(asked.slice(at).map(({ cid }) => cid))
        assert.ok(loaded.length > 0)
        for (const [i, found] of loaded.entries()) {
          const { cid, bytes } = asked[at + i]!
          if (cid === absent.cid) failsWith('CHUNK_MISSING')(found)
          else assert.deepEqual(Buffer.from(found as Uint8Array), Buffer.from(bytes))
        }
        at += loaded.length
      }
      const seen = new Map<string, string>()
      const checked = await store.checkChunks(
        asked.map(({ cid }) => cid),
        (cid, bytes) => seen.set(cid, Buffer.from(bytes).toString('hex')),
      )
      for (const { cid, bytes } of asked) {
        assert.equal(seen.get(cid), cid === absent.cid ? undefined : Buffer.from(bytes).toString('hex'))
      }
      assert.equal(checked.length, asked.length)
      for (const [i, { cid }] of asked.entries()) {
        if (cid === absent.cid) failsWith('CHUNK_MISSING')(checked[i])
        else assert.equal(checked[i], undefined)
      }
    })

    test('a chunk that is not held is missing', async () => {
      const { store } = await begin()
      const { cid } = randomChunk()
      await assert.rejects(store.loadChunk(cid), failsWith('CHUNK_MISSING'))
      failsWith('CHUNK_MISSING')((await store.checkChunks([cid]))[0])
      failsWith('CHUNK_MISSING')((await store.loadChunks([cid]))[0])
      await assert.rejects(store.loadRange(cid, 0, 1), failsWith('CHUNK_MISSING'))
      assert.deepEqual(await store.hasChunks([cid]), [false])
      assert.deepEqual(await store.sizesOf([cid]), [undefined])
    })

    test('a chunk larger than the format allows is refused, and nothing beside it is kept', async () => {
      const { store } = await begin()
      const [small, large] = [randomChunk(), randomChunk(LIMITS.chunk + 1)]
      await assert.rejects(store.putChunks([small, large]), failsWith('CHUNK_TOO_LARGE'))
      assert.deepEqual(await store.hasChunks([small.cid, large.cid]), [false, false])
    })

    test('presence and sizes are told in the order asked', async () => {
      const { store } = await begin()
      const [a, b, c] = [randomChunk(10), randomChunk(20), randomChunk(30)]
      await store.putChunks([c, a])
      assert.deepEqual(await store.hasChunks([a.cid, b.cid, c.cid, a.cid]), [true, false, true, true])
      assert.deepEqual(await store.sizesOf([a.cid, b.cid, c.cid]), [10, undefined, 30])
    })

    test('any range inside a chunk can be read, and none outside', async () => {
      const { store } = await begin()
      const { cid, bytes } = randomChunk(5000)
      await store.putChunks([{ cid, bytes }])
      const range = fc.tuple(fc.nat(5000), fc.nat(5000)).filter(([offset, length]) => offset + length <= 5000)
      await fc.assert(
        fc.asyncProperty(range, async ([offset, length]) => {
          const read = await store.loadRange(cid, offset, length)
          assert.deepEqual(Buffer.from(read), Buffer.from(bytes.subarray(offset, offset + length)))
        }),
        { numRuns: 50 },
      )
      for (const [offset, length] of [
        [-1, 2],
        [0, 5001],
        [5000, 1],
        [0.5, 1],
        [0, Number.NaN],
      ] as const) {
        await assert.rejects(store.loadRange(cid, offset, length), failsWith('MESSAGE_INVALID'))
      }
    })

    test('a chunk put many times is stored once, also within one burst', async () => {
      const { store, again } = await begin()
      const chunk = randomChunk(50_000)
      await Promise.all(Array.from({ length: 20 }, () => store.putChunks([chunk, chunk])))
      await store.putChunks([chunk])
      assert.equal(store.stats().chunks, 1)
      assert.ok(store.stats().bytes < 60_000, `${store.stats().bytes} bytes`)
      const reopened = await again()
      assert.equal(reopened.stats().chunks, 1)
      assert.equal((await collect(reopened.scrub(undefined, never))).length, 1)
    })

    test('many concurrent puts and loads all come through', async () => {
      const { store } = await begin()
      const chunks = Array.from({ length: 200 }, (_, i) => randomChunk(100 * i))
      await Promise.all(
        chunks.map(async chunk => {
          await store.putChunks([chunk])
          assert.deepEqual(Buffer.from(await store.loadChunk(chunk.cid)), Buffer.from(chunk.bytes))
        }),
      )
      assert.equal(store.stats().chunks, 200)
    })

    test('scrub visits everything in service once, and goes on from any place it has named', async () => {
      const { store } = await begin()
      const chunks = Array.from({ length: 30 }, () => randomChunk(2000))
      const nodes = [nodeOf(randomBytes(300)), nodeOf(randomBytes(400))]
      await store.putChunks(chunks)
      await store.putNodes(nodes)
      const all = await collect(store.scrub(undefined, never))
      const names = (seen: Scrubbed[]) => seen.map(one => (one.kind === 'chunk' ? one.cid : one.node))
      assert.deepEqual(names(all).sort(), [...chunks.map(({ cid }) => cid), ...nodes.map(node => node.hash)].sort())
      assert.ok(all.every(({ ok }) => ok))
      assert.equal(
        all.reduce((sum, { bytes }) => sum + bytes, 0),
        30 * 2000 + 700,
      )
      for (const i of [0, 7, 31]) {
        assert.deepEqual(names(await collect(store.scrub(all[i]!.at, never))), names(all).slice(i + 1))
      }
    })

    test('scrub stops with the reason of its signal', async () => {
      const { store } = await begin()
      await store.putChunks([randomChunk(), randomChunk(), randomChunk()])
      const stop = new AbortController()
      const reason = new Error('enough')
      await assert.rejects(async () => {
        for await (const _ of store.scrub(undefined, stop.signal)) stop.abort(reason)
      }, reason)
    })

    test('rot is found by load and by scrub', async () => {
      const place = scope.use(await createPlace())
      const [good, bad, node] = [randomChunk(), randomChunk(), nodeOf(randomBytes(200))]
      {
        await using store = await place.open()
        await store.putChunks([good, bad])
        await store.putNodes([node])
      }
      await place.rot(bad.cid)
      await place.rot(node.hash)
      await using store = await place.open()
      const held = await store.hasChunks([bad.cid])
      if (held[0]) {
        await assert.rejects(store.loadChunk(bad.cid), failsWith('CHUNK_CORRUPT'))
        const both = [good.cid, bad.cid]
        const [well, rotten] = await store.checkChunks(both)
        assert.equal(well, undefined)
        failsWith('CHUNK_CORRUPT')(rotten)
        const [loaded, refused] = await store.loadChunks(both)
        assert.deepEqual(Buffer.from(loaded as Uint8Array), Buffer.from(good.bytes))
        failsWith('CHUNK_CORRUPT')(refused)
      }
      const found = (await collect(store.scrub(undefined, never))).filter(({ ok }) => !ok)
      const lost = await store.quarantined()
      const names = [...found, ...lost].map(one => (one.kind === 'chunk' ? one.cid : one.node))
      assert.deepEqual(names.sort(), [bad.cid, node.hash].sort())
      assert.deepEqual(Buffer.from(await store.loadChunk(good.cid)), Buffer.from(good.bytes))
    })

    test('a quarantined chunk is out of service, remembered, and put anew', async () => {
      const { store, again } = await begin()
      const [chunk, other] = [randomChunk(), randomChunk()]
      await store.putChunks([chunk, other])
      await store.quarantine(chunk.cid, 'it fails its hash')
      await store.quarantine(chunk.cid, 'twice does nothing')
      for await (const reader of nowAndAgain(store, again)) {
        assert.deepEqual(await reader.hasChunks([chunk.cid, other.cid]), [false, true])
        await assert.rejects(reader.loadChunk(chunk.cid), failsWith('CHUNK_MISSING'))
        const [entry, ...more] = await reader.quarantined()
        assert.deepEqual(more, [])
        assert.ok(entry?.kind === 'chunk' && entry.cid === chunk.cid)
        assert.equal(entry.why, 'it fails its hash')
        assert.equal(entry.healed, false)
        assert.equal(reader.stats().quarantined, 1)
        assert.equal(reader.stats().chunks, 1)
        assert.equal((await collect(reader.scrub(undefined, never))).length, 1)
      }
      const healed = await again()
      await healed.putChunks([chunk])
      for await (const reader of nowAndAgain(healed, again)) {
        assert.deepEqual(Buffer.from(await reader.loadChunk(chunk.cid)), Buffer.from(chunk.bytes))
        assert.deepEqual(
          (await reader.quarantined()).map(one => one.healed),
          [true],
        )
        assert.equal(reader.stats().quarantined, 0)
        assert.equal(reader.stats().chunks, 2)
      }
    })

    test('put and quarantine of one chunk at once leave it whole or gone, never in between', async () => {
      const { store, again } = await begin()
      const chunk = randomChunk()
      for (let round = 0; round < 10; round++) {
        await Promise.all([store.putChunks([chunk]), store.quarantine(chunk.cid, 'a race'), store.putChunks([chunk])])
        const [held] = await store.hasChunks([chunk.cid])
        assert.equal(store.stats().chunks, held ? 1 : 0)
        await store.putChunks([chunk])
        assert.deepEqual(Buffer.from(await store.loadChunk(chunk.cid)), Buffer.from(chunk.bytes))
      }
      assert.deepEqual(await (await again()).hasChunks([chunk.cid]), [true])
    })

    test('map nodes live beside chunks under names of their own', async () => {
      const { store, again } = await begin()
      const node = nodeOf(randomBytes(500))
      const absent = nodeOf(randomBytes(10)).hash
      await store.putNodes([node, node])
      for await (const reader of nowAndAgain(store, again)) {
        assert.deepEqual(Buffer.from(await reader.loadNode(node.hash)), Buffer.from(node.bytes))
        assert.deepEqual(await reader.hasNodes([absent, node.hash]), [false, true])
        assert.deepEqual(await reader.hasChunks([idOf('Cid', hash(node.bytes))]), [false])
        await assert.rejects(reader.loadNode(absent), failsWith('NODE_GONE'))
        assert.deepEqual([reader.stats().nodes, reader.stats().chunks], [1, 0])
      }
      const last = await again()
      await last.quarantineNode(node.hash, 'rot')
      await assert.rejects(last.loadNode(node.hash), failsWith('NODE_GONE'))
      assert.deepEqual(
        (await last.quarantined()).map(({ kind }) => kind),
        ['node'],
      )
    })

    test('a full store refuses chunks, keeps serving, takes map nodes and promises, and loses nothing', async () => {
      const { store, again } = await begin({ capacity: 50_000 })
      const first = randomChunk(30_000)
      await store.putChunks([first])
      assert.deepEqual(store.health(), { state: 'ok' })
      await assert.rejects(store.putChunks([randomChunk(30_000)]), failsWith('DISK_FULL'))
      assert.equal(store.health().state, 'full')
      await store.putChunks([randomChunk(300)])
      await store.review()
      assert.equal(store.health().state, 'full', 'a small chunk that still fits makes no room for the large one')
      await store.putNodes([nodeOf(randomBytes(30_000))])
      await store.journal.append([Buffer.from('still writing')])
      await store.putChunks([first])
      for await (const reader of nowAndAgain(store, again)) {
        assert.deepEqual(Buffer.from(await reader.loadChunk(first.cid)), Buffer.from(first.bytes))
        assert.equal(reader.stats().capacity, 50_000)
      }
    })

    test('a chunk that fits goes in even when one beside it does not', async () => {
      const { store } = await begin({ capacity: 50_000 })
      const [large, small] = [randomChunk(60_000), randomChunk(100)]
      await assert.rejects(store.putChunks([large, small]), failsWith('DISK_FULL'))
      assert.deepEqual(await store.hasChunks([large.cid, small.cid]), [false, true])
    })

    test('a pid leads to its chunk as long as that is held', async () => {
      const { store, again } = await begin()
      const [chunk, pid, stale, unknown] = [randomChunk(), randomPid(), randomPid(), randomPid()]
      await store.putChunks([chunk])
      await store.putPids([
        [pid, chunk.cid],
        [stale, randomChunk().cid],
      ])
      const reader = await again()
      assert.deepEqual(await reader.loadCidsOf([unknown, pid, stale, pid]), [
        undefined,
        chunk.cid,
        undefined,
        chunk.cid,
      ])
      await reader.quarantine(chunk.cid, 'rot')
      assert.deepEqual(await reader.loadCidsOf([pid]), [undefined])
    })

    test('the journal replays what was appended, in order, across reopening', async () => {
      const { store, again } = await begin()
      const entries = Array.from({ length: 50 }, (_, i) => Buffer.from(`promise ${i}`))
      await store.journal.append(entries.slice(0, 20))
      await store.journal.append([])
      await Promise.all(entries.slice(20, 40).map(entry => store.journal.append([entry])))
      const reader = await again()
      await reader.journal.append(entries.slice(40))
      for await (const one of nowAndAgain(reader, again)) {
        assert.deepEqual((await collect(one.journal.replay())).map(text), entries.map(text))
      }
    })

    test('a compacted journal holds exactly what it was given, and then what is appended', async () => {
      const { store, again } = await begin()
      await store.journal.append(Array.from({ length: 100 }, () => randomBytes(1000)))
      const before = store.journal.bytes
      const compacting = store.journal.compact([Buffer.from('a'), new Uint8Array(0)])
      const appending = store.journal.append([Buffer.from('b')])
      await Promise.all([compacting, appending])
      assert.ok(store.journal.bytes < before / 10)
      for await (const reader of nowAndAgain(store, again)) {
        assert.deepEqual((await collect(reader.journal.replay())).map(text), ['a', '', 'b'])
      }
      await (await again()).journal.compact([])
      assert.deepEqual(await collect((await again()).journal.replay()), [])
    })

    test('a journal entry beyond the limit is refused and changes nothing', async () => {
      const { store } = await begin()
      const tooLong = new Uint8Array(LIMITS.journalEntry + 1)
      await assert.rejects(store.journal.append([Buffer.from('a'), tooLong]), failsWith('MESSAGE_INVALID'))
      await assert.rejects(store.journal.compact([tooLong]), failsWith('MESSAGE_INVALID'))
      await store.journal.append([tooLong.subarray(1)])
      assert.equal((await collect(store.journal.replay())).length, 1)
    })

    test('a closed store refuses everything', async () => {
      const place = scope.use(await createPlace())
      const store = await place.open()
      const chunk = randomChunk()
      await store.putChunks([chunk])
      const cache = store.cache('stat')
      await store[Symbol.asyncDispose]()
      await assert.rejects(store.putChunks([randomChunk()]), failsWith('STOPPED'))
      await assert.rejects(store.loadChunk(chunk.cid), failsWith('STOPPED'))
      await assert.rejects(store.journal.append([chunk.bytes]), failsWith('STOPPED'))
      await assert.rejects(cache.get('a'), failsWith('STOPPED'))
    })

    test('caches keep values by name and key, in bytewise order', async () => {
      const { store, again } = await begin()
      const cache = store.cache('stat')
      const keys = ['a/1', 'a/2', 'a/10', 'b', 'ä', 'z', '', '\u{1f3b5}', '\uffee']
      await cache.batch(keys.map(key => ({ key, value: Buffer.from(`value of ${key}`) })))
      await store.cache('other').put('a/1', Buffer.from('other'))
      await cache.del('b')
      for await (const reader of nowAndAgain(store, again)) {
        const there = reader.cache('stat')
        assert.equal(text(await there.get('a/1')), 'value of a/1')
        assert.deepEqual(
          (await there.getMany(['b', 'a/2'])).map(value => value && text(value)),
          [undefined, 'value of a/2'],
        )
        assert.deepEqual(
          (await collect(there.entries('a/'))).map(([key]) => key),
          ['a/1', 'a/10', 'a/2'],
        )
        const order = keys.filter(key => key !== 'b').sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
        assert.deepEqual(
          (await collect(there.entries(''))).map(([key]) => key),
          order,
        )
        assert.equal(text(await reader.cache('other').get('a/1')), 'other')
      }
      const last = await again()
      await last.cache('stat').clear()
      assert.deepEqual(await collect(last.cache('stat').entries('')), [])
      assert.equal((await collect(last.cache('other').entries(''))).length, 1)
    })

    test('a store in use can not be opened a second time', async () => {
      const place = scope.use(await createPlace())
      await using _store = await place.open()
      await assert.rejects(place.open(), (error: unknown) => {
        assert.ok(isError(error, 'STORE_LOCKED'), String(error))
        assert.equal(error.exit, 11)
        assert.match(error.message, new RegExp(`process ${process.pid}\\b`))
        return true
      })
    })
  })
}
