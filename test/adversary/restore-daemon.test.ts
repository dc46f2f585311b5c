// Hostile trees all the way: published by a trusted writer, taken over by an honest site, restored there by the command line.
import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { openChunkMemory } from '../helpers/chunk-memory.ts'
import { eventually } from '../helpers/eventually.ts'
import { figure } from '../helpers/figure.ts'
import { BERLIN, FRANKFURT } from '../helpers/process-mesh.ts'
import type { LiarTask } from './actors/site.ts'
import type { TreeOrder } from './actors/tree-writer.ts'
import { PATIENCE, PROJECT, scaled, startActor, startHonest, targetOf, turn } from './harness.ts'
import { randomTree } from './random-trees.ts'
import { openRestoreStage } from './restore-stage.ts'

type Told = readonly { readonly path: string; readonly why: string }[]
interface RestoredJson {
  readonly refusedLinks: Told
  readonly failedFiles: Told
  readonly renamedFiles: Told
}

test('snapshots of a hostile writer, restored through a real daemon', async () => {
  using stage = openRestoreStage(tmpdir())
  await using honest = await startHonest([FRANKFURT])
  const { mesh } = honest
  const turned = await turn(mesh, FRANKFURT.name)
  const targets = await Promise.all(honest.honest.map(name => targetOf(mesh, name)))
  const task: LiarTask = { turned, targets, store: mesh.store(FRANKFURT.name) }
  await using writer = startActor<void>('tree-writer', task)
  await writer.heard('ready')
  const count = scaled(36, 3)
  const faults: string[] = []
  for (let seed = 1; seed <= count; seed++) {
    writer.tell({ seed, outside: stage.outside } satisfies TreeOrder)
    const snapshot = await writer.heard<string>('published')
    const { planted } = randomTree(seed, stage.outside, openChunkMemory())
    const line = await eventually(async () => {
      const ran = await mesh.run(BERLIN.name, ['restore', `${PROJECT}@${snapshot}`, '--to', stage.target(), '--json'])
      const last = ran.stdout.trim().split('\n').at(-1) ?? ''
      if ((ran.code === 0 || ran.code === 3) && last.startsWith('{')) return last
      throw new Error(`exit ${ran.code}: ${ran.stderr}`)
    }, PATIENCE)
    const { refusedLinks, failedFiles, renamedFiles } = JSON.parse(line) as RestoredJson
    const ended = { refused: refusedLinks, failed: failedFiles, mapped: renamedFiles }
    const found = stage.faults(planted, ended).map(fault => `seed ${seed}: ${fault}`)
    faults.push(...found)
    if (found.length > 0)
      for (const { path, why } of failedFiles) console.log(`seed ${seed}: told as failed: ${path}: ${why}`)
  }
  writer.tell({ seed: undefined, outside: '' } satisfies TreeOrder)
  console.log(faults.slice(0, 10).join('\n'))
  figure('hostile snapshots restored through a daemon', count, `≥ ${count}`, true)
  figure('… with anything outside, lost or untold', faults.length, '0', faults.length === 0)
  assert.deepEqual(faults, [])
})
