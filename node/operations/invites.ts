// Operations on invites: opening one that an owner has signed, listing and revoking them, and taking in whoever comes with
// its ticket (§ Membership, Invite). Only the site a slot names serves it, and so only that site can revoke it.
import { HoldfastError } from '../../protocol/errors.ts'
import { hash } from '../../protocol/hash.ts'
import { bytesOf, idOf } from '../../protocol/ids.ts'
import { admissionStatement, parseSlot, type Slot, verifyJoin } from '../../protocol/invite.ts'
import { TIMES_MS } from '../../protocol/limits.ts'
import type { Invite, InviteList, OpenedInvite, OpenInviteRequest } from '../../protocol/local-api-mesh.ts'
import type { Caller } from '../../protocol/local-api-scope.ts'
import type { holdfast as pb } from '../../protocol/messages.js'
import { decodeSigned } from '../../protocol/signed.ts'
import { statementMessage } from '../../protocol/statement.ts'
import { formatBytes } from '../../protocol/units.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import { makeGrants } from '../work/grants.ts'
import type { Site } from '../work/site.ts'

const DOOR_LINGERS_MS = 10 * 60_000

export async function openInvite(
  context: NodeContext,
  request: OpenInviteRequest,
  caller: Caller,
): Promise<OpenedInvite> {
  const { site } = joinedOf(context)
  const signed = decodeSigned(request.slot)
  const slot = parseSlot(site.mesh, signed)
  if (!site.members.current.isOwner(slot.owner))
    throw new HoldfastError('SIGNATURE_INVALID', 'the invite is not signed by an owner of this mesh')
  if (slot.serving !== site.me)
    throw new HoldfastError('NOT_ALLOWED', 'the invite names another site to serve it', {
      hint: 'run holdfast invite at that site',
    })
  if (slot.name && site.members.current.isNameTaken(slot.name))
    throw new HoldfastError('NAME_TAKEN', `a site called ${slot.name} is already a member`, {
      hint: 'choose another --site name',
    })
  const secretHash = hash(slot.oneTime)
  if (site.promises.revokedInvites.has(Buffer.from(secretHash).toString('hex')))
    throw new HoldfastError('TICKET_REVOKED', 'that invite was revoked; make a new one')
  await site.promises.record({ invite: { slot: request.slot, secretHash } })
  const id = Buffer.from(secretHash).toString('hex')
  const text = `invite ${id.slice(0, 8)}: ${slotWords(slot)}`
  await site.audit.record({ act: 'invite-open', by: bytesOf(slot.owner), text, who: caller.name })
  const addresses = await openDoor(context)
  return { mesh: site.mesh, serving: site.me, addresses, expiresAt: slot.expires }
}

export function invites(context: NodeContext): InviteList {
  const { site } = joinedOf(context)
  const now = context.ports.clock.wall()
  return { invites: [...site.promises.invites].map(([id, { slot }]) => viewOf(site, id, slot, now)) }
}

function viewOf(site: Site, id: string, encoded: Uint8Array, now: number): Invite {
  const slot = parseSlot(site.mesh, decodeSigned(encoded))
  const usedBy = site.members.current.slotUsed(slot.oneTime) ?? null
  const isUsed = usedBy !== null || site.promises.consumed.has(id)
  const isRevoked = site.promises.revokedInvites.has(id)
  return {
    id,
    siteName: slot.name || null,
    labels: { ...slot.labels },
    role: slot.role,
    rings: [...slot.rings],
    projects: [...slot.projects],
    quotaBytes: slot.quota,
    expiresAt: slot.expires,
    state: isUsed ? 'used' : isRevoked ? 'revoked' : slot.expires < now ? 'expired' : 'open',
    usedBy,
  }
}

/** Lets nobody in by that ticket any more; durable when it resolves. */
export function revokeInvite(context: NodeContext, reference: string, caller: Caller): Promise<Invite> {
  return oneAtATime(async () => {
    const { site } = joinedOf(context)
    const id = findInvite(site, reference)
    const { slot } = site.promises.invites.get(id)!
    const view = (): Invite => viewOf(site, id, slot, context.ports.clock.wall())
    const { state, usedBy } = view()
    if (state === 'used') {
      const who = usedBy === null ? 'a site' : site.members.nameOf(usedBy)
      throw new HoldfastError('TICKET_USED', `${who} has joined with that ticket already`, {
        hint: `holdfast site revoke ${who} puts it out of the mesh`,
      })
    }
    if (state !== 'revoked') {
      await site.promises.record({ inviteRevoked: Buffer.from(id, 'hex') })
      await site.audit.record({ act: 'invite-revoke', text: `invite ${id.slice(0, 8)}`, who: caller.name })
    }
    await openDoor(context)
    return view()
  })
}

