// The recovery identity: at the machine that runs as it, where the mesh was found; at every other site, a note for the
// audit log whenever it comes, since whoever has the phrase can read everything (§ Recovery).
import type { SiteId } from '../../protocol/ids.ts'
import type { Clock, Log } from '../ports.ts'
import type { AuditLog } from './audit/audit.ts'
import type { Promises } from './mesh/promises.ts'

const SEEN = 'recovery-seen'
const TOLD_EVERY_MS = 24 * 3_600_000

/** The state that remembers where the site that answered was found. */
export function recoveryAddressKey(site: SiteId): string {
  return `recovery-address/${site}`
}

export function recoveryAddress(promises: Promises, site: SiteId): string | undefined {
  const kept = promises.state.get(recoveryAddressKey(site))
  return kept && Buffer.from(kept).toString('utf8')
}

/** Wall ms when the recovery identity was last noted here; undefined = never. */
export function recoverySeenAt(promises: Promises): number | undefined {
  const kept = promises.state.get(SEEN)
  return kept && Number(Buffer.from(kept).toString('utf8'))
}

/** Tells the log and the audit log that the recovery identity has connected, once a day. */
export function recoveryWatch(
  promises: Promises,
  audit: AuditLog,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): (site: SiteId) => void {
  async function note(site: SiteId): Promise<void> {
    await promises.setState(SEEN, Buffer.from(String(clock.wall())))
    await audit.record({
      act: 'key-recover',
      site,
      text: 'the recovery identity has connected; it can read every project',
    })
  }
  return site => {
    const now = clock.wall()
    const last = recoverySeenAt(promises)
    if (last !== undefined && now >= last && now - last < TOLD_EVERY_MS) return
    log.warn({ site }, 'the recovery identity has connected: whoever has the phrase can read every project')
    note(site).catch(error => log.error({ err: error }, 'a visit of the recovery identity is not in the audit log yet'))
  }
}
