// One site at work: what it knows, what it holds and the workers that keep both true, wired over a store and a way to
// reach peers. The daemon gives it a disk and libp2p, the simulation a memory and a virtual network; the code is one.
import type { SelfEntry } from '../../protocol/catalog.ts'
import type { HeadRecord } from '../../protocol/head.ts'
import type { MeshId, NodeHash, RingId, SiteId } from '../../protocol/ids.ts'
import type { SealingKey, SigningKey } from '../../protocol/keys.ts'
import type { Ring } from '../../protocol/ring.ts'
import type { Ports } from '../ports.ts'
import { type RunningWorker, startWorker } from '../worker.ts'
import { Follower } from './ahead/follower.ts'
import { Readings } from './ahead/readings.ts'
import { Assessor } from './assess.ts'
import { type ChunkStore, Custody } from './custody/custody.ts'
import { takeGrants } from './grants.ts'
import { Healer } from './heal.ts'
import { latePeers } from './late-peers.ts'
import { Mender } from './mend.ts'
import { Gossip, type Work } from './mesh/gossip.ts'
import { Liveness } from './mesh/liveness.ts'
import type { NodeCache } from './mesh/map-cache.ts'
import { Members } from './mesh/members.ts'
import { type NodeStore, OwnCatalog } from './mesh/own-catalog.ts'
import { Projects } from './mesh/projects.ts'
import { type PromiseJournal, Promises } from './mesh/promises.ts'
import { Replicas } from './mesh/replicas.ts'
import { View } from './mesh/view.ts'
import type { Peers, Serves } from './peers.ts'
import { Prover } from './prove.ts'
import { Replicator } from './replicate.ts'
import { Scrubber, type ScrubStore } from './scrub.ts'
import { serve } from './serve.ts'
import { catalogWorker, nodeMender, selfWorker } from './upkeep.ts'

export interface SiteStore extends ChunkStore, NodeStore, ScrubStore {
  quarantineNode(hash: NodeHash, why: string): Promise<void>
  readonly journal: PromiseJournal
  cache(name: string): NodeCache
}

export interface SiteOptions {
  readonly mesh: MeshId
  readonly key: SigningKey
  readonly sealing: SealingKey
  /** Rings this site holds keys of beside those granted to it in the membership. */
  readonly rings: readonly Ring[]
  readonly store: SiteStore
  readonly software: string
  /** What the self entry says, asked whenever it may have changed. */
  readonly self: () => SelfEntry
  /** Awaited by what can wait, such as scrub: resolves when nothing on this machine needs the disk more. */
  readonly giveWay?: (signal: AbortSignal) => Promise<void>
  /** Called once with what the site answers; gives the way to its peers. */
  readonly connect: (serves: Serves, site: Site) => Promise<Peers & AsyncDisposable>
}

const FEATURES = ['pcm', 'zstd']

export interface Site extends AsyncDisposable {
  readonly me: SiteId
  readonly mesh: MeshId
  readonly promises: Promises
  readonly members: Members
  readonly view: View
  readonly own: OwnCatalog
  readonly replicas: Replicas
  readonly liveness: Liveness
  readonly gossip: Gossip
  readonly projects: Projects
  readonly assessor: Assessor
  readonly custody: Custody
  readonly readings: Readings
  readonly replicator: Replicator
  readonly healer: Healer
  readonly mender: Mender
  readonly prover: Prover
  readonly scrubber: Scrubber
  readonly rings: ReadonlyMap<RingId, Ring>
  readonly peers: Peers
  workers(): unknown[]
}

