// Signs and brings heads and catalogs that can't be: heads in another's name, heads of long ago, two heads at one place,
// and under heads of its own, maps that are none.

import { keys } from '../../../protocol/catalog.ts'
import { encode } from '../../../protocol/codec.ts'
import { hash } from '../../../protocol/hash.ts'
import { type HeadRecord, headIdOf, parseHead, readHead, signHead } from '../../../protocol/head.ts'
import { bytesOf, idOf, type MeshId, type NodeHash, parseId, type SiteId } from '../../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../../protocol/keys.ts'
import { buildMap } from '../../../protocol/merkle-map.ts'
import { holdfast as pb } from '../../../protocol/messages.js'
import { encodeSigned, sign } from '../../../protocol/signed.ts'
import { rawNode } from '../../helpers/map-memory.ts'
import { runActor } from './actor.ts'
import { actorPorts, bytesOfHex, joinAs, mute, siteOfTarget } from './member.ts'
import type { LiarTask } from './site.ts'

export interface ForgerResult {
  /** Heads an honest site named as its newest, that were none. */
  readonly believed: number
}

const never = new AbortController().signal
const text = (words: string): Uint8Array => Buffer.from(words)

runActor<LiarTask, ForgerResult>(async ({ turned, targets }, stage) => {
  const mesh: MeshId = parseId('MeshId', turned.mesh)
  const key = signingKeyFromSeed(bytesOfHex(turned.seed))
  const [berlin, potsdam] = targets.map(siteOfTarget) as [SiteId, SiteId]
  let newest: pb.Signed | undefined
  const nodes = new Map<string, Uint8Array>()
  const edits = new Map<string, pb.CatalogEdit.$Properties[]>()
  const asked = new Map<string, number>()
  const network = await joinAs(turned, targets, {
    ...mute,
    heads: async () => ({ heads: newest ? [newest] : [] }),
    async catalog(_from, request) {
      const root = idOf('NodeHash', request.root)
      asked.set(root, (asked.get(root) ?? 0) + 1)
      const offered = edits.get(root)
      if (request.nodes.length === 0)
        return offered ? { editsComplete: true, edits: offered } : { editsComplete: false }
      return { nodes: request.nodes.map(wanted => nodes.get(idOf('NodeHash', wanted)) ?? new Uint8Array(0)) }
    },
  })
  const headsAt = async (site: SiteId, push: pb.Signed[] = []): Promise<Map<SiteId, pb.Signed>> => {
    const { heads } = await network.heads(site, { known: [], push }, never)
    return new Map((heads as pb.Signed[]).map(signed => [idOf('SiteId', signed.author), signed]))
  }
  const start = await headsAt(berlin)
  const own = readHead(start.get(key.id)!)
  const ofBerlin = start.get(berlin)!
  const berlinThen = parseHead(mesh, ofBerlin)
  let last: HeadRecord = own
  const next = (root: NodeHash, changes: Partial<HeadRecord> = {}): pb.Signed => {
    const signed = signHead(
      {
        ...last,
        incarnation: own.incarnation + 1,
        nonce: new Uint8Array(16).fill(7),
        seq: last.seq + 1,
        prev: last.id,
        root,
        time: Date.now(),
        entries: 1,
        ...changes,
      },
      key,
    )
    last = readHead(signed)
    return signed
  }

  // In another's name, in three ways; each is brought together with a good one.
  const body = encode(pb.Head, { ...bodyOf(berlinThen), seq: berlinThen.seq + 1, prev: bytesOf(berlinThen.id) })
  const forged = [
    sign('head', mesh, body, key),
    { body, author: bytesOf(berlin), signature: sign('head', mesh, body, key).signature } as pb.Signed,
    { body, author: bytesOf(berlin), signature: ofBerlin.signature } as pb.Signed,
  ]
  let believed = 0
  for (const signed of forged) await headsAt(potsdam, [signed])
  const ids = new Set(forged.map(({ body: bytes }) => headIdOf(bytes)))
  for (const site of [berlin, potsdam]) if (ids.has(headIdOf((await headsAt(site)).get(berlin)!.body))) believed++
  stage.say('named', 'another')

  // Of long ago: what was once the newest is brought again after a newer one was accepted.
  const first = next(own.root)
  const second = next(own.root)
  for (const site of [berlin, potsdam]) await headsAt(site, [first, second])
  for (const site of [berlin, potsdam]) for (const old of [start.get(key.id)!, first]) await headsAt(site, [old])
  for (const site of [berlin, potsdam])
    if (readHead((await headsAt(site)).get(key.id)!).seq < readHead(second).seq) believed++
  stage.say('named', 'long ago')

  // Two at one place, one to each.
  const kept = last
  const left = next(own.root)
  last = kept
  const right = next(own.root, { time: 1 })
  await headsAt(berlin, [left])
  await headsAt(potsdam, [right])
  for (const site of [berlin, potsdam]) await headsAt(site, [left, right])
  stage.say('forked')

  const shown = async (what: string, root: NodeHash): Promise<void> => {
    newest = next(root)
    for (const site of [berlin, potsdam]) await headsAt(site, [newest])
    for (let tries = 0; (asked.get(root) ?? 0) < 2 && tries < 100; tries++) await actorPorts.clock.wait(100, never)
    await actorPorts.clock.wait(300, never)
    stage.say('shown', { what, asked: asked.get(root) ?? 0 })
  }
  const put = ({ hash: id, bytes }: { hash: NodeHash; bytes: Uint8Array }): NodeHash => {
    nodes.set(id, bytes)
    return id
  }
  await shown(
    'unsorted',
    put(
      rawNode(0, [
        { key: text('b'), value: text('2') },
        { key: text('a'), value: text('1') },
      ]),
    ),
  )
  const leaf = rawNode(0, [{ key: text('a'), value: text('1') }])
  put(leaf)
  const huge = [1, 2].map(n => ({ key: text(`a${n}`), hash: leaf.hash, count: 4_000_000_000 }))
  await shown('oversized', put(rawNode(1, huge)))
  // A node can't hold its own hash; what comes nearest is one that is its own child under another level.
  const below = rawNode(1, [
    { key: text('a'), hash: leaf.hash, count: 1 },
    { key: text('b'), hash: leaf.hash, count: 1 },
  ])
  put(below)
  await shown(
    'cyclic',
    put(
      rawNode(1, [
        { key: text('a'), hash: below.hash, count: 1 },
        { key: text('b'), hash: below.hash, count: 1 },
      ]),
    ),
  )
  const absent = idOf('NodeHash', hash(text('nowhere')))
  await shown(
    'missing',
    put(
      rawNode(1, [
        { key: text('a'), hash: absent, count: 1 },
        { key: text('b'), hash: absent, count: 1 },
      ]),
    ),
  )
  const another = idOf('NodeHash', hash(text('another')))
  nodes.set(another, leaf.bytes)
  await shown('another root', another)
  const wrong = rawNode(0, [{ key: text('c'), value: text('3') }])
  edits.set(put(wrong), [{ key: text('zzz'), value: text('not it') }])
  await shown('edits that lead elsewhere', wrong.hash)
  const project = parseId('ProjectId', 'ab'.repeat(16))
  const misplaced = await buildMap([
    { key: keys.snapshot(project, parseId('SnapshotId', 'cd'.repeat(32))), value: encodeSigned(ofBerlin) },
  ])
  for (const [id, bytes] of misplaced.nodes) nodes.set(id, bytes)
  await shown('a record under a wrong key', misplaced.root)
  await stage.told()
  return { believed }
})

function bodyOf(head: HeadRecord): pb.Head.$Properties {
  return {
    mesh: bytesOf(head.mesh),
    author: bytesOf(head.author),
    incarnation: head.incarnation,
    incarnationNonce: head.nonce,
    root: bytesOf(head.root),
    membership: head.membership,
    time: head.time,
    entries: head.entries,
  }
}
