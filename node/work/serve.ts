// What this site answers other members: membership, heads, map nodes, chunks, challenges. Serving changes nothing but
// what the peer was entitled to tell (§ Wire).
import { HoldfastError, isError } from '../../protocol/errors.ts'
import { type Cid, idOf, type MeshId, type NodeHash, type ProjectId, type SiteId } from '../../protocol/ids.ts'
import type { SigningKey } from '../../protocol/keys.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { EMPTY_ROOT } from '../../protocol/merkle-map.ts'
import { editsBetween } from '../../protocol/merkle-map-diff.ts'
import type { holdfast as pb } from '../../protocol/messages.js'
import type { Offence } from '../../protocol/offence.ts'
import { parseChallenge } from '../../protocol/proof.ts'
import type { Ports } from '../ports.ts'
import type { Readings } from './ahead/readings.ts'
import { Answerer } from './answer.ts'
import { Claims } from './claims.ts'
import type { ChunkStore } from './custody/custody.ts'
import type { Granter } from './drop/granter.ts'
import type { Mender } from './mend.ts'
import type { Gossip } from './mesh/gossip.ts'
import type { Liveness } from './mesh/liveness.ts'
import type { Members } from './mesh/members.ts'
import type { OwnCatalog } from './mesh/own-catalog.ts'
import type { Projects } from './mesh/projects.ts'
import type { Replicas } from './mesh/replicas.ts'
import type { View } from './mesh/view.ts'
import type { Serves } from './peers.ts'
import { rangeReader } from './read-range.ts'

interface Options {
  readonly mesh: MeshId
  readonly key: SigningKey
  readonly members: Members
  readonly gossip: Gossip
  readonly liveness: Liveness
  readonly own: OwnCatalog
  readonly replicas: Replicas
  readonly store: ChunkStore
  readonly mender: Mender
  readonly readings: Readings
  readonly granter: Granter
  /** Told when the recovery identity connects. */
  readonly watch: (site: SiteId) => void
  readonly view: View
  readonly projects: Projects
  readonly suspect: (site: SiteId, offence: Offence, what: string) => void
  /** The disk that failed under the store. */
  readonly sick?: () => string | undefined
}

export function serve(options: Options, ports: Ports): Serves {
  const { mesh, key, members, gossip, liveness, own, replicas, store, mender, readings, granter, watch } = options
  const { view, projects, suspect, sick } = options
  const load = (cid: Cid): Promise<Uint8Array> => store.loadChunk(cid)
  const isReading = (project: ProjectId): boolean => readings.isReading(project)
  const isForked = (site: SiteId): boolean => replicas.isForked(site)
  const follow: Gossip['follow'] = (site, signal) => gossip.follow(site, signal)
  const isCurrent = (site: SiteId): boolean => replicas.isCurrent(site)
  const claims = new Claims({ view, projects, load, isReading, follow, isCurrent, isForked, suspect }, ports)
  const read = rangeReader(store, async (cid, error) => {
    if (error.code === 'CHUNK_CORRUPT') await mender.report(cid, error.message)
    else mender.check()
  })
  const answerer = new Answerer({ mesh, key, view, projects, load, read, suspect, sick }, ports)

  function loaderOf(author: SiteId): (hash: NodeHash) => Promise<Uint8Array> {
    return author === own.site ? own.load : hash => replicas.loadNode(hash)
  }

  async function edits(
    load: (hash: NodeHash) => Promise<Uint8Array>,
    have: NodeHash,
    want: NodeHash,
  ): Promise<pb.CatalogResponse.$Properties> {
    const found = await editsBetween(have, want, load)
    if (found === undefined) return { editsComplete: false }
    return {
      editsComplete: true,
      edits: found.map(({ key: entry, value }) =>
        value === undefined ? { key: entry, removed: true } : { key: entry, value },
      ),
    }
  }

  async function nodes(
    load: (hash: NodeHash) => Promise<Uint8Array>,
    wanted: readonly Uint8Array[],
  ): Promise<pb.CatalogResponse.$Properties> {
    const found: Uint8Array[] = []
    let bytes = 0
    for (const hash of wanted) {
      const node = await load(idOf('NodeHash', hash))
      bytes += node.byteLength
      // What does not fit in this answer is asked for again.
      if (found.length > 0 && bytes > LIMITS.catalogFrame - LIMITS.controlFrame) break
      found.push(node)
    }
    return { nodes: found }
  }

  return {
    async hello(from, request) {
      liveness.heard(from)
      return members.hello(from, request)
    },
    heads: (from, request) => gossip.heads(from, request),
    async catalog(from, request) {
      liveness.heard(from)
      const load = loaderOf(idOf('SiteId', request.author))
      if (request.nodes.length > 0) return nodes(load, request.nodes)
      const have = request.haveRoot.byteLength === 0 ? EMPTY_ROOT : idOf('NodeHash', request.haveRoot)
      return edits(load, have, idOf('NodeHash', request.root))
    },
    async ahead(from, request, signal) {
      liveness.heard(from)
      return readings.answer(request, signal)
    },
    lease(from, request) {
      liveness.heard(from)
      return granter.answer(from, request)
    },
    async prove(from, signed) {
      liveness.heard(from)
      if (!members.has(from)) throw new HoldfastError('NOT_ALLOWED', 'members alone prove each other')
      const challenge = parseChallenge(mesh, signed)
      if (challenge.challenger !== from)
        throw new HoldfastError('NOT_ALLOWED', 'a challenge is handed over by the site that signed it')
      return answerer.answer(from, challenge)
    },
    async *chunks(from, wanted, signal) {
      liveness.heard(from)
      const refused = await claims.refused(from, wanted, signal)
      for (let at = 0; at < wanted.cids.length; ) {
        signal.throwIfAborted()
        if (refused.has(wanted.cids[at]!)) {
          yield { cid: wanted.cids[at++]!, bytes: undefined }
          continue
        }
        const next = wanted.cids.findIndex((cid, index) => index > at && refused.has(cid))
        const loaded = await store.loadChunks(wanted.cids.slice(at, next === -1 ? undefined : next))
        for (const found of loaded) {
          const cid = wanted.cids[at++]!
          if (isError(found, 'CHUNK_CORRUPT')) await mender.report(cid, found.message)
          yield { cid, bytes: isError(found) ? undefined : found }
        }
      }
    },
    announced: (from, topic, message) => gossip.announced(from, topic, message),
    connected(site) {
      if (members.isRecovery(site)) return watch(site)
      liveness.heard(site)
      gossip.ask(site)
    },
    disconnected(site) {
      liveness.lost(site)
      ports.log.info({ site: members.nameOf(site) }, 'a site disconnected')
    },
  }
}
