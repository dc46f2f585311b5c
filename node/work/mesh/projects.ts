// The projects and snapshots the mesh knows: of each project the highest revision wins; every snapshot record whose author
// may sign it is checked, journaled and listed in this site's own catalog, so that it outlives its author (§ Snapshot). Who
// brings an entry is asked only where its author might sign it once and may no more (§ Roles).
import { type CatalogEntry, keys } from '../../../protocol/catalog.ts'
import type { CategoryRule } from '../../../protocol/category.ts'
import { isError } from '../../../protocol/errors.ts'
import { hash } from '../../../protocol/hash.ts'
import type { ProjectId, RingId, SiteId, SnapshotId } from '../../../protocol/ids.ts'
import type { SigningKey } from '../../../protocol/keys.ts'
import type { holdfast as pb } from '../../../protocol/messages.js'
import {
  compareProjects,
  type ProjectEntry,
  type ProjectFields,
  parseProject,
  signProject,
} from '../../../protocol/project-entry.ts'
import { decodeProjectInfo, encodeProjectInfo, type ProjectInfo } from '../../../protocol/project-info.ts'
import { openFromRing, type Ring, sealForRing } from '../../../protocol/ring.ts'
import { decodeSigned, encodeSigned } from '../../../protocol/signed.ts'
import {
  openSnapshotInfo,
  parseSnapshot,
  readSnapshot,
  type SnapshotInfo,
  type SnapshotRecord,
} from '../../../protocol/snapshot.ts'
import type { Ports } from '../../ports.ts'
import { Judge, type JudgeOptions } from './judge.ts'
import { currentTipsOf } from './lines.ts'
import type { OwnCatalog, Restored } from './own-catalog.ts'
import type { Promises } from './promises.ts'
import { Retained } from './retained.ts'
import type { Edit, View } from './view.ts'

export interface Project {
  readonly id: ProjectId
  readonly entry: ProjectEntry
  /** undefined at a site that can't read it, as `rules`. */
  readonly name: string | undefined
  readonly rules: readonly CategoryRule[] | undefined
}

export interface Snapshot extends SnapshotRecord {
  /** Monotonic ms when this site first saw it. */
  readonly firstSeen: number
}

const INFO_CONTEXT = 'project'
const NOT_READ = { name: undefined, rules: undefined }

interface Options extends Omit<JudgeOptions, 'me'> {
  readonly key: SigningKey
  readonly own: OwnCatalog
  readonly view: View
  readonly promises: Promises
  readonly rings: ReadonlyMap<RingId, Ring>
}

