import assert from 'node:assert/strict'
import { createDecipheriv } from 'node:crypto'
import { suite, test } from 'node:test'
import { constants, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import {
  bytesBelow,
  type ChildRef,
  openChunk,
  openLeaf,
  parseHeader,
  pidOf,
  sealLeaf,
  sealTree,
  verifyCid,
  verifyRef,
} from '../../protocol/chunk.ts'
import { type ErrorCode, isError } from '../../protocol/errors.ts'
import { deriveKey, hash, keyedHash } from '../../protocol/hash.ts'
import { parseId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { decodePayload, encodePayload } from '../../protocol/payload.ts'
import { createRing, nextEpoch } from '../../protocol/ring.ts'
import { contentKey, sealInto } from '../../protocol/siv.ts'
import { checkDecoder } from '../helpers/bad-bytes.ts'
import { noise, readVector, ring } from '../helpers/chunk-memory.ts'

const text = Buffer.from('hello, mesh')
const prose = Buffer.from('the quick brown fox jumps over the lazy dog. '.repeat(200))
const child: ChildRef = { cid: parseId('Cid', '11'.repeat(32)), stored: 1000, below: 0, sendClass: 3 }
const inner: ChildRef = { cid: parseId('Cid', '22'.repeat(32)), stored: 2000, below: 2 ** 40, sendClass: 1 }

suite('a leaf', () => {
  test('is the committed vector', () => {
    const sealed = sealLeaf(ring, text, { codec: 'raw' })
    assert.deepEqual(Buffer.from(sealed.bytes), readVector('leaf'))
    assert.equal(sealed.cid, Buffer.from(hash(readVector('leaf'))).toString('hex'))
    assert.deepEqual(Buffer.from(openChunk(ring, readVector('leaf')).plaintext), text)
  })

  test('is sealed step by step as the specification says', () => {
    const bytes = readVector('leaf')
    const keys = ring.keys(1, 'chunk')
    const payload = Buffer.concat([Uint8Array.of(0, 0, text.byteLength, 0, 0, 0), text])
    const siv = keyedHash(keys.siv, bytes.subarray(0, 22), payload)
    assert.deepEqual(bytes.subarray(22, 54), Buffer.from(siv))
    const decipher = createDecipheriv('aes-256-gcm', deriveKey('holdfast v1 chunk', keys.enc, siv), new Uint8Array(12))
    decipher.setAAD(bytes.subarray(0, 54)).setAuthTag(bytes.subarray(-16))
    assert.deepEqual(Buffer.concat([decipher.update(bytes.subarray(54, -16)), decipher.final()]), payload)
  })

  test('gives back any plaintext under any codec', () => {
    const plaintexts = fc.oneof(
      fc.uint8Array({ maxLength: 2000 }),
      fc
        .tuple(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 2000 }))
        .map(([bytes, times]) => repeat(bytes, times)),
    )
    fc.assert(
      fc.property(plaintexts, fc.constantFrom('raw', 'zstd', 'auto'), (plaintext, codec) => {
        const sealed = sealLeaf(ring, plaintext, { codec })
        assert.equal(sealed.stored, sealed.bytes.byteLength)
        assert.equal(sealed.below, 0)
        verifyCid(sealed.cid, sealed.bytes)
        const { kind, plaintext: opened, children } = openChunk(ring, sealed.bytes)
        assert.equal(kind, 'leaf')
        assert.equal(Buffer.compare(opened, plaintext), 0)
        assert.deepEqual(children, [])
      }),
      { numRuns: 150 },
    )
  })

  test('may be as large as the limit and not larger', () => {
    const largest = noise(1, LIMITS.chunkPlain)
    const sealed = sealLeaf(ring, largest)
    assert.ok(sealed.stored <= LIMITS.chunk)
    assert.equal(Buffer.compare(openChunk(ring, sealed.bytes).plaintext, largest), 0)
    assert.throws(() => sealLeaf(ring, new Uint8Array(LIMITS.chunkPlain + 1)), hasCode('CHUNK_TOO_LARGE'))
  })

  test('is compressed by auto where that pays, and left alone where it does not', () => {
    assert.ok(sealLeaf(ring, prose).stored < prose.byteLength / 10)
    assert.ok(sealLeaf(ring, Buffer.alloc(2 ** 20)).stored < 1000)
    const incompressible = noise(2, 2 ** 20)
    assert.equal(sealLeaf(ring, incompressible).stored, incompressible.byteLength + 54 + 6 + 16)
    assert.equal(encodePayload(text, 'auto')[1], text)
  })

  test('opens as a leaf of its length alone', () => {
    const { bytes } = sealLeaf(ring, text)
    assert.deepEqual(Buffer.from(openLeaf(ring, bytes, text.byteLength)), text)
    assert.throws(() => openLeaf(ring, bytes, text.byteLength + 1), hasCode('CHUNK_CORRUPT'))
    assert.throws(() => openLeaf(ring, sealTree(ring, text, []).bytes, text.byteLength), hasCode('CHUNK_CORRUPT'))
  })
})

