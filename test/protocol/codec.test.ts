import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decode, encode } from '../../protocol/codec.ts'
import { isError } from '../../protocol/errors.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { holdfast as pb } from '../../protocol/messages.js'

const invalid = (error: unknown) => isError(error, 'MESSAGE_INVALID')
const field = (number: number, content: Uint8Array) => {
  const length = content.byteLength
  return Buffer.concat([Buffer.from([number * 8 + 2, (length & 0x7f) | 0x80, length >> 7]), content])
}

test('fields are counted at every depth', () => {
  // 100 entries of 50 attributes, each of which has two fields: few at the top, 15,100 in all.
  const xattrs = Array.from({ length: 50 }, () => ({ name: Buffer.of(1), value: Buffer.of(2) }))
  const bytes = encode(pb.DirectoryNode, { entries: Array.from({ length: 100 }, () => ({ xattrs })) })
  assert.throws(() => decode(pb.DirectoryNode, bytes, LIMITS.treeChunk), invalid)
  assert.equal(decode(pb.DirectoryNode, bytes, LIMITS.treeChunk, LIMITS.directoryFields).entries.length, 100)
})

test('as many fields as allowed are read, one more is not', () => {
  const list = (count: number) =>
    encode(pb.ChunksRequest, { cids: Array.from({ length: count }, () => Buffer.alloc(0)) })
  assert.equal(decode(pb.ChunksRequest, list(4096), 100_000).cids.length, 4096)
  assert.throws(() => decode(pb.ChunksRequest, list(4097), 100_000), invalid)
})

test('numbers packed into one field are counted as well', () => {
  const bytes = encode(pb.FileNode, { plainSizes: Array.from({ length: 5000 }, () => 1) })
  assert.throws(() => decode(pb.FileNode, bytes, LIMITS.treeChunk), invalid)
})

test('integers beyond 2^53 - 1 are refused wherever they stand', () => {
  const beyond = Buffer.from('0affffffffffffff7f'.slice(2), 'hex')
  assert.throws(() => decode(pb.HoldingEntry, Buffer.concat([Buffer.of(0x10), beyond]), 100), invalid)
  const nested = field(6, Buffer.concat([Buffer.of(0x10), beyond])) // the `since` of a beat's intent
  assert.throws(() => decode(pb.Beat, nested, 100), invalid)
  const largest = encode(pb.HoldingEntry, { storedBytes: Number.MAX_SAFE_INTEGER })
  assert.equal(decode(pb.HoldingEntry, largest, 100).storedBytes, Number.MAX_SAFE_INTEGER)
})

test('groups are refused, and fields of a newer version are left out', () => {
  assert.throws(() => decode(pb.Head, Buffer.of(0x0b, 0x0c), 100), invalid)
  const read = decode(pb.Head, Buffer.concat([encode(pb.Head, { seq: 7 }), field(200 >> 4, Buffer.from('newer'))]), 100)
  assert.equal(read.seq, 7)
})

test('bytes of any class are read as views of what was given', () => {
  const bytes = encode(pb.Signed, { body: Buffer.from('body') })
  for (const given of [Buffer.from(bytes), Uint8Array.from(bytes)]) {
    const { body } = decode(pb.Signed, given, 100)
    assert.equal(Buffer.from(body).toString(), 'body')
    assert.equal(body.buffer, given.buffer)
  }
})
