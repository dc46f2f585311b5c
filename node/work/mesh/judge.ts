// Judges what catalogs list of projects and snapshots by who signed it, never by the manners of who brings it (§ Roles): it
// counts when its author may sign it today, or might once and another member in force lists it.
import type { CatalogEntry } from '../../../protocol/catalog.ts'
import { isError } from '../../../protocol/errors.ts'
import type { MeshId, ProjectId, SiteId, SnapshotId } from '../../../protocol/ids.ts'
import type { MemberRecord } from '../../../protocol/membership.ts'
import type { holdfast as pb } from '../../../protocol/messages.js'
import { type ProjectEntry, parseProject } from '../../../protocol/project-entry.ts'
import { mayDirect, mayWrite, type RoleHolder, standing } from '../../../protocol/role.ts'
import { parseSnapshot, type SnapshotRecord } from '../../../protocol/snapshot.ts'
import type { Ports } from '../../ports.ts'
import { Waiting, type WaitingEntry } from './waiting.ts'

export interface JudgeOptions {
  readonly mesh: MeshId
  readonly me: SiteId
  readonly memberOf: (site: SiteId) => MemberRecord | undefined
  /** True when the site's newest head names the very membership that is known here. */
  readonly isAbreast: (site: SiteId) => boolean
  /** True when any statement that is kept once allowed it, counted today or not. */
  readonly everAllowed: (site: SiteId, may: (holder: RoleHolder) => boolean) => boolean
  /** A member signed what it never might, or lists what nobody signed. */
  readonly suspect: (site: SiteId, offence: 'role' | 'catalog', what: string) => void
  /** A member lists what nobody signed, or under a key that is not its own. */
  readonly forged?: (site: SiteId, what: string) => void
}

type SnapshotListed = Extract<CatalogEntry, { kind: 'snapshot' }>
type ProjectListed = Extract<CatalogEntry, { kind: 'project' }>

export class Judge {
  readonly #options: JudgeOptions
  readonly #log: Ports['log']
  readonly #waiting: Waiting

  constructor(options: JudgeOptions, ports: Ports) {
    this.#options = options
    this.#log = ports.log
    this.#waiting = new Waiting(
      {
        isAbreast: options.isAbreast,
        everAllowed: options.everAllowed,
        report: (site, what) => options.suspect(site, 'role', what),
      },
      ports.clock,
    )
  }

  /** The record that `by` lists, when it counts. */
  snapshot(entry: SnapshotListed, signed: pb.Signed, by: SiteId): SnapshotRecord | undefined {
    const record = this.#valid(by, () => parseSnapshot(this.#options.mesh, signed))
    if (record === undefined) return undefined
    if (!isUnder(entry, record.project, record.id)) {
      this.#lie(by, 'lists a snapshot record under a wrong key')
      this.#forged(by, 'listed a snapshot record under a key that is not its own')
      return undefined
    }
    const may = (holder: RoleHolder) => mayWrite(holder, record.project)
    const what = `a snapshot of project ${record.project.slice(0, 8)}`
    return this.#counts(record.author, may, by, record.id, entry, what) ? record : undefined
  }

  /** The revision that `by` lists, when it counts. */
  project(entry: ProjectListed, signed: pb.Signed, by: SiteId): ProjectEntry | undefined {
    const revision = this.#valid(by, () => parseProject(this.#options.mesh, signed))
    if (revision === undefined) return undefined
    const { project, author, founder, rev } = revision
    const may = (holder: RoleHolder) => mayDirect(holder, project, author === founder)
    const what = `revision ${rev} of project ${project.slice(0, 8)}`
    return this.#counts(author, may, by, `${project}/${author}`, entry, what) ? revision : undefined
  }

  /** What was passed over, to be judged again. */
  takeWaiting(): WaitingEntry[] {
    return this.#waiting.take()
  }

  /** Names those who signed what they never might, once that is sure. */
  settle(): void {
    this.#waiting.settle()
  }

  #valid<Value>(by: SiteId, parse: () => Value): Value | undefined {
    try {
      return parse()
    } catch (error) {
      if (!isError(error)) throw error
      // An honest site has checked what it lists; only the form may be of a later version.
      if (isError(error, 'SIGNATURE_INVALID')) this.#lie(by, 'lists a record whose signature does not hold')
      this.#log.debug({ by, err: error }, 'a catalog entry is not valid and is ignored')
      // What merely does not read may be a newer version's.
      if (isError(error, 'SIGNATURE_INVALID')) this.#forged(by, `listed what nobody signed: ${error.message}`)
      return undefined
    }
  }

  #forged(by: SiteId, what: string): void {
    if (by !== this.#options.me) this.#options.forged?.(by, what)
  }

  #lie(by: SiteId, what: string): void {
    if (by !== this.#options.me) this.#options.suspect(by, 'catalog', what)
  }

  #counts(
    author: SiteId,
    may: (holder: RoleHolder) => boolean,
    by: SiteId,
    id: string,
    entry: CatalogEntry,
    what: string,
  ): boolean {
    const { memberOf, me } = this.#options
    const member = memberOf(author)
    const stands = standing(member, may)
    if (stands === 'now') return true
    // What this site itself lists it has accepted before; but a daemon that signed too much does not bind the next one.
    if (by === me && (author !== me || stands === 'once')) return true
    if (stands === 'once' && by !== author && memberOf(by)?.revoked === false) return true
    this.#waiting.keep(id, entry, by)
    if (stands === 'never' && member !== undefined && author !== me)
      this.#waiting.blame(author, `signed ${what}, which its role forbids`, may)
    this.#log.debug({ author, by, what }, 'not taken over: its author may not sign it')
    return false
  }
}

function isUnder(entry: SnapshotListed, project: ProjectId, id: SnapshotId): boolean {
  return entry.project === project && entry.snapshot === id
}