suite('sealing', () => {
  test('shares neither siv nor key nor nonce between two encodings of one plaintext', () => {
    const raw = sealLeaf(ring, prose, { codec: 'raw' })
    const zstd = sealLeaf(ring, prose, { codec: 'zstd' })
    const [rawSiv, zstdSiv] = [sivOf(raw.bytes), sivOf(zstd.bytes)]
    const keys = ring.keys(1, 'chunk')
    assert.equal(raw.pid, zstd.pid)
    assert.notEqual(raw.cid, zstd.cid)
    assert.notDeepEqual(rawSiv, zstdSiv)
    assert.notDeepEqual(contentKey(keys, rawSiv), contentKey(keys, zstdSiv))
    // The nonce is the same zeros under keys of their own, so what counts is that the key streams differ.
    const [a, b] = [raw, zstd].map(({ bytes }) => bytes.subarray(54, -16))
    const [rawPayload, zstdPayload] = (['raw', 'zstd'] as const).map(codec =>
      Buffer.concat(encodePayload(prose, codec)),
    )
    const streams = [xor(a!, rawPayload!), xor(b!, zstdPayload!)].map(stream => stream.subarray(0, 16))
    assert.notDeepEqual(streams[0], streams[1])
  })

  test('depends on the kind, the children, the epoch and the ring', () => {
    const other = createRing(parseId('RingId', 'ff'.repeat(16)), new Uint8Array(32).fill(1), new Uint8Array(32).fill(2))
    const sealed = [
      sealLeaf(ring, text),
      sealTree(ring, text, []),
      sealTree(ring, text, [child]),
      sealTree(ring, text, [inner]),
      sealLeaf(nextEpoch(ring, new Uint8Array(32).fill(2)), text),
      sealLeaf(other, text),
    ]
    assert.equal(new Set(sealed.map(({ bytes }) => sivOf(bytes).toString('hex'))).size, sealed.length)
  })

  test('is deterministic', () => {
    assert.deepEqual(sealLeaf(ring, prose), sealLeaf(ring, prose))
    assert.deepEqual(sealTree(ring, prose, [child, inner]), sealTree(ring, prose, [child, inner]))
  })

  test('leaves nothing of the plaintext in the chunk', () => {
    const { bytes } = sealTree(ring, Buffer.from('Secret Album Name'), [child])
    assert.equal(Buffer.from(bytes).includes('Secret'), false)
  })
})

suite('a pid', () => {
  test('tells kinds, plaintexts and children apart, and survives epochs', () => {
    const pids = [
      pidOf(ring, 'leaf', text),
      pidOf(ring, 'tree', text),
      pidOf(ring, 'tree', text, [child]),
      pidOf(ring, 'tree', text, [inner]),
      pidOf(ring, 'leaf', prose),
    ]
    assert.equal(new Set(pids).size, pids.length)
    assert.equal(pidOf(nextEpoch(ring, new Uint8Array(32)), 'leaf', text), pids[0])
    assert.equal(sealLeaf(ring, text).pid, pids[0])
    assert.equal(sealTree(ring, text, [child]).pid, pids[2])
  })
})

