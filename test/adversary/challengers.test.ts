// Challenges: an honest holder is never said to have failed, whatever happens around the challenge; and a challenger that
// lies about one zeroes no copy (I12).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryMedium, openMemoryStore } from '../../node/store/memory-store.ts'
import { Answerer } from '../../node/work/answer.ts'
import type { Snapshot } from '../../node/work/mesh/projects.ts'
import { rangeReader } from '../../node/work/read-range.ts'
import { sampleRanges } from '../../node/work/sample.ts'
import type { Holding } from '../../protocol/catalog.ts'
import { isError } from '../../protocol/errors.ts'
import { idOf, type ProjectId, type SiteId, type SnapshotId } from '../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../protocol/keys.ts'
import type { holdfast as pb } from '../../protocol/messages.js'
import { checkAnswer, makeChallenge, parseAnswer, parseChallenge } from '../../protocol/proof.ts'
import { rootOf } from '../../protocol/tree-load.ts'
import { ring } from '../helpers/chunk-memory.ts'
import { figure } from '../helpers/figure.ts'
import { testPorts } from '../helpers/ports.ts'
import { BERLIN, FRANKFURT, POTSDAM } from '../helpers/process-mesh.ts'
import { ProjectFolder } from '../simulation/project-folder.ts'
import { SeededRandom } from '../simulation/seeded-random.ts'
import type { AccuserResult, AccuserTask } from './actors/accuser.ts'
import {
  keepsPromises,
  namedInStatusAndAudit,
  PROJECT,
  scaled,
  startActor,
  startHonest,
  targetOf,
  turn,
} from './harness.ts'

const MESH = idOf('MeshId', Buffer.alloc(32, 1))
const holder = signingKeyFromSeed(Buffer.alloc(32, 2))
const challenger = signingKeyFromSeed(Buffer.alloc(32, 3))

test('an honest holder never fails', async () => {
  const random = new SeededRandom('honest challenges')
  const projects = await Promise.all(Array.from({ length: 8 }, (_, n) => project(n, random.fork(`${n}`))))
  const challenges = scaled(100_000, 1_500)
  const results = { passed: 0, unchecked: 0, refused: 0, unanswered: 0, failed: 0 }
  const suspected: string[] = []
  let earlier: pb.Signed | undefined
  for (let n = 0; n < challenges; n++) {
    const one = projects[n % projects.length]!
    const answerer = new Answerer(
      {
        mesh: MESH,
        key: holder,
        view: { holding: () => one.holding },
        projects: { snapshot: (_, id) => one.snapshots.find(snapshot => snapshot.id === id) },
        load: cid => one.store.loadChunk(cid),
        read: rangeReader(one.store, async () => undefined),
        suspect: (_site: SiteId, offence) => void suspected.push(offence),
      },
      testPorts,
    )
    const what = random.fraction()
    const held = one.snapshots.filter(({ id }) => one.holding.snapshots.includes(id))
    const fresh = new Set(held.filter(() => random.chance(0.5)).map(({ id }) => id))
    const { signed } = makeChallenge(
      MESH,
      {
        nonce: random.bytes(32),
        holder: holder.id,
        project: one.id,
        snapshots: held.map(({ id }) => id),
        ranges: await sampleRanges(
          { snapshots: held, fresh },
          cid => one.store.loadChunk(cid),
          bound => random.below(bound),
        ),
        generation: one.holding.generation,
        time: n,
      },
      challenger,
    )
    // Meanwhile the holder may take up a snapshot, mend something, or let one go.
    if (what < 0.05) one.holding = { ...one.holding, snapshots: one.snapshots.map(({ id }) => id).sort() }
    else if (what < 0.1) one.holding = { ...one.holding, generation: one.holding.generation + 1 }
    else if (what < 0.13 && held.length > 1)
      one.holding = {
        ...one.holding,
        snapshots: one.holding.snapshots.slice(1),
        generation: one.holding.generation + 1,
      }
    const challenge = parseChallenge(MESH, signed)
    try {
      const answer = await answerer.answer(challenger.id, challenge)
      // An answer may come late, to the next challenge; and what the challenger has may have rotted.
      const came = what > 0.9 && earlier ? earlier : answer
      earlier = answer
      const own = rangeReader(one.store, async () => undefined)
      const isRotten = what > 0.8 && what <= 0.9
      const verdict = await checkAnswer(challenge, parseAnswer(MESH, came), async ranges =>
        (await own(ranges)).map((bytes, at) => (isRotten && at % 3 === 0 ? undefined : bytes)),
      )
      results[verdict.result]++
    } catch (error) {
      if (!isError(error, 'SNAPSHOT_UNKNOWN')) throw error
      results.unanswered++
    }
  }
  figure(
    `honest challenges: false accusations of ${challenges.toLocaleString('en')}`,
    results.failed,
    '0',
    results.failed === 0,
  )
  assert.deepEqual(suspected, [])
  for (const [result, count] of Object.entries(results)) if (result !== 'failed') assert.ok(count > 0, result)
  assert.ok(results.passed > challenges / 2)
})

test('a challenger that lies zeroes no copy, and is named', async () => {
  await using honest = await startHonest([FRANKFURT])
  const { mesh } = honest
  const targets = await Promise.all([BERLIN, POTSDAM].map(({ name }) => targetOf(mesh, name)))
  const turned = await turn(mesh, FRANKFURT.name)
  const task: AccuserTask = { turned, targets, store: mesh.store(FRANKFURT.name), victim: targets[1]!.site }
  await using accuser = startActor<AccuserResult>('accuser', task)
  let looks = 0
  let zeroed = 0
  for (let lie = 0; lie < 5; lie++) {
    await accuser.heard('stated')
    for (const site of [BERLIN.name, POTSDAM.name]) {
      const copy = await mesh.copyAt(site, PROJECT, POTSDAM.name)
      looks++
      if (!copy?.counted) zeroed++
    }
  }
  for (const { name } of [BERLIN, POTSDAM]) await namedInStatusAndAudit(mesh, name, FRANKFURT.name, 'accusation')
  const after = await mesh.copyAt(BERLIN.name, PROJECT, POTSDAM.name)
  if (!after?.counted) zeroed++
  figure(`a lying challenger: looks of ${looks + 1} at which the honest copy did not count`, zeroed, '0', zeroed === 0)
  accuser.tell('over')
  const { foreignAnswers } = await accuser.result
  figure('challenges over what was never held: signed answers', foreignAnswers, '0', foreignAnswers === 0)
  await keepsPromises(honest)
})

async function project(number: number, random: SeededRandom) {
  const folder = new ProjectFolder(ring, random)
  const id = idOf('ProjectId', Buffer.alloc(16, number + 1)) as ProjectId
  const store = await openMemoryStore({ medium: new MemoryMedium() }, testPorts)
  const snapshots: Snapshot[] = []
  for (let n = 0; n < 4; n++) {
    if (n > 0) folder.work()
    const { root, chunks } = folder.seal()
    await store.putChunks([...chunks].map(([cid, bytes]) => ({ cid, bytes })))
    const snapshotId = idOf('SnapshotId', Buffer.alloc(32, 10 * number + n + 1)) as SnapshotId
    snapshots.push({ id: snapshotId, root: rootOf(root) } as Snapshot)
  }
  const stated = snapshots.slice(0, 3).map(snapshot => snapshot.id)
  const holding: Holding = {
    snapshots: stated.sort(),
    storedBytes: 1,
    scrubbedAt: 1,
    since: 1,
    voided: false,
    generation: 1,
  }
  return { id, store, snapshots, holding }
}
