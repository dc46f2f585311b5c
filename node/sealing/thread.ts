// A thread that identifies, seals and opens leaves for the pool. Everything is made in memory it uses again.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { pidOf, ROOM_BYTES, type Room, sealLeaf } from '../../protocol/chunk.ts'
import { isError } from '../../protocol/errors.ts'
import type { Pid } from '../../protocol/ids.ts'
import { decodeRing, type Ring } from '../../protocol/ring.ts'
import { openVerified } from '../work/sealer.ts'
import { giveWay } from './give-way.ts'
import type { Answer, Job, Result } from './job.ts'

const port = parentPort
if (!port) throw new TypeError('runs as a thread')
const memory = Buffer.from(workerData as SharedArrayBuffer)
const scratch = Buffer.allocUnsafeSlow(ROOM_BYTES)
const rings = new Map<string, Ring>()

giveWay()
// Whoever asks for pids waits for them with nothing else to do, and they take a tenth of the time: they come first.
port.on('message', (first: Job) => {
  const jobs = [first]
  while (jobs.length > 0) {
    for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) jobs.push(next.message as Job)
    const urgent = jobs.findIndex(({ kind }) => kind === 'identify')
    const [job] = jobs.splice(Math.max(0, urgent), 1)
    port.postMessage(answerOf(job!))
  }
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
  if (job.kind === 'identify')
    return job.inputs.map((_, i) => ({ id: pidOf(ring, 'leaf', input(i)), at: 0, length: 0 }))
  const out = Buffer.from(job.out!)
  let end = 0
  const put = (make: (room: Room) => { readonly id: string; readonly bytes: Uint8Array }): Result => {
    const room = { scratch, out: out.subarray(end) }
    const { id, bytes } = make(room)
    if (bytes.buffer !== job.out) room.out.set(bytes) // it did not fit while it was made
    end += bytes.byteLength
    return { id, at: end - bytes.byteLength, length: bytes.byteLength }
  }
  if (job.kind === 'open')
    return job.items.map((item, i) =>
      put(room => ({ id: '', bytes: openVerified(ring, { ...item, bytes: input(i) }, room) })),
    )
  return job.items.map(({ codec, pid }, i) =>
    put(room => {
      const { cid, bytes } = sealLeaf(ring, input(i), { codec, pid: pid as Pid, room })
      return { id: cid, bytes }
    }),
  )
}
