// Puts together what a site needs to drop copies and to let others drop theirs (§ Drop): one standing, the granter, the
// dropper and the worker that sets it on.
import type { MeshId, ProjectId, SiteId } from '../../../protocol/ids.ts'
import type { SigningKey } from '../../../protocol/keys.ts'
import type { Ports } from '../../ports.ts'
import type { Worker } from '../../worker.ts'
import type { Assessor } from '../assess.ts'
import type { Custody } from '../custody/custody.ts'
import type { Trash } from '../keeping/trash.ts'
import type { Known } from '../known.ts'
import type { Peers } from '../peers.ts'
import type { Prover } from '../prove.ts'
import type { Replicator } from '../replicate.ts'
import { Drops, enoughFor, type SurplusTimes, stayersOf } from './drop.ts'
import { Dropper } from './dropper.ts'
import { Granter } from './granter.ts'
import { Standing } from './standing.ts'

interface Options extends Pick<Known, 'promises' | 'members' | 'locks' | 'projects' | 'custodyClock' | 'audit'> {
  readonly mesh: MeshId
  readonly key: SigningKey
  readonly peers: Peers
  readonly assessor: Assessor
  readonly custody: Custody
  readonly trash: Trash
  readonly prover: Pick<Prover, 'prove'>
  readonly replicator: Pick<Replicator, 'transfers'>
  readonly times: SurplusTimes
  readonly signal: AbortSignal
}

export interface Dropping {
  readonly granter: Granter
  readonly dropper: Dropper
  readonly worker: Worker
}

export function openDropping(options: Options, ports: Ports): Dropping {
  const { mesh, key, peers, promises, members, locks, projects, assessor, custody, trash, prover, signal } = options
  const me: SiteId = key.id
  const standing = new Standing({ promises, trash, clock: options.custodyClock }, ports)
  const granter = new Granter({ mesh, key, members, custody, locks, promises, standing }, ports)
  const connected = () => peers.connected()
  const seen = { me, assessor, projects, connected }
  const dropper = new Dropper(
    {
      me,
      mesh,
      peers,
      promises,
      trash,
      locks,
      standing,
      isEnough: enoughFor(seen),
      stayers: stayersOf(seen),
      challenge: (holder, project, snapshots, end) => prover.prove(holder, project, snapshots, end),
      done: (project, what) => {
        options.audit
          .record({ act: what === 'dropped' ? 'copy-drop' : 'copy-take-back', project })
          .catch(error => ports.log.error({ err: error }, 'a drop is not in the audit log'))
      },
      signal,
    },
    ports,
  )
  trash.mayFree.surplus = mark => dropper.mayFree(mark)
  const isFetching = (project: ProjectId) => options.replicator.transfers().some(one => one.project === project)
  const drops = new Drops({ ...seen, members, custody, standing, dropper, isFetching, times: options.times }, ports)
  return { granter, dropper, worker: drops.worker() }
}
