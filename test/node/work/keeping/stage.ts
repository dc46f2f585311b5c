// A site's keeping without a mesh: a store in memory, a journal that survives, a clock that tests move, and what a site
// knows of members and projects as the test says it.
import { MemoryMedium as Medium, type MemoryMedium, openMemoryStore } from '../../../../node/store/memory-store.ts'
import { Custody } from '../../../../node/work/custody/custody.ts'
import { CustodyClock } from '../../../../node/work/keeping/custody-clock.ts'
import { deleteWorker } from '../../../../node/work/keeping/delete-worker.ts'
import { Deletions } from '../../../../node/work/keeping/deletions.ts'
import { Locks } from '../../../../node/work/keeping/locks.ts'
import { resumeKeeping } from '../../../../node/work/keeping/resume.ts'
import { Trash } from '../../../../node/work/keeping/trash.ts'
import { KeptRecords } from '../../../../node/work/mesh/kept-records.ts'
import type { OwnCatalog } from '../../../../node/work/mesh/own-catalog.ts'
import { Promises } from '../../../../node/work/mesh/promises.ts'
import { Retained } from '../../../../node/work/mesh/retained.ts'
import { type Edit, View } from '../../../../node/work/mesh/view.ts'
import { parseEntry } from '../../../../protocol/catalog.ts'
import { type ProjectId, parseId, type SnapshotId } from '../../../../protocol/ids.ts'
import type { Membership } from '../../../../protocol/membership.ts'
import type { SnapshotRecord } from '../../../../protocol/snapshot.ts'
import { rootOf } from '../../../../protocol/tree-load.ts'
import { ring } from '../../../helpers/chunk-memory.ts'
import * as owners from '../../../helpers/owners.ts'
import { virtualPorts } from '../../../helpers/virtual-ports.ts'
import { ProjectFolder } from '../../../simulation/project-folder.ts'
import { SeededRandom } from '../../../simulation/seeded-random.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const YEAR = 365 * DAY
export const ME = owners.sites[0]!.id
export const PEER = owners.sites[1]!.id
export const PROJECT = parseId('ProjectId', '33'.repeat(16))
export const never = new AbortController().signal

const record = { author: ME, seq: 1, time: 1 } as unknown as SnapshotRecord

/** What outlives a run. */
export class Machine {
  readonly medium: MemoryMedium = new Medium()
  readonly ports = virtualPorts()
  readonly snapshots: SnapshotRecord[] = []
  readonly catalog = new Map<string, Edit>()
  membership: Membership = owners.open([
    owners.genesis,
    owners.member(owners.sites[0]!, owners.anna!, { role: 'operator' }),
    owners.member(owners.sites[1]!, owners.anna!, { role: 'writer' }),
  ])

  /** A run of the site's keeping on what is on the medium. */
  async start() {
    const { medium, ports, snapshots, catalog } = this
    medium.held = false
    const store = await openMemoryStore({ medium }, ports)
    const promises = await Promises.load(store.journal)
    const view = new View(() => 0)
    const hooks = { edited: (_edits: readonly Edit[]): void => undefined }
    view.apply(ME, catalog.values())
    const own = {
      site: ME,
      edit: async (edits: Parameters<OwnCatalog['edit']>[0]) => {
        hooks.edited(edits)
        for (const edit of edits) catalog.set(Buffer.from(edit.key).toString('hex'), edit)
        view.apply(ME, edits)
      },
      settled: async () => undefined,
    } as unknown as OwnCatalog
    const clock = new CustodyClock(promises, ports)
    const locks = new Locks({ promises, clock })
    const custody = new Custody(store, own, view, 1, ports)
    custody.lock = snapshot => locks.accept(snapshot.project, [snapshot.id])
    const snapshot = (project: ProjectId, id: SnapshotId) =>
      snapshots.find(one => one.project === project && one.id === id)
    const trash = new Trash({ promises, custody, locks, clock, snapshot })
    const forged: string[] = []
    const kept = new KeptRecords({
      me: ME,
      promises,
      own,
      clock,
      forged: (_, what) => forged.push(what),
      log: ports.log,
    })
    const retained = new Retained<SnapshotRecord>(project => snapshots.filter(one => one.project === project))
    const members = {
      machine: this,
      get current() {
        return this.machine.membership
      },
      get: (site: typeof ME) => this.membership.members.get(site),
      has: (site: typeof ME) => this.membership.has(site),
      sites: () => [...this.membership.members.keys()],
    }
    const changed = (project: ProjectId) => retained.changed(project)
    const deletions = new Deletions({ mesh: owners.mesh, me: ME, kept, members, view, clock, changed })
    retained.judges.push(({ id }) => (deletions.isOver(id) ? 'deleted' : undefined))
    const acts: string[] = []
    const audit = { record: async ({ act }: { act: string }) => void acts.push(act) }
    const isFrozen = () => this.membership.frozen
    const worker = deleteWorker({ deletions, trash, locks, custody, audit, isFrozen }, ports)
    await kept.restore([...catalog.values()].map(({ key, value }) => parseEntry(key, value)))
    await resumeKeeping({ custody, locks, trash })
    /** Lets custody time pass as a running site does, and the worker look every hour. */
    const pass = async (ms: number): Promise<void> => {
      for (let left = ms; left > 0; left -= HOUR) {
        await ports.pass(Math.min(HOUR, left))
        await clock.worker().step(never)
        await worker.step(never)
      }
    }
    return {
      store,
      promises,
      view,
      own,
      hooks,
      clock,
      locks,
      custody,
      trash,
      kept,
      deletions,
      retained,
      worker,
      acts,
      forged,
      pass,
    }
  }

  /** A snapshot whose chunks are in the store and which is held. */
  async take(site: Awaited<ReturnType<Machine['start']>>, name: string): Promise<SnapshotRecord> {
    const { root, chunks } = new ProjectFolder(ring, new SeededRandom(name)).seal()
    const id = parseId('SnapshotId', Buffer.alloc(32, name).toString('hex'))
    const snapshot = { ...record, id, project: PROJECT, root: rootOf(root) }
    this.snapshots.push(snapshot)
    site.retained.changed(PROJECT)
    await site.custody.store([...chunks].map(([cid, bytes]) => ({ cid, bytes })))
    await site.custody.hold(snapshot)
    return snapshot
  }
}
