import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CidTable } from '../../../node/work/cid-table.ts'
import { Claims } from '../../../node/work/claims.ts'
import type { Snapshot } from '../../../node/work/mesh/projects.ts'
import type { Holding } from '../../../protocol/catalog.ts'
import { HoldfastError } from '../../../protocol/errors.ts'
import { hashHex } from '../../../protocol/hash.ts'
import { type Cid, idOf, type ProjectId } from '../../../protocol/ids.ts'
import { rootOf } from '../../../protocol/tree-load.ts'
import { ring } from '../../helpers/chunk-memory.ts'
import { virtualPorts } from '../../helpers/virtual-ports.ts'
import { ProjectFolder } from '../../simulation/project-folder.ts'
import { SeededRandom } from '../../simulation/seeded-random.ts'

const PEER = idOf('SiteId', Buffer.alloc(32, 9))
const [ONE, TWO] = [1, 2].map(n => idOf('ProjectId', Buffer.alloc(16, n))) as [ProjectId, ProjectId]
const never = new AbortController().signal

/** A project with three snapshots, another with one; a peer whose holdings and newest word a test sets. */
function server() {
  const ports = virtualPorts()
  const chunks = new Map<Cid, Uint8Array>()
  const snapshots = new Map<ProjectId, Snapshot[]>()
  const below = new Map<string, Set<Cid>>()
  for (const [project, count] of [
    [ONE, 3],
    [TWO, 1],
  ] as const) {
    const folder = new ProjectFolder(ring, new SeededRandom(project))
    for (let n = 0; n < count; n++) {
      if (n > 0) folder.work()
      const sealed = folder.seal()
      for (const [cid, bytes] of sealed.chunks) chunks.set(cid, bytes)
      const id = idOf('SnapshotId', Buffer.from(hashHex(Buffer.from(`${project}${n}`)), 'hex'))
      below.set(id, new Set(sealed.chunks.keys()))
      snapshots.set(project, [
        ...(snapshots.get(project) ?? []),
        { id, root: rootOf(sealed.root), time: n } as Snapshot,
      ])
    }
  }
  const state = {
    holdings: new Map<ProjectId, Holding>(),
    current: true,
    forked: false,
    followed: async (): Promise<void> => undefined,
  }
  const said: string[] = []
  const doubted: string[] = []
  const claims = new Claims(
    {
      view: { holdings: () => state.holdings, doubt: (_, project) => void doubted.push(project) },
      projects: {
        snapshot: (project, id) => snapshots.get(project)?.find(one => one.id === id),
        snapshots: project => snapshots.get(project) ?? [],
      },
      isReading: () => false,
      load: async cid => {
        const bytes = chunks.get(cid)
        if (bytes === undefined) throw new HoldfastError('CHUNK_MISSING', cid)
        return bytes
      },
      follow: () => state.followed(),
      isCurrent: () => state.current,
      isForked: () => state.forked,
      suspect: (_, offence) => void said.push(offence),
    },
    ports,
  )
  const all = snapshots.get(ONE)!.map(({ id }) => id)
  return {
    ports,
    state,
    said,
    doubted,
    ids: all,
    chunks,
    hold: (project: ProjectId, count: number, changes: Partial<Holding> = {}) => {
      const held = snapshots
        .get(project)!
        .slice(0, count)
        .map(({ id }) => id)
        .sort()
      const holding = {
        snapshots: held,
        storedBytes: 1,
        scrubbedAt: 1,
        since: 1,
        voided: false,
        generation: 1,
        ...changes,
      }
      state.holdings = new Map([...state.holdings, [project, holding]])
    },
    below: (project: ProjectId, n: number) => [...below.get(snapshots.get(project)![n]!.id)!],
    ask: async (project: ProjectId, cids: readonly Cid[]) => [
      ...(await claims.refused(PEER, { project, cids, window: 1 }, never)),
    ],
  }
}

test('a site that says it holds nothing is given everything', async () => {
  const one = server()
  assert.deepEqual(await one.ask(ONE, one.below(ONE, 2)), [])
})

test('what a site says it holds it is refused, and nothing else', async () => {
  const one = server()
  one.hold(ONE, 2)
  const held = new Set([...one.below(ONE, 0), ...one.below(ONE, 1)])
  const wanted = [...new Set([...held, ...one.below(ONE, 2)])]
  assert.deepEqual((await one.ask(ONE, wanted)).sort(), [...held].sort())
  // Another that has got less far, and one that holds only the newest.
  one.state.holdings.clear()
  one.hold(ONE, 1)
  assert.deepEqual((await one.ask(ONE, wanted)).sort(), one.below(ONE, 0).sort())
  one.hold(ONE, 0, { snapshots: [one.ids[2]!] })
  assert.deepEqual((await one.ask(ONE, wanted)).sort(), one.below(ONE, 2).sort())
  assert.deepEqual(new Set(one.doubted), new Set([ONE]))
})

