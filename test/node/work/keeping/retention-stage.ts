// Sites that keep a project without a network: journals that survive, clocks that tests move, and catalogs carried from one
// to the other when the test says so.
import { MemoryMedium, openMemoryStore } from '../../../../node/store/memory-store.ts'
import { Custody } from '../../../../node/work/custody/custody.ts'
import { CustodyClock } from '../../../../node/work/keeping/custody-clock.ts'
import { Forgets } from '../../../../node/work/keeping/forgets.ts'
import { Locks } from '../../../../node/work/keeping/locks.ts'
import { Notices } from '../../../../node/work/keeping/notices.ts'
import { Pins } from '../../../../node/work/keeping/pins.ts'
import { Receipts } from '../../../../node/work/keeping/receipts.ts'
import { RetentionKeeper } from '../../../../node/work/keeping/retention.ts'
import { Trash } from '../../../../node/work/keeping/trash.ts'
import { KeptRecords } from '../../../../node/work/mesh/kept-records.ts'
import type { OwnCatalog } from '../../../../node/work/mesh/own-catalog.ts'
import { Projects } from '../../../../node/work/mesh/projects.ts'
import { Promises } from '../../../../node/work/mesh/promises.ts'
import { type Edit, View } from '../../../../node/work/mesh/view.ts'
import { type CatalogEntry, parseEntry } from '../../../../protocol/catalog.ts'
import { idOf, type ProjectId, type SnapshotId } from '../../../../protocol/ids.ts'
import type { SigningKey } from '../../../../protocol/keys.ts'
import { type Policy, STANDARD } from '../../../../protocol/policy.ts'
import { type ProjectFields, projectIdOf } from '../../../../protocol/project-entry.ts'
import { createRing } from '../../../../protocol/ring.ts'
import { type SnapshotFields, signSnapshot } from '../../../../protocol/snapshot.ts'
import { rootOf } from '../../../../protocol/tree-load.ts'
import * as owners from '../../../helpers/owners.ts'
import { virtualPorts } from '../../../helpers/virtual-ports.ts'
import { ProjectFolder } from '../../../simulation/project-folder.ts'
import { SeededRandom } from '../../../simulation/seeded-random.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const YEAR = 365 * DAY
/** How often a site looks while time passes. */
export const STEP = 4 * HOUR
export const never = new AbortController().signal

export const [BERLIN, POTSDAM, FRANKFURT] = owners.sites as [SigningKey, SigningKey, SigningKey]
export const nonce = Buffer.alloc(16, 4)
/** Made by berlin. */
export const PROJECT = projectIdOf(BERLIN.id, nonce)
const ring = createRing(idOf('RingId', Buffer.alloc(16, 7)), Buffer.alloc(32, 1), Buffer.alloc(32, 2))
const membership = owners.open([
  owners.genesis,
  ...owners.sites.slice(0, 3).map(site => owners.member(site, owners.anna!, { role: 'operator' })),
])
const INFO = {
  ...{ projectName: 'nova', path: Buffer.from('/nova'), user: 'ada', files: 1, directories: 1, plainBytes: 9 },
  ...{ skipped: 0, newBytes: 9, liveFiles: 0, rebuildableFiles: 0, rebuildableBytes: 0 },
}

export class KeepingMachine {
  readonly key: SigningKey
  readonly medium = new MemoryMedium()
  readonly ports = virtualPorts()
  readonly catalog = new Map<string, Edit>()
  seq = 0

  constructor(key: SigningKey) {
    this.key = key
  }

