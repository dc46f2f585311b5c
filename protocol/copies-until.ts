// How long an assessment stands while nothing new is observed (§ Copies): everything that turns with time alone turns at a
// moment that can be told beforehand, so that a site with a thousand projects need not assess each anew at every beat.
import { type CopiesInput, silentSince } from './copy.ts'
import { TIMES_MS } from './limits.ts'

/** Those who make others prove ask earlier, by these shares of the grace and of the age a proof may have. */
export const EARLIER = { grace: 0.5, proofAge: 0.5 } as const

/**
 * The moment, `input.now` or later and by the same clock, before which assessCopies() says the same about the same
 * observations; also for a policy whose grace or age of proofs is shortened by EARLIER. Infinity: always.
 */
export function assessedUntil(input: CopiesInput): number {
  const { now, policy } = input
  let until = Number.POSITIVE_INFINITY
  const turnsAt = (time: number): void => {
    if (time >= now && time < until) until = time
  }
  // A date too far ahead is unknown until then.
  const dated = (time: number): void => turnsAt(time - TIMES_MS.futureTolerance)
  for (const { time, firstSeen } of input.snapshots) {
    dated(time)
    turnsAt(time + policy.rpo * 1000)
    turnsAt(firstSeen + policy.rpo * 1000)
  }
  for (const site of input.sites) {
    const since = silentSince(input, site)
    if (since === undefined) continue
    turnsAt(since + policy.grace * 1000)
    turnsAt(since + policy.grace * 1000 * EARLIER.grace)
  }
  for (const since of input.revoked?.values() ?? []) {
    turnsAt(since + policy.grace * 1000)
    turnsAt(since + policy.grace * 1000 * EARLIER.grace)
  }
  for (const { scrubbedAt } of input.holdings) {
    dated(scrubbedAt)
    turnsAt(scrubbedAt + policy.scrubAge * 1000)
  }
  for (const { time, firstSeen } of input.proofs) {
    dated(time)
    dated(firstSeen)
    const at = Math.min(time, firstSeen)
    turnsAt(at + policy.proofAge * 1000)
    turnsAt(at + policy.proofAge * 1000 * EARLIER.proofAge)
  }
  return until
}
