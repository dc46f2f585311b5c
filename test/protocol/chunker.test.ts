import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type Cutter, chunkerFor, cutByContent, cutFixed, openCutter } from '../../protocol/chunker.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { noise, ring } from '../helpers/chunk-memory.ts'

const { gear } = ring
const KiB = 1024
const small = { min: 2 * KiB, avg: 8 * KiB, max: 32 * KiB }

suite('cutting by content', () => {
  const data = noise(1, 2 ** 21)
  const pieces = cut(cutByContent(small, gear), [data])

  test('loses, adds and reorders nothing, whatever buffers the bytes come in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 90 * KiB }), { maxLength: 60 }), lengths => {
        const again = cut(cutByContent(small, gear), buffersOf(data, lengths))
        assert.deepEqual(lengthsOf(again), lengthsOf(pieces))
        assert.equal(Buffer.compare(Buffer.concat(again), data), 0)
      }),
      { numRuns: 30 },
    )
  })

  test('cuts where a plain reading of the specification cuts', () => {
    assert.deepEqual(lengthsOf(pieces), naiveLengths(data, gear, small))
    const zeros = Buffer.alloc(200 * KiB)
    assert.deepEqual(lengthsOf(cut(cutByContent(small, gear), [zeros])), naiveLengths(zeros, gear, small))
  })

  test('keeps sizes in their bounds and near the average', () => {
    for (const piece of pieces.slice(0, -1)) assert.ok(piece.byteLength > small.min && piece.byteLength <= small.max)
    const average = data.byteLength / pieces.length
    assert.ok(average > 0.7 * small.avg && average < 1.6 * small.avg, `average ${average}`)
  })

  test('moves cuts only near an insertion', () => {
    const known = new Set(pieces.map(text))
    for (const [at, length] of [
      [0, 1],
      [1_000_000, 100],
      [1_500_000, 5000],
      [data.byteLength, 10],
    ] as const) {
      const changed = Buffer.concat([data.subarray(0, at), noise(2, length), data.subarray(at)])
      const fresh = cut(cutByContent(small, gear), [changed]).filter(piece => !known.has(text(piece)))
      assert.ok(fresh.length <= 6, `${fresh.length} of ${pieces.length} pieces are new after an insertion at ${at}`)
    }
  })

  test('cuts elsewhere for another ring', () => {
    const other = gear.map(word => Math.imul(word, 0x9e3779b1))
    assert.notDeepEqual(lengthsOf(cut(cutByContent(small, other), [data])), lengthsOf(pieces))
  })

  test('cuts at the largest size where the content gives no cut', () => {
    const blind = new Uint32Array(256).fill(0x80000001)
    const sizes = { min: 10, avg: 64, max: 100 }
    assert.deepEqual(lengthsOf(cut(cutByContent(sizes, blind), [new Uint8Array(250)])), [100, 100, 50])
    assert.deepEqual(
      lengthsOf(cut(cutByContent({ min: 64, avg: 64, max: 64 }, blind), buffersOf(new Uint8Array(150), [10, 50]))),
      [64, 64, 22],
    )
  })

  test('refuses sizes that make no sense', () => {
    for (const bad of [
      { min: 10, avg: 100, max: 200 },
      { min: 10, avg: 8, max: 20 },
      { min: 1, avg: 64, max: 63 },
      { min: 1, avg: 64, max: LIMITS.chunkPlain + 1 },
    ]) {
      assert.throws(() => cutByContent(bad, gear), TypeError)
    }
  })
})

suite('cutting at a fixed size', () => {
  test('gives equal pieces and a shorter last one, whatever buffers the bytes come in', () => {
    const data = noise(3, 10_000)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12_000 }), fc.array(fc.integer({ min: 0, max: 3000 })), (size, lengths) => {
        const pieces = cut(cutFixed(size), buffersOf(data, lengths))
        assert.equal(Buffer.compare(Buffer.concat(pieces), data), 0)
        for (const piece of pieces.slice(0, -1)) assert.equal(piece.byteLength, size)
        assert.equal(pieces.length, Math.ceil(data.byteLength / size))
      }),
      { numRuns: 60 },
    )
  })
})

suite('copying', () => {
  test('pieces within a buffer are views of it; only those that span buffers are copies', () => {
    const data = noise(4, 2 ** 20)
    const cutter = cutByContent(small, gear)
    const half = data.byteLength / 2
    const pieces = cut(cutter, [data.subarray(0, half), data.subarray(half)])
    const copies = pieces.filter(piece => piece.buffer !== data.buffer)
    assert.equal(copies.length, 1)
  })

  test('a small file is one piece: the buffer itself', () => {
    const data = noise(5, 5000)
    const [piece, ...others] = cut(openCutter(chunkerFor(data.byteLength), gear), [data])
    assert.equal(others.length, 0)
    assert.equal(piece?.buffer, data.buffer)
    assert.equal(piece?.byteOffset, data.byteOffset)
  })
})

suite('the policy', () => {
  test('keeps files up to 1 MiB whole and cuts larger ones by content', () => {
    assert.equal(chunkerFor(0).kind, 'fixed')
    assert.equal(chunkerFor(2 ** 20).kind, 'fixed')
    assert.deepEqual(chunkerFor(2 ** 20 + 1), { kind: 'content', min: 2 ** 18, avg: 2 ** 20, max: 2 ** 22 })
  })

  test('never gives a piece larger than a leaf, even of a file that outgrew its size', () => {
    const grown = Buffer.alloc(LIMITS.chunkPlain + 10)
    const pieces = cut(openCutter(chunkerFor(100), gear), [grown.subarray(0, 100), grown.subarray(100)])
    assert.deepEqual(lengthsOf(pieces), [LIMITS.chunkPlain, 10])
  })

  test('gives no piece for an empty file', () => {
    for (const size of [0, 2 ** 21]) assert.deepEqual(cut(openCutter(chunkerFor(size), gear), [new Uint8Array(0)]), [])
  })
})

function cut(cutter: Cutter, buffers: readonly Uint8Array[]): Uint8Array[] {
  return [...buffers.flatMap(buffer => cutter.push(buffer)), ...cutter.end()]
}

function buffersOf(data: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const buffers: Uint8Array[] = []
  let at = 0
  for (const length of lengths) {
    buffers.push(data.subarray(at, at + length))
    at += length
  }
  return [...buffers, data.subarray(at)]
}

function naiveLengths(data: Uint8Array, table: Uint32Array, { min, avg, max }: typeof small): number[] {
  const lengths: number[] = []
  let length = 0
  let hash = 0
  for (const byte of data) {
    const index = length++
    if (index >= min) hash = (hash * 2 + table[byte]!) % 2 ** 32
    const zeroBits = Math.log2(avg) + (index < avg ? 2 : -2)
    if (index >= min && hash < 2 ** (32 - zeroBits)) length = lengths.push(length) * 0
    else if (length === max) length = lengths.push(length) * 0
    if (length === 0) hash = 0
  }
  return length > 0 ? [...lengths, length] : lengths
}

function lengthsOf(pieces: readonly Uint8Array[]): number[] {
  return pieces.map(piece => piece.byteLength)
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}
