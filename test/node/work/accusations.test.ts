import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryMedium, openMemoryStore } from '../../../node/store/memory-store.ts'
import { Accusations, foundedBy } from '../../../node/work/accusations.ts'
import { Answerer } from '../../../node/work/answer.ts'
import type { Projects, Snapshot } from '../../../node/work/mesh/projects.ts'
import { View } from '../../../node/work/mesh/view.ts'
import { rangeReader } from '../../../node/work/read-range.ts'
import { encodeHolding, encodeProof, type Holding, keys, type Proof } from '../../../protocol/catalog.ts'
import { idOf } from '../../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../../protocol/keys.ts'
import { type ChunkRange, makeChallenge, parseChallenge } from '../../../protocol/proof.ts'
import { encodeSigned } from '../../../protocol/signed.ts'
import { rootOf } from '../../../protocol/tree-load.ts'
import { ring } from '../../helpers/chunk-memory.ts'
import { testPorts } from '../../helpers/ports.ts'
import { ProjectFolder } from '../../simulation/project-folder.ts'
import { SeededRandom } from '../../simulation/seeded-random.ts'

const MESH = idOf('MeshId', Buffer.alloc(32, 1))
const [HOLDER, ACCUSER, ME] = [2, 3, 4].map(n => signingKeyFromSeed(Buffer.alloc(32, n))) as never as ReturnType<
  typeof signingKeyFromSeed
>[]
const PROJECT = idOf('ProjectId', Buffer.alloc(16, 5))
const SNAPSHOT = idOf('SnapshotId', Buffer.alloc(32, 6))
const never = new AbortController().signal

/** An observer with all bytes of a snapshot, a holder that has them too, or lost one chunk, and an accuser. */
async function court(isLost = false) {
  const { root, chunks } = new ProjectFolder(ring, new SeededRandom('court')).seal()
  const all = [...chunks].map(([cid, bytes]) => ({ cid, bytes }))
  const lost = all.find(({ cid }) => cid !== root.cid)!
  const mine = await openMemoryStore({ medium: new MemoryMedium() }, testPorts)
  const theirs = await openMemoryStore({ medium: new MemoryMedium() }, testPorts)
  await mine.putChunks(all)
  await theirs.putChunks(isLost ? all.filter(chunk => chunk !== lost) : all)
  const snapshot = { id: SNAPSHOT, project: PROJECT, root: rootOf(root) } as Snapshot
  const projects = { snapshot: (_, id) => (id === SNAPSHOT ? snapshot : undefined) } as Pick<
    Projects,
    'snapshot'
  > as Projects
  const view = new View(() => 0)
  const said: string[] = []
  const confirmed: string[] = []
  const suspect = (site: string, offence: string): void =>
    void said.push(`${site === ACCUSER!.id ? 'accuser' : 'holder'} ${offence}`)
  view.isFounded = foundedBy({ mesh: MESH, me: ME!.id, suspect }, testPorts.log)
  const accusations = new Accusations(
    {
      mesh: MESH,
      me: ME!.id,
      view,
      projects,
      load: cid => mine.loadChunk(cid),
      read: rangeReader(mine, async () => undefined),
      confirm: challenge => confirmed.push(challenge.holder),
      suspect,
    },
    testPorts,
  )
  const holding: Holding = {
    snapshots: [SNAPSHOT],
    storedBytes: 1,
    scrubbedAt: 1,
    since: 1,
    voided: false,
    generation: 1,
  }
  view.apply(HOLDER!.id, [{ key: keys.holding(PROJECT), value: encodeHolding(holding) }])
  const answered: string[] = []
  const answerer = new Answerer(
    {
      mesh: MESH,
      key: HOLDER!,
      view: { holding: () => holding },
      projects,
      load: cid => theirs.loadChunk(cid),
      read: rangeReader(theirs, async () => undefined),
      suspect: (_, offence) => void answered.push(offence),
    },
    testPorts,
  )
  const ask = async (ranges: readonly ChunkRange[], snapshots = [SNAPSHOT], generation = 1) => {
    const fields = {
      nonce: Buffer.alloc(32, 7),
      holder: HOLDER!.id,
      project: PROJECT,
      snapshots,
      ranges,
      generation,
      time: 1,
    }
    const { challenge, signed } = makeChallenge(MESH, fields, ACCUSER!)
    const answer = await answerer.answer(ACCUSER!.id, parseChallenge(MESH, signed))
    return { challengeHash: challenge.hash, challenge: encodeSigned(signed), answer: encodeSigned(answer) }
  }
  const accuse = async (
    evidence: Pick<Proof, 'challengeHash' | 'challenge' | 'answer'>,
    changes: Partial<Proof> = {},
  ) => {
    const proof: Proof = {
      snapshots: [SNAPSHOT],
      time: 2,
      ranges: 1,
      result: 'failed',
      generation: 1,
      ...evidence,
      ...changes,
    }
    view.apply(ACCUSER!.id, [{ key: keys.proof(HOLDER!.id, PROJECT), value: encodeProof(proof) }])
    await accusations.judge(PROJECT, never)
    return { stands: view.proofs(PROJECT).length, said, confirmed: confirmed.length }
  }
  const state = (changes: Partial<Proof>): void => {
    const fields = { snapshots: [SNAPSHOT], time: 3, challengeHash: Buffer.alloc(32, 9), ranges: 1, generation: 1 }
    const proof = { ...fields, result: 'passed', ...changes } as Proof
    view.apply(ME!.id, [{ key: keys.proof(HOLDER!.id, PROJECT), value: encodeProof(proof) }])
  }
  const whole = (cid = lost.cid): ChunkRange => ({ cid, offset: 0, length: 60 })
  return { ask, accuse, whole, answered, state }
}

