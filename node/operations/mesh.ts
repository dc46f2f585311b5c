// Operations on the mesh: who this site is, founding, inviting, joining. Owner keys never come here: the command line
// signs, the daemon checks, keeps and serves.

import { meshOf } from '../../protocol/constitution.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { hash } from '../../protocol/hash.ts'
import { idOf, type MeshId } from '../../protocol/ids.ts'
import { admissionStatement, makeJoinRequest, parseSlot, verifyJoin } from '../../protocol/invite.ts'
import { sealingKeyFromSeed, sealTo, signingKeyFromSeed } from '../../protocol/keys.ts'
import { LIMITS, TIMES_MS } from '../../protocol/limits.ts'
import type { ReportProgress } from '../../protocol/local-api.ts'
import type {
  Founded,
  FoundRequest,
  Identity,
  InviteList,
  Joined as JoinedView,
  JoinRequest,
  OpenedInvite,
  OpenInviteRequest,
  SignedReport,
} from '../../protocol/local-api-mesh.ts'
import { grantStatement } from '../../protocol/member.ts'
import { openMembership } from '../../protocol/membership.ts'
import type { holdfast as pb } from '../../protocol/messages.js'
import { decodeRing, encodeRing } from '../../protocol/ring.ts'
import { decodeSigned, encodeSigned, sign } from '../../protocol/signed.ts'
import { parseStatement, type Statement, statementMessage } from '../../protocol/statement.ts'
import { parseTicket } from '../../protocol/ticket.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import { checkListen } from '../network/host.ts'
import { requestJoin } from '../network/request-join.ts'
import { GRANT_CONTEXT } from '../work/grants.ts'

export function identity(context: NodeContext): Identity {
  const { siteSeed, sealingSeed } = context.identity()
  const joined = context.joined()
  return {
    site: signingKeyFromSeed(siteSeed).id,
    sealing: sealingKeyFromSeed(sealingSeed).publicKey,
    pid: process.pid,
    software: context.software,
    home: context.home,
    addresses: joined?.network.addresses() ?? [],
    startedAt: context.startedAt,
    mesh: joined
      ? {
          id: joined.site.mesh,
          name: joined.site.members.current.name,
          siteName: joined.site.members.nameOf(joined.site.me),
          owners: joined.site.members.current.constitution.owners.map(owner => Buffer.from(owner, 'hex')),
          rings: [...joined.site.rings.keys()],
        }
      : null,
  }
}

export async function found(context: NodeContext, request: FoundRequest): Promise<Founded> {
  refuseMember(context)
  await checkListen(context.config.listen.p2p)
  const statements = request.statements.map(parseStatement)
  const mesh = meshAmong(statements, () => true)
  const { membership, refused } = openMembership(mesh, statements)
  const me = context.signingKey.id
  const member = membership.members.get(me)
  if (refused.length > 0 || member === undefined)
    throw new HoldfastError(
      'SIGNATURE_INVALID',
      refused[0]?.why ?? "the founding statements don't make this site a member",
    )
  const ring = decodeRing(request.ring)
  await context.enter(
    { ...context.identity(), mesh, name: member.name, labels: { ...member.labels }, rings: [encodeRing(ring)] },
    statements,
  )
  return { mesh, name: membership.name, site: me, siteName: member.name }
}

export async function openInvite(context: NodeContext, request: OpenInviteRequest): Promise<OpenedInvite> {
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
  await site.promises.record({ invite: { slot: request.slot, secretHash: hash(slot.oneTime) } })
  const addresses = await openDoor(context)
  return { mesh: site.mesh, serving: site.me, addresses, expiresAt: slot.expires }
}

export function invites(context: NodeContext): InviteList {
  const { site } = joinedOf(context)
  const now = context.ports.clock.wall()
  return {
    invites: [...site.promises.invites].map(([id, invite]) => {
      const slot = parseSlot(site.mesh, decodeSigned(invite.slot))
      const usedBy = site.members.current.slotUsed(slot.oneTime) ?? null
      const isUsed = usedBy !== null || site.promises.consumed.has(id)
      return {
        siteName: slot.name || null,
        labels: { ...slot.labels },
        expiresAt: slot.expires,
        state: isUsed ? 'used' : slot.expires < now ? 'expired' : 'open',
        usedBy,
      }
    }),
  }
}

