// A small store with everything in it that a store has, and what becomes of it when one bit of one of its files turns.
import assert from 'node:assert/strict'
import { cp, mkdtemp, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openDiskStore } from '../../node/store/disk-store.ts'
import type { Store } from '../../node/store/store.ts'
import { isError } from '../../protocol/errors.ts'
import { chunkFrom, nodeFrom, promiseFrom } from '../fixtures/store-content.ts'
import { quietLog, realPorts } from '../helpers/disk-place.ts'
import { never } from '../suites/store.ts'
import { MEMORY } from './try-states.ts'

export type Fate = 'noticed' | 'harmless' | 'silent'

const CHUNKS = 20
const NODES = 6
const PROMISES = 30
const WITHDRAWN = 7
const PACK_BYTES = 40_000
/** With these a start or a read may say no. */
const SAID = [
  'STORE_DAMAGED',
  'STORE_FORMAT',
  'JOURNAL_DAMAGED',
  'CHUNK_CORRUPT',
  'CHUNK_MISSING',
  'NODE_GONE',
] as const

/** Makes the store; returns its folder, which is to be removed. */
export async function makeSample(): Promise<string> {
  const folder = await mkdtemp(join(MEMORY, 'holdfast-flips-'))
  await using store = await openDiskStore(join(folder, 'store'), { packBytes: PACK_BYTES }, realPorts)
  for (let n = 0; n < CHUNKS; n++) await store.putChunks([chunkFrom(n)])
  for (let n = 0; n < NODES; n++) await store.putNodes([nodeFrom(n)])
  for (let n = 0; n < PROMISES; n++) await store.journal.append([promiseFrom(n)])
  await store.quarantine(chunkFrom(WITHDRAWN).cid, 'a drill')
  return folder
}

/** The files of the sample below `folder`, with their sizes. */
export async function filesOf(folder: string): Promise<Map<string, number>> {
  const files = new Map<string, number>()
  for (const name of await readdir(folder, { recursive: true })) {
    const { size } = await stat(join(folder, name))
    if (size > 0 && (await stat(join(folder, name))).isFile()) files.set(name, size)
  }
  return files
}

export async function flipBit(path: string, bit: number): Promise<void> {
  await using file = await open(path, 'r+')
  const byte = new Uint8Array(1)
  const offset = Math.floor(bit / 8)
  await file.read(byte, 0, 1, offset)
  byte[0]! ^= 1 << (bit % 8)
  await file.write(byte, 0, 1, offset)
}

/** The bit turns while nobody has the store open. */
export async function flipClosed(sample: string, name: string, bit: number): Promise<Fate> {
  const root = await mkdtemp(join(MEMORY, 'holdfast-flipped-'))
  try {
    const path = join(root, 'store')
    await cp(join(sample, 'store'), path, { recursive: true })
    await flipBit(join(path, name), bit)
    let told = 0
    const tell = (): void => void told++
    const ports = { ...realPorts, log: { ...quietLog, warn: tell, error: tell } }
    let store: Store
    try {
      store = await openDiskStore(path, { packBytes: PACK_BYTES }, ports)
    } catch (error) {
      assert.ok(
        SAID.some(code => isError(error, code)),
        `${name} bit ${bit}: ${String(error)}`,
      )
      return 'noticed'
    }
    try {
      return await fateIn(store, () => told > 0)
    } finally {
      await store[Symbol.asyncDispose]()
    }
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

/** The bit turns under an open store, and back. */
export async function flipOpen(store: Store, path: string, bit: number): Promise<Fate> {
  await flipBit(path, bit)
  try {
    return await fateIn(store, () => false)
  } finally {
    await flipBit(path, bit)
  }
}

/** Everything that was stored is read: it is right or it is said not to be; what is gone must have been told by somebody. */
async function fateIn(store: Store, wasTold: () => boolean): Promise<Fate> {
  let lost = 0
  let wrong = 0
  const look = async (load: () => Promise<Uint8Array>, bytes: Uint8Array): Promise<void> => {
    try {
      if (!Buffer.from(await load()).equals(bytes)) wrong++
    } catch (error) {
      assert.ok(
        SAID.some(code => isError(error, code)),
        String(error),
      )
      lost++
    }
  }
  for (let n = 0; n < CHUNKS; n++)
    if (n !== WITHDRAWN) await look(() => store.loadChunk(chunkFrom(n).cid), chunkFrom(n).bytes)
  for (let n = 0; n < NODES; n++) await look(() => store.loadNode(nodeFrom(n).hash), nodeFrom(n).bytes)
  let isJournalDamaged = false
  try {
    const entries = (await Array.fromAsync(store.journal.replay())).map(entry => Buffer.from(entry).toString())
    const kept = Array.from({ length: PROMISES }, (_, n) => Buffer.from(promiseFrom(n)).toString())
    if (entries.join() !== kept.join()) wrong++
  } catch (error) {
    assert.ok(isError(error, 'JOURNAL_DAMAGED'), String(error))
    isJournalDamaged = true
  }
  const faults = (await Array.fromAsync(store.scrub(undefined, never))).filter(({ ok }) => !ok).length
  const named = (await store.quarantined()).length - 1
  if (wrong > 0) return 'silent'
  // A line in a log is not enough where something is gone.
  if (lost > 0 && faults === 0 && named <= 0) return 'silent'
  return lost > 0 || faults > 0 || isJournalDamaged || wasTold() ? 'noticed' : 'harmless'
}

export const readSample = (sample: string, name: string): Promise<Buffer> => readFile(join(sample, 'store', name))