suite('a tree chunk', () => {
  test('is the committed vector', () => {
    const sealed = sealTree(ring, text, [child, inner])
    assert.deepEqual(Buffer.from(sealed.bytes), readVector('tree'))
    assert.equal(sealed.below, 1000 + 2000 + 2 ** 40)
  })

  test('shows its children without keys', () => {
    const { bytes } = sealTree(ring, text, [child, inner])
    assert.deepEqual(parseHeader(bytes), {
      kind: 'tree',
      ring: ring.id,
      epoch: 1,
      children: [child, inner],
      headerLength: 146,
    })
  })

  test('is refused above its limit', () => {
    const children = Array.from({ length: Math.ceil(LIMITS.treeChunk / 44) }, () => child)
    assert.throws(() => sealTree(ring, text, children), hasCode('CHUNK_TOO_LARGE'))
    const { bytes } = sealLeaf(ring, noise(3, LIMITS.treeChunk))
    const tree = Buffer.from(bytes).fill(0, 54, 58) // no children, and a body that is too long
    tree[1] = 2
    assert.equal(tree.byteLength > LIMITS.treeChunk, true)
    assert.throws(() => parseHeader(tree), hasCode('MESSAGE_INVALID'))
    assert.equal(parseHeader(tree.subarray(0, LIMITS.treeChunk)).kind, 'tree')
  })

  test('is refused when its children have impossible sizes', () => {
    const { bytes } = sealTree(ring, text, [child, inner])
    const at = 58 + 32
    for (const [offset, value] of [
      [at, 0],
      [at, LIMITS.chunk + 1],
      [at + 8, 0xffffffff],
      [54, 0xffffffff],
      [54, 3],
    ] as const) {
      const changed = Buffer.from(bytes)
      changed.writeUInt32LE(value, offset)
      assert.throws(() => parseHeader(changed), hasCode('MESSAGE_INVALID'), `${value} at ${offset}`)
    }
    assert.throws(() => bytesBelow([inner, { ...inner, below: Number.MAX_SAFE_INTEGER }]), hasCode('MESSAGE_INVALID'))
  })

  test('must add up to what its parent says', () => {
    const { bytes, ...ref } = sealTree(ring, text, [child, inner])
    assert.equal(verifyRef(ref, bytes).children.length, 2)
    for (const lie of [{ below: 0 }, { below: ref.below + 1 }, { stored: ref.stored + 1 }]) {
      assert.throws(() => verifyRef({ ...ref, ...lie }, bytes), hasCode('MESSAGE_INVALID'))
    }
    assert.throws(() => verifyRef({ ...ref, cid: child.cid }, bytes), hasCode('CHUNK_CORRUPT'))
  })
})

suite('opening', () => {
  test('refuses a chunk with any one byte changed', () => {
    for (const { bytes } of [sealLeaf(ring, text), sealTree(ring, text, [child, inner])]) {
      for (let at = 0; at < bytes.byteLength; at++) {
        const changed = bytes.with(at, bytes[at]! ^ 0x04)
        assert.throws(() => openChunk(ring, changed), isRefusal, `byte ${at}`)
      }
    }
  })

  test('refuses a body that was sealed under a siv not its own', () => {
    const bytes = Buffer.from(sealLeaf(ring, text, { codec: 'raw' }).bytes)
    const siv = new Uint8Array(32).fill(7)
    bytes.set(siv, 22)
    const payload = encodePayload(Buffer.from('other words'), 'raw')
    sealInto(bytes, 54, ring.keys(1, 'chunk'), siv, bytes.subarray(0, 54), payload)
    assert.throws(() => openChunk(ring, bytes), hasCode('CHUNK_CORRUPT'))
  })

  test('tells a missing key from a damaged chunk', () => {
    const rotated = nextEpoch(ring, new Uint8Array(32).fill(3))
    const { bytes } = sealLeaf(rotated, text)
    assert.throws(() => openChunk(ring, bytes), hasCode('KEY_MISSING'))
    assert.throws(() => openChunk(rotated, bytes.with(60, bytes[60]! ^ 1)), hasCode('CHUNK_CORRUPT'))
    assert.deepEqual(Buffer.from(openChunk(rotated, sealLeaf(ring, text).bytes).plaintext), text)
  })

  test('turns any bytes into a value or a documented error', async () => {
    for (const { bytes } of [sealLeaf(ring, prose), sealTree(ring, text, [child, inner])]) {
      await checkDecoder(bytes, input => openChunk(ring, input), ['MESSAGE_INVALID', 'CHUNK_CORRUPT', 'KEY_MISSING'])
      await checkDecoder(bytes, parseHeader, ['MESSAGE_INVALID'], 500)
    }
  })

  test('copies neither a raw plaintext on sealing nor on opening', () => {
    const plaintext = noise(4, 1000)
    assert.equal(encodePayload(plaintext, 'raw')[1], plaintext)
    const payload = Buffer.concat(encodePayload(plaintext, 'raw'))
    assert.equal(decodePayload(payload, 1000).buffer, payload.buffer)
  })
})

