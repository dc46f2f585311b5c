// Puts together what decides what this site keeps no longer, and frees it: retention, deletions, copies too many, the custody
// set that holds all of them back, and the collector (§ Retention, § Deletion, § Drop, § Store).
import type { MeshId, SiteId } from '../../../protocol/ids.ts'
import type { SigningKey } from '../../../protocol/keys.ts'
import type { Ports } from '../../ports.ts'
import type { Worker } from '../../worker.ts'
import type { Assessor } from '../assess.ts'
import { Collector, type CollectStore } from '../collect/collect.ts'
import type { Custody } from '../custody/custody.ts'
import { SURPLUS_TIMES, type SurplusTimes } from '../drop/drop.ts'
import type { Granter } from '../drop/granter.ts'
import { openDropping } from '../drop/open.ts'
import type { Healer } from '../heal.ts'
import type { Known } from '../known.ts'
import type { Mender } from '../mend.ts'
import type { NodeCache } from '../mesh/map-cache.ts'
import type { Peers } from '../peers.ts'
import type { Prover } from '../prove.ts'
import type { Replicator } from '../replicate.ts'
import { nodeMender } from '../upkeep.ts'
import { CustodySet } from './custody-set.ts'
import { deleteWorker } from './delete-worker.ts'
import { resumeKeeping } from './resume.ts'
import { RetentionKeeper } from './retention.ts'
import type { Trash } from './trash.ts'

interface Options extends Known {
  readonly mesh: MeshId
  readonly key: SigningKey
  readonly me: SiteId
  readonly peers: Peers
  readonly store: CollectStore & { cache(name: string): NodeCache } & Parameters<typeof nodeMender>[2]
  readonly assessor: Assessor
  readonly custody: Custody
  readonly trash: Trash
  readonly prover: Prover
  readonly healer: Healer
  readonly replicator: Replicator
  readonly mender: Mender
  /** How long a copy too many stands, and its bytes after it was dropped. */
  readonly surplus: SurplusTimes | undefined
  readonly giveWay: (signal: AbortSignal) => Promise<void>
  /** Aborts when the site stops. */
  readonly signal: AbortSignal
}

export interface Keeping {
  readonly custodySet: CustodySet
  readonly collector: Collector
  readonly retention: RetentionKeeper
  /** Gives the leases that others drop their copies under. */
  readonly granter: Granter
  readonly workers: readonly Worker[]
  /** Ends what an earlier run began. */
  resume(): Promise<void>
}

export function openKeeping(options: Options, ports: Ports): Keeping {
  const { me, promises, members, locks, custodyClock, projects, own, audit, kept, deletions } = options
  const { store, peers, custody, trash, healer, replicator, mender } = options
  const times = { ...SURPLUS_TIMES, ...options.surplus }
  const dropping = openDropping({ ...options, times }, ports)
  const custodySet = new CustodySet({
    me,
    promises,
    custody,
    locks,
    trash,
    projects,
    wanted: () => healer.wanted(),
    transfers: () => replicator.transfers(),
  })
  const collector = new Collector(
    {
      store,
      cache: store.cache('collect'),
      custodySet,
      trash,
      snapshot: (project, id) => projects.snapshot(project, id),
      promises,
      custodyClock,
      ownRoots: () => own.roots(),
      loadNode: own.load,
      mender,
      mendNode: nodeMender(own, peers, store, ports),
      audit,
      giveWay: options.giveWay,
    },
    ports,
  )
  const isFrozen = () => members.current.frozen
  const relearn = () => kept.relearn()
  const retention = new RetentionKeeper({ ...options, clock: custodyClock, relearn, isFrozen }, ports)
  return {
    custodySet,
    collector,
    retention,
    granter: dropping.granter,
    workers: [
      custodyClock.worker(),
      retention.worker(),
      dropping.worker,
      collector.worker(),
      deleteWorker({ deletions, trash, locks, custody, audit, isFrozen }, ports),
    ],
    async resume() {
      await resumeKeeping({ custody, locks, trash })
      await dropping.dropper.restore()
    },
  }
}
