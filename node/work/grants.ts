// Ring keys on their way to those who may read with them (§ Grants): sealed to one member, or to the recovery identity.
import { isError } from '../../protocol/errors.ts'
import type { MeshId, SiteId } from '../../protocol/ids.ts'
import { openSealed, type SealingKey, type SigningKey, sealTo } from '../../protocol/keys.ts'
import { grantStatement } from '../../protocol/member.ts'
import type { GrantRecord } from '../../protocol/membership.ts'
import { decodeRing, encodeRing, type Ring } from '../../protocol/ring.ts'
import type { Statement } from '../../protocol/statement.ts'
import type { Ports, Random } from '../ports.ts'

export const GRANT_CONTEXT = 'ring grant'

/** Who gets keys: a member, or the recovery identity, which is none. */
export interface Recipient {
  readonly site: SiteId
  readonly sealing: Uint8Array // X25519 public key
}

/** All epochs of a ring, for one. Throws MESSAGE_INVALID for a sealing key that can't be one. */
export function makeGrant(mesh: MeshId, ring: Ring, to: Recipient, key: SigningKey, random: Random): Statement {
  const sealedKeys = sealTo(to.sealing, encodeRing(ring), random.bytes(32), GRANT_CONTEXT)
  return grantStatement(mesh, { ring: ring.id, epoch: ring.epoch, member: to.site, sealedKeys }, key)
}

/** One grant each; whoever's sealing key can't be one gets none. */
export function makeGrants(
  mesh: MeshId,
  ring: Ring,
  recipients: readonly Recipient[],
  key: SigningKey,
  { random, log }: Ports,
): Statement[] {
  return recipients.flatMap(to => {
    try {
      return [makeGrant(mesh, ring, to, key, random)]
    } catch (error) {
      if (!isError(error, 'MESSAGE_INVALID')) throw error
      log.warn({ site: to.site, ring: ring.id, err: error }, 'a site with an impossible sealing key gets no keys')
      return []
    }
  })
}

/** Throws KEY_WRONG, MESSAGE_INVALID; both are its author's fault. */
export function openGrant(sealing: SealingKey, grant: GrantRecord): Ring {
  return decodeRing(openSealed(sealing, grant.sealedKeys, GRANT_CONTEXT))
}
