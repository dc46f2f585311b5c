// Keeps a connection to every member: dials whoever is not connected at all its addresses, with back-off, and starts
// afresh when its addresses change. The smaller of two site ids dials first (§ Wire, connections).
import type { SiteId } from '../../protocol/ids.ts'
import type { Clock, Log, Random } from '../ports.ts'
import type { Worker } from '../worker.ts'
import type { NetworkTimes } from './settings.ts'

export interface DialTarget {
  readonly site: SiteId
  readonly addresses: readonly string[]
}

export interface DialerNeeds {
  readonly self: SiteId
  readonly times: NetworkTimes
  targets(): Iterable<DialTarget>
  isConnected(site: SiteId): boolean
  /** False while the site is shunned or no member. */
  admits(site: SiteId): boolean
  /** Resolves when connected. */
  dial(target: DialTarget, signal: AbortSignal): Promise<void>
}

interface Attempt {
  addresses: string
  failures: number
  dueAt: number
  dialling: boolean
  /** Since when it has been connected, monotonic ms. */
  connectedAt: number | undefined
}

/** Settled by dispose of the worker that runs it: its signal ends the dials. */
export function dialer(needs: DialerNeeds, ports: { clock: Clock; random: Random; log: Log }): Worker {
  const { self, times } = needs
  const attempts = new Map<SiteId, Attempt>()

  function firstDue(site: SiteId): number {
    return ports.clock.monotonic() + (self < site ? 0 : times.yieldDialMs)
  }

  function backOff(failures: number): number {
    const ms = Math.min(times.redialMaxMs, times.redialMinMs * 2 ** Math.min(failures - 1, 10))
    return ms / 2 + ports.random.below(Math.ceil(ms / 2) + 1)
  }

  function failed(attempt: Attempt): void {
    attempt.failures++
    attempt.dueAt = ports.clock.monotonic() + backOff(attempt.failures)
  }

  // A connection that stood is dialled again at once when it is lost. One that did not was refused by the other side, as
  // by a site that has not heard of this member yet: it is dialled with back-off.
  function watch(attempt: Attempt, { site, addresses }: DialTarget): void {
    const now = ports.clock.monotonic()
    if (needs.isConnected(site)) {
      attempt.connectedAt ??= now
      if (now - attempt.connectedAt >= times.redialMinMs)
        Object.assign(attempt, { addresses: addresses.join(' '), failures: 0, dueAt: firstDue(site) })
    } else if (attempt.connectedAt !== undefined) {
      if (now - attempt.connectedAt < times.redialMinMs) failed(attempt)
      attempt.connectedAt = undefined
    }
  }

  async function run(target: DialTarget, attempt: Attempt, signal: AbortSignal): Promise<void> {
    attempt.dialling = true
    try {
      await needs.dial(target, signal)
      attempt.connectedAt = ports.clock.monotonic()
    } catch (error) {
      if (signal.aborted) return
      failed(attempt)
      ports.log.debug({ site: target.site, failures: attempt.failures, err: error }, 'no connection')
    } finally {
      attempt.dialling = false
    }
  }

  return {
    name: 'dial',
    idleMs: 250,
    async step(signal) {
      const seen = new Set<SiteId>()
      for (const target of needs.targets()) {
        const { site } = target
        if (site === self || target.addresses.length === 0 || !needs.admits(site)) continue
        seen.add(site)
        const addresses = target.addresses.join(' ')
        let attempt = attempts.get(site)
        if (attempt === undefined) {
          attempt = { addresses, failures: 0, dueAt: firstDue(site), dialling: false, connectedAt: undefined }
          attempts.set(site, attempt)
        }
        watch(attempt, target)
        if (attempt.addresses !== addresses && !needs.isConnected(site))
          Object.assign(attempt, { addresses, failures: 0, dueAt: ports.clock.monotonic() })
        if (needs.isConnected(site) || attempt.dialling || attempt.dueAt > ports.clock.monotonic()) continue
        void run(target, attempt, signal)
      }
      for (const site of attempts.keys()) if (!seen.has(site)) attempts.delete(site)
      return 'idle'
    },
    status: () => ({
      dialling: [...attempts].filter(([, attempt]) => attempt.dialling).map(([site]) => site),
      failing: [...attempts]
        .filter(([, { failures }]) => failures > 0)
        .map(([site, { failures }]) => ({ site, failures })),
    }),
  }
}