function slotWords({ name, role, labels, rings, projects, quota }: Slot): string {
  const who = name === '' ? 'a site that names itself' : name
  const keys = rings.length === 0 ? 'blind' : `keys of ${rings.map(ring => ring.slice(0, 8)).join(' ')}`
  const bounds = [projects.length > 0 ? `${projects.length} projects` : '', quota > 0 ? formatBytes(quota) : '']
  return [who, `at ${labels.location ?? '?'}`, role, keys, ...bounds].filter(part => part !== '').join(', ')
}

function findInvite(site: Site, reference: string): string {
  const found = [...site.promises.invites.keys()].filter(id => id.startsWith(reference.toLowerCase()))
  if (found.length === 1) return found[0]!
  if (found.length > 1)
    throw new HoldfastError('AMBIGUOUS', `${found.length} invites begin with ${reference}`, {
      hint: 'give more of the id',
    })
  throw new HoldfastError('TICKET_UNKNOWN', `this site has opened no invite ${reference}`, {
    hint: 'holdfast invite list shows them; only the site that made an invite can revoke it',
  })
}

/**
 * Opens the join host while an invite is open, and for ten minutes more, so that whoever comes with a used, revoked or
 * expired ticket hears that rather than nothing; then closes it. Returns its addresses.
 */
export async function openDoor(context: NodeContext): Promise<string[]> {
  const { site, network } = joinedOf(context)
  const since = context.ports.clock.wall() - DOOR_LINGERS_MS
  const isAnswered = invites(context).invites.some(({ state, expiresAt, usedBy }) => {
    if (state === 'open') return true
    return (usedBy === null ? expiresAt : (site.members.get(usedBy)?.since ?? 0)) > since
  })
  if (!isAnswered) {
    await network.closeJoin()
    return []
  }
  return network.openJoin((from, request) => oneAtATime(() => admit(context, from, request)))
}

// A ticket is consumed once, however many ask at the same moment, and either revoked or used.
let underWay: Promise<unknown> = Promise.resolve()

function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const done = underWay.then(work)
  underWay = done.catch(() => undefined)
  return done
}

async function admit(
  context: NodeContext,
  from: string,
  request: pb.JoinRequest,
): Promise<pb.JoinResponse.$Properties> {
  const { site, network } = joinedOf(context)
  const { clock, log } = context.ports
  const now = clock.wall()
  if (idOf('SiteId', request.site) !== from)
    throw new HoldfastError('NOT_ALLOWED', "the joiner's key is not the one it asks for")
  if (Math.abs(request.time - now) > TIMES_MS.futureTolerance) {
    throw new HoldfastError(
      'CLOCK_SKEW',
      `the joining site's clock is ${Math.round(Math.abs(request.time - now) / 60_000)} min ${request.time > now ? 'ahead of' : 'behind'} the mesh's`,
    )
  }
  const id = Buffer.from(hash(request.oneTime)).toString('hex')
  const invite = site.promises.invites.get(id)
  if (invite === undefined) throw new HoldfastError('TICKET_UNKNOWN', 'this site has not opened that invite')
  if (site.promises.consumed.has(id)) throw new HoldfastError('TICKET_USED', 'that ticket has been used')
  if (site.promises.revokedInvites.has(id)) throw new HoldfastError('TICKET_REVOKED', 'that invite has been revoked')
  const signed = decodeSigned(invite.slot)
  const { slot, join } = verifyJoin(site.members.current, signed, request, now)
  for (const label of ['medium', 'manager']) {
    if (slot.labels[label] === undefined && join.labels[label] === undefined) {
      throw new HoldfastError(
        'LABELS_REFUSED',
        `neither the invite nor the joining site names its ${label}: give --${label}`,
      )
    }
  }
  const rings = slot.rings.flatMap(ring => site.rings.get(ring) ?? [])
  const statements = [
    admissionStatement(site.mesh, signed, request, now, context.signingKey),
    ...rings.flatMap(ring => makeGrants(site.mesh, ring, [join], context.signingKey, context.ports)),
  ]
  // One write: the ticket is used exactly when the site is in.
  await site.members.merge(statements.map(statementMessage), [{ inviteConsumed: hash(request.oneTime) }])
  network.setMembers(site.members.admitted())
  log.info({ site: site.members.nameOf(join.site) }, 'a site has joined')
  const text = `${join.name} by invite ${id.slice(0, 8)}: ${slotWords(slot)}`
  await site.audit.record({ act: 'site-join', site: join.site, by: bytesOf(slot.owner), text })
  return { membership: { statements: [...site.members.current.statements.values()].map(statementMessage) }, time: now }
}
