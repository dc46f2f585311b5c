// Which files are still being written (§ Capture, Settled and live): by their header, by how lately they changed, and by
// how they were read.
import type { ScannedFile } from './scan.ts'
import type { SourceStat } from './source.ts'

export interface Liveness {
  /** By what its stat and its header say. */
  looksLive(stat: SourceStat, headerAgrees: boolean): boolean
  /** Of a file that has its content. */
  isLive(file: ScannedFile): boolean
}

// Whoever records writes more often than this; an older file whose header disagrees was left so by a crash. Nor does a
// file server's clock run ahead by more.
const LIVE_AGE_MS = 24 * 3_600_000

/** `scannedAt`: wall time before the scan, ms. `quietMs`: how long a file must not have changed; 0 asks for nothing. */
export function livenessAt(scannedAt: number, quietMs: number): Liveness {
  const looksLive = (stat: SourceStat, headerAgrees: boolean): boolean => {
    const age = scannedAt - Number(stat.ctime / 1_000_000n)
    if (age >= LIVE_AGE_MS || age <= -LIVE_AGE_MS) return false
    return !headerAgrees || (quietMs > 0 && age < quietMs)
  }
  return {
    looksLive,
    isLive: ({ stat, content }) =>
      content !== undefined && (content.reading !== 'whole' || looksLive(stat, content.headerAgrees)),
  }
}
