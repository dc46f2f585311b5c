// One site at work: what it knows, what it holds and the workers that keep both true, wired over a store and a way to
// reach peers. The daemon gives it a disk and libp2p, the simulation a memory and a virtual network; the code is one.
import type { SelfEntry } from '../../protocol/catalog.ts'
import type { MeshId, ProjectId, SiteId, SnapshotId } from '../../protocol/ids.ts'
import type { Ports } from '../ports.ts'
import { type RunningWorker, startWorker } from '../worker.ts'
import { Follower } from './ahead/follower.ts'
import { Readings } from './ahead/readings.ts'
import { Assessor } from './assess.ts'
import type { Collector } from './collect/collect.ts'
import { Custody } from './custody/custody.ts'
import { grantWorker } from './granting.ts'
import { Healer } from './heal.ts'
import type { CustodySet } from './keeping/custody-set.ts'
import { openKeeping } from './keeping/open.ts'
import type { RetentionKeeper } from './keeping/retention.ts'
import { Trash } from './keeping/trash.ts'
import { type Known, openKnown } from './known.ts'
import { latePeers } from './late-peers.ts'
import { Mender } from './mend.ts'
import { Gossip, type Work } from './mesh/gossip.ts'
import type { Peers } from './peers.ts'
import { Prover } from './prove.ts'
import { Quotas } from './quota.ts'
import { recoveryWatch } from './recovery.ts'
import { Replicator } from './replicate.ts'
import { Scrubber } from './scrub.ts'
import { serve } from './serve.ts'
import type { SiteOptions } from './site-options.ts'
import { catalogWorker, nodeMender, selfWorker } from './upkeep.ts'

const FEATURES = ['pcm', 'zstd']

export interface Site extends Known, AsyncDisposable {
  readonly me: SiteId
  readonly mesh: MeshId
  readonly gossip: Gossip
  readonly assessor: Assessor
  readonly custody: Custody
  readonly trash: Trash
  readonly custodySet: CustodySet
  readonly collector: Collector
  readonly retention: RetentionKeeper
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
  const { custodyClock, locks, kept: keptRecords } = known
  // Last of all: a run that ends in order loses none of its time.
  const unsaved = (error: unknown) => ports.log.warn({ err: error }, 'the custody clock was not saved')
  scope.defer(() => custodyClock.persist().catch(unsaved))

  // What is held
  const verifiedSince = Number(Buffer.from(promises.state.get('verified-since') ?? []).toString() || 0)
  if (verifiedSince === 0) await setVerifiedSince(ports.clock.wall())
  const custody = new Custody(store, own, view, verifiedSince || ports.clock.wall(), ports)
  const snapshotOf = (project: ProjectId, id: SnapshotId) => projects.snapshot(project, id)
  const trash = new Trash({
    promises,
    custody,
    locks,
    clock: custodyClock,
    snapshot: snapshotOf,
    ...(options.surplus && { times: { surplus: options.surplus.trashMs } }),
  })
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
      work: () => ({
        intents: healer.intents(),
        progress: progress(),
        reading: readings.projects(),
        sick: options.sick?.(),
      }),
      suspect,
    },
    ports,
  )
  const assessor = new Assessor({ me, members, view, projects, liveness, gossip, sick: () => options.sick?.() }, ports)
  const quotaOf = (author: SiteId): number => members.get(author)?.quota ?? 0
  const quotas = new Quotas({ me, promises, quotaOf, suspects }, ports)
  const healer = new Healer(
    { me, projects, assessor, custody, gossip, members, view, quotas, trash, sick: () => options.sick?.() },
    ports,
  )
  const replicator: Replicator = new Replicator(
    {
      peers,
      custody,
      wanted: () => healer.wanted(),
      release: project => follower.release(project),
      quotas,
      spare: options.spare,
    },
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
      room: reader => Math.min(quotas.left(reader), options.spare?.() ?? Number.POSITIVE_INFINITY),
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

  const giveWay = options.giveWay ?? (async () => undefined)
  const keeping = openKeeping(
    {
      ...known,
      mesh,
      key,
      me,
      peers,
      store,
      assessor,
      custody,
      trash,
      prover,
      healer,
      replicator,
      mender,
      surplus: options.surplus,
      giveWay,
      signal,
    },
    ports,
  )
  const { custodySet, collector, retention, granter } = keeping

  // Who is reached
  const watch = recoveryWatch(promises, audit, ports)
  const serves = serve(
    {
      ...known,
      mesh,
      key,
      gossip,
      store,
      mender,
      readings,
      granter,
      watch,
      sick: () => options.sick?.(),
    },
    ports,
  )
  members.subscribe(() => {
    rings.take()
    projects.openNames()
    assessor.noteRevoked()
    own.wanted()
    projects
      .relearn()
      .then(() => keptRecords.relearn())
      .catch(error => ports.log.error({ err: error }, 'catalogs not read again'))
    nudge('anti-entropy', 'heal', 'grants')
  })
  own.wanted = () => nudge('catalog')
  gossip.nudge = () => nudge('anti-entropy')
  gossip.heardOfReading = () => nudge('ahead')
  readings.begun = () => nudge('beat')
  mender.nudge = () => nudge('mend')
  custody.damaged = (cid, why) => mender.report(cid, why)
  custody.lock = snapshot => locks.accept(snapshot.project, [snapshot.id])
  custody.lookAgain = () => mender.check()
  custody.lookSometime = () => mender.checkSometime()
  custody.lied = ({ id, author }, why) => {
    assessor.lies.add(id)
    suspect(author, 'snapshot', `snapshot ${id.slice(0, 8)}: ${why}`)
  }
  healer.found = () => nudge('replicate')
  keptRecords.subscribe(() => nudge('delete', 'heal', 'retention'))
  liveness.returned = () => nudge('heal', 'prove')
  suspects.nudge = () => nudge('suspects')

  const site: Site = {
    ...known,
    me,
    mesh,
    gossip,
    assessor,
    custody,
    trash,
    custodySet,
    collector,
    retention,
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
        ...keeping.workers,
      ]
  for (const worker of kept) {
    running.set(worker.name, scope.use(startWorker(worker, ports)))
  }
  await keeping.resume()
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
    const sick = options.sick?.()
    return { ...options.self(), features: FEATURES, software: options.software, ...(sick && { sick }) }
  }

  async function setVerifiedSince(wall: number): Promise<void> {
    await promises.setState('verified-since', Buffer.from(String(wall)))
  }
}
