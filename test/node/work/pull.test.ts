import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { ChunksWanted, Peers } from '../../../node/work/peers.ts'
import { Pull, type PullCustody } from '../../../node/work/pull.ts'
import { HoldfastError, isError } from '../../../protocol/errors.ts'
import { type Cid, parseId, type SiteId } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type { SnapshotRecord } from '../../../protocol/snapshot.ts'
import { verifyTree } from '../../../protocol/tree-load.ts'
import { plantTree } from '../../../scripts/bench/planted-tree.ts'
import { openChunkMemory } from '../../helpers/chunk-memory.ts'
import { plant, siteOf, snapshotOf } from '../../helpers/planted-trees.ts'
import { testPorts } from '../../helpers/ports.ts'

const KiB = 1024
const MiB = 1024 * KiB
const LEAF = 256 * KiB
const PROJECT = parseId('ProjectId', '33'.repeat(16))
const tree = plantTree(24 * MiB, LEAF)
const [near, far] = [siteOf(1), siteOf(2)]

/** What a source does before each chunk that it sends; false: it ends its answer there. */
type Manner = (cid: Cid, signal: AbortSignal) => Promise<boolean>
const willing: Manner = () => turn(true)
const isLeaf = (cid: Cid) => tree.chunks.get(cid)!.byteLength > LEAF

/** Sources, the nearest first, that have all of the tree, and a site that has `here` of it. */
function mesh(manners: readonly (readonly [SiteId, Manner])[], here: readonly Cid[] = [], planted = tree) {
  const requests: { site: SiteId; cids: readonly Cid[] }[] = []
  const stored = new Map<Cid, Uint8Array>(here.map(cid => [cid, planted.chunks.get(cid)!]))
  const came: Cid[] = []
  const now = { requests: new Map<SiteId, number>(), bytes: 0 }
  const most = { requests: 0, bytes: 0 }
  const sites = manners.map(([site]) => site)

  function count(site: SiteId, requestsMore: number, bytesMore: number): void {
    now.requests.set(site, (now.requests.get(site) ?? 0) + requestsMore)
    now.bytes += bytesMore
    most.requests = Math.max(most.requests, now.requests.get(site)!)
    most.bytes = Math.max(most.bytes, now.bytes)
  }

  const peers: Pick<Peers, 'connected' | 'rtt' | 'chunks'> = {
    connected: () => sites.toReversed(),
    rtt: site => sites.indexOf(site) + 1,
    async chunks(site, { cids, window }: ChunksWanted, onChunk, signal) {
      const manner = manners.find(([one]) => one === site)![1]
      assert.ok(cids.length <= LIMITS.chunkCids && window <= LIMITS.chunkWindow && new Set(cids).size === cids.length)
      assert.ok(requests.length < 1000, 'asks without end')
      requests.push({ site, cids })
      let left = window
      let sent = 0
      count(site, 1, window)
      try {
        for (const cid of cids) {
          if (!(await manner(cid, signal))) break
          signal.throwIfAborted()
          const bytes = planted.chunks.get(cid)!
          left -= bytes.byteLength
          count(site, 0, -bytes.byteLength)
          await onChunk(cid, bytes)
          sent++
        }
      } finally {
        count(site, -1, -left)
      }
      return sent
    },
  }
  const custody: PullCustody = {
    has: async cids => cids.map(cid => stored.has(cid)),
    async loadChildren(ref) {
      const bytes = stored.get(ref.cid)
      return bytes && verifyTree(ref, bytes).children
    },
    async store(batch) {
      await turn()
      for (const { cid, bytes } of batch) {
        came.push(cid)
        stored.set(cid, bytes)
      }
    },
  }
  const snapshot = { id: snapshotOf(1), project: PROJECT, root: planted.root } as SnapshotRecord
  const needBytes = planted.root.storedBytes
  const transfer = { project: PROJECT, snapshot: snapshot.id, haveBytes: 0, needBytes, startedAt: 0, receivedBytes: 0 }
  return {
    custody,
    requests,
    /** Each chunk that was stored, as often as it was. */
    came,
    transfer,
    /** Requests under way at one source, and bytes asked of all: now, and the most there ever were. */
    now,
    most,
    askedOf: (site: SiteId) => requests.filter(request => request.site === site),
    pull: () =>
      new Pull(
        peers as Peers,
        custody,
        { snapshot, sources: sites, copies: 0 },
        transfer,
        () => undefined,
        testPorts,
      ).run(new AbortController().signal),
    /** Nothing goes on after a pull is over. */
    assertOver() {
      assert.deepEqual([[...now.requests.values()].filter(Boolean), now.bytes], [[], 0])
    },
  }
}

const sorted = (cids: Iterable<Cid>) => [...cids].sort()

