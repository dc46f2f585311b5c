// Restores while another process swaps symlinks in, and trees deeper than any path: nothing outside, and nothing lost.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { closeSync, constants, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { openMemoryStore } from '../../node/store/memory-store.ts'
import { isError } from '../../protocol/errors.ts'
import { restore } from '../helpers/capture.ts'
import { openChunkMemory, ring } from '../helpers/chunk-memory.ts'
import { realPorts } from '../helpers/disk-place.ts'
import { atLeast, figure } from '../helpers/figure.ts'
import { temporaryFolder } from '../helpers/trees.ts'
import type { SwapTask } from './actors/swapper.ts'
import { FULL, scaled, startActor } from './harness.ts'
import { file, folder, sealHostile, sealNested } from './hostile-trees.ts'
import { openRestoreStage } from './restore-stage.ts'

const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
// How many levels there are, and how many come back: the first folder that is too deep is left empty.
const DEPTHS = FULL
  ? ([
      [4096, 4096],
      [4100, 4097],
    ] as const)
  : ([[4100, 4097]] as const)
const name = (text: string): Uint8Array => Buffer.from(text)

test('symlinks swapped in by another process at every moment lead nowhere', async () => {
  using stage = openRestoreStage(MEMORY)
  const memory = openChunkMemory()
  const below = (depth: number): ReturnType<typeof folder> =>
    folder(
      name(`d${depth}`),
      [
        ...Array.from({ length: 4 }, (_, i) => file(name(`f${i}`), `content ${i} of ${depth}`)),
        file(name('large'), 'large '.repeat(40_000)),
        ...(depth < 6 ? [below(depth + 1)] : []),
      ].sort((a, b) => Buffer.compare(a.entry.name!, b.entry.name!)),
    )
  const { root } = sealHostile(
    ring,
    [below(0), { ...below(3), entry: { ...below(3).entry, name: name('e') } }],
    memory.sink,
  )
  const store = await openMemoryStore({ capacity: undefined }, realPorts)
  const target = stage.target()
  mkdirSync(target)
  const task: SwapTask = { target, outside: stage.outside }
  await using actor = startActor<void>('swapper', task)
  await actor.heard('ready')
  let stopped = 0
  let whole = 0
  let trespasses = 0
  const rounds = scaled(2000, 60)
  for (let round = 0; round < rounds; round++) {
    const ended = await restore({ root } as never, store, target, {
      root,
      source: memory.source,
      overwrite: 'always',
    }).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (ended === undefined) whole++
    else {
      assert.ok(isError(ended), `${ended}`)
      stopped++
    }
    trespasses += stage.trespasses().length
  }
  actor.tell('enough')
  const swaps = await actor.heard<number>('swaps')
  atLeast('symlinks swapped in while trees were restored', swaps, rounds)
  figure('… things changed outside the target', trespasses, '0', trespasses === 0)
  console.log(`  (${rounds} restores: ${whole} whole, ${stopped} stopped and told)`)
})

test('a tree of 4,096 levels is restored, and what lies deeper is told', async () => {
  await using scratch = await temporaryFolder(MEMORY)
  const store = await openMemoryStore({ capacity: undefined }, realPorts)
  for (const [levels, depth] of DEPTHS) {
    const memory = openChunkMemory()
    const root = sealNested(ring, levels, memory.sink)
    const target = scratch.at(`to-${levels}`)
    const before = readdirSync('/proc/self/fd').length
    let most = 0
    let loads = 0
    const source = (cid: Parameters<typeof memory.source>[0]) => {
      if (loads++ % 64 === 0) most = Math.max(most, readdirSync('/proc/self/fd').length)
      return memory.source(cid)
    }
    const restored = await restore({ root } as never, store, target, { root, source })
    assert.equal(restored.failed.length, levels > 4096 ? 1 : 0)
    assert.equal(deepest(target, levels === 4096), depth)
    figure(`levels of a tree restored (${levels} there)`, depth, '4,096', depth >= 4096)
    figure('… descriptors it took', most - before, '≤ 2,048', most - before <= 2048)
    // Node's own rm ends where paths do.
    await promisify(execFile)('rm', ['-rf', target])
  }
})

// Goes down by handles, since no path reaches there.
function deepest(target: string, hasBottom: boolean): number {
  let at = openSync(target, constants.O_RDONLY | constants.O_DIRECTORY)
  for (let depth = 0; ; depth++) {
    const self = `/proc/self/fd/${at}`
    if (!existsSync(`${self}/d`)) {
      if (hasBottom) assert.equal(readFileSync(`${self}/bottom`, 'utf8'), 'reached')
      closeSync(at)
      return depth
    }
    const next = openSync(`${self}/d`, constants.O_RDONLY | constants.O_DIRECTORY)
    closeSync(at)
    at = next
  }
}