test('a wrong answer of the holder is confirmed by whoever computes it again', async () => {
  const { ask, accuse, whole } = await court(true)
  assert.deepEqual(await accuse(await ask([whole()])), { stands: 1, said: ['holder holding'], confirmed: 1 })
})

test('an old failure does not take the place of what this site found since, nor of its own word on it', async () => {
  for (const changes of [{ generation: 2 }, { time: 3 }]) {
    const { ask, accuse, whole, state } = await court(true)
    state(changes)
    assert.equal((await accuse(await ask([whole()]))).confirmed, 0, JSON.stringify(changes))
  }
  const { ask, accuse, whole, state } = await court(true)
  const evidence = await ask([whole()])
  state({ result: 'failed', ...evidence })
  assert.equal((await accuse(evidence)).confirmed, 0)
})

test('a failure after what this site found is confirmed', async () => {
  const { ask, accuse, whole, state } = await court(true)
  state({ time: 0 })
  assert.equal((await accuse(await ask([whole()]))).confirmed, 1)
})

test('a right answer that is stated as a failure counts nothing, and names the accuser', async () => {
  const { ask, accuse, whole } = await court()
  assert.deepEqual(await accuse(await ask([whole()])), { stands: 0, said: ['accuser accusation'], confirmed: 0 })
})

test('evidence that is not about what is stated is passed over', async () => {
  for (const changes of [
    { generation: 2 },
    { snapshots: [idOf('SnapshotId', Buffer.alloc(32, 9))] },
    { challengeHash: Buffer.alloc(32, 8) },
    { challenge: Buffer.alloc(90, 1) },
    { answer: Buffer.alloc(90, 1) },
  ]) {
    const { ask, accuse, whole } = await court(true)
    const seen = await accuse({ ...(await ask([whole()])), ...changes }, changes)
    assert.deepEqual(seen, { stands: 0, said: ['accuser accusation'], confirmed: 0 }, Object.keys(changes).join())
  }
})

test('a holder signs that it lacks something only of what it says it holds', async () => {
  const { ask, whole, answered } = await court()
  const foreign = whole(idOf('Cid', Buffer.alloc(32, 9)))
  await assert.rejects(ask([foreign]), { code: 'CHUNK_MISSING' })
  assert.deepEqual(answered, ['accusation'])
  // The walk that found it is not made again at once.
  await assert.rejects(ask([foreign]), { code: 'PEER_BUSY' })
  await assert.rejects(ask([whole()], [idOf('SnapshotId', Buffer.alloc(32, 9))]), { code: 'SNAPSHOT_UNKNOWN' })
  await assert.rejects(ask([whole()], [SNAPSHOT], 2), { code: 'SNAPSHOT_UNKNOWN' })
  assert.ok((await ask([whole()])).answer.byteLength > 0)
})

test('beyond the end of a chunk there is nothing to lack', async () => {
  const { ask, whole, answered } = await court()
  await assert.rejects(ask([{ ...whole(), offset: 4_000_000 }]), { code: 'CHUNK_MISSING' })
  assert.deepEqual(answered, ['accusation'])
})
