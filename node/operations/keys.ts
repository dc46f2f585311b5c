// Operations on the keys of rings: who has which, new epochs, grants, key files. Who is trusted for a ring is the owners'
// word, signed at the command line before it comes here (§ Ring, § Grants).
import { HoldfastError } from '../../protocol/errors.ts'
import type { RingId } from '../../protocol/ids.ts'
import type {
  AddedKeys,
  ExportedKeys,
  GrantedKey,
  GrantKeyRequest,
  KeyList,
  RingView,
  RotatedKey,
} from '../../protocol/local-api-keys.ts'
import type { Caller } from '../../protocol/local-api-scope.ts'
import { decodeRing, encodeRing } from '../../protocol/ring.ts'
import { statementMessage } from '../../protocol/statement.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import { makeGrant } from '../work/grants.ts'
import type { Site } from '../work/site.ts'
import { findProject, findSite } from './references.ts'

const MIN_PREFIX = 3
/** The word for the ring of projects that name none. */
const STANDARD = 'standard'

export function keys(context: NodeContext): KeyList {
  const { site } = joinedOf(context)
  const { rings, members, projects } = site
  const named = members.sites().flatMap(id => [...members.current.ringsOf(id)])
  const used = projects.all().map(({ entry }) => entry.ring)
  return { rings: [...new Set([...rings.keys(), ...named, ...used])].map(ring => ringView(site, ring)) }
}

function ringView(site: Site, id: RingId): RingView {
  const { rings, members, projects, me } = site
  const ring = rings.get(id)
  const { recovery } = members.current.constitution
  const last = recovery && members.current.grantsFor(recovery.identity).filter(grant => grant.ring === id)
  const isGranted = last?.some(({ epoch }) => epoch >= (ring?.epoch ?? 1)) ?? false
  return {
    ring: id,
    epoch: ring?.epoch ?? null,
    epochs: ring?.epochs ?? 0,
    standard: rings.standard?.id === id,
    projects: projects
      .all()
      .filter(({ entry }) => entry.ring === id)
      .map(project => ({ id: project.id, name: project.name ?? null })),
    trusted: members
      .sites()
      .filter(one => rings.isTrusted(id, one))
      .map(one => ({ site: one, name: members.get(one)?.displayName ?? one, here: one === me }))
      .sort((a, b) => Number(b.here) - Number(a.here) || (a.name < b.name ? -1 : 1)),
    recovery: last === undefined ? 'none' : isGranted ? 'granted' : 'waiting',
  }
}

/** Takes in the keys of rings: a ring made at the command line, or a key file. Throws MESSAGE_INVALID, RING_FULL. */
export async function addKeys(
  context: NodeContext,
  encoded: readonly Uint8Array[],
  caller: Caller,
): Promise<AddedKeys> {
  const { site } = joinedOf(context)
  const rings = encoded.map(decodeRing)
  for (const ring of rings) {
    const isNew = !site.rings.has(ring.id)
    await site.rings.add(ring)
    await site.audit.record({
      act: 'key-add',
      text: `${isNew ? 'a ring' : 'epochs of ring'} ${ring.id}`,
      who: caller.name,
    })
  }
  site.projects.openNames()
  return { rings: rings.map(({ id }) => ({ ring: id, epoch: site.rings.get(id)?.epoch ?? 0 })) }
}

/** All that this site can read with, in clear: for a file that the command line seals. */
export async function exportKeys(context: NodeContext, caller: Caller): Promise<ExportedKeys> {
  const { site } = joinedOf(context)
  const rings = [...site.rings.values()]
  if (rings.length === 0) throw new HoldfastError('KEY_MISSING', 'this site holds no keys', { hint: TRUSTED_HINT })
  await site.audit.record({ act: 'key-export', text: `${rings.length} rings`, who: caller.name })
  return { mesh: site.mesh, rings: rings.map(encodeRing) }
}

export async function rotateKey(context: NodeContext, reference: string, caller: Caller): Promise<RotatedKey> {
  const { site } = joinedOf(context)
  const id = findRing(site, reference)
  const { ring, granted } = await site.rings.rotate(id)
  await site.audit.record({ act: 'key-rotate', text: `ring ${id}, epoch ${ring.epoch}`, who: caller.name })
  return { ring: id, epoch: ring.epoch, epochs: ring.epochs, granted }
}

/** Grants a ring to a member that an owner has named trusted for it. Throws KEY_MISSING, NOT_ALLOWED, SITE_UNKNOWN. */
export async function grantKey(context: NodeContext, request: GrantKeyRequest, caller: Caller): Promise<GrantedKey> {
  const { site } = joinedOf(context)
  const { rings, members } = site
  const id = findRing(site, request.ring)
  const ring = rings.get(id)
  if (ring === undefined || !rings.isTrusted(id))
    throw new HoldfastError('KEY_MISSING', `this site is not trusted for ring ${id}`, { hint: TRUSTED_HINT })
  const member = findSite(members, request.site)
  if (member.revoked || !rings.isTrusted(id, member.site)) {
    throw new HoldfastError('NOT_ALLOWED', `no owner has named ${member.displayName} trusted for ring ${id}`, {
      hint: `holdfast key grant ${request.ring} ${request.site} where the owner's key is`,
    })
  }
  const statement = makeGrant(site.mesh, ring, member, context.signingKey, context.ports.random)
  await members.merge([statementMessage(statement)])
  await site.audit.record({ act: 'key-grant', site: member.site, text: `ring ${id}`, who: caller.name })
  return { ring: id, epoch: ring.epoch, site: member.site, name: member.displayName }
}

/** A ring by its id, a prefix of it, the project it is of, or `standard`. Throws PROJECT_UNKNOWN, AMBIGUOUS, KEY_MISSING. */
export function findRing(site: Site, reference: string): RingId {
  if (reference === STANDARD) {
    const ring = site.rings.standard
    if (ring === undefined) throw new HoldfastError('KEY_MISSING', 'this site holds no keys', { hint: TRUSTED_HINT })
    return ring.id
  }
  const known = [...site.rings.keys(), ...site.members.sites().flatMap(id => [...site.members.current.ringsOf(id)])]
  const found = [...new Set(known)].filter(
    id => reference.length >= MIN_PREFIX && id.startsWith(reference.toLowerCase()),
  )
  if (found.length > 1)
    throw new HoldfastError('AMBIGUOUS', `${found.length} rings begin with ${reference}`, {
      hint: 'give more of the id',
    })
  return found[0] ?? findProject(site.projects, reference).entry.ring
}

const TRUSTED_HINT = 'holdfast key list shows which sites are trusted'
