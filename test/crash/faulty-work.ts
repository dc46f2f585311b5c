// What a store does while one call of its disk fails, and what must hold afterwards: everything that writes in it, and no
// operation given up because the one before it failed.
import assert from 'node:assert/strict'
import { appendFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type DiskStore, type DiskStoreOptions, openDiskStore } from '../../node/store/disk-store.ts'
import { type Identity, loadIdentity, saveIdentity } from '../../node/store/identity.ts'
import type { Store } from '../../node/store/store.ts'
import { isError } from '../../protocol/errors.ts'
import { chunkFrom, nodeFrom, promiseFrom } from '../fixtures/store-content.ts'
import { realPorts } from '../helpers/disk-place.ts'
import { never } from '../suites/store.ts'
import type { FaultyDisk } from './faulty-disk.ts'

const PACK_BYTES = 60_000
const CHUNKS = 24
/** The codes an operation may say no with when its disk failed. */
const SAID = ['DISK_FULL', 'DISK_SICK'] as const

export interface Acknowledged {
  readonly chunks: Set<number>
  readonly nodes: Set<number>
  readonly promises: Set<number>
  /** Under which the identity may be found. */
  names: string[]
  /** How operations ended that said no. */
  readonly refusals: string[]
}

export const nothingYet = (): Acknowledged => ({
  chunks: new Set(),
  nodes: new Set(),
  promises: new Set(),
  names: [],
  refusals: [],
})

/** Works through it on `disk`, and notes what was acknowledged. Throws where anything fails but as it may. */
export async function workOn(root: string, disk: FaultyDisk, done: Acknowledged): Promise<void> {
  const path = join(root, 'store')
  await mkdir(path, { recursive: true })
  const attempt = async (doing: () => Promise<void>): Promise<void> => {
    try {
      await doing()
    } catch (error) {
      if (!SAID.some(code => isError(error, code)) || disk.hit === undefined) throw error
      done.refusals.push(String(error))
    }
  }
  await saveNamed(root, 'before', disk, done, attempt)
  await withStore(path, disk, {}, attempt, async store => {
    for (let n = 0; n < CHUNKS; n += 2) {
      await attempt(async () => {
        await store.putChunks([chunkFrom(n), chunkFrom(n + 1)])
        done.chunks.add(n).add(n + 1)
      })
      await promise(store, n, done, attempt)
      await node(store, n, done, attempt)
    }
    await attempt(() => compactJournal(store))
    await promise(store, 100, done, attempt)
    await attempt(async () => {
      done.chunks.delete(3)
      await store.quarantine(chunkFrom(3).cid, 'a drill')
    })
    await attempt(async () => {
      await store.putChunks([chunkFrom(3)])
      done.chunks.add(3)
    })
  })
  await saveNamed(root, 'after', disk, done, attempt)
  await tear(path)
  await withStore(path, disk, {}, attempt, async store => {
    await attempt(() => collectOdd(store, done))
    for (let n = 200; n < 206; n++) {
      await attempt(async () => {
        await store.putChunks([chunkFrom(n)])
        done.chunks.add(n)
      })
      await promise(store, n, done, attempt)
    }
    if (store.health().state === 'sick') await attempt(() => store.acceptDisk())
  })
  await withStore(path, disk, { salvageJournal: true }, attempt, async store => {
    await promise(store, 300, done, attempt)
    await node(store, 300, done, attempt)
  })
}

type Attempt = (doing: () => Promise<void>) => Promise<void>

const promise = (store: Store, n: number, done: Acknowledged, attempt: Attempt): Promise<void> =>
  attempt(async () => {
    await store.journal.append([promiseFrom(n)])
    done.promises.add(n)
  })

const node = (store: Store, n: number, done: Acknowledged, attempt: Attempt): Promise<void> =>
  attempt(async () => {
    await store.putNodes([nodeFrom(n)])
    done.nodes.add(n)
  })

async function compactJournal(store: Store): Promise<void> {
  await store.journal.compact(await Array.fromAsync(store.journal.replay()))
}

async function collectOdd(store: Store, done: Acknowledged): Promise<void> {
  for (const n of done.chunks) if (n % 2 === 1) done.chunks.delete(n)
  await store.collect(
    {
      async mark(keep) {
        for (const n of done.chunks) keep.chunk(chunkFrom(n).cid)
        for (const n of done.nodes) keep.node(nodeFrom(n).hash)
      },
    },
    never,
  )
}

async function saveNamed(root: string, name: string, disk: FaultyDisk, done: Acknowledged, attempt: Attempt) {
  done.names = [...done.names.slice(-1), name]
  await attempt(async () => {
    await saveIdentity(join(root, 'identity'), identityOf(name), disk)
    done.names = [name]
  })
}

function identityOf(name: string): Identity {
  const seed = new Uint8Array(32).fill(7)
  return { siteSeed: seed, sealingSeed: seed, mesh: undefined, name, labels: {}, rings: [] }
}

/** A start that the disk refuses is repeated once; that the store is closed late or with a complaint harms nobody. */
async function withStore(
  path: string,
  disk: FaultyDisk,
  more: DiskStoreOptions,
  attempt: Attempt,
  work: (store: DiskStore) => Promise<void>,
): Promise<void> {
  const options = { packBytes: PACK_BYTES, disk, ...more }
  let store: DiskStore | undefined
  await attempt(async () => {
    store = await openDiskStore(path, options, realPorts)
  })
  store ??= await openDiskStore(path, options, realPorts)
  try {
    await work(store)
  } finally {
    await attempt(async () => store![Symbol.asyncDispose]())
  }
}

/** As a process leaves it that died while it wrote. */
async function tear(path: string): Promise<void> {
  const packs = (await readdir(join(path, 'packs'))).sort()
  await appendFile(join(path, 'packs', packs.at(-1)!), Buffer.alloc(100, 0x5a))
  await appendFile(join(path, 'journal'), Buffer.alloc(10, 0x5a))
  await writeFile(join(path, 'journal.new'), 'half')
}

/** Opens it unattended on a disk that is well, and holds it against what was acknowledged; then it must work. */
export async function checkWork(root: string, done: Acknowledged): Promise<void> {
  const identity = await loadIdentity(join(root, 'identity'))
  assert.ok(identity === undefined ? done.names.length === 2 : done.names.includes(identity.name), identity?.name)
  await using store = await openDiskStore(join(root, 'store'), { packBytes: PACK_BYTES }, realPorts)
  for (const n of done.chunks) {
    const { cid, bytes } = chunkFrom(n)
    assert.ok(Buffer.from(await store.loadChunk(cid)).equals(bytes), `chunk ${n}`)
  }
  for (const n of done.nodes) await store.loadNode(nodeFrom(n).hash)
  const kept = new Set((await Array.fromAsync(store.journal.replay())).map(entry => Buffer.from(entry).toString()))
  for (const n of done.promises) assert.ok(kept.has(Buffer.from(promiseFrom(n)).toString()), `promise ${n}`)
  const rotten = (await Array.fromAsync(store.scrub(undefined, never))).filter(({ ok }) => !ok)
  assert.deepEqual(rotten, [])
  await store.putChunks([chunkFrom(900)])
  await store.putNodes([nodeFrom(900)])
  await store.journal.append([promiseFrom(900)])
  assert.ok(Buffer.from(await store.loadChunk(chunkFrom(900).cid)).equals(chunkFrom(900).bytes))
}
