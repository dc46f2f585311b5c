// Which bytes of a leaf need writing: runs of zeros on whole blocks of the file are left out, so that a file that was
// sized first keeps them as holes (§ Restore).

// What file systems allocate at the least. A shorter run than RUN would cost more in extents than it saves in space.
const BLOCK = 4096
const RUN = 16 * BLOCK
const ZEROS = Buffer.alloc(BLOCK)

/** The [from, to) of `bytes`, in order, between the runs of zeros; `position`: where in the file they will stand. */
export function runsOfData(bytes: Uint8Array, position: number): [from: number, to: number][] {
  const runs: [number, number][] = []
  let from = 0
  for (let at = (BLOCK - (position % BLOCK)) % BLOCK; at + RUN <= bytes.byteLength; ) {
    const end = endOfZeros(bytes, at)
    if (end - at < RUN) {
      // No run of that length can begin before the block that ended this one.
      at = end + BLOCK
      continue
    }
    if (at > from) runs.push([from, at])
    from = end
    at = end + BLOCK
  }
  if (from < bytes.byteLength) runs.push([from, bytes.byteLength])
  return runs
}

/** Where the whole blocks of zeros from `at` on end. */
function endOfZeros(bytes: Uint8Array, at: number): number {
  while (at + BLOCK <= bytes.byteLength && bytes[at] === 0 && ZEROS.equals(bytes.subarray(at, at + BLOCK))) at += BLOCK
  return at
}
