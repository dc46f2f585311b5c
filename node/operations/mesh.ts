// Operations on the mesh: who this site is, founding, joining; inviting is invites.ts. Owner keys never come here: the command line
// signs, the daemon checks, keeps and serves.

import { meshOf } from '../../protocol/constitution.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { MeshId } from '../../protocol/ids.ts'
import { makeJoinRequest } from '../../protocol/invite.ts'
import { sealingKeyFromSeed, signingKeyFromSeed } from '../../protocol/keys.ts'
import { LIMITS, TIMES_MS } from '../../protocol/limits.ts'
import type { ReportProgress } from '../../protocol/local-api.ts'
import type {
  Founded,
  FoundRequest,
  Identity,
  Joined as JoinedView,
  JoinRequest,
  SignedReport,
} from '../../protocol/local-api-mesh.ts'
import type { Caller } from '../../protocol/local-api-scope.ts'
import { openMembership } from '../../protocol/membership.ts'
import { decodeRing, encodeRing } from '../../protocol/ring.ts'
import { encodeSigned, sign } from '../../protocol/signed.ts'
import { parseStatement, type Statement } from '../../protocol/statement.ts'
import { parseTicket } from '../../protocol/ticket.ts'
import { formatBytes } from '../../protocol/units.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import { checkListen } from '../network/host.ts'
import { requestJoin } from '../network/request-join.ts'

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
          rings: [...joined.site.rings.keys()].filter(ring => joined.site.rings.isTrusted(ring)),
        }
      : null,
  }
}

export async function found(context: NodeContext, request: FoundRequest, caller: Caller): Promise<Founded> {
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
  const { site } = await context.enter(
    { ...context.identity(), mesh, name: member.name, labels: { ...member.labels }, rings: [encodeRing(ring)] },
    statements,
  )
  await site.audit.record({ act: 'mesh-found', site: me, text: membership.name, who: caller.name })
  return { mesh, name: membership.name, site: me, siteName: member.name }
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

export async function signReport(context: NodeContext, report: string, caller: Caller): Promise<SignedReport> {
  const { site } = joinedOf(context)
  const signed = sign('report', site.mesh, Buffer.from(report), context.signingKey)
  if (encodeSigned(signed).byteLength > LIMITS.journalEntry * 2)
    throw new HoldfastError('MESSAGE_INVALID', 'the report is too long to sign')
  await site.audit.record({ act: 'report-sign', text: `a report of ${formatBytes(report.length)}`, who: caller.name })
  return { site: site.me, mesh: site.mesh, body: signed.body, signature: signed.signature }
}

export function refuseMember(context: NodeContext): void {
  const joined = context.joined()
  if (joined === undefined) return
  throw new HoldfastError('ALREADY_MEMBER', `this site already belongs to ${joined.site.members.current.name}`, {
    hint: 'use another --home for another mesh',
  })
}

export function meshAmong(statements: readonly Statement[], matches: (mesh: MeshId) => boolean): MeshId {
  for (const statement of statements) {
    const mesh = meshOf(statement)
    if (mesh !== undefined && matches(mesh)) return mesh
  }
  throw new HoldfastError('PEER_MISBEHAVED', 'the answer names no constitution of the mesh that was asked for')
}
