// What every Store promises about freeing what nothing needs (node/store/store.ts, collect), run by each implementation.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { afterEach, describe, test } from 'node:test'
import type { ChunkBytes, Collected, CollectOptions, NodeBytes, Store } from '../../node/store/store.ts'
import {
  chunkOf,
  collect,
  failsWith,
  never,
  nodeOf,
  nowAndAgain,
  randomChunk,
  randomPid,
  type StorePlace,
} from './store.ts'

/** Collects with these as all that stays; `during` runs while it marks. */
export function keepOnly(
  store: Store,
  chunks: readonly ChunkBytes[],
  nodes: readonly NodeBytes[] = [],
  during: () => Promise<void> = async () => undefined,
  options: Partial<CollectOptions> = {},
): Promise<Collected> {
  let isFirst = true
  return store.collect(
    {
      ...options,
      mark: async keep => {
        for (const { cid } of chunks) keep.chunk(cid)
        for (const { hash } of nodes) keep.node(hash)
        if (isFirst) await during()
        isFirst = false
      },
    },
    never,
  )
}

export function collectSuite(name: string, createPlace: () => Promise<StorePlace>): void {
  describe(`${name}, collecting`, () => {
    let scope = new AsyncDisposableStack()
    afterEach(async () => {
      await scope.disposeAsync()
      scope = new AsyncDisposableStack()
    })

    async function begin(options?: { capacity?: number }) {
      const place = scope.use(await createPlace())
      let store = await place.open(options)
      scope.defer(() => store[Symbol.asyncDispose]())
      const again = async () => {
        await store[Symbol.asyncDispose]()
        store = await place.open(options)
        return store
      }
      return { store, again, place }
    }

    const many = (count: number, length = 3000) => Array.from({ length: count }, () => randomChunk(length))
    const has = (store: Store, chunks: readonly ChunkBytes[]) => store.hasChunks(chunks.map(({ cid }) => cid))
    const isWhole = async (store: Store, chunks: readonly ChunkBytes[]) => {
      for (const { cid, bytes } of chunks) assert.ok(Buffer.from(await store.loadChunk(cid)).equals(bytes))
    }

    test('what is not named goes, what is named stays, and the bytes come back', async () => {
      const { store, again } = await begin()
      const [kept, gone] = [many(40), many(60)]
      const nodes = [nodeOf(randomBytes(300)), nodeOf(randomBytes(300))]
      await store.putChunks(kept.flatMap((chunk, i) => [chunk, gone[i]!]))
      await store.putChunks(gone.slice(40))
      await store.putNodes(nodes)
      const before = store.stats().bytes
      const collected = await keepOnly(store, kept, nodes.slice(0, 1))
      assert.deepEqual([collected.chunks, collected.nodes, collected.chunkBytes], [60, 1, 60 * 3000])
      assert.ok(collected.reclaimedBytes >= 60 * 3000, `${collected.reclaimedBytes} bytes`)
      for await (const reader of nowAndAgain(store, again)) {
        await isWhole(reader, kept)
        assert.deepEqual(new Set(await has(reader, gone)), new Set([false]))
        assert.deepEqual(await reader.hasNodes(nodes.map(({ hash }) => hash)), [true, false])
        assert.deepEqual([reader.stats().chunks, reader.stats().nodes], [40, 1])
        assert.ok(reader.stats().bytes <= before - 60 * 3000)
        const scrubbed = await collect(reader.scrub(undefined, never))
        assert.deepEqual([scrubbed.length, scrubbed.every(({ ok }) => ok)], [41, true])
        assert.equal(reader.stats().quarantined, 0)
      }
    })

    test('a second collection with the same names frees nothing more', async () => {
      const { store } = await begin()
      const [kept, gone] = [many(30), many(30)]
      await store.putChunks([...kept, ...gone])
      await keepOnly(store, kept)
      const again = await keepOnly(store, kept)
      assert.deepEqual([again.chunks, again.chunkBytes, again.reclaimedBytes], [0, 0, 0])
      await isWhole(store, kept)
    })

    test('what went is stored anew when it is put again, at once too', async () => {
      const { store, again } = await begin()
      const gone = many(20)
      await store.putChunks(gone)
      const collecting = keepOnly(store, [])
      await Promise.all([collecting, ...gone.map(chunk => store.putChunks([chunk]))])
      await isWhole(store, gone)
      await keepOnly(store, [])
      assert.deepEqual(new Set(await has(store, gone)), new Set([false]))
      await store.putChunks(gone)
      for await (const reader of nowAndAgain(store, again)) await isWhole(reader, gone)
    })

    test('whatever is put, or found to be here, since the marking began stays', async () => {
      const { store } = await begin()
      const [asked, sized, put, known, loaded] = many(5) as [ChunkBytes, ...ChunkBytes[]]
      const gone = many(6)
      const [fresh, node] = [randomChunk(), nodeOf(randomBytes(200))]
      const pid = randomPid()
      await store.putChunks([asked, sized!, put!, known!, loaded!, ...gone])
      await store.putNodes([node])
      await store.putPids([[pid, known!.cid]])
      await keepOnly(store, [], [], async () => {
        await store.hasChunks([asked.cid])
        await store.sizesOf([sized!.cid])
        await store.putChunks([put!, fresh])
        await store.putNodes([node])
        await store.loadCidsOf([pid])
        await store.loadChunk(loaded!.cid)
      })
      await isWhole(store, [asked, sized!, put!, known!, loaded!, fresh])
      await store.loadNode(node.hash)
      assert.deepEqual(new Set(await has(store, gone)), new Set([false]))
      await keepOnly(store, [])
      assert.equal(store.stats().chunks, 0)
    })

    test('asking as a collection asks keeps nothing', async () => {
      const { store } = await begin()
      const [kept, gone] = [randomChunk(), randomChunk()]
      await store.putChunks([kept, gone])
      await store.collect(
        {
          mark: async keep => {
            keep.chunk(kept.cid)
            assert.deepEqual([keep.hasChunk(kept.cid), keep.hasChunk(gone.cid)], [true, false])
            const cids = [kept.cid, gone.cid, randomChunk().cid]
            const old = { bytes: 1000, mayGo: true }
            assert.deepEqual(await keep.look(cids), [old, old, undefined])
            const [one, two, three] = await keep.loadChunks(cids)
            assert.deepEqual(
              [one, two].map(bytes => Buffer.from(bytes as Uint8Array)),
              [kept.bytes, gone.bytes],
            )
            failsWith('CHUNK_MISSING')(three)
          },
        },
        never,
      )
      assert.deepEqual(await has(store, [kept, gone]), [true, false])
    })

    test('what was found under a guard stays, though it was found before the collection, until the guard ends', async () => {
      const { store } = await begin()
      const [found, other] = [randomChunk(), randomChunk()]
      await store.putChunks([found, other])
      const guard = store.guard()
      const second = store.guard()
      await store.hasChunks([found.cid])
      guard[Symbol.dispose]()
      guard[Symbol.dispose]()
      await keepOnly(store, [])
      assert.deepEqual([await has(store, [other]), await has(store, [found])], [[false], [true]])
      second[Symbol.dispose]()
      await keepOnly(store, [])
      assert.deepEqual(await has(store, [found]), [false])
    })

    test('what stands behind a place stays', async () => {
      const { store } = await begin()
      const [old, young] = [many(20), many(20)]
      await store.putChunks(old)
      const before = store.position()
      await store.putChunks(young)
      await keepOnly(store, [], [], async () => undefined, { before })
      assert.deepEqual(new Set(await has(store, old)), new Set([false]))
      await isWhole(store, young)
    })

    test('a marking that fails frees nothing', async () => {
      const { store } = await begin()
      const chunks = many(20)
      await store.putChunks(chunks)
      const reason = new Error('a tree can not be read')
      const mark = async (): Promise<void> => {
        throw reason
      }
      await assert.rejects(store.collect({ mark }, never), reason)
      await isWhole(store, chunks)
      await keepOnly(store, chunks)
      assert.equal(store.stats().chunks, 20)
    })

    test('a collection that is stopped ends with the reason, and another one goes on', async () => {
      const { store } = await begin()
      const [kept, gone] = [many(20), many(20)]
      await store.putChunks([...kept, ...gone])
      const stop = new AbortController()
      const reason = new Error('enough')
      const mark = async (): Promise<void> => stop.abort(reason)
      await assert.rejects(store.collect({ mark }, stop.signal), reason)
      await isWhole(store, kept)
      await keepOnly(store, kept)
      assert.deepEqual(new Set(await has(store, gone)), new Set([false]))
      await isWhole(store, kept)
    })

    test('what was quarantined and is needed stays known until it is healed; what nobody needs is forgotten', async () => {
      const { store, again } = await begin()
      const [needed, moot, kept] = [randomChunk(20_000), randomChunk(20_000), randomChunk()]
      await store.putChunks([needed, moot, kept])
      await store.quarantine(needed.cid, 'rot')
      await store.quarantine(moot.cid, 'rot')
      await keepOnly(store, [needed, kept])
      for await (const reader of nowAndAgain(store, again)) {
        assert.equal(reader.stats().quarantined, 1)
        const listed = (await reader.quarantined()).map(one => one.kind === 'chunk' && [one.cid, one.healed])
        assert.deepEqual(listed, [[needed.cid, false]])
        assert.deepEqual(await has(reader, [needed, moot, kept]), [false, false, true])
      }
      const healed = await again()
      await healed.putChunks([needed])
      assert.equal(healed.stats().quarantined, 0)
    })

    test('a pid leads nowhere once its chunk went', async () => {
      const { store } = await begin()
      const [kept, gone] = [randomChunk(), randomChunk()]
      const pids = [randomPid(), randomPid()] as const
      await store.putChunks([kept, gone])
      await store.putPids([
        [pids[0], kept.cid],
        [pids[1], gone.cid],
      ])
      await keepOnly(store, [kept])
      assert.deepEqual(await store.loadCidsOf(pids), [kept.cid, undefined])
    })

    test('a full store takes chunks again once enough has gone', async () => {
      const { store } = await begin({ capacity: 100_000 })
      const chunks = many(30)
      await store.putChunks(chunks)
      await assert.rejects(store.putChunks([randomChunk(30_000)]), failsWith('DISK_FULL'))
      assert.equal(store.health().state, 'full')
      await keepOnly(store, chunks.slice(0, 5))
      assert.equal(store.health().state, 'ok')
      await store.putChunks([randomChunk(30_000)])
      await isWhole(store, chunks.slice(0, 5))
    })

    test('puts, looks, loads, scrubs and collections at once lose nothing that anybody was told is here', async () => {
      const { store, again } = await begin()
      const pool = Array.from({ length: 150 }, (_, i) => chunkOf(Buffer.alloc(500 + 37 * i, `chunk ${i}`)))
      const kept = pool.filter((_, i) => i % 10 === 0)
      await store.putChunks(pool)
      let told = 0
      const promised = new Set<ChunkBytes>()
      // As an ingest: under a guard it looks, puts what is missing, and relies on what it was told.
      const lane = async (seed: number): Promise<void> => {
        for (let round = 0; round < 12; round++) {
          using _guard = store.guard()
          const some = pool.filter((_, i) => (i * 7 + seed * 13 + round * 31) % 11 === 0)
          const here = await has(store, some)
          await store.putChunks(some.filter((_, i) => !here[i]))
          for (const [i, chunk] of some.entries()) {
            assert.ok(Buffer.from(await store.loadChunk(chunk.cid)).equals(chunk.bytes), `told ${here[i]}`)
            told++
          }
          if (round === 11) for (const chunk of some) promised.add(chunk)
        }
      }
      let isOver = false
      const collector = async (): Promise<void> => {
        while (!isOver) await keepOnly(store, [...kept, ...promised])
      }
      const scrubber = async (): Promise<void> => {
        while (!isOver) for await (const found of store.scrub(undefined, never)) assert.ok(found.ok, found.why)
      }
      const background = [collector(), scrubber()]
      await Promise.all([0, 1, 2].map(lane))
      isOver = true
      await Promise.all(background)
      assert.ok(told > 400)
      await keepOnly(store, [...kept, ...promised])
      for await (const reader of nowAndAgain(store, again)) {
        await isWhole(reader, [...kept, ...promised])
        assert.ok(reader.stats().chunks < 80, `${reader.stats().chunks} of 150 chunks are left`)
        assert.equal(reader.stats().quarantined, 0)
      }
    })
  })
}
