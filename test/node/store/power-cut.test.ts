// What the disk may look like after a loss of power at any moment: whatever had been acknowledged by then is there.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDiskStore } from '../../../node/store/disk-store.ts'
import type { Store } from '../../../node/store/store.ts'
import { chunkFrom, nodeFrom, promiseFrom } from '../../fixtures/store-content.ts'
import { createDiskPlace, realPorts } from '../../helpers/disk-place.ts'
import { type PowerCutDisk, powerCutDisk } from '../../helpers/power-cut.ts'
import { collect, never } from '../../suites/store.ts'

const IMAGES = process.env.HOLDFAST_TEST_ALL ? 1000 : 60

/** A reproducible stream of numbers in [0, 1). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32
  }
}

interface Acknowledged {
  readonly chunks: Set<number>
  readonly gone: Set<number>
  readonly nodes: Set<number>
  readonly promises: number[]
}

test(`${IMAGES} disks as power cuts leave them hold all that was acknowledged`, { timeout: 600_000 }, async () => {
  await using place = await createDiskPlace()
  await using images = await createDiskPlace()
  const chance = seeded(20_261_121)
  const acknowledged: Acknowledged = { chunks: new Set(), gone: new Set(), nodes: new Set(), promises: [] }
  const cuts: { path: string; by: Acknowledged }[] = []
  let done = false

  const disk: PowerCutDisk = powerCutDisk(place.path, async () => {
    if (cuts.length >= IMAGES || chance() > 0.2) return
    const path = join(images.path, String(cuts.length))
    // Copied first: what is acknowledged while the image is made need not be in it.
    cuts.push({ path, by: structuredClone(acknowledged) })
    await disk.image(path, chance)
  })
  {
    await using store = await place.open({ disk, packBytes: 60_000 })
    const lanes = [0, 1, 2].map(lane => writeChunks(store, lane))
    await Promise.all([...lanes, writePromises(store)])
  }
  assert.equal(cuts.length, IMAGES)
  assert.ok(cuts.at(-1)!.by.chunks.size > 5)
  for (const { path, by } of cuts) await check(path, by)

  async function writeChunks(store: Store, lane: number): Promise<void> {
    for (let n = lane; !done; n += 3) {
      await store.putChunks([chunkFrom(n)])
      acknowledged.chunks.add(n)
      if (n % 7 === 0) {
        acknowledged.chunks.delete(n)
        await store.quarantine(chunkFrom(n).cid, 'a drill')
        acknowledged.gone.add(n)
      }
      done ||= cuts.length >= IMAGES
    }
  }

  async function writePromises(store: Store): Promise<void> {
    for (let n = 0; !done; n++) {
      await store.journal.append([promiseFrom(n)])
      acknowledged.promises.push(n)
      await store.putNodes([nodeFrom(n)])
      acknowledged.nodes.add(n)
      if (n % 10 === 9) await store.journal.compact(await collect(store.journal.replay()))
    }
  }

  async function check(path: string, by: Acknowledged): Promise<void> {
    await using store = await openDiskStore(path, { packBytes: 60_000 }, realPorts)
    for (const n of by.chunks) {
      const { cid, bytes } = chunkFrom(n)
      assert.ok(Buffer.from(await store.loadChunk(cid)).equals(bytes), `${path}: chunk ${n}`)
    }
    for (const n of by.gone) assert.deepEqual(await store.hasChunks([chunkFrom(n).cid]), [false], `${path}: chunk ${n}`)
    for (const n of by.nodes) await store.loadNode(nodeFrom(n).hash)
    const kept = new Set((await collect(store.journal.replay())).map(entry => Buffer.from(entry).toString()))
    for (const n of by.promises) assert.ok(kept.has(`promise ${n}`), `${path}: promise ${n}`)
    assert.ok((await collect(store.scrub(undefined, never))).every(({ ok }) => ok))
  }
})
