// Hands ring keys to whoever is to have them and has not got them yet (§ Grants): whoever opened an epoch owes it to
// every site that is trusted, now or later, and to the recovery identity; where nobody has granted anything, the trusted
// sites that are up take turns.
import type { MeshId, RingId } from '../../protocol/ids.ts'
import type { SigningKey } from '../../protocol/keys.ts'
import type { Ring } from '../../protocol/ring.ts'
import { statementMessage } from '../../protocol/statement.ts'
import type { Ports } from '../ports.ts'
import type { Worker } from '../worker.ts'
import { makeGrants, type Recipient } from './grants.ts'
import type { Keyring } from './keyring.ts'
import type { Liveness } from './mesh/liveness.ts'
import type { Members } from './mesh/members.ts'

interface Options {
  readonly mesh: MeshId
  readonly key: SigningKey
  readonly members: Members
  readonly rings: Keyring
  readonly liveness: Liveness
}

const LOOK_EVERY_MS = 30_000
/** How long the next in line waits for the one before. */
const TURN_MS = 60_000

export function grantWorker(options: Options, ports: Ports): Worker {
  const { mesh, key, members, rings, liveness } = options
  /** Since when it is seen that nobody has granted a ring to someone; monotonic ms. */
  const lacking = new Map<string, number>()
  let granted = 0

  function owes(ring: Ring, to: Recipient): boolean {
    const grants = members.current.grantsFor(to.site).filter(grant => grant.ring === ring.id)
    const opened = ownEpoch(ring.id)
    if (opened !== undefined) return !grants.some(({ author, epoch }) => author === key.id && epoch >= opened)
    return grants.length === 0 && isOurTurn(ring.id, to)
  }

  /** The newest epoch that this site opened itself. */
  function ownEpoch(ring: RingId): number | undefined {
    const own = members.current.grantsFor(key.id).filter(grant => grant.ring === ring && grant.author === key.id)
    return own.length === 0 ? undefined : Math.max(...own.map(({ epoch }) => epoch))
  }

  function isOurTurn(ring: RingId, to: Recipient): boolean {
    const place = `${ring}/${to.site}`
    const now = ports.clock.monotonic()
    const since = lacking.get(place) ?? now
    lacking.set(place, since)
    const before = members
      .sites()
      .filter(site => site < key.id && site !== to.site && rings.isTrusted(ring, site) && liveness.isUp(site))
    return now - since >= before.length * TURN_MS
  }

  return {
    name: 'grants',
    idleMs: LOOK_EVERY_MS,
    status: () => ({ rings: rings.size, granted }),
    step: async () => {
      const grants = [...rings.values()]
        .filter(ring => rings.isTrusted(ring.id))
        .flatMap(ring => {
          const owed = rings.recipients(ring.id).filter(to => owes(ring, to))
          for (const { site } of owed) lacking.delete(`${ring.id}/${site}`)
          return makeGrants(mesh, ring, owed, key, ports)
        })
      if (grants.length === 0) return 'idle'
      await members.merge(grants.map(statementMessage))
      granted += grants.length
      ports.log.info({ grants: grants.length }, 'keys granted to sites that had none')
      return 'idle'
    },
  }
}
