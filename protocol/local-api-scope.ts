// Who speaks on the local API, and what they may ask for (§ Local API, Callers): a scope each socket and each token has.
import type { ProjectId } from './ids.ts'

/**
 * Each includes those before it. `read`: how things are. `capture`: takes and holds snapshots. `restore`: sees inside
 * snapshots and restores. `operate`: everything.
 */
export const SCOPES = ['read', 'capture', 'restore', 'operate'] as const
export type Scope = (typeof SCOPES)[number]

/** Who asks. */
export interface Caller {
  readonly scope: Scope
  /** For people and the audit log: 'control.sock', 'read.sock', 'token backup'. */
  readonly name: string
  /** The projects it is kept to; undefined = all. */
  readonly projects: ReadonlySet<ProjectId> | undefined
}

/** Whoever may open the control socket. */
export const LOCAL_CALLER: Caller = { scope: 'operate', name: 'control.sock', projects: undefined }
/** Whoever may open the read socket. */
export const READING_CALLER: Caller = { scope: 'read', name: 'read.sock', projects: undefined }

export function includesScope(have: Scope, need: Scope): boolean {
  return SCOPES.indexOf(have) >= SCOPES.indexOf(need)
}

/** True when the caller is to be told of the project. */
export function seesProject({ projects }: Caller, project: ProjectId): boolean {
  return projects === undefined || projects.has(project)
}