describe('a pull from several sources', () => {
  test('brings each chunk once, some from each', async () => {
    const { pull, requests, came, transfer, assertOver } = mesh([
      [near, willing],
      [far, willing],
    ])
    await pull()
    assert.deepEqual(sorted(came), sorted(tree.chunks.keys()))
    assert.deepEqual(sorted(requests.flatMap(({ cids }) => cids)), sorted(tree.chunks.keys()))
    assert.deepEqual(new Set(requests.map(({ site }) => site)), new Set([near, far]))
    assert.deepEqual([transfer.haveBytes, transfer.receivedBytes], Array(2).fill(tree.root.storedBytes))
    assertOver()
  })

  test('asks for nothing that is here', async () => {
    const here = [...tree.chunks.keys()].filter((cid, n) => !isLeaf(cid) || n % 3 === 0)
    const { pull, requests, came, transfer } = mesh(
      [
        [near, willing],
        [far, willing],
      ],
      here,
    )
    await pull()
    const missing = sorted([...tree.chunks.keys()].filter(cid => !here.includes(cid)))
    assert.deepEqual(sorted(requests.flatMap(({ cids }) => cids)), missing)
    assert.deepEqual(sorted(came), missing)
    assert.equal(transfer.haveBytes, tree.root.storedBytes)
  })

  test('brings a chunk that is in two places once', async () => {
    const memory = openChunkMemory()
    const root = plant(memory, { a: 'the same', b: 'the same', 'c/d': 'the same', e: 'another' })
    const { pull, came, requests, transfer } = mesh([[near, willing]], [], { root, chunks: memory.chunks })
    await pull()
    assert.deepEqual(sorted(came), sorted(memory.chunks.keys()))
    assert.equal(requests.flatMap(({ cids }) => cids).length, came.length)
    assert.equal(transfer.haveBytes, root.storedBytes)
  })

  test('leaves out a source that dies midway; another brings the rest', async () => {
    let left = 20
    let askedWhenDead: number | undefined
    const dying: Manner = async cid => {
      if (isLeaf(cid) && left-- <= 0) {
        askedWhenDead ??= askedOf(near).length
        throw new HoldfastError('PEER_UNREACHABLE', 'the line is cut')
      }
      return await turn(true)
    }
    const { pull, came, askedOf, assertOver } = mesh([
      [near, dying],
      [far, willing],
    ])
    await pull()
    assert.deepEqual(sorted(came), sorted(tree.chunks.keys()))
    assert.equal(askedOf(near).length, askedWhenDead)
    const asked = new Set(askedOf(far).flatMap(({ cids }) => cids))
    assert.ok(askedOf(near).some(({ cids }) => cids.some(cid => asked.has(cid))))
    assertOver()
  })

  test('leaves out a source that three times answers nothing', async () => {
    const { pull, came, askedOf } = mesh([
      [near, async () => false],
      [far, willing],
    ])
    await pull()
    assert.deepEqual(askedOf(near), Array(3).fill({ site: near, cids: [tree.root.cid] }))
    assert.deepEqual(sorted(came), sorted(tree.chunks.keys()))
  })

  test('keeps a source that answers nothing now and then', async () => {
    let asked = 0
    const { pull, came } = mesh([[near, async cid => (await turn(!isLeaf(cid))) || asked++ % 3 !== 0]])
    await pull()
    assert.deepEqual(sorted(came), sorted(tree.chunks.keys()))
  })

  test('ends when all sources are left out', async () => {
    const { pull, requests, assertOver } = mesh([
      [near, async () => false],
      [far, () => Promise.reject(new HoldfastError('PEER_UNREACHABLE', 'the line is cut'))],
    ])
    await assert.rejects(pull(), error => isError(error, 'NO_SOURCE'))
    assert.equal(requests.length, 4)
    assertOver()
  })

  test('ends with the error of a disk that is full, and lets go of every request', async () => {
    /** Sends no leaf, and ends only when it is told to. */
    const hanging: Manner = (cid, signal) =>
      isLeaf(cid)
        ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
        : willing(cid, signal)
    const { pull, custody, came, askedOf, assertOver } = mesh([
      [near, willing],
      [far, hanging],
    ])
    const { store } = custody
    custody.store = async batch => {
      if (came.length >= 10) throw new HoldfastError('DISK_FULL', 'no room')
      await store(batch)
    }
    await assert.rejects(pull(), error => isError(error, 'DISK_FULL'))
    assert.ok(askedOf(far).length > 0)
    assert.ok(came.length >= 10 && came.length < tree.chunks.size)
    assertOver()
  })
})

test('a pull is not over before the last chunk is durable, and fails when that does', async () => {
  const { pull, custody, came } = mesh([[near, willing]])
  const { store } = custody
  custody.store = async batch => {
    if (came.length + batch.length < tree.chunks.size) return await store(batch)
    // Every request is over by then.
    for (let turns = 0; turns < 20; turns++) await turn()
    throw new HoldfastError('DISK_FULL', 'no room')
  }
  await assert.rejects(pull(), error => isError(error, 'DISK_FULL'))
})

test('requests to one source overlap', async () => {
  const { pull, most } = mesh([[near, willing]])
  await pull()
  assert.ok(most.requests > 1, `${most.requests} under way`)
})

test('bytes in flight of many sources stay within what a pull may have, and use it', async () => {
  const IN_FLIGHT = 48 * MiB
  const large = plantTree(80 * MiB, MiB)
  const answer = Promise.withResolvers<boolean>()
  const sites = [1, 2, 3, 4, 5, 6].map(siteOf)
  const manner: Manner = cid => (large.chunks.get(cid)!.byteLength > MiB ? answer.promise : willing(cid, signal))
  const { signal } = new AbortController()
  const { pull, most, now, came } = mesh(
    sites.map(site => [site, manner]),
    [],
    large,
  )
  const pulled = pull()
  // It asks until it may not, since nothing is answered.
  for (let before = -1; before !== now.bytes || now.bytes < MiB; ) {
    before = now.bytes
    for (let turns = 0; turns < 20; turns++) await turn()
  }
  const held = most.bytes
  answer.resolve(true)
  await pulled
  // A request is a whole chunk larger at most than what was left of it.
  assert.ok(most.bytes <= IN_FLIGHT + sites.length * (MiB + KiB), `${most.bytes} bytes`)
  assert.ok(held >= IN_FLIGHT / 2, `${held} bytes`)
  assert.equal(came.length, large.chunks.size)
})
