// Says no at once where the others would: what a role forbids would be signed here in vain, since nobody takes it over
// (§ Roles). This is for people; what holds is the receivers' check.
import { HoldfastError } from '../../protocol/errors.ts'
import type { ProjectId } from '../../protocol/ids.ts'
import { mayDirect, mayFound, mayWrite, type RoleHolder } from '../../protocol/role.ts'
import type { Project } from '../work/mesh/projects.ts'
import type { Site } from '../work/site.ts'

/** Throws NOT_ALLOWED unless this site may sign snapshots of the project. */
export function requireWriter(site: Site, { id, name }: Pick<Project, 'id' | 'name'>): void {
  const me = site.members.get(site.me)
  if (me === undefined || !mayWrite(me, id)) throw refusal(site, me, `take snapshots of ${name ?? id.slice(0, 8)}`, id)
}

/** Throws NOT_ALLOWED unless this site may change the project. */
export function requireDirector(site: Site, { id, name, entry }: Project): void {
  const me = site.members.get(site.me)
  if (me !== undefined && mayDirect(me, id, entry.founder === site.me)) return
  throw refusal(site, me, `change ${name ?? id.slice(0, 8)}, which another site made`, id, 'operator')
}

/** Throws NOT_ALLOWED unless this site may make projects. */
export function requireFounder(site: Site): void {
  const me = site.members.get(site.me)
  if (me === undefined || !mayFound(me)) throw refusal(site, me, 'make projects', undefined)
}

function refusal(
  site: Site,
  me: RoleHolder | undefined,
  what: string,
  project: ProjectId | undefined,
  needed: 'operator' | 'writer' = 'writer',
): HoldfastError {
  if (me === undefined) return new HoldfastError('NOT_ALLOWED', `this site is no member, so it can't ${what}`)
  const isWriting = me.role === 'operator' || me.role === 'writer'
  const isLackingRole = needed === 'operator' ? me.role !== 'operator' : !isWriting
  const isKept = me.projects.size > 0 && (project === undefined || !me.projects.has(project))
  const bound = isKept ? `, kept to ${me.projects.size} project${me.projects.size === 1 ? '' : 's'}` : ''
  const name = site.members.nameOf(site.me)
  const change = (isLackingRole ? ` --role ${needed}` : '') + (isKept ? scopeWith(me, project) : '')
  return new HoldfastError('NOT_ALLOWED', `this site is a ${me.role}${bound}: it can't ${what}`, {
    hint: `at an owner's machine: holdfast site set ${name}${change}`,
  })
}

/** The flags that keep a member to one project more, or to none. */
function scopeWith({ projects }: RoleHolder, project: ProjectId | undefined): string {
  if (project === undefined) return ' --all-projects'
  return [...projects, project].map(id => ` --project ${id.slice(0, 8)}`).join('')
}
