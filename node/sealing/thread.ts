// A thread that seals and opens leaves for the pool.
import { parentPort, workerData } from 'node:worker_threads'
import { openLeaf, sealLeaf } from '../../protocol/chunk.ts'
import { isError } from '../../protocol/errors.ts'
import type { Pid } from '../../protocol/ids.ts'
import { decodeRing, type Ring } from '../../protocol/ring.ts'
import type { Answer, Job, Result } from './job.ts'

const port = parentPort
if (!port) throw new TypeError('runs as a thread')
const memory = Buffer.from(workerData as SharedArrayBuffer)
const rings = new Map<string, Ring>()

port.on('message', (job: Job) => {
  const answer = answerOf(job)
  port.postMessage(answer, 'results' in answer ? [...new Set(answer.results.map(({ bytes }) => bytes.buffer))] : [])
})

function answerOf(job: Job): Answer {
  try {
    return { id: job.id, results: together(run(job)) }
  } catch (error) {
    const code = isError(error) ? error.code : undefined
    return { id: job.id, failure: { code, message: error instanceof Error ? error.message : String(error) } }
  }
}

function run(job: Job): Result[] {
  if (job.ringKeys) rings.set(job.ring, decodeRing(job.ringKeys))
  const ring = rings.get(job.ring)
  if (!ring) throw new TypeError('a job of a ring this thread was never given')
  const input = (index: number): Uint8Array => {
    const { memory: other, at, length } = job.inputs[index]!
    return other ? Buffer.from(other, at, length) : memory.subarray(at, at + length)
  }
  if (job.kind === 'seal') {
    return job.items.map(({ codec, pid }, i) => {
      const { cid, bytes } = sealLeaf(ring, input(i), { codec, pid: pid as Pid })
      return { cid, bytes: bytes as Uint8Array<ArrayBuffer> }
    })
  }
  return job.items.map(({ plain }, i) => ({ cid: '', bytes: owned(openLeaf(ring, input(i), plain)) }))
}

// A plaintext may be a view of shared memory, which is used again.
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof SharedArrayBuffer ? new Uint8Array(bytes) : (bytes as Uint8Array<ArrayBuffer>)
}

// What has memory of its own is handed over as it is; the small ones, which lie in Node's common pool, go together.
function together(results: readonly Result[]): Result[] {
  const small = results.filter(({ bytes }) => bytes.buffer.byteLength !== bytes.byteLength)
  const joint = new Uint8Array(small.reduce((total, { bytes }) => total + bytes.byteLength, 0))
  let at = 0
  return results.map(result => {
    if (result.bytes.buffer.byteLength === result.bytes.byteLength) return result
    joint.set(result.bytes, at)
    at += result.bytes.byteLength
    return { cid: result.cid, bytes: joint.subarray(at - result.bytes.byteLength, at) }
  })
}
