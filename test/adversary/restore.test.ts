// Hostile snapshots restored: nothing is ever written outside the target, every good name is had, and all that was not
// made is told (I10).
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { openMemoryStore } from '../../node/store/memory-store.ts'
import { restore } from '../helpers/capture.ts'
import { openChunkMemory, ring } from '../helpers/chunk-memory.ts'
import { realPorts } from '../helpers/disk-place.ts'
import { figure } from '../helpers/figure.ts'
import { handmadeTrees } from './handmade-trees.ts'
import { scaled } from './harness.ts'
import { eachLegal, type Planted, sealHostile } from './hostile-trees.ts'
import { randomTree } from './random-trees.ts'
import { openRestoreStage, type RestoreStage } from './restore-stage.ts'

// Thousands of restores are not to wait for a disk.
const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

interface Tally {
  trees: number
  trespasses: number
  legal: number
  told: number
  faults: string[]
}

test('trees made by hand: names, entries, links and lies at every place', async () => {
  using stage = openRestoreStage(MEMORY)
  const tally = newTally()
  const memory = openChunkMemory()
  for (const { what, planted, nodes } of handmadeTrees(stage.outside, memory)) {
    await attack(stage, memory, what, planted, nodes, tally)
  }
  report('by hand', tally, 600)
})

test('trees grown from seeds', async () => {
  using stage = openRestoreStage(MEMORY)
  const tally = newTally()
  const count = scaled(20_000, 100)
  for (let seed = 1; seed <= count; seed++) {
    const memory = openChunkMemory()
    const { planted, nodes } = randomTree(seed, stage.outside, memory)
    await attack(stage, memory, `seed ${seed}`, planted, nodes, tally)
  }
  report('grown', tally, count)
})

function newTally(): Tally {
  return { trees: 0, trespasses: 0, legal: 0, told: 0, faults: [] }
}

async function attack(
  stage: RestoreStage,
  memory: ReturnType<typeof openChunkMemory>,
  what: string,
  planted: readonly Planted[],
  nodes: number,
  tally: Tally,
): Promise<void> {
  const tree = sealHostile(ring, planted, memory.sink, nodes)
  const store = await openMemoryStore({ capacity: undefined }, realPorts)
  const ended = await restore({ root: tree.root } as never, store, stage.target(), {
    root: tree.root,
    source: memory.source,
  }).catch((error: unknown) => error)
  tally.trees++
  tally.trespasses += stage.trespasses().length
  tally.legal += [...eachLegal(planted)].length
  if (typeof ended === 'object' && ended !== null && 'refused' in ended && 'failed' in ended)
    tally.told += (ended.refused as unknown[]).length + (ended.failed as unknown[]).length
  const faults = stage.faults(planted, ended)
  if (faults.length > 0) tally.faults.push(`${what}: ${faults.join('; ')}`)
}

function report(kind: string, { trees, trespasses, legal, told, faults }: Tally, least: number): void {
  console.log(faults.slice(0, 10).join('\n'))
  figure(`hostile trees restored, ${kind}`, trees, `≥ ${least}`, trees >= least)
  figure(`… things changed outside the target`, trespasses, '0', trespasses === 0)
  figure(`… trees of which a good name was lost or a bad one not told`, faults.length, '0', faults.length === 0)
  console.log(`  (${legal} good entries had, ${told} others told)`)
  assert.deepEqual(faults, [])
}