export class Projects {
  readonly #options: Options
  readonly #ports: Ports
  readonly #projects = new Map<ProjectId, Project>()
  readonly #snapshots = new Map<ProjectId, Map<SnapshotId, Snapshot>>()
  /** The same, oldest first; made when asked for. */
  readonly #sorted = new Map<ProjectId, readonly Snapshot[]>()
  readonly #ids = new Map<string, string>()
  readonly #judge: Judge
  /** These came, together. */
  received: (snapshots: readonly SnapshotRecord[]) => void = () => undefined
  /** What of a project is still kept; whoever lets go of snapshots says so there. */
  readonly kept = new Retained<Snapshot>(project => this.snapshots(project))

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
    this.#judge = new Judge({ ...options, me: options.key.id }, ports)
  }

  /**
   * Takes in what the journal and this site's own catalog hold, and lists what an earlier run promised and came not to
   * list. Returns what is listed and no promise, since the journal was damaged: for learn(), through which other sites'
   * catalogs follow.
   */
  restore({ entries, promised }: Restored): CatalogEntry[] {
    const edits: Edit[] = []
    for (const [id, value] of this.#options.promises.snapshots) {
      const record = this.#take(readSnapshot(decodeSigned(value), id))
      if (!promised.has(id)) edits.push({ key: keys.snapshot(record.project, id), value })
    }
    for (const entry of entries) {
      const revision =
        entry.kind === 'project' && entry.value && this.#judge.project(entry, entry.value, this.#options.key.id)
      if (revision) this.#adopt(revision)
    }
    this.#list(edits)
    return entries.filter(entry => entry.kind === 'snapshot')
  }

  /** Looks again at what was passed over because its author might not sign it then. */
  async relearn(): Promise<void> {
    const bySite = Map.groupBy(this.#judge.takeWaiting(), ({ by }) => by)
    for (const [by, waiting] of bySite)
      await this.learn(
        waiting.map(({ entry }) => entry),
        by,
      )
  }

  /** Keys may have come: what they seal can be read from now on. */
  openNames(): void {
    for (const [id, { entry, name }] of this.#projects) {
      const ring = name === undefined ? this.#options.rings.get(entry.ring) : undefined
      if (ring) this.#projects.set(id, { id, entry, ...this.#open(ring, entry) })
    }
  }

  all(): Project[] {
    return [...this.#projects.values()]
  }

  get(id: ProjectId): Project | undefined {
    return this.#projects.get(id)
  }

  /** Snapshots of a project, oldest first. */
  snapshots(project: ProjectId): readonly Snapshot[] {
    const known = this.#sorted.get(project)
    if (known !== undefined) return known
    const sorted = [...(this.#snapshots.get(project)?.values() ?? [])].sort(
      (a, b) => a.time - b.time || (a.id < b.id ? -1 : 1),
    )
    this.#sorted.set(project, sorted)
    return sorted
  }

  /** Those of them that nobody let go of: what counts, is healed and is proved (§ Retention). */
  retained(project: ProjectId): readonly Snapshot[] {
    return this.kept.of(project)
  }

  /** Projects of which there are snapshots, whether anything else is known of them or not. */
  taken(): ProjectId[] {
    return [...this.#snapshots.keys()]
  }

  snapshot(project: ProjectId, id: SnapshotId): Snapshot | undefined {
    return this.#snapshots.get(project)?.get(id)
  }

  /** The newest snapshot of every line, oldest first (§ Lines). */
  tips(project: ProjectId): Snapshot[] {
    return currentTipsOf(this.snapshots(project))
  }

  /** Another number whenever a project has got another snapshot, or one was let go of. */
  revisionOf(project: ProjectId): number {
    return (this.#snapshots.get(project)?.size ?? 0) + this.kept.revision(project)
  }

  ring(id: RingId): Ring | undefined {
    return this.#options.rings.get(id)
  }

  info(snapshot: SnapshotRecord): SnapshotInfo | undefined {
    const ring = this.#options.rings.get(snapshot.ring)
    // A newer epoch's keys may still be on their way.
    return ring?.has(snapshot.epoch) ? openSnapshotInfo(ring, snapshot) : undefined
  }

  /** Signs a new revision of a project, which the others take over if this site may direct it. */
  async write(fields: Omit<ProjectFields, 'sealed'>, info: ProjectInfo): Promise<Project> {
    const { mesh, key } = this.#options
    const ring = this.#options.rings.get(fields.ring)
    if (ring === undefined) throw new TypeError('a project is written by a site that holds its ring')
    const sealed = sealForRing(ring, INFO_CONTEXT, encodeProjectInfo(info))
    const signed = signProject(mesh, { ...fields, sealed }, key)
    const { project } = this.#adopt(parseProject(mesh, signed))
    await this.#options.own.edit([{ key: keys.project(project.id), value: encodeSigned(signed) }])
    return project
  }

  /**
   * Publishes a snapshot made here: a promise when this resolves; `listed` resolves when a head that lists it is durable.
   */
  async publish(signed: pb.Signed): Promise<{ snapshot: Snapshot; listed: Promise<void> }> {
    const record = parseSnapshot(this.#options.mesh, signed)
    await this.#options.promises.record({ snapshotAccepted: signed })
    const snapshot = this.#take(this.#promised(record))
    this.received([snapshot])
    const edit = { key: keys.snapshot(record.project, record.id), value: encodeSigned(signed) }
    return { snapshot, listed: this.#options.own.edit([edit]) }
  }

  /**
   * The catalog of `by` changed: takes over what is new in it and signed by who may. Snapshot records are promises when
   * this resolves.
   */
  async learn(entries: readonly CatalogEntry[], by: SiteId): Promise<void> {
    const edits: Edit[] = []
    const promises: pb.JournalEntry.$Properties[] = []
    const records: SnapshotRecord[] = []
    for (const entry of entries) {
      if (entry.kind === 'project' && entry.value !== undefined) {
        // Every site lists every project: what is known already needs no signature checked again.
        const known = this.#projects.get(entry.project)?.entry
        if (known && Buffer.compare(known.hash, hash(entry.value.body)) === 0) continue
        const revision = this.#judge.project(entry, entry.value, by)
        if (revision !== undefined && this.#adopt(revision).isNew)
          edits.push({ key: keys.project(entry.project), value: encodeSigned(entry.value) })
      }
      if (entry.kind === 'snapshot' && entry.value !== undefined) {
        if (this.snapshot(entry.project, entry.snapshot) !== undefined) continue
        const record = this.#judge.snapshot(entry, entry.value, by)
        if (record === undefined) continue
        promises.push({ snapshotAccepted: entry.value })
        records.push(record)
        edits.push({ key: keys.snapshot(entry.project, entry.snapshot), value: encodeSigned(entry.value) })
      }
    }
    await this.#options.promises.record(...promises)
    for (const record of records) this.#take(this.#promised(record))
    this.received(records)
    this.#list(edits)
    this.#judge.settle()
  }

  // Not awaited: the head that carries it is written by its own worker, which tries again until it is.
  #list(edits: readonly Edit[]): void {
    if (edits.length === 0) return
    this.#options.own.edit(edits).catch(error => this.#ports.log.error({ err: error }, 'own catalog not written yet'))
  }

  #take(record: SnapshotRecord): Snapshot {
    const byId = this.#snapshots.get(record.project) ?? new Map<SnapshotId, Snapshot>()
    this.#snapshots.set(record.project, byId)
    const snapshot = {
      ...record,
      project: this.#share(record.project),
      ring: this.#share(record.ring),
      author: this.#share(record.author),
      parents: record.parents.map(parent => byId.get(parent)?.id ?? parent),
      firstSeen: this.#ports.clock.monotonic(),
    }
    byId.set(record.id, snapshot)
    this.#sorted.delete(record.project)
    return snapshot
  }

  // The same, out of the promise's own bytes: what came would keep all of the message it came in.
  #promised({ id }: SnapshotRecord): SnapshotRecord {
    return readSnapshot(decodeSigned(this.#options.promises.snapshots.get(id)!), id)
  }

  // A hundred thousand records name the same few ids: in memory each stands once.
  #share<Id extends string>(id: Id): Id {
    const known = this.#ids.get(id)
    if (known === undefined) this.#ids.set(id, id)
    return (known as Id | undefined) ?? id
  }

  /** Highest revision wins, ties by hash. */
  #adopt(entry: ProjectEntry): { readonly project: Project; readonly isNew: boolean } {
    const known = this.#projects.get(entry.project)
    if (known && compareProjects(entry, known.entry) <= 0) return { project: known, isNew: false }
    const ring = this.#options.rings.get(entry.ring)
    const project = { id: entry.project, entry, ...(ring ? this.#open(ring, entry) : NOT_READ) }
    this.#projects.set(entry.project, project)
    return { project, isNew: true }
  }

  #open(ring: Ring, entry: ProjectEntry): ProjectInfo | typeof NOT_READ {
    try {
      return decodeProjectInfo(openFromRing(ring, INFO_CONTEXT, entry.sealed))
    } catch (error) {
      if (!isError(error)) throw error
      this.#ports.log.warn({ project: entry.project, err: error }, "a project's name can't be read")
      return NOT_READ
    }
  }
}
