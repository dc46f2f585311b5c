import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { getPriority } from 'node:os'
import { test } from 'node:test'
import { openSealingPool } from '../../../node/sealing/pool.ts'
import { inlineSealer, type Sealable, withoutPcm } from '../../../node/work/sealer.ts'
import { pidOf } from '../../../protocol/chunk.ts'
import { isError } from '../../../protocol/errors.ts'
import { nextEpoch } from '../../../protocol/ring.ts'
import { noise, ring } from '../../helpers/chunk-memory.ts'

const LENGTHS = [1, 17, 300, 5000, 70_000, 1 << 20, 4 << 20, 2, 4 << 20, 33]
const inPlace = inlineSealer(async () => undefined)

function sealable(bytes: Uint8Array, codec: Sealable['codec'] = 'auto'): Sealable {
  return { bytes, codec, pid: pidOf(ring, 'leaf', bytes) }
}

test('threads seal exactly what is sealed in place, in order', async () => {
  await using pool = openSealingPool()
  const pieces = LENGTHS.map((length, i) => sealable(noise(i + 1, length), i % 2 === 0 ? 'auto' : 'raw'))
  const sealed = await pool.seal(ring, pieces)
  assert.deepEqual(
    sealed.map(({ bytes, ...rest }) => ({ ...rest, bytes: Buffer.from(bytes) })),
    (await inPlace.seal(ring, pieces)).map(({ bytes, ...rest }) => ({ ...rest, bytes: Buffer.from(bytes) })),
  )
})

test('pids are the same wherever they are found, also while threads are busy sealing', async () => {
  await using pool = openSealingPool()
  const pieces = LENGTHS.map((length, i) => sealable(noise(i + 30, length)))
  const shared = pieces.map(piece => {
    const bytes = Buffer.from(new SharedArrayBuffer(piece.bytes.byteLength + 8)).subarray(3, -5)
    bytes.set(piece.bytes)
    return { ...piece, bytes }
  })
  const pids = pieces.map(({ pid }) => pid)
  const [sealed, ...identified] = await Promise.all([
    pool.seal(ring, shared),
    pool.identify(ring, shared),
    pool.identify(ring, pieces),
    pool.identify(ring, shared),
    inPlace.identify(ring, shared),
  ])
  for (const found of identified) assert.deepEqual(found, pids)
  assert.deepEqual(
    sealed.map(({ cid }) => cid),
    (await inPlace.seal(ring, pieces)).map(({ cid }) => cid),
  )
})

test('threads open what was sealed, of every epoch, many calls at once', async () => {
  await using pool = openSealingPool()
  const later = nextEpoch(ring, new Uint8Array(32).fill(7))
  const pieces = LENGTHS.map((length, i) => sealable(noise(i + 9, length)))
  const calls = Array.from({ length: 12 }, async (_, call) => {
    const under = call % 2 === 0 ? ring : later
    const sealed = await pool.seal(under, pieces)
    return pool.open(
      under,
      sealed.map(({ cid, bytes }, i) => ({ cid, bytes, plain: LENGTHS[i]! })),
    )
  })
  for (const plaintexts of await Promise.all(calls)) {
    for (const [i, plaintext] of plaintexts.entries()) assert.ok(Buffer.from(plaintext).equals(pieces[i]!.bytes))
  }
})

test('a chunk that does not open is the error it is in place, and the pool goes on', async () => {
  await using pool = openSealingPool()
  const [sealed] = await pool.seal(ring, [sealable(noise(1, 1000))])
  const bytes = Buffer.from(sealed!.bytes)
  bytes[200]! ^= 1
  const { cid } = sealed!
  const isCorrupt = (error: unknown) => isError(error, 'CHUNK_CORRUPT')
  await assert.rejects(pool.open(ring, [{ cid, bytes, plain: 1000 }]), isCorrupt)
  const [other] = await pool.seal(ring, [sealable(noise(8, 1000))])
  await assert.rejects(pool.open(ring, [{ cid, bytes: other!.bytes, plain: 1000 }]), isCorrupt)
  await assert.rejects(pool.open(ring, [{ cid, bytes: sealed!.bytes, plain: 999 }]), isCorrupt)
  assert.equal((await pool.open(ring, [{ cid, bytes: sealed!.bytes, plain: 1000 }]))[0]!.byteLength, 1000)
})

