// Many small buffers on their way into one file: up to some size copying bytes is cheaper than handing each piece to the
// system on its own.

const COPY_BYTES = 16 * 1024
const COPY_BLOCK = 256 * 1024

/** The same bytes in fewer buffers: runs of small ones are copied together. */
export function joined(buffers: readonly Uint8Array[]): Uint8Array[] {
  const parts: Uint8Array[] = []
  let run: Uint8Array[] = []
  let bytes = 0
  const flush = (): void => {
    if (run.length > 0) parts.push(run.length === 1 ? run[0]! : Buffer.concat(run, bytes))
    run = []
    bytes = 0
  }
  for (const buffer of buffers) {
    if (buffer.byteLength > COPY_BYTES || bytes + buffer.byteLength > COPY_BLOCK) flush()
    run.push(buffer)
    bytes += buffer.byteLength
    if (buffer.byteLength > COPY_BYTES) flush()
  }
  flush()
  return parts
}
