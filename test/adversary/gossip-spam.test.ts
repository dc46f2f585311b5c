// A member that floods the others by gossip costs them little, is cut off and named, and keeps no honest head from its way
// (§ Gossip).
import { test } from 'node:test'
import { atMost, figure } from '../helpers/figure.ts'
import { BERLIN, FRANKFURT } from '../helpers/process-mesh.ts'
import type { Spam, SpamResult, SpamTask } from './actors/gossip-spam.ts'
import {
  FULL,
  keepsPromises,
  loadOf,
  namedInStatusAndAudit,
  scaled,
  startActor,
  startHonest,
  targetOf,
  turn,
} from './harness.ts'

// Whoever was cut off is not let in for half a minute: the short form has time for one kind.
const KINDS: Spam[] = FULL ? ['replayed', 'own heads', 'garbage', 'forged'] : ['garbage']

test('a member that spams by gossip', async t => {
  await using honest = await startHonest([FRANKFURT])
  const { mesh } = honest
  const target = await targetOf(mesh, BERLIN.name)
  const turned = await turn(mesh, FRANKFURT.name)
  for (const kind of KINDS) {
    await t.test(kind, async () => {
      const seconds = scaled(60, 10)
      await using actor = startActor<SpamResult>('gossip-spam', { target, turned, kind, seconds } satisfies SpamTask)
      await actor.heard('begun')
      const before = await loadOf(mesh, BERLIN.name)
      const start = performance.now()
      const kept = keepsPromises(honest)
      const { sent, cuts } = await actor.result
      const share = ((await loadOf(mesh, BERLIN.name)).cpu - before.cpu) / ((performance.now() - start) / 1000)
      await kept
      figure(`${kind}: messages sent, and times it was cut off`, `${sent}, ${cuts}`, 'told', true)
      // With the work the mesh does meanwhile.
      atMost(`${kind}: CPU of the site it floods`, 100 * share, 60, ' %')
    })
  }
  await namedInStatusAndAudit(mesh, BERLIN.name, FRANKFURT.name, ['spam', 'message', 'head'])
  await keepsPromises(honest)
})