  /** A run of the site on what is on its medium. */
  async start() {
    const { key, medium, ports, catalog } = this
    medium.held = false
    const store = await openMemoryStore({ medium }, ports)
    const promises = await Promises.load(store.journal)
    const view = new View(() => 0)
    const own = {
      site: key.id,
      edit: async (edits: readonly Edit[]) => {
        for (const edit of edits) catalog.set(Buffer.from(edit.key).toString('hex'), edit)
        view.apply(key.id, edits)
      },
      settled: async () => undefined,
    } as unknown as OwnCatalog
    const memberOf = (site: typeof key.id) => membership.members.get(site)
    const clock = new CustodyClock(promises, ports)
    const locks = new Locks({ promises, clock })
    const custody = new Custody(store, own, view, 1, ports)
    custody.lock = snapshot => locks.accept(snapshot.project, [snapshot.id])
    const projects = new Projects(
      {
        ...{ mesh: owners.mesh, key, own, view, promises, memberOf },
        ...{
          rings: new Map([[ring.id, ring]]),
          isAbreast: () => true,
          everAllowed: () => true,
          suspect: () => undefined,
        },
      },
      ports,
    )
    const snapshot = (project: ProjectId, id: SnapshotId) => projects.snapshot(project, id)
    const trash = new Trash({ promises, custody, locks, clock, snapshot })
    const forged: string[] = []
    const kept = new KeptRecords({
      ...{ me: key.id, promises, own, clock, forged: (_, what) => forged.push(what), log: ports.log },
    })
    const receipts = new Receipts({ promises, clock })
    const notices = new Notices({ promises, clock })
    const pins = new Pins({ mesh: owners.mesh, key, kept, projects, memberOf }, ports)
    const forgets = new Forgets({ mesh: owners.mesh, key, kept, projects, memberOf, notices, pins }, ports)
    projects.received = snapshots => receipts.note(snapshots)
    const listed = [...catalog.values()].map(edit => parseEntry(edit.key, edit.value))
    view.apply(key.id, catalog.values())
    const promised = new Set(listed.flatMap(entry => (entry.kind === 'snapshot' ? [entry.snapshot] : [])))
    const again = projects.restore({
      entries: listed.filter(({ kind }) => kind !== 'snapshot'),
      promised,
      lastAudit: undefined,
    })
    for (const project of projects.taken()) receipts.restore(project, projects.snapshots(project))
    await projects.learn(again, key.id)
    await kept.restore(listed)
    let relearnt = 0
    const relearn = async () => {
      relearnt++
      await kept.relearn()
    }
    const retention = new RetentionKeeper(
      {
        ...{ me: key.id, promises, clock, projects, custody, locks, trash, receipts, notices, forgets, pins, relearn },
        isFrozen: () => false,
      },
      ports,
    )
    const worker = retention.worker()
    const look = async () => void (await worker.step(never))
    /** Lets custody time pass as a running site does, and the worker look every few hours. */
    const pass = async (ms: number): Promise<void> => {
      for (let left = ms; left > 0; left -= STEP) {
        await ports.pass(Math.min(STEP, left))
        await clock.worker().step(never)
        await look()
      }
    }
    const letGo = (id: SnapshotId) => projects.kept.letGo(projects.snapshot(PROJECT, id)!)
    const site = {
      ...{ key, ports, promises, clock, locks, custody, projects, trash, kept, receipts, notices, pins, forgets },
      ...{ retention, look, pass, letGo, forged, listed: () => [...catalog.values()], relearnt: () => relearnt },
      project: () => projects.get(PROJECT)!,
      holds: (id: SnapshotId) => custody.holds(PROJECT, id),
      held: () => custody.holding(PROJECT)?.snapshots.length ?? 0,
    }
    return site
  }

  /** A snapshot that is made and held here; `whole`: its chunks are stored, else it is held by word alone. */
  async take(site: KeepingSite, more: Partial<SnapshotFields> & { label?: string; whole?: boolean } = {}) {
    const { label = '', whole = false, ...fields } = more
    const seq = ++this.seq
    const folder = whole ? new ProjectFolder(ring, new SeededRandom(`${seq}`)).seal() : undefined
    const root = folder ? rootOf(folder.root) : { cid: idOf('Cid', Buffer.alloc(32, seq)), storedBytes: 9 }
    const last = site.projects.snapshots(PROJECT).findLast(({ author }) => author === this.key.id)
    const { signed } = signSnapshot(
      {
        ...{ project: PROJECT, root, incarnation: 1, seq, parents: last ? [last.id] : [], state: 'settled' },
        time: seq,
        ...fields,
      },
      { ...INFO, label },
      ring,
      owners.mesh,
      this.key,
    )
    const { snapshot } = await site.projects.publish(signed)
    if (folder) await site.custody.store([...folder.chunks].map(([cid, bytes]) => ({ cid, bytes })))
    await site.custody.hold(snapshot)
    return snapshot
  }
}

export type KeepingSite = Awaited<ReturnType<KeepingMachine['start']>>

/** Writes a revision of the project at a site. */
export async function revise(site: KeepingSite, change: Partial<ProjectFields> = {}): Promise<void> {
  const entry = site.projects.get(PROJECT)?.entry
  const words = { founder: BERLIN.id, nonce, ring: ring.id, policy: STANDARD, phase: 'active', time: 5 } as const
  const { authority, policy, phase } = { ...words, ...entry }
  const fields = { ...words, policy, phase, ...(authority ? { authority } : {}), ...change }
  await site.projects.write({ ...fields, rev: (entry?.rev ?? 0) + 1, prev: entry?.hash }, { name: 'nova', rules: [] })
}

export function keeping(retention: Partial<Policy['retention']>): { policy: Policy } {
  const none = { all: 0, daily: 0, weekly: 0, monthly: false }
  return { policy: { ...STANDARD, retention: { ...none, ...retention } } }
}

/** What one lists reaches another; of what both know now all is held there too. */
export async function carry(from: KeepingSite, to: KeepingSite): Promise<void> {
  const entries: CatalogEntry[] = from.listed().map(edit => parseEntry(edit.key, edit.value))
  await to.projects.learn(entries, from.key.id)
  await to.kept.learn(entries, from.key.id)
  for (const snapshot of to.projects.retained(PROJECT))
    if (to.trash.of(snapshot.id) === undefined) await to.custody.hold(snapshot)
}