/**
 * Opens the join host while an invite is open, and for ten minutes more, so that whoever comes with a used or expired
 * ticket hears that rather than nothing; then closes it. Returns its addresses.
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
  return network.openJoin((from, request) => admit(context, from, request))
}

const DOOR_LINGERS_MS = 10 * 60_000

// One at a time: a ticket is consumed once, however many ask at the same moment.
let admitting: Promise<unknown> = Promise.resolve()

function admit(context: NodeContext, from: string, request: pb.JoinRequest): Promise<pb.JoinResponse.$Properties> {
  const admitted = admitting.then(() => admitOne(context, from, request))
  admitting = admitted.catch(() => undefined)
  return admitted
}

async function admitOne(
  context: NodeContext,
  from: string,
  request: pb.JoinRequest,
): Promise<pb.JoinResponse.$Properties> {
  const { site, network } = joinedOf(context)
  const now = context.ports.clock.wall()
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
  const statements = [admissionStatement(site.mesh, signed, request, now, context.signingKey)]
  for (const ringId of slot.rings) {
    const ring = site.rings.get(ringId)
    if (ring === undefined) continue
    const sealedKeys = sealTo(join.sealing, encodeRing(ring), context.ports.random.bytes(32), GRANT_CONTEXT)
    const grant = { ring: ringId, epoch: ring.epoch, member: join.site, sealedKeys }
    statements.push(grantStatement(site.mesh, grant, context.signingKey))
  }
  // One write: the ticket is used exactly when the site is in.
  await site.members.merge(statements.map(statementMessage), [{ inviteConsumed: hash(request.oneTime) }])
  network.setMembers(site.members.sites())
  context.ports.log.info({ site: site.members.nameOf(join.site) }, 'a site has joined')
  return { membership: { statements: [...site.members.current.statements.values()].map(statementMessage) }, time: now }
}

export async function join(
  context: NodeContext,
  request: JoinRequest,
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<JoinedView> {
  refuseMember(context)
  const ticket = parseTicket(request.ticket)
  const { siteSeed, sealingSeed } = context.identity()
  const now = context.ports.clock.wall()
  const tell = (note: string): void =>
    progress({ stage: 'connect', bytes: 0, totalBytes: null, files: 0, totalFiles: null, note })
  if (ticket.expires < now - TIMES_MS.futureTolerance)
    throw new HoldfastError('TICKET_EXPIRED', 'the ticket has expired', { hint: 'ask for a new one: holdfast invite' })
  // A ticket is good for one use: first everything that can be known to fail here.
  await checkListen(context.config.listen.p2p)
  tell(`asking ${ticket.addresses.join(', ')}`)
  const response = await requestJoin(
    ticket,
    siteSeed,
    makeJoinRequest(
      {
        site: context.signingKey.id,
        sealing: sealingKeyFromSeed(sealingSeed).publicKey,
        name: request.name ?? '',
        labels: request.labels,
        addresses: context.config.listen.p2p.filter(
          address => !/\/(0\.0\.0\.0|::)\//.test(address) && !address.endsWith('/tcp/0'),
        ),
        time: now,
      },
      signingKeyFromSeed(ticket.oneTimeSeed),
    ),
    signal,
  )
  const statements = (response.membership?.statements ?? []).map(parseStatement)
  const mesh = meshAmong(
    statements,
    id => Buffer.compare(Buffer.from(id, 'hex').subarray(0, ticket.meshPrefix.byteLength), ticket.meshPrefix) === 0,
  )
  const { membership } = openMembership(mesh, statements)
  const member = membership.members.get(context.signingKey.id)
  if (member === undefined)
    throw new HoldfastError('PEER_MISBEHAVED', "the inviting site's answer does not make this site a member")
  const { site } = await context.enter(
    { ...context.identity(), mesh, name: member.name, labels: { ...member.labels } },
    statements,
  )
  return {
    mesh,
    name: membership.name,
    site: site.me,
    siteName: member.name,
    labels: { ...member.labels },
    via: site.members.nameOf(ticket.serving),
    sites: site.members.sites().length,
  }
}

export function signReport(context: NodeContext, report: string): SignedReport {
  const { site } = joinedOf(context)
  const signed = sign('report', site.mesh, Buffer.from(report), context.signingKey)
  if (encodeSigned(signed).byteLength > LIMITS.journalEntry * 2)
    throw new HoldfastError('MESSAGE_INVALID', 'the report is too long to sign')
  return { site: site.me, mesh: site.mesh, body: signed.body, signature: signed.signature }
}

function refuseMember(context: NodeContext): void {
  const joined = context.joined()
  if (joined === undefined) return
  throw new HoldfastError('ALREADY_MEMBER', `this site already belongs to ${joined.site.members.current.name}`, {
    hint: 'use another --home for another mesh',
  })
}

function meshAmong(statements: readonly Statement[], matches: (mesh: MeshId) => boolean): MeshId {
  for (const statement of statements) {
    const mesh = meshOf(statement)
    if (mesh !== undefined && matches(mesh)) return mesh
  }
  throw new HoldfastError('PEER_MISBEHAVED', 'the answer names no constitution of the mesh the ticket is for')
}
