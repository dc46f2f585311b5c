// What a site knows: what earlier runs promised, who belongs to the mesh, the keys it holds, what all catalogs say of whom, and
// the audit logs (§ Catalog, § Membership, § Audit). Read before anything is connected; what follows from it is site.ts's.
import type { HeadRecord } from '../../protocol/head.ts'
import type { MeshId, ProjectId, RingId, SiteId } from '../../protocol/ids.ts'
import type { SealingKey, SigningKey } from '../../protocol/keys.ts'
import type { Offence } from '../../protocol/offence.ts'
import type { Ring } from '../../protocol/ring.ts'
import type { Ports } from '../ports.ts'
import { foundedBy } from './accusations.ts'
import { AuditLog } from './audit/audit.ts'
import { takeBackLog } from './audit/take-back.ts'
import { AuditWatch } from './audit/watch.ts'
import { CustodyClock } from './keeping/custody-clock.ts'
import { Deletions } from './keeping/deletions.ts'
import { Forgets } from './keeping/forgets.ts'
import { Locks } from './keeping/locks.ts'
import { Notices } from './keeping/notices.ts'
import { Pins } from './keeping/pins.ts'
import { Receipts } from './keeping/receipts.ts'
import { Keyring } from './keyring.ts'
import { everAllowed } from './mesh/ever-allowed.ts'
import { KeptRecords } from './mesh/kept-records.ts'
import { Liveness } from './mesh/liveness.ts'
import type { NodeCache } from './mesh/map-cache.ts'
import { Members } from './mesh/members.ts'
import { type NodeStore, OwnCatalog } from './mesh/own-catalog.ts'
import { Projects } from './mesh/projects.ts'
import { type PromiseJournal, Promises } from './mesh/promises.ts'
import { Replicas } from './mesh/replicas.ts'
import { View } from './mesh/view.ts'
import type { Peers } from './peers.ts'
import { Suspects } from './suspects.ts'

export interface KnownStore extends NodeStore {
  readonly journal: PromiseJournal
}

interface Options {
  readonly mesh: MeshId
  readonly key: SigningKey
  readonly sealing: SealingKey
  /** Rings this site holds keys of beside those granted to it in the membership. */
  readonly rings: readonly Ring[]
  /** Makes rings durable beside the store; left out, those granted are taken from the membership at each start. */
  readonly keepRings?: (rings: readonly Ring[]) => Promise<void>
  readonly store: KnownStore
  readonly cache: NodeCache
  readonly peers: Peers
  readonly software: string
  readonly features: readonly string[]
  /** Something new was learnt of projects, snapshots or copies. */
  readonly learnt: () => void
  /** Aborts when the site stops. */
  readonly signal: AbortSignal
}

export interface Known {
  readonly promises: Promises
  /** What retention, locks and waiting times run on. */
  readonly custodyClock: CustodyClock
  readonly locks: Locks
  readonly kept: KeptRecords
  readonly receipts: Receipts
  readonly notices: Notices
  readonly pins: Pins
  readonly forgets: Forgets
  readonly deletions: Deletions
  readonly members: Members
  readonly rings: Keyring
  readonly liveness: Liveness
  readonly view: View
  readonly own: OwnCatalog
  readonly audit: AuditLog
  readonly auditWatch: AuditWatch
  readonly suspects: Suspects
  readonly projects: Projects
  readonly replicas: Replicas
  readonly suspect: (site: SiteId, offence: Offence, what: string) => void
}

/** Reads what earlier runs promised and followed. */
export async function openKnown(options: Options, ports: Ports): Promise<Known> {
  const { mesh, key, store, cache, peers } = options
  const me = key.id
  const promises = await Promises.load(store.journal)
  const custodyClock = new CustodyClock(promises, ports)
  const locks = new Locks({ promises, clock: custodyClock })
  const members = new Members({ mesh, peers, promises, software: options.software, features: options.features }, ports)
  const keep = options.keepRings ?? (async () => undefined)
  const rings = new Keyring({ mesh, key, sealing: options.sealing, members, kept: options.rings, keep }, ports)
  rings.take()
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
  const ringOf = (project: ProjectId): RingId | undefined => projects.get(project)?.entry.ring
  const audit = new AuditLog({ mesh, key, promises, own, rings, ringOf }, ports)
  const suspects = new Suspects({ me, promises, audit }, ports)
  const suspect = (who: SiteId, offence: Offence, what: string): void => suspects.report(who, offence, what)
  view.isFounded = foundedBy({ mesh, me, suspect }, ports.log)
  const auditWatch = new AuditWatch({ mesh, promises, suspects }, ports)
  const projects = new Projects(
    {
      mesh,
      key,
      own,
      view,
      promises,
      rings,
      memberOf: site => members.get(site),
      isAbreast: site =>
        Buffer.compare(replicas.head(site)?.record.membership ?? new Uint8Array(0), members.hash) === 0,
      everAllowed: (site, may) => everAllowed(members.current, site, may),
      suspect: (site, offence, what) => suspects.report(site, offence, what),
      forged: (site, what) => suspects.report(site, 'snapshot', what),
    },
    ports,
  )
  const kept = new KeptRecords({
    me,
    promises,
    own,
    clock: custodyClock,
    forged: (site, what) => suspects.report(site, 'catalog', what),
    log: ports.log,
  })
  const changed = (project: ProjectId): void => projects.kept.changed(project)
  const deletions = new Deletions({ mesh, me, kept, members, view, clock: custodyClock, changed })
  projects.kept.judges.push(({ id }) => (deletions.isOver(id) ? 'deleted' : undefined))
  const receipts = new Receipts({ promises, clock: custodyClock })
  const notices = new Notices({ promises, clock: custodyClock })
  const memberOf = (site: SiteId) => members.get(site)
  const pins = new Pins({ mesh, key, kept, projects, memberOf }, ports)
  const forgets = new Forgets({ mesh, key, kept, projects, memberOf, notices, pins }, ports)
  projects.received = snapshots => receipts.note(snapshots)
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
      stepped: (author, step) => auditWatch.follow(author, step),
      suspect,
      learnt: async (author, entries) => {
        await projects.learn(entries, author)
        await kept.learn(entries, author)
        options.learnt()
      },
    },
    ports,
  )
  audit.restore(listed.lastAudit)
  const again = projects.restore(listed)
  for (const project of projects.taken()) receipts.restore(project, projects.snapshots(project))
  await projects.learn(again, me)
  await kept.restore(listed.entries)
  await replicas.restore()
  for await (const [site, wall] of cache.entries('seen/'))
    liveness.restore(site.slice('seen/'.length) as SiteId, Number(Buffer.from(wall).toString()))
  members.refused = (from, why) => suspect(from, 'message', `a membership statement that can not stand: ${why}`)
  return {
    promises,
    custodyClock,
    locks,
    kept,
    receipts,
    notices,
    pins,
    forgets,
    deletions,
    members,
    rings,
    liveness,
    view,
    own,
    audit,
    auditWatch,
    suspects,
    projects,
    replicas,
    suspect,
  }

  // Our own catalog has gone further than this disk remembers: the machine was set back.
  async function takeOverOwn(head: HeadRecord, from: SiteId): Promise<void> {
    if (head.seq < (own.head?.seq ?? 0) && head.incarnation < own.incarnation) return
    ports.log.warn(
      { seq: head.seq, from: members.nameOf(from) },
      'a peer knows a catalog of this site that this disk does not: going on after it under a new incarnation',
    )
    await takeBackLog({ mesh, me, peers, audit, log: ports.log }, head, from, options.signal)
    own.adopt(head)
  }
}
