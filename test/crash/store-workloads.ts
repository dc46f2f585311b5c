// What is done to a store alone, or to the files beside it, while the power fails: from several sides at once, as a daemon
// does it. Content and promises follow from numbers.
import { join } from 'node:path'
import { type DiskStore, openDiskStore } from '../../node/store/disk-store.ts'
import { saveIdentity } from '../../node/store/identity.ts'
import type { CollectOptions, Store } from '../../node/store/store.ts'
import { chunkFrom, nodeFrom, promiseFrom } from '../fixtures/store-content.ts'
import { never } from '../helpers/capture.ts'
import { noise } from '../helpers/chunk-memory.ts'
import { PACK_BYTES } from './check-state.ts'
import { crashPorts, mesh } from './crash-site.ts'
import type { RecordedDisk } from './recorded-disk.ts'
import { toldStore } from './told-store.ts'
import type { Run } from './try-states.ts'

export const openRecorded = (disk: RecordedDisk, root: string): Promise<DiskStore> =>
  openDiskStore(join(root, 'store'), { packBytes: PACK_BYTES, disk }, crashPorts)

/** The store alone, from several sides at once: chunks, nodes, withdrawals, entries, compaction, and opening it again. */
export const lanes: Run = {
  site: false,
  async work(disk, root) {
    for (let opened = 0; opened < 3; opened++) {
      await using store = await openRecorded(disk, root)
      const told = toldStore(store, disk)
      const from = opened * 100
      await Promise.all([...[0, 1, 2].map(lane => writeChunks(told, from + lane)), writePromises(told, from)])
    }
  },
}

async function writeChunks(store: Store, from: number): Promise<void> {
  for (let n = from; n < from + 24; n += 3) {
    await store.putChunks([chunkFrom(n), chunkFrom(n + 50)])
    if (n % 7 === 0) await store.quarantine(chunkFrom(n).cid, 'a drill')
    if (n % 14 === 0) await store.putChunks([chunkFrom(n)])
  }
}

async function writePromises(store: Store, from: number): Promise<void> {
  for (let n = from; n < from + 12; n++) {
    await store.journal.append([promiseFrom(n)])
    await store.putNodes([nodeFrom(n)])
    if (n % 5 === 4) await store.journal.compact(await Array.fromAsync(store.journal.replay()))
  }
}

/** Most of what is stored is freed, pack after pack, while more is stored, some of it the same again. */
export const collect: Run = {
  site: false,
  async work(disk, root) {
    await using store = await openRecorded(disk, root)
    const told = toldStore(store, disk)
    for (let round = 0; round < 3; round++) {
      const from = round * 60
      const numbers = Array.from({ length: 24 }, (_, n) => from + n)
      for (const n of numbers) await told.putChunks([chunkFrom(n)])
      for (const n of numbers) await told.putNodes([nodeFrom(n)])
      const isLive = (n: number): boolean => n % 3 === 0 || n >= from + 24
      disk.tell(promised => {
        for (let n = 0; n < from + 24; n++) {
          if (isLive(n)) continue
          promised.released([chunkFrom(n).cid])
          promised.nodes.delete(nodeFrom(n).hash)
        }
      })
      // Whoever builds on what nothing names yet says so.
      using _ = store.guard()
      const mark: CollectOptions['mark'] = async keep => {
        for (let n = 0; n < from + 60; n++) {
          if (!isLive(n)) continue
          keep.chunk(chunkFrom(n).cid)
          keep.node(nodeFrom(n).hash)
        }
      }
      await Promise.all([store.collect({ mark }, never), putAgain(told, from), writePromises(told, from)])
    }
  },
}

/** New chunks beside a collection, and ones it is about to free: what is told to be here stays. */
async function putAgain(store: Store, from: number): Promise<void> {
  for (let n = from + 1; n < from + 40; n += 4) await store.putChunks([chunkFrom(n)])
}

/** The file with the seeds and ring keys is replaced, some of the time wrapped anew. */
export const identity: Run = {
  site: false,
  async work(disk, root) {
    await using store = await openRecorded(disk, root)
    const seeds = { siteSeed: new Uint8Array(32).fill(1), sealingSeed: new Uint8Array(32).fill(2) }
    for (let n = 0; n < 30; n++) {
      const name = `name-${n}`
      disk.tell(promised => {
        // Before the first one is saved there is none to be found.
        if (promised.identities.length > 0) promised.identities = [...promised.identities, name]
      })
      const rings = Array.from({ length: n % 7 }, (_, i) => noise(i, 500))
      await saveIdentity(join(root, 'store', 'identity'), { ...seeds, mesh, name, labels: {}, rings }, disk)
      disk.tell(promised => {
        promised.identities = [name]
      })
      await toldStore(store, disk).journal.append([promiseFrom(n)])
    }
  },
}
