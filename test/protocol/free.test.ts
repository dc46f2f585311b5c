import assert from 'node:assert/strict'
import { test } from 'node:test'
import { zstdCompressSync } from 'node:zlib'
import { free } from '../../protocol/free.ts'

test('memory of its own goes back', () => {
  const bytes = Buffer.alloc(100_000)
  free(bytes)
  assert.equal(bytes.byteLength, 0)
  const compressed = zstdCompressSync(Buffer.alloc(1000), { chunkSize: 100_000 })
  free(compressed)
  assert.equal(compressed.buffer.byteLength, 0)
})

test('what others may look at stays: slices of the pool, empty views, shared memory', () => {
  const pooled = Buffer.from('a few bytes')
  const neighbour = Buffer.from('and some more')
  const large = Buffer.alloc(100_000, 1)
  const shared = Buffer.from(new SharedArrayBuffer(100_000))
  for (const bytes of [pooled, large.subarray(7, 7), shared]) free(bytes)
  assert.equal(pooled.toString() + neighbour, 'a few bytesand some more')
  assert.equal(large.byteLength, 100_000)
  assert.equal(shared.byteLength, 100_000)
})