test('a holding that its newest catalog voids or takes back is no claim', async () => {
  const one = server()
  one.hold(ONE, 2)
  one.state.followed = async () => one.hold(ONE, 2, { voided: true, generation: 2 })
  assert.deepEqual(await one.ask(ONE, one.below(ONE, 0)), [])
  assert.deepEqual([one.said, one.doubted], [[], []])
})

test('whoever can not be asked for its newest catalog is refused, and not blamed', async () => {
  const one = server()
  one.hold(ONE, 1)
  one.state.followed = () => Promise.reject(new HoldfastError('PEER_UNREACHABLE', 'no'))
  assert.deepEqual((await one.ask(ONE, one.below(ONE, 0))).sort(), one.below(ONE, 0).sort())
  one.state.holdings.clear()
  one.state.current = false
  assert.deepEqual((await one.ask(ONE, one.below(ONE, 0))).sort(), one.below(ONE, 0).sort())
  assert.deepEqual([one.said, one.doubted], [[], []])
})

test('the name of another project is good for that project alone', async () => {
  const one = server()
  one.hold(ONE, 3)
  assert.deepEqual(await one.ask(TWO, one.below(TWO, 0)), [])
  assert.deepEqual((await one.ask(TWO, one.below(ONE, 0))).sort(), one.below(ONE, 0).sort())
  assert.deepEqual(one.said, [])
})

test('what was not here yet when it was looked for is served once it has come', async () => {
  const one = server()
  one.hold(ONE, 3)
  const wanted = one.below(TWO, 0)
  const late = [...one.chunks].filter(([cid]) => wanted.includes(cid))
  for (const [cid] of late) one.chunks.delete(cid)
  assert.notDeepEqual(await one.ask(TWO, wanted), [])
  for (const [cid, bytes] of late) one.chunks.set(cid, bytes)
  await one.ports.pass(2_000)
  assert.deepEqual(await one.ask(TWO, wanted), [])
})

test('it is named only when it goes on without voiding what it claims', async () => {
  const one = server()
  one.hold(ONE, 1)
  await one.ask(ONE, one.below(ONE, 0))
  await one.ports.pass(2 * 60_000)
  await one.ask(ONE, one.below(ONE, 0))
  assert.deepEqual(one.said, [])
  // A later state of the copy is another claim.
  one.hold(ONE, 1, { generation: 2 })
  await one.ports.pass(2 * 60_000)
  await one.ask(ONE, one.below(ONE, 0))
  assert.deepEqual(one.said, [])
  await one.ports.pass(4 * 60_000)
  one.state.forked = true
  await one.ask(ONE, one.below(ONE, 0))
  assert.deepEqual(one.said, [])
  one.state.forked = false
  await one.ask(ONE, one.below(ONE, 0))
  assert.deepEqual(one.said, ['proxy'])
})

test('a table of cids keeps the first stamp of each, however many there are', () => {
  const table = new CidTable(7)
  const cids = Array.from({ length: 20_000 }, (_, n) => hashHex(Buffer.from(`${n}`)))
  for (const [n, cid] of cids.entries()) assert.equal(table.add(cid, n % 5), true)
  for (const [n, cid] of cids.entries()) assert.equal(table.add(cid, 9) || table.get(cid), n % 5)
  assert.equal(table.get(hashHex(Buffer.from('none'))), undefined)
  assert.equal(table.size, 20_000)
})

test('what is claimed is walked once, and not kept when nobody has asked for ten minutes', async () => {
  const one = server()
  one.hold(ONE, 3)
  let loads = 0
  const get = one.chunks.get.bind(one.chunks)
  one.chunks.get = cid => {
    loads++
    return get(cid)
  }
  const wanted = one.below(ONE, 2)
  const refused = await one.ask(ONE, wanted)
  const walked = loads
  assert.ok(walked > 0)
  await one.ports.pass(9 * 60_000)
  assert.deepEqual(await one.ask(ONE, wanted), refused)
  // A list that is made anew, as every change of a holding makes one, is answered from what was walked as well.
  one.hold(ONE, 3, { generation: 2 })
  assert.deepEqual(await one.ask(ONE, wanted), refused)
  assert.equal(loads, walked)
  await one.ports.pass(11 * 60_000)
  assert.deepEqual(await one.ask(ONE, wanted), refused)
  assert.equal(loads, 2 * walked)
})
