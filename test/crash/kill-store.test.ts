// Processes that write to a store, collect it and rewrite its journal, killed at random system calls; each successor opens
// unaided and has all that was told. A store alone starts in no time, so it dies more often than a daemon.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import type { Store } from '../../node/store/store.ts'
import { chunkFrom, nodeFrom, promiseFrom } from '../fixtures/store-content.ts'
import { createDiskPlace } from '../helpers/disk-place.ts'
import { atLeast, atMost, figure } from '../helpers/figure.ts'
import { never } from '../suites/store.ts'
import { type Chance, seeded } from './choices.ts'
import { kills } from './scale.ts'
import { arm, straceRefusal } from './system-calls.ts'
import { MEMORY } from './try-states.ts'

const KILLS = kills(500, 20)
const PACK_BYTES = 300_000
const OPEN_MS = 5000
// A store that has been killed so often is followed by an empty one: what is checked grows with every life.
const LIVES = 20
const A_LIFE = 100_000
const writer = join(import.meta.dirname, '../fixtures/store-writer.ts')
const refused = straceRefusal()

/** Runs a writer until it is killed, and returns all it told. */
async function runAndKill(path: string, start: number, chance: Chance): Promise<{ told: string[]; atCall: boolean }> {
  const child = spawn(process.execPath, [writer, path, String(PACK_BYTES), String(start), 'collect'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const told: string[] = []
  const lines = createInterface({ input: child.stdout })
  const opened = once(lines, 'line')
  lines.on('line', line => told.push(line))
  await opened
  const armed = await arm(child.pid!, chance, !refused)
  const late = setTimeout(() => child.kill('SIGKILL'), 2000)
  const [code, signal] = await exited
  clearTimeout(late)
  assert.equal(signal, 'SIGKILL', `the writer ended by itself with ${code} after ${told.length} lines`)
  return { told, atCall: await armed.end() }
}

/** What a chunk must be, by what was told of it: 'either' while the next step may have happened untold. */
type Expected = 'there' | 'gone' | 'either'

function expectedChunks(told: readonly string[]): Map<number, Expected> {
  const chunks = new Map<number, Expected>()
  for (const line of told) {
    const [what, number] = line.split(' ')
    const n = Number(number)
    const withdrawn = n % 3 === 0 && n % 8 < 4
    if (what === 'chunk') chunks.set(n, withdrawn && !chunks.has(n) ? 'either' : 'there')
    if (what === 'gone') chunks.set(n, n % 9 === 0 ? 'either' : 'gone')
    if (what === 'free') chunks.set(n, 'either')
  }
  return chunks
}

async function check(store: Store, told: readonly string[]): Promise<void> {
  for (const [n, expected] of expectedChunks(told)) {
    const { cid, bytes } = chunkFrom(n)
    if (expected === 'there') assert.ok(Buffer.from(await store.loadChunk(cid)).equals(bytes), `chunk ${n}`)
    if (expected === 'gone') assert.deepEqual(await store.hasChunks([cid]), [false], `chunk ${n} is back`)
  }
  const entries = await Array.fromAsync(store.journal.replay())
  const kept = new Set(entries.map(entry => Buffer.from(entry).toString()))
  for (const line of told) {
    const [what, number] = line.split(' ')
    if (what === 'node') await store.loadNode(nodeFrom(Number(number)).hash)
    if (what === 'promise') assert.ok(kept.has(Buffer.from(promiseFrom(Number(number))).toString()), line)
  }
  const faults = (await Array.fromAsync(store.scrub(undefined, never))).filter(({ ok }) => !ok)
  assert.deepEqual(faults, [])
}

test(`${KILLS} kills of processes that write and collect lose nothing`, { timeout: 36_000_000 }, async t => {
  if (refused) t.diagnostic(`killed at moments instead of system calls: ${refused}`)
  const seed = Number(process.env.HOLDFAST_SEED ?? Date.now() % 1_000_000)
  t.diagnostic(`HOLDFAST_SEED=${seed}`)
  const chance = seeded(seed)
  let atCalls = 0
  let slowest = 0
  let lines = 0
  for (let killed = 0; killed < KILLS; ) {
    await using place = await createDiskPlace(MEMORY)
    const told: string[] = []
    for (let life = 0; life < LIVES && killed < KILLS; life++, killed++) {
      const run = await runAndKill(place.path, life * A_LIFE, chance)
      told.push(...run.told)
      lines += run.told.length
      if (run.atCall) atCalls++
      const before = process.cpuUsage()
      await using store = await place.open({ packBytes: PACK_BYTES })
      const { user, system } = process.cpuUsage(before)
      slowest = Math.max(slowest, (user + system) / 1000)
      await check(store, told)
      const left = (await readdir(place.path)).filter(name => name.endsWith('.new'))
      assert.deepEqual(left, [], 'temporary files are left')
    }
  }
  assert.ok(lines > 10 * KILLS, `only ${lines} promises were made`)
  figure('kills of store writers that lost something', 0, `0 of ${KILLS}`, true)
  if (!refused) atLeast('store writers killed at a system call', atCalls, Math.floor(0.9 * KILLS))
  atMost('processor time to open a store after a kill', slowest, OPEN_MS, ' ms')
})
