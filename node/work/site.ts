// One site at work: what it knows, what it holds and the workers that keep both true, wired over a store and a way to
// reach peers. The daemon gives it a disk and libp2p, the simulation a memory and a virtual network; the code is one.
import type { SelfEntry } from '../../protocol/catalog.ts'
import type { MeshId, NodeHash, SiteId } from '../../protocol/ids.ts'
import type { SealingKey, SigningKey } from '../../protocol/keys.ts'
import type { Ring } from '../../protocol/ring.ts'
import type { Ports } from '../ports.ts'
import { type RunningWorker, startWorker } from '../worker.ts'
import { Follower } from './ahead/follower.ts'
import { Readings } from './ahead/readings.ts'
import { Assessor } from './assess.ts'
import { type ChunkStore, Custody } from './custody/custody.ts'
import { grantWorker } from './granting.ts'
import { Healer } from './heal.ts'
import { type Known, type KnownStore, openKnown } from './known.ts'
import { latePeers } from './late-peers.ts'
import { Mender } from './mend.ts'
import { Gossip, type Work } from './mesh/gossip.ts'
import type { NodeCache } from './mesh/map-cache.ts'
import type { Peers, Serves } from './peers.ts'
import { Prover } from './prove.ts'
import { Quotas } from './quota.ts'
import { recoveryWatch } from './recovery.ts'
import { Replicator } from './replicate.ts'
import { Scrubber, type ScrubStore } from './scrub.ts'
import { serve } from './serve.ts'
import { catalogWorker, nodeMender, selfWorker } from './upkeep.ts'

export interface SiteStore extends ChunkStore, KnownStore, ScrubStore {
  quarantineNode(hash: NodeHash, why: string): Promise<void>
  cache(name: string): NodeCache
}

export interface SiteOptions {
  readonly mesh: MeshId
  readonly key: SigningKey
  readonly sealing: SealingKey
  /** Rings this site holds keys of beside those granted to it in the membership. */
  readonly rings: readonly Ring[]
  /** Makes rings durable beside the store; left out, those granted are taken from the membership at each start. */
  readonly keepRings?: (rings: readonly Ring[]) => Promise<void>
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

export interface Site extends Known, AsyncDisposable {
  readonly me: SiteId
  readonly mesh: MeshId
  readonly gossip: Gossip
  readonly assessor: Assessor
  readonly custody: Custody
  readonly readings: Readings
  readonly replicator: Replicator
  readonly quotas: Quotas
  readonly healer: Healer
  readonly mender: Mender
  readonly prover: Prover
  readonly scrubber: Scrubber
  readonly peers: Peers
  workers(): unknown[]
}

/** Reads what earlier runs promised, then connects and starts all workers. */
export async function startSite(options: SiteOptions, ports: Ports): Promise<Site> {
  await using scope = new AsyncDisposableStack()
  const { mesh, key, store } = options
  const me = key.id
  const peers = latePeers()
  const stopping = new AbortController()
  scope.defer(() => stopping.abort(new Error('the site stops')))
  const cache = store.cache('catalogs')
  const running = new Map<string, RunningWorker>()

  // What is known
  const signal = stopping.signal
  const learnt = (): void => nudge('heal', 'replicate', 'prove')
  const known = await openKnown({ ...options, peers, cache, features: FEATURES, learnt, signal }, ports)
  const { promises, members, rings, liveness, view, own, audit, suspects, projects, replicas, suspect } = known

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
      suspect,
    },
    ports,
  )
  const assessor = new Assessor({ me, members, view, projects, liveness, gossip }, ports)
  const quotaOf = (author: SiteId): number => members.get(author)?.quota ?? 0
  const quotas = new Quotas({ me, promises, quotaOf, suspects }, ports)
  const healer = new Healer({ me, projects, assessor, custody, gossip, members, view, quotas }, ports)
  const replicator: Replicator = new Replicator(
    { peers, custody, wanted: () => healer.wanted(), release: project => follower.release(project), quotas },
    ports,
  )
  const follower = new Follower(
    {
      peers,
      custody,
      wanted: () => gossip.heard.readers().filter(({ project, reader }) => healer.willHold(project, reader)),
      received: (bytes, reader) => {
        replicator.receivedBytes += bytes
        quotas.charge(reader, bytes)
      },
      room: reader => quotas.left(reader),
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
      tell: (author, sites, signal) => gossip.tell(author, sites, signal),
      suspect,
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
  const watch = recoveryWatch(promises, audit, ports)
  const serves = serve({ ...known, mesh, key, gossip, store, mender, readings, watch }, ports)
  members.subscribe(() => {
    rings.take()
    projects.openNames()
    assessor.noteRevoked()
    own.wanted()
    projects.relearn().catch(error => ports.log.error({ err: error }, 'catalogs not read again'))
    nudge('anti-entropy', 'heal', 'grants')
  })
  own.wanted = () => nudge('catalog')
  gossip.nudge = () => nudge('anti-entropy')
  gossip.heardOfReading = () => nudge('ahead')
  readings.begun = () => nudge('beat')
  mender.nudge = () => nudge('mend')
  custody.damaged = (cid, why) => mender.report(cid, why)
  custody.lookAgain = () => mender.check()
  custody.lookSometime = () => mender.checkSometime()
  custody.lied = ({ id, author }, why) => {
    assessor.lies.add(id)
    suspect(author, 'snapshot', `snapshot ${id.slice(0, 8)}: ${why}`)
  }
  healer.found = () => nudge('replicate')
  liveness.returned = () => nudge('heal', 'prove')
  suspects.nudge = () => nudge('suspects')

  const site: Site = {
    ...known,
    me,
    mesh,
    gossip,
    assessor,
    custody,
    readings,
    replicator,
    quotas,
    healer,
    mender,
    prover,
    scrubber,
    peers,
    workers: () => [...running.values()].map(worker => worker.status()),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
  peers.target = scope.use(await options.connect(serves, site))

  // What keeps it true. The recovery identity reads: it announces, holds, proves and places nothing.
  const kept = members.isRecovery(me)
    ? [gossip.askWorker()]
    : [
        catalogWorker(own, members, gossip, ports),
        gossip.beatWorker(),
        gossip.askWorker(),
        grantWorker({ mesh, key, members, rings, liveness }, ports),
        selfWorker(own, liveness, cache, selfEntry),
        healer.worker(),
        replicator.worker(),
        follower.worker(),
        prover.worker(),
        mender.worker(),
        scrubber.worker(),
        suspects.worker(),
      ]
  for (const worker of kept) {
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
}
