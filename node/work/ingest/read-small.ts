// A group of small files read into memory: all together where the source can, then one by one those that did not come out
// at the first attempt (§ Capture, A file as of one moment).
import { type ReadFile, type Reading, readSmall } from './read-file.ts'
import type { ScannedFile } from './scan.ts'

export type SmallResult =
  | { readonly found: ReadFile<Uint8Array>; readonly error?: undefined }
  | { readonly found?: undefined; readonly error: unknown }

/**
 * Reads files of at most `maxBytes`, in order. `memory` has room for what they had when they were scanned; what is found
 * may lie in it. Rejects with `signal.reason` alone: what became of a file is in its result, as readSmall throws it.
 */
export async function readSmallFiles(
  reading: Reading,
  files: readonly ScannedFile[],
  memory: Buffer,
  maxBytes: number,
  signal: AbortSignal,
): Promise<SmallResult[]> {
  const readAt = reading.clock.wall()
  const orders = files.map(({ path, stat }) => ({ path, size: stat.size }))
  const together = (await reading.source.bulk?.readSmall(orders, memory)) ?? []
  signal.throwIfAborted()
  return Promise.all(
    files.map(async ({ path }, i) => {
      const small = together[i]
      if (small) {
        const { stat, xattrs, bytes } = small
        return { found: { stat, xattrs, readAt, isGrowing: false, body: bytes } }
      }
      return readSmall(reading, path, maxBytes, signal).then(
        found => ({ found }),
        (error: unknown) => ({ error }),
      )
    }),
  )
}
