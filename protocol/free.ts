// Memory that goes back at once. Node's ciphers and compressors give fresh memory for every call; left to the collector it
// piles up, and each chunk is worked on in pages that are touched for the first time, which costs more than the work.

/** Gives back the memory behind bytes that nobody else looks at, now or later; the view is empty afterwards. */
export function free({ buffer, byteLength }: Uint8Array): void {
  if (byteLength === 0) return // a view of anything
  // Small buffers may be slices of a pool that others use.
  const isOwn = buffer.byteLength === byteLength || buffer.byteLength > Buffer.poolSize
  if (isOwn && buffer instanceof ArrayBuffer) buffer.transfer(0)
}
