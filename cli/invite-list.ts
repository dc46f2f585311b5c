// holdfast invite list and invite revoke: what this site has opened, and taking it back.
import type { Invite, InviteList } from '../protocol/local-api-mesh.ts'
import { formatBytes } from '../protocol/units.ts'
import { EXIT } from './exit.ts'
import type { Invocation } from './invocation.ts'
import { localTime } from './moments.ts'
import { type Column, printable, renderTable } from './table.ts'

export async function listInvites(invocation: Invocation): Promise<number> {
  const { value, wire } = await invocation.client.call('invites', {})
  invocation.printJson(wire)
  const lines =
    value.invites.length === 0
      ? ['this site has opened no invites', `  next: ${invocation.say('invite --location PLACE')}`]
      : renderTable(await columns(invocation, value), value.invites)
  invocation.print(lines.join('\n'))
  return EXIT.done
}

export async function revokeInvite(invocation: Invocation, reference: string): Promise<number> {
  const { value, wire } = await invocation.client.call('revokeInvite', { invite: reference })
  invocation.printJson(wire)
  invocation.print(`invite ${value.id.slice(0, 8)} is revoked: its ticket lets nobody in`)
  return EXIT.done
}

async function columns(invocation: Invocation, { invites }: InviteList): Promise<Column<Invite>[]> {
  const isAnyUsed = invites.some(({ usedBy }) => usedBy !== null)
  const sites = isAnyUsed ? (await invocation.client.call('sites', {})).value.sites : []
  const nameOf = (id: string) => sites.find(site => site.id === id)?.name ?? id.slice(0, 8)
  return [
    { title: 'INVITE', cell: invite => invite.id.slice(0, 8) },
    {
      title: 'STATE',
      cell: ({ state, usedBy }) => (usedBy === null ? state : `${state} by ${printable(nameOf(usedBy))}`),
    },
    { title: 'SITE', cell: invite => printable(invite.siteName ?? '-') },
    { title: 'LOCATION', cell: invite => printable(invite.labels.location ?? '-') },
    { title: 'ROLE', cell: roleCell },
    { title: 'KEYS', cell: ({ rings }) => (rings.length === 0 ? 'blind' : rings.map(id => id.slice(0, 8)).join(' ')) },
    { title: 'QUOTA', align: 'right', cell: ({ quotaBytes }) => (quotaBytes === 0 ? '-' : formatBytes(quotaBytes)) },
    { title: 'EXPIRES', cell: invite => localTime(invite.expiresAt) },
  ]
}

/** "writer", or "writer (2 projects)" of one that is kept to some. */
export function roleCell({ role, projects }: Pick<Invite, 'role' | 'projects'>): string {
  if (projects.length === 0) return role
  return `${role} (${projects.length === 1 ? '1 project' : `${projects.length} projects`})`
}
