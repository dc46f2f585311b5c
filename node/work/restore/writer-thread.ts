// A thread that opens leaves and writes them, for writer-threads.ts: the plain bytes never leave it.
import { parentPort, workerData } from 'node:worker_threads'
import { ROOM_BYTES } from '../../../protocol/chunk.ts'
import { isError } from '../../../protocol/errors.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { decodeRing } from '../../../protocol/ring.ts'
import { errnoOf } from '../ingest/source.ts'
import { ChunkReader } from './read-chunk-disk.ts'
import { carryOut } from './write-disk.ts'
import type { Answer, Batch, Failure, Start } from './writer-threads.ts'

const port = parentPort
if (!port) throw new TypeError('runs as a thread')
const { ring: keys, memory: shared } = workerData as Start
const ring = decodeRing(keys)
const memory = Buffer.from(shared)
const chunks = new ChunkReader()
const room = { scratch: Buffer.allocUnsafeSlow(ROOM_BYTES), out: Buffer.allocUnsafeSlow(LIMITS.chunkPlain) }

port.on('message', (batch: Batch) => {
  const failures: Failure[] = []
  for (const [index, { order, leaf }] of batch.items.entries()) {
    try {
      const from =
        leaf && ('path' in leaf.from ? leaf.from : memory.subarray(leaf.from.at, leaf.from.at + leaf.from.length))
      carryOut(ring, order, leaf && from && { ...leaf, from }, chunks, room)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      failures.push({ index, code: isError(error) ? error.code : undefined, errno: errnoOf(error), message })
    }
  }
  port.postMessage({ id: batch.id, failures } satisfies Answer)
})
