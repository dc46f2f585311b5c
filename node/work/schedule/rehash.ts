// When everything is read again, how fast, and for how long snapshots wait for it (§ Schedule). It is slow on purpose, and
// gets faster each time it had to give way, so that a busy project is read through in the end as well.
import type { Fact, Settings } from './facts.ts'

const RATE = 40_000 // bytes per ms
const PATIENT_TRIES = 5
const MIN_PATIENCE_MS = 5 * 60_000

/** Wall ms; undefined when it is off, or nothing has been captured yet. */
export function rehashDue(settings: Settings, last: Fact<'rehashed'> | undefined): number | undefined {
  return last === undefined || settings.rehash === null ? undefined : last.at + settings.rehash * 1000
}

/** Bytes per ms; undefined: as fast as it goes. */
export function rehashRate(tries: number): number | undefined {
  return tries < PATIENT_TRIES ? RATE * 2 ** tries : undefined
}

/** A snapshot that is due waits this long, ms: half the RPO (seconds); after five tries, until the rehash is through. */
export function rehashPatience(rpo: number, tries: number): number {
  return tries < PATIENT_TRIES ? Math.max(MIN_PATIENCE_MS, (rpo * 1000) / 2) : Number.POSITIVE_INFINITY
}