/** Reads what earlier runs promised, then connects and starts all workers. */
export async function startSite(options: SiteOptions, ports: Ports): Promise<Site> {
  await using scope = new AsyncDisposableStack()
  const { mesh, key, store } = options
  const me = key.id
  const peers = latePeers()
  const cache = store.cache('catalogs')
  const running = new Map<string, RunningWorker>()

  // What is known
  const promises = await Promises.load(store.journal)
  const members = new Members({ mesh, peers, promises, software: options.software, features: FEATURES }, ports)
  const rings = new Map(options.rings.map(ring => [ring.id, ring]))
  const grants = { me, members, sealing: options.sealing, log: ports.log }
  takeGrants(rings, grants)
  const liveness = new Liveness(ports.clock)
  const view = new View(() => ports.clock.monotonic())
  const own = new OwnCatalog(
    {
      mesh,
      key,
      store,
      promises,
      view,
      membershipHash: () => members.hash,
      announce: head => peers.announce('head', head),
    },
    ports,
  )
  const listed = await own.restore()
  const projects = new Projects(
    { mesh, own, view, promises, rings, isMember: site => members.get(site) !== undefined },
    ports,
  )
  const replicas = new Replicas(
    {
      mesh,
      me,
      peers,
      promises,
      view,
      cache,
      own,
      isMember: site => members.has(site),
      ownNewer: takeOverOwn,
      learnt: async (_author, entries) => {
        await projects.learn(entries)
        nudge('heal', 'replicate', 'prove')
      },
    },
    ports,
  )
  await projects.learn(projects.restore(listed))
  await replicas.restore()
  for await (const [site, wall] of cache.entries('seen/'))
    liveness.restore(site.slice('seen/'.length) as SiteId, Number(Buffer.from(wall).toString()))

  // What is held
  const verifiedSince = Number(Buffer.from(promises.state.get('verified-since') ?? []).toString() || 0)
  if (verifiedSince === 0) await setVerifiedSince(ports.clock.wall())
  const custody = new Custody(store, own, view, verifiedSince || ports.clock.wall(), ports)
  const readings = new Readings(ports)
  const gossip: Gossip = new Gossip(
    {
      mesh,
      key,
      peers,
      members,
      replicas,
      own,
      liveness,
      work: () => ({ intents: healer.intents(), progress: progress(), reading: readings.projects() }),
    },
    ports,
  )
  const assessor = new Assessor({ me, members, view, projects, liveness, gossip }, ports)
  const healer = new Healer({ me, projects, assessor, custody, gossip, members, view }, ports)
  const replicator: Replicator = new Replicator(
    { peers, custody, wanted: () => healer.wanted(), release: project => follower.release(project) },
    ports,
  )
  const follower = new Follower(
    {
      peers,
      custody,
      wanted: () => gossip.readers().filter(({ project, reader }) => healer.willHold(project, reader)),
      received: bytes => (replicator.receivedBytes += bytes),
    },
    ports,
  )
  const mender = new Mender({ store, custody, projects, members, peers, replicator }, ports)
  const prover = new Prover(
    {
      mesh,
      key,
      peers,
      members,
      projects,
      view,
      own,
      assessor,
      custody,
      store,
      isUp: site => liveness.isUp(site),
      damaged: (cid, why) => mender.report(cid, why),
    },
    ports,
  )
  const scrubber = new Scrubber(
    {
      store,
      custody,
      mender,
      mendNode: nodeMender(own, peers, store, ports),
      lastPass: () => custody.verifiedSince,
      passed: setVerifiedSince,
      giveWay: options.giveWay ?? (async () => undefined),
    },
    ports,
  )

  // Who is reached
  const serves = serve({ mesh, key, members, gossip, liveness, own, replicas, store, mender, readings }, ports)
  members.subscribe(() => {
    takeGrants(rings, grants)
    projects.openNames()
    own.wanted()
    projects.relearn().catch(error => ports.log.error({ err: error }, 'catalogs not read again'))
    nudge('anti-entropy', 'heal')
  })
  own.wanted = () => nudge('catalog')
  gossip.nudge = () => nudge('anti-entropy')
  gossip.heardOfReading = () => nudge('ahead')
  readings.begun = () => nudge('beat')
  mender.nudge = () => nudge('mend')
  custody.damaged = (cid, why) => mender.report(cid, why)
  healer.found = () => nudge('replicate')
  liveness.returned = () => nudge('heal', 'prove')

  const site: Site = {
    me,
    mesh,
    promises,
    members,
    view,
    own,
    replicas,
    liveness,
    gossip,
    projects,
    assessor,
    custody,
    readings,
    replicator,
    healer,
    mender,
    prover,
    scrubber,
    rings,
    peers,
    workers: () => [...running.values()].map(worker => worker.status()),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
  peers.target = scope.use(await options.connect(serves, site))

  // What keeps it true
  for (const worker of [
    catalogWorker(own, members, gossip, ports),
    gossip.beatWorker(),
    gossip.askWorker(),
    selfWorker(own, liveness, cache, selfEntry),
    healer.worker(),
    replicator.worker(),
    follower.worker(),
    prover.worker(),
    mender.worker(),
    scrubber.worker(),
  ]) {
    running.set(worker.name, scope.use(startWorker(worker, ports)))
  }
  const isVoided = custody.projects().some(project => custody.holding(project)?.voided)
  if (isVoided || store.stats().quarantined > 0) mender.check()
  const stack = scope.move()
  return site

  function nudge(...names: string[]): void {
    for (const name of names) running.get(name)?.nudge()
  }

  function progress(): Work['progress'] {
    return replicator.transfers().map(transfer => ({
      project: transfer.project,
      haveBytes: transfer.haveBytes,
      needBytes: transfer.needBytes,
      rate: Math.round(replicator.rate(transfer)?.bytesPerSecond ?? 0),
    }))
  }

  function selfEntry(): SelfEntry {
    return { ...options.self(), features: FEATURES, software: options.software }
  }

  async function setVerifiedSince(wall: number): Promise<void> {
    await promises.setState('verified-since', Buffer.from(String(wall)))
  }

  // Our own catalog has gone further than this disk remembers: the machine was set back.
  function takeOverOwn(head: HeadRecord, from: SiteId): void {
    if (head.seq < (own.head?.seq ?? 0) && head.incarnation < own.incarnation) return
    ports.log.warn(
      { seq: head.seq, from: members.nameOf(from) },
      'a peer knows a catalog of this site that this disk does not: going on after it under a new incarnation',
    )
    own.adopt(head)
  }
}
