// A thread that reads spans of packs and hashes them, for scrub-threads.ts: only faults leave it.
import { closeSync, openSync, readSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { checkSpan, SPAN_BYTES } from './check-span.ts'
import type { SpanAnswer, SpanOrder } from './scrub-threads.ts'

const port = parentPort
if (!port) throw new TypeError('runs as a thread')
const memory = Buffer.allocUnsafeSlow(SPAN_BYTES)
let open: { readonly path: string; readonly fd: number } | undefined

port.on('message', ({ id, path, records }: SpanOrder) => {
  checkSpan(records, async (offset, length) => read(path, offset, length)).then(faults => {
    const found = faults.flatMap((why, index) => (why === undefined ? [] : [{ index, why }]))
    port.postMessage({ id, faults: found } satisfies SpanAnswer)
  })
})

function read(path: string, offset: number, length: number): Buffer {
  if (open?.path !== path) {
    if (open) closeSync(open.fd)
    open = undefined
    open = { path, fd: openSync(path, 'r') }
  }
  const bytes = length <= memory.length ? memory.subarray(0, length) : Buffer.allocUnsafeSlow(length)
  let filled = 0
  while (filled < length) {
    const count = readSync(open.fd, bytes, filled, length - filled, offset + filled)
    if (count === 0) break
    filled += count
  }
  return bytes.subarray(0, filled)
}
