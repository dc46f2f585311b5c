// A thread that seals and opens leaves for the pool.
import { parentPort, workerData } from 'node:worker_threads'
import { sealLeaf } from '../../protocol/chunk.ts'
import { isError } from '../../protocol/errors.ts'
import type { Pid } from '../../protocol/ids.ts'
import { decodeRing, type Ring } from '../../protocol/ring.ts'
import { openVerified } from '../work/sealer.ts'
import type { Answer, Job, Result } from './job.ts'

const port = parentPort
if (!port) throw new TypeError('runs as a thread')
const memory = Buffer.from(workerData as SharedArrayBuffer)
const rings = new Map<string, Ring>()

port.on('message', (job: Job) => {
  port.postMessage(answerOf(job))
})

function answerOf(job: Job): Answer {
  try {
    return { id: job.id, results: run(job) }
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
  const out = Buffer.from(job.out)
  let end = 0
  const put = (cid: string, bytes: Uint8Array): Result => {
    out.set(bytes, end)
    end += bytes.byteLength
    return { cid, at: end - bytes.byteLength, length: bytes.byteLength }
  }
  if (job.kind === 'seal') {
    return job.items.map(({ codec, pid }, i) => {
      const { cid, bytes } = sealLeaf(ring, input(i), { codec, pid: pid as Pid })
      return put(cid, bytes)
    })
  }
  return job.items.map((item, i) => put('', openVerified(ring, { ...item, bytes: input(i) })))
}