suite('a payload', () => {
  test('turns any bytes into a value or CHUNK_CORRUPT', async () => {
    for (const codec of ['raw', 'zstd'] as const) {
      const payload = Buffer.concat(encodePayload(prose, codec))
      await checkDecoder(payload, bytes => decodePayload(bytes, LIMITS.chunkPlain), ['CHUNK_CORRUPT'], 500)
    }
  })

  test('stops a bomb at the length it claims', () => {
    const bomb = zstdCompressSync(Buffer.alloc(2 ** 27), { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
    const claiming = (length: number) => {
      const prefix = Buffer.alloc(6)
      prefix[0] = 1
      prefix.writeUInt32LE(length, 2)
      return Buffer.concat([prefix, bomb])
    }
    for (const length of [0, 1000, LIMITS.chunkPlain]) {
      assert.throws(
        () => decodePayload(claiming(length), LIMITS.chunkPlain),
        // Stopped by the decompressor, not found out afterwards.
        error =>
          isError(error, 'CHUNK_CORRUPT') && (error.cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE',
      )
    }
    for (const length of [LIMITS.chunkPlain + 1, 2 ** 27]) {
      assert.throws(() => decodePayload(claiming(length), LIMITS.chunkPlain), hasCode('CHUNK_CORRUPT'), `${length}`)
    }
  })

  test('has exactly the plain length it claims', () => {
    for (const codec of ['raw', 'zstd'] as const) {
      const payload = Buffer.concat(encodePayload(prose, codec))
      for (const length of [0, prose.byteLength - 1, prose.byteLength + 1]) {
        payload.writeUInt32LE(length, 2)
        assert.throws(() => decodePayload(payload, LIMITS.chunkPlain), hasCode('CHUNK_CORRUPT'), `${codec} ${length}`)
      }
    }
  })

  test('skips parameters it does not need and refuses codecs it does not know', () => {
    const withParameters = Buffer.concat([Uint8Array.of(0, 2, 9, 9, text.byteLength, 0, 0, 0), text])
    assert.deepEqual(Buffer.from(decodePayload(withParameters, 100)), text)
    assert.throws(() => decodePayload(Buffer.concat([Uint8Array.of(7, 0, 0, 0, 0, 0)]), 100), hasCode('CHUNK_CORRUPT'))
  })
})

function sivOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.subarray(22, 54))
}

function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, at) => byte ^ b[at]!)
}

function repeat(bytes: Uint8Array, times: number): Uint8Array {
  return Buffer.alloc(bytes.byteLength * times, bytes)
}

function isRefusal(error: unknown): boolean {
  return isError(error, 'MESSAGE_INVALID') || isError(error, 'CHUNK_CORRUPT') || isError(error, 'KEY_MISSING')
}

function hasCode(code: ErrorCode) {
  return (error: unknown) => isError(error, code)
}
