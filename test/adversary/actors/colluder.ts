// A member in force that works for a revoked site: an honest site but for what it brings beside, again and again and on
// every way there is: newer heads and beats that the revoked one has signed since, over a catalog with a new snapshot.
import { signBeat } from '../../../protocol/beat.ts'
import { encodeHolding, keys } from '../../../protocol/catalog.ts'
import { headIdOf, signHead } from '../../../protocol/head.ts'
import { type HeadId, idOf, parseId } from '../../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../../protocol/keys.ts'
import { buildMap } from '../../../protocol/merkle-map.ts'
import type { holdfast as pb } from '../../../protocol/messages.js'
import { encodeSigned } from '../../../protocol/signed.ts'
import { openSnapshotInfo, signSnapshot } from '../../../protocol/snapshot.ts'
import type { Turned } from '../harness.ts'
import { runActor } from './actor.ts'
import { actorPorts, bytesOfHex } from './member.ts'
import { known, type LiarTask, pause, siteAs } from './site.ts'

export interface ColluderTask extends LiarTask {
  readonly revoked: Turned
}
export interface ColluderResult {
  /** Times somebody asked for the revoked site's newer catalog. */
  readonly asked: number
  /** Heads of the revoked site that an honest one gave. */
  readonly believed: number
}

const EVERY_MS = 1_000
const never = new AbortController().signal

runActor<ColluderTask, ColluderResult>(async (task, stage) => {
  const former = signingKeyFromSeed(bytesOfHex(task.revoked.seed))
  let brought: { head: pb.Signed; beat: pb.Signed } | undefined
  let [asked, believed] = [0, 0]
  const { site, network, honest } = await siteAs(task, serves => ({
    async heads(from, request, signal) {
      const answer = await serves.heads(from, request, signal)
      if (brought === undefined) return answer
      const { heads = [], beats = [] } = answer
      return { heads: [...(heads ?? []), brought.head], beats: [...(beats ?? []), brought.beat] }
    },
    async catalog(from, request, signal) {
      if (idOf('SiteId', request.author) !== former.id) return serves.catalog(from, request, signal)
      asked++
      return { nodes: request.nodes.map(node => nodes.get(idOf('NodeHash', node)) ?? new Uint8Array(0)) }
    },
  }))
  const { mesh } = site
  const { project, snapshots } = known({ site, network, honest })!
  const ring = site.rings.get(project.entry.ring)
  if (ring === undefined) throw new Error('the colluder holds no ring')
  // What a member lists already is told by its catalog; this one stands in the revoked site's own alone.
  const model = snapshots.at(-1)!
  const fields = { ...model, incarnation: 1_000, seq: 1_000, parents: [], time: actorPorts.clock.wall() }
  const { id, signed } = signSnapshot(fields, openSnapshotInfo(ring, model), ring, mesh, former)
  const holding = { snapshots: [id], storedBytes: 1, scrubbedAt: fields.time, since: 1, voided: false, generation: 1 }
  const { root, nodes } = await buildMap([
    { key: keys.holding(project.id), value: encodeHolding(holding) },
    { key: keys.snapshot(project.id, id), value: encodeSigned(signed) },
  ])
  stage.say('signed', id)

  let prev: HeadId = parseId('HeadId', 'ab'.repeat(32))
  const membership = site.members.hash
  let over = false
  const told = stage.told().then(() => {
    over = true
  })
  for (let seq = 1_000_000; !over; seq++) {
    const place = { incarnation: 1_000, seq, time: actorPorts.clock.wall(), membership }
    const head = signHead(
      { ...place, mesh, author: former.id, nonce: new Uint8Array(16).fill(7), prev, root, entries: 2 },
      former,
    )
    prev = headIdOf(head.body)
    const idle = { intents: [], progress: [], reading: [] }
    const beat = signBeat({ ...place, ...idle, author: former.id, counter: seq }, mesh, former)
    brought = { head, beat }
    network.announce('head', head)
    network.announce('beat', beat)
    for (const target of honest) {
      // One that can't be asked just now is asked again a second later.
      const answer = await network.heads(target, { known: [], push: [head] }, never).catch(() => undefined)
      believed += (answer?.heads ?? []).filter(one => idOf('SiteId', one.author!) === former.id).length
    }
    stage.say('brought')
    await Promise.race([pause(EVERY_MS), told])
  }
  return { asked, believed }
})
