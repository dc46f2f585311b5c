// Ring keys that members have granted to this site (§ Grants).
import { isError } from '../../protocol/errors.ts'
import type { RingId } from '../../protocol/ids.ts'
import { openSealed, type SealingKey } from '../../protocol/keys.ts'
import { decodeRing, type Ring } from '../../protocol/ring.ts'
import type { Log } from '../ports.ts'
import type { Members } from './mesh/members.ts'

export const GRANT_CONTEXT = 'ring grant'

interface Options {
  readonly me: Parameters<Members['current']['grantsFor']>[0]
  readonly members: Members
  readonly sealing: SealingKey
  readonly log: Log
}

/** Adds to `rings` what was granted since the last call. A grant that can't be opened is another member's fault. */
export function takeGrants(rings: Map<RingId, Ring>, { me, members, sealing, log }: Options): void {
  for (const grant of members.current.grantsFor(me)) {
    const known = rings.get(grant.ring)
    if (known && known.epoch >= grant.epoch) continue
    try {
      rings.set(grant.ring, decodeRing(openSealed(sealing, grant.sealedKeys, GRANT_CONTEXT)))
    } catch (error) {
      if (!isError(error)) throw error
      log.warn({ ring: grant.ring, from: members.nameOf(grant.author), err: error }, "a grant can't be opened")
    }
  }
}
