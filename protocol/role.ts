// What a member may do (§ Roles). Receivers go by these on what a member signed, whatever its sender's manners.
import { HoldfastError } from './errors.ts'
import type { ProjectId } from './ids.ts'
import { holdfast as pb } from './messages.js'

/** `operator`: all but what owners sign. `writer`: projects and snapshots of its own. `holder`: copies alone. `reader`: restores, holds nothing. */
export type MemberRole = 'operator' | 'writer' | 'holder' | 'reader'
export const MEMBER_ROLES = ['operator', 'writer', 'holder', 'reader'] as const satisfies readonly MemberRole[]

/** What decides: its role, and the projects it is kept to (none = all). */
export interface RoleHolder {
  readonly role: MemberRole
  readonly projects: ReadonlySet<ProjectId>
}

const NUMBERS: Record<MemberRole, pb.Role> = {
  operator: pb.Role.OPERATOR,
  writer: pb.Role.WRITER,
  holder: pb.Role.HOLDER,
  reader: pb.Role.READER,
}

/** May sign snapshots of the project. */
export function mayWrite(member: RoleHolder, project: ProjectId): boolean {
  return (member.role === 'operator' || member.role === 'writer') && isInScope(member, project)
}

/** May sign a revision of the project: its policy, phase, name. `isFounder`: the member made the project. */
export function mayDirect(member: RoleHolder, project: ProjectId, isFounder: boolean): boolean {
  return mayWrite(member, project) && (member.role === 'operator' || isFounder)
}

/** May make new projects. */
export function mayFound({ role, projects }: RoleHolder): boolean {
  return (role === 'operator' || role === 'writer') && projects.size === 0
}

/** Placement may choose it, and what it holds counts. */
export function mayHold(member: RoleHolder, project: ProjectId): boolean {
  return member.role !== 'reader' && isInScope(member, project)
}

/** A member as receivers judge what it signed. */
export interface Author extends RoleHolder {
  readonly revoked: boolean
  /** What it was allowed before. */
  readonly earlier: readonly RoleHolder[]
}

/** Whether a member may do what it signed: `now`; `once`, so that it counts where another lists it; or it never might. */
export function standing(author: Author | undefined, may: (holder: RoleHolder) => boolean): 'now' | 'once' | 'never' {
  if (author === undefined) return 'never'
  if (!author.revoked && may(author)) return 'now'
  return may(author) || author.earlier.some(may) ? 'once' : 'never'
}

export function roleNumber(role: MemberRole): pb.Role {
  return NUMBERS[role]
}

/** Throws MESSAGE_INVALID. */
export function parseRole(number: number): MemberRole {
  const role = MEMBER_ROLES.find(name => NUMBERS[name] === number)
  if (role === undefined) throw new HoldfastError('MESSAGE_INVALID', `a role numbered ${number}`)
  return role
}

function isInScope({ projects }: RoleHolder, project: ProjectId): boolean {
  return projects.size === 0 || projects.has(project)
}
