// Which projects and keys an invited site gets (§ Membership, Invite). A holder gets none, unless they are named; a site
// that is kept to some projects gets the keys of those alone; every other one those of the standard ring: a project with a
// ring of its own has it so that not everybody reads it.
import { HoldfastError } from '../protocol/errors.ts'
import type { ProjectId, RingId } from '../protocol/ids.ts'
import type { MemberRole } from '../protocol/role.ts'
import type { Client } from './client.ts'
import { usageError } from './context.ts'
import { printable } from './table.ts'

interface Wanted {
  readonly role: MemberRole
  readonly project: readonly string[]
  readonly blind: boolean
  readonly ring: readonly string[]
}
interface Known {
  readonly id: ProjectId
  readonly name: string | null
  readonly ring: RingId
}

/** `own`: the rings the inviting site holds. Throws USAGE, PROJECT_UNKNOWN, AMBIGUOUS, KEY_MISSING. */
export async function invitedTo(
  client: Client,
  own: readonly RingId[],
  wanted: Wanted,
): Promise<{ projects: ProjectId[]; rings: RingId[]; notes: string[] }> {
  if (wanted.blind && wanted.ring.length > 0) throw usageError('--blind and --ring exclude each other')
  if (wanted.blind && wanted.role === 'reader') throw usageError('a reader without keys could do nothing')
  const all: Known[] =
    wanted.project.length + wanted.ring.length === 0 ? [] : (await client.call('projects', {})).value.projects
  const projects = wanted.project.map(reference => projectOf(all, reference))
  const rings = [...new Set(ringsFor(wanted, own, all, projects))]
  const foreign = rings.find(ring => !own.includes(ring))
  if (foreign !== undefined) {
    throw new HoldfastError('KEY_MISSING', `this site holds no keys of ring ${foreign.slice(0, 8)} to hand on`, {
      hint: 'invite at a site that is trusted for it, or with --blind',
    })
  }
  const notes: string[] = []
  if (rings.length === 0) notes.push('it will be blind: it stores what it can never read; --ring gives it keys')
  const beside = all.filter(({ id, ring }) => rings.includes(ring) && !projects.some(project => project.id === id))
  if (projects.length > 0 && beside.length > 0) {
    const names = beside.map(({ id, name }) => printable(name ?? id.slice(0, 8))).join(', ')
    notes.push(`its keys also open ${names}: inside one ring reading is all or nothing`)
  }
  return { projects: projects.map(({ id }) => id), rings, notes }
}

function ringsFor(
  { role, blind, ring }: Wanted,
  own: readonly RingId[],
  all: readonly Known[],
  projects: readonly Known[],
): readonly RingId[] {
  if (blind) return []
  if (ring.length > 0) return ring.flatMap(reference => ringOf(all, own, reference))
  if (role === 'holder') return []
  return projects.length > 0 ? projects.map(project => project.ring) : own.slice(0, 1)
}

function ringOf(all: readonly Known[], own: readonly RingId[], reference: string): readonly RingId[] {
  if (reference === 'all') return own
  const found = own.filter(id => reference.length >= 3 && id.startsWith(reference.toLowerCase()))
  if (found.length === 1) return found
  if (found.length > 1) throw new HoldfastError('AMBIGUOUS', `${found.length} rings begin with ${reference}`)
  return [projectOf(all, reference).ring]
}

/** A project by its name, or by the start of its id. Throws PROJECT_UNKNOWN, AMBIGUOUS. */
export function projectOf<Project extends Pick<Known, 'id' | 'name'>>(
  all: readonly Project[],
  reference: string,
): Project {
  const named = all.filter(({ name }) => name === reference)
  const isStart = (id: string) => reference.length >= 3 && id.startsWith(reference.toLowerCase())
  const found = named.length > 0 ? named : all.filter(({ id }) => isStart(id))
  if (found.length === 1) return found[0]!
  if (found.length > 1) {
    throw new HoldfastError('AMBIGUOUS', `${found.length} projects are called ${reference}`, {
      hint: `use an id: ${found.map(({ id }) => id.slice(0, 8)).join(', ')}`,
    })
  }
  throw new HoldfastError('PROJECT_UNKNOWN', `no project is called ${reference}`, {
    hint: 'holdfast project list shows them',
  })
}
