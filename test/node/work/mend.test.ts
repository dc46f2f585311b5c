import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import '../../../protocol/codec.ts'
import { MemoryMedium, openMemoryStore } from '../../../node/store/memory-store.ts'
import { Custody } from '../../../node/work/custody/custody.ts'
import { Mender } from '../../../node/work/mend.ts'
import type { Members } from '../../../node/work/mesh/members.ts'
import type { OwnCatalog } from '../../../node/work/mesh/own-catalog.ts'
import type { Projects, Snapshot } from '../../../node/work/mesh/projects.ts'
import { View } from '../../../node/work/mesh/view.ts'
import type { Peers } from '../../../node/work/peers.ts'
import { Pull } from '../../../node/work/pull.ts'
import { Replicator } from '../../../node/work/replicate.ts'
import { type Cid, parseId } from '../../../protocol/ids.ts'
import { rootOf } from '../../../protocol/tree-load.ts'
import { ring } from '../../helpers/chunk-memory.ts'
import { testPorts } from '../../helpers/ports.ts'
import { ProjectFolder } from '../../simulation/project-folder.ts'
import { SeededRandom } from '../../simulation/seeded-random.ts'

const ME = parseId('SiteId', '11'.repeat(32))
const PEER = parseId('SiteId', '22'.repeat(32))
const PROJECT = parseId('ProjectId', '33'.repeat(16))
const never = new AbortController().signal

/** A site that holds one snapshot, on a disk that can rot, and a peer that has all of its chunks. */
async function holder() {
  const folder = new ProjectFolder(ring, new SeededRandom('mend'))
  const { root: ref, chunks } = folder.seal()
  const snapshot = { id: parseId('SnapshotId', '44'.repeat(32)), project: PROJECT, root: rootOf(ref) } as Snapshot
  const medium = new MemoryMedium()
  const store = await openMemoryStore({ medium }, testPorts)
  const view = new View(() => 0)
  const own = {
    site: ME,
    edit: async (edits: Parameters<OwnCatalog['edit']>[0]) => void view.apply(ME, edits),
    settled: async () => undefined,
  } as unknown as OwnCatalog
  const asked: Cid[] = []
  /** Called with every chunk the peer is asked for. */
  const hooks = { asked: async (_cid: Cid): Promise<void> => undefined }
  const peers = {
    connected: () => [PEER],
    rtt: () => undefined,
    async chunks(_site, { cids }, onChunk) {
      for (const cid of cids) {
        asked.push(cid)
        await hooks.asked(cid)
        await onChunk(cid, chunks.get(cid))
      }
      return cids.length
    },
  } as Partial<Peers> as Peers
  const custody = new Custody(store, own, view, 1, testPorts)
  const replicator = new Replicator({ peers, custody, wanted: () => [], release: async () => undefined }, testPorts)
  const projects = { snapshot: () => snapshot } as unknown as Projects
  const members = { has: () => true } as unknown as Members
  const mender = new Mender({ store, custody, projects, members, peers, replicator }, testPorts)
  custody.damaged = (cid, why) => mender.report(cid, why)
  await custody.store([...chunks].map(([cid, bytes]) => ({ cid, bytes })))
  await custody.hold(snapshot)
  const leaves = [...chunks.keys()].filter(cid => cid !== ref.cid)
  const rot = (cid: Cid) => medium.rot(cid)
  const pull = () => {
    const wanted = { snapshot, sources: [PEER], copies: 0 }
    const transfer = {
      project: PROJECT,
      snapshot: snapshot.id,
      haveBytes: 0,
      needBytes: snapshot.root.storedBytes,
      startedAt: 0,
      receivedBytes: 0,
    }
    return new Pull(peers, custody, wanted, transfer, () => undefined, testPorts).run(never)
  }
  const isSound = async () => {
    for (const cid of chunks.keys()) await store.loadChunk(cid)
    const holding = custody.holding(PROJECT)
    return holding?.snapshots.length === 1 && !holding.voided
  }
  return {
    custody,
    mender,
    snapshot,
    root: ref.cid,
    leaf: leaves[0]!,
    other: leaves[1]!,
    asked,
    hooks,
    rot,
    pull,
    isSound,
  }
}

describe('mending', () => {
  test('a tree chunk found rotten on the way down is mended with what was to be mended', async () => {
    const { mender, root, leaf, asked, rot, isSound } = await holder()
    rot(root)
    rot(leaf)
    await mender.report(leaf, 'read by a peer')
    await mender.mend(never)
    assert.deepEqual(new Set(asked), new Set([root, leaf]))
    assert.ok(await isSound())
  })

  test('a tree chunk that rots while others are mended does not leave the holding voided', async () => {
    const { mender, root, leaf, hooks, rot, isSound } = await holder()
    rot(leaf)
    hooks.asked = async cid => {
      if (cid === leaf) rot(root)
    }
    await mender.report(leaf, 'read by a peer')
    await mender.mend(never)
    assert.ok(await isSound())
  })

  test('what is reported while others are mended is mended before a call made since returns', async () => {
    const { custody, mender, snapshot, leaf, other, rot, isSound } = await holder()
    rot(leaf)
    let second: Promise<unknown> | undefined
    const walked = custody.missing.bind(custody)
    let walks = 0
    custody.missing = async (root, signal) => {
      const missing = await walked(root, signal)
      // The last walk of the first call is over: it can't see this one.
      if (++walks === 2 && second === undefined) {
        rot(other)
        await mender.report(other, 'read by a scrub')
        second = mender.mend(never)
      }
      return missing
    }
    await mender.report(leaf, 'read by a peer')
    await mender.mend(never)
    await second
    assert.deepEqual(await walked(snapshot.root, never), [])
    assert.ok(await isSound())
  })

  test('a walk that failed is made again without a new report', async () => {
    const { custody, mender, leaf, rot, isSound } = await holder()
    const walked = custody.missing.bind(custody)
    let walks = 0
    custody.missing = async (root, signal) => {
      if (++walks === 2) throw new Error('the disk hiccups')
      return walked(root, signal)
    }
    rot(leaf)
    await mender.report(leaf, 'read by a peer')
    const worker = mender.worker()
    await assert.rejects(worker.step(never), /hiccups/)
    assert.equal(await worker.step(never), 'idle')
    assert.ok(await isSound())
  })
})

test('a snapshot is pulled past a tree chunk that rotted here', async () => {
  const { root, asked, rot, pull, isSound } = await holder()
  rot(root)
  await pull()
  assert.deepEqual(asked, [root])
  assert.ok(await isSound())
})
