// A member that answers nothing, and never goes away, holds nobody up: the others learn from each other as before (§ Gossip).
import { test } from 'node:test'
import { atLeast, figure } from '../helpers/figure.ts'
import { BERLIN, FRANKFURT, POTSDAM } from '../helpers/process-mesh.ts'
import type { TarPitResult, TarPitTask } from './actors/tar-pit.ts'
import { FULL, keepsPromises, startActor, startHonest, targetOf, turn } from './harness.ts'

const KINDS: TarPitTask['hangs'][] = FULL ? ['everywhere', 'on catalogs'] : ['everywhere']

test('a member that takes every request and answers none', async t => {
  await using honest = await startHonest([FRANKFURT])
  const { mesh } = honest
  const targets = await Promise.all([BERLIN, POTSDAM].map(({ name }) => targetOf(mesh, name)))
  const turned = await turn(mesh, FRANKFURT.name)
  for (const hangs of KINDS) {
    await t.test(`hangs ${hangs}`, async () => {
      await using actor = startActor<TarPitResult>('tar-pit', { targets, turned, hangs } satisfies TarPitTask)
      await actor.heard('connected')
      await keepsPromises(honest)
      await keepsPromises(honest)
      actor.tell('enough')
      const took = await actor.result
      // Whether somebody asks it for a catalog rests on who heard of a head first: that is told, and judged nowhere.
      if (hangs === 'everywhere') atLeast(`hangs ${hangs}: requests it took`, took, 1)
      else figure(`hangs ${hangs}: requests it took`, String(took), 'told', true)
      figure(`hangs ${hangs}: the others' snapshots got their copies`, 'yes', 'yes', true)
    })
  }
})
