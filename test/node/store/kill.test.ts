// A process that is killed in the middle of writing loses nothing it has acknowledged, and its successor opens unaided.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import type { Store } from '../../../node/store/store.ts'
import { isError } from '../../../protocol/errors.ts'
import { chunkFrom, nodeFrom, promiseFrom } from '../../fixtures/store-content.ts'
import { createDiskPlace } from '../../helpers/disk-place.ts'
import { collect, never } from '../../suites/store.ts'

const KILLS = process.env.HOLDFAST_TEST_ALL ? 100 : 12
const PACK_BYTES = 300_000
const writer = join(import.meta.dirname, '../../fixtures/store-writer.ts')

/** Runs a writer, kills it once it has told `lines` lines, and returns all it told. */
async function runAndKill(path: string, start: number, lines: number): Promise<string[]> {
  const child = spawn(process.execPath, [writer, path, String(PACK_BYTES), String(start)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const told: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    told.push(line)
    if (told.length === lines) child.kill('SIGKILL')
  }
  const [code, signal] = await exited
  assert.equal(signal, 'SIGKILL', `the writer ended by itself with ${code} after ${told.length} lines`)
  return told
}

/** What a chunk must be, by what was told of it: 'either' while the next step may have happened untold. */
type Expected = 'there' | 'gone' | 'either'

async function check(store: Store, told: readonly string[]): Promise<void> {
  const chunks = new Map<number, Expected>()
  let promises = 0
  for (const line of told) {
    const [what, number] = line.split(' ')
    const n = Number(number)
    const withdrawn = n % 3 === 0 && n % 8 < 4
    if (what === 'chunk') chunks.set(n, withdrawn && !chunks.has(n) ? 'either' : 'there')
    if (what === 'gone') chunks.set(n, n % 9 === 0 ? 'either' : 'gone')
    if (what === 'node') await store.loadNode(nodeFrom(n).hash)
    if (what === 'promise') promises++
  }
  for (const [n, expected] of chunks) {
    const { cid, bytes } = chunkFrom(n)
    if (expected === 'there') assert.ok(Buffer.from(await store.loadChunk(cid)).equals(bytes), `chunk ${n}`)
    if (expected === 'gone') assert.deepEqual(await store.hasChunks([cid]), [false], `chunk ${n} is back`)
  }
  const kept = (await collect(store.journal.replay())).map(entry => Buffer.from(entry).toString())
  const known = new Set(kept)
  for (const line of told) {
    if (line.startsWith('promise '))
      assert.ok(known.has(Buffer.from(promiseFrom(Number(line.slice(8)))).toString()), line)
  }
  assert.ok(kept.length >= 2 * promises)
  const faults = (await collect(store.scrub(undefined, never))).filter(({ ok }) => !ok)
  assert.deepEqual(faults, [])
}

test(`${KILLS} kills at random moments lose nothing acknowledged`, { timeout: 600_000 }, async () => {
  await using place = await createDiskPlace()
  const told: string[] = []
  for (let kill = 0; kill < KILLS; kill++) {
    told.push(...(await runAndKill(place.path, kill * 100_000, 1 + Math.floor(Math.random() * 200))))
    await using store = await place.open({ packBytes: PACK_BYTES })
    await check(store, told)
    assert.deepEqual(
      (await store.quarantined()).filter(({ why }) => why !== 'a drill'),
      [],
    )
  }
  assert.ok(told.filter(line => line.startsWith('chunk')).length > 100)
})

test('a second process is told which one holds the store', async () => {
  await using place = await createDiskPlace()
  const child = spawn(process.execPath, [writer, place.path, String(PACK_BYTES), '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  await once(child.stdout, 'data')
  child.stdout.resume()
  await assert.rejects(place.open(), error => {
    assert.ok(isError(error, 'STORE_LOCKED'), String(error))
    assert.equal(error.exit, 11)
    assert.match(error.message, new RegExp(`process ${child.pid}\\b`))
    return true
  })
  child.kill('SIGKILL')
  await exited
  await (await place.open())[Symbol.asyncDispose]()
})
