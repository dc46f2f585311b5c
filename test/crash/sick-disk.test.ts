// Disks that fail: each call the store makes to its disk fails once, in every way, and then calls by chance; and real
// processes whose system calls fail, those of the index among them. Each time the operation says no or is durable, nothing
// acknowledged before is lost, and the next start needs nobody.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import type { Store } from '../../node/store/store.ts'
import { chunkFrom, nodeFrom, promiseFrom } from '../fixtures/store-content.ts'
import { createDiskPlace } from '../helpers/disk-place.ts'
import { atLeast, figure } from '../helpers/figure.ts'
import { never } from '../suites/store.ts'
import { type Chance, seeded } from './choices.ts'
import { failCalls } from './failing-calls.ts'
import { type Call, type Fault, type FaultyDisk, faultsOf, faultyDisk } from './faulty-disk.ts'
import { checkWork, nothingYet, workOn } from './faulty-work.ts'
import { kills, scaled } from './scale.ts'
import { straceRefusal } from './system-calls.ts'
import { MEMORY } from './try-states.ts'

const SAMPLED = kills(300, 60)
const PROCESSES = kills(100, 8)
const WRITES_MS = 1000
const writer = join(import.meta.dirname, '../fixtures/store-writer.ts')
const untraceable = straceRefusal()
/** In the short form each call site fails in one way, another one each. */
const EVERY_FAULT = scaled(1, 0) === 1

/** Runs the work with one fault. Returns what became of it. */
async function run(at: ((call: Call, index: number) => boolean) | undefined, fault: Fault): Promise<FaultyDisk> {
  const root = await mkdtemp(join(MEMORY, 'holdfast-faulty-'))
  const disk = faultyDisk(at, fault)
  const done = nothingYet()
  try {
    await workOn(root, disk, done)
    await checkWork(root, done)
  } catch (error) {
    const said = done.refusals.length > 0 ? `; refused: ${done.refusals.join('; ')}` : ''
    throw new Error(`${fault} at ${disk.hit?.site}: ${String(error)}${said}`, { cause: error })
  } finally {
    await rm(root, { recursive: true, force: true })
  }
  return disk
}

test('every call of the store to its disk may fail once, in every way', { timeout: 36_000_000 }, async () => {
  const plain = await run(undefined, 'EIO')
  const sites = new Map(plain.calls.map(call => [call.site, call]))
  let faults = 0
  const failed: string[] = []
  for (const [index, { what, site }] of [...sites.values()].entries()) {
    const all = faultsOf(what)
    for (const fault of EVERY_FAULT ? all : [all[index % all.length]!]) {
      try {
        const { hit } = await run(call => call.site === site, fault)
        assert.ok(hit, `${site} was not met again`)
      } catch (error) {
        failed.push(String(error))
      }
      faults++
    }
  }
  for (const why of failed) console.log(`  ${why}`)
  atLeast('call sites of the store that failed once each', sites.size, 60)
  figure('faults at them that lost something or needed help', failed.length, `0 of ${faults}`, failed.length === 0)
})

test(`${SAMPLED} calls by chance fail`, { timeout: 36_000_000 }, async t => {
  const seed = Number(process.env.HOLDFAST_SEED ?? Date.now() % 1_000_000)
  t.diagnostic(`HOLDFAST_SEED=${seed}`)
  const chance = seeded(seed)
  const { calls } = await run(undefined, 'EIO')
  const failed: string[] = []
  let met = 0
  for (let i = 0; i < SAMPLED; i++) {
    const at = Math.floor(chance() * calls.length)
    const faults = faultsOf(calls[at]!.what)
    try {
      if ((await run((_, index) => index === at, faults[Math.floor(chance() * faults.length)]!)).hit) met++
    } catch (error) {
      failed.push(String(error))
    }
  }
  for (const why of failed) console.log(`  ${why}`)
  figure('faults by chance that lost something or needed help', failed.length, `0 of ${SAMPLED}`, failed.length === 0)
  assert.equal(met, SAMPLED)
})

/** Runs a writer some of whose system calls fail; returns what it told. Whether it gives up or goes on is its affair. */
async function writeBadly(path: string, start: number, chance: Chance): Promise<{ told: string[]; how: string }> {
  const child = spawn(process.execPath, [writer, path, '300000', String(start)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const exited = once(child, 'exit')
  const told: string[] = []
  const lines = createInterface({ input: child.stdout })
  const opened = once(lines, 'line')
  lines.on('line', line => told.push(line))
  await Promise.race([opened, exited])
  const failing = await failCalls(child.pid!, chance)
  const late = setTimeout(() => child.kill('SIGKILL'), WRITES_MS)
  await exited
  clearTimeout(late)
  await failing.end()
  return { told, how: failing.how }
}

async function checkTold(store: Store, told: readonly string[]): Promise<void> {
  const entries = await Array.fromAsync(store.journal.replay())
  const kept = new Set(entries.map(entry => Buffer.from(entry).toString()))
  for (const line of told) {
    const [what, number] = line.split(' ')
    const n = Number(number)
    const isWithdrawn = n % 3 === 0 && n % 8 < 4
    if (what === 'chunk' && !isWithdrawn)
      assert.ok(Buffer.from(await store.loadChunk(chunkFrom(n).cid)).equals(chunkFrom(n).bytes), line)
    if (what === 'node') await store.loadNode(nodeFrom(n).hash)
    if (what === 'promise') assert.ok(kept.has(Buffer.from(promiseFrom(n)).toString()), line)
  }
  const rotten = (await Array.fromAsync(store.scrub(undefined, never))).filter(({ ok }) => !ok)
  assert.deepEqual(rotten, [])
}

const title = `${PROCESSES} processes whose system calls fail, those of the index among them, lose nothing`
test(title, { skip: untraceable, timeout: 36_000_000 }, async t => {
  const seed = Number(process.env.HOLDFAST_SEED ?? Date.now() % 1_000_000)
  t.diagnostic(`HOLDFAST_SEED=${seed}`)
  const chance = seeded(seed)
  const failed: string[] = []
  for (let done = 0; done < PROCESSES; ) {
    await using place = await createDiskPlace(MEMORY)
    const told: string[] = []
    for (let life = 0; life < 5 && done < PROCESSES; life++, done++) {
      const run = await writeBadly(place.path, life * 100_000, chance)
      told.push(...run.told)
      try {
        await using store = await place.open({ packBytes: 300_000 })
        await checkTold(store, told)
        await store.putChunks([chunkFrom(99_999_999 - done)])
      } catch (error) {
        failed.push(`${run.how}: ${String(error)}`)
        break
      }
    }
  }
  for (const why of failed) console.log(`  ${why}`)
  figure('processes with failing calls that lost something', failed.length, `0 of ${PROCESSES}`, failed.length === 0)
})