test('work under way when the pool is closed is refused, not forgotten', async () => {
  const pool = openSealingPool()
  const work = pool.seal(ring, [sealable(noise(3, 4 << 20))])
  const closed = pool[Symbol.asyncDispose]()
  await assert.rejects(work, error => isError(error, 'INTERNAL'))
  await closed
})

test('work that waits when the pool is closed, or comes later, is refused, and starts no thread', async () => {
  const pool = openSealingPool()
  const works = Array.from({ length: pool.width + 3 }, (_, i) => pool.seal(ring, [sealable(noise(i, 4 << 20))]))
  const settled = Promise.allSettled(works)
  await pool[Symbol.asyncDispose]()
  const codes = (await settled).map(result => (result.status === 'rejected' ? result.reason.code : 'done'))
  assert.deepEqual(codes.slice(-3), ['STOPPED', 'STOPPED', 'STOPPED'])
  await assert.rejects(pool.seal(ring, [sealable(noise(1, 10))]), error => isError(error, 'STOPPED'))
})

test('what compresses to almost nothing opens as well, many at once', async () => {
  await using pool = openSealingPool()
  const pieces = Array.from({ length: 6 }, () => sealable(new Uint8Array(4 << 20)))
  const sealed = await pool.seal(ring, pieces)
  const opened = await pool.open(
    ring,
    sealed.map(({ cid, bytes }) => ({ cid, bytes, plain: 4 << 20 })),
  )
  for (const plaintext of opened) assert.ok(Buffer.from(plaintext).equals(Buffer.alloc(4 << 20)))
})

test('memory that is given back is used again only when all that lay in it is done with', async () => {
  await using pool = openSealingPool()
  const pieces = [sealable(noise(1, 500_000)), sealable(noise(2, 500_000))]
  const [first, second] = await pool.seal(ring, pieces)
  const kept = Buffer.from(second!.bytes)
  pool.done(first!.bytes)
  await pool.seal(ring, [sealable(noise(3, 1_000_000))])
  assert.ok(kept.equals(second!.bytes))
  pool.done(second!.bytes)
  const [next] = await pool.seal(ring, [sealable(noise(4, 1_000_000))])
  assert.equal(next!.bytes.buffer, second!.bytes.buffer)
})

test('what is small is not kept in memory that others wait for', async () => {
  await using pool = openSealingPool()
  const [small] = await pool.seal(ring, [sealable(noise(1, 5000))])
  assert.ok(!(small!.bytes.buffer instanceof SharedArrayBuffer))
  const before = Buffer.from(small!.bytes)
  await pool.seal(ring, [sealable(noise(2, 1_000_000))])
  assert.ok(before.equals(small!.bytes))
  pool.done(small!.bytes)
})

test('threads give way to the event loop', { skip: process.platform !== 'linux' }, async () => {
  await using pool = openSealingPool()
  await pool.seal(ring, [sealable(noise(1, 1000))])
  const priorities = readdirSync('/proc/self/task').map(thread => getPriority(Number(thread)))
  assert.ok(Math.max(...priorities) > getPriority(process.pid))
})

test('for readers that lack the pcm codec audio is sealed without it', async () => {
  const samples = Buffer.alloc(64 * 1024)
  for (let at = 0; at < samples.length; at += 2) samples.writeInt16LE(Math.round(9000 * Math.sin(at / 90)), at)
  const shape = { sample: 'int', bytes: 2, bigEndian: false, channels: 1, lead: 0 } as const
  const piece = sealable(samples, { pcm: shape })
  const [audio] = await inPlace.seal(ring, [piece])
  const [plain] = await withoutPcm(inPlace).seal(ring, [piece])
  const [auto] = await inPlace.seal(ring, [{ ...piece, codec: 'auto' }])
  assert.equal(plain!.cid, auto!.cid)
  assert.notEqual(plain!.cid, audio!.cid)
})
