import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type CutRule, cutSections, type Section } from '../../protocol/chunker/cut.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { noise, ring } from '../helpers/chunk-memory.ts'

const { gear } = ring
const KiB = 1024
const small = { min: 2 * KiB, avg: 8 * KiB, max: 32 * KiB }
const toEnd = Number.POSITIVE_INFINITY

suite('cutting by content', () => {
  const data = noise(1, 2 ** 21)
  const byContent: CutRule = { kind: 'content', ...small }
  const pieces = cut(byContent, [data])

  test('loses, adds and reorders nothing, whatever buffers the bytes come in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 90 * KiB }), { maxLength: 60 }), lengths => {
        const again = cut(byContent, buffersOf(data, lengths))
        assert.deepEqual(lengthsOf(again), lengthsOf(pieces))
        assert.equal(Buffer.compare(Buffer.concat(again), data), 0)
      }),
      { numRuns: 30 },
    )
  })

  test('cuts where a plain reading of the specification cuts', () => {
    assert.deepEqual(lengthsOf(pieces), naiveLengths(data, gear, small))
    const zeros = Buffer.alloc(200 * KiB)
    assert.deepEqual(lengthsOf(cut(byContent, [zeros])), naiveLengths(zeros, gear, small))
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
      const fresh = cut(byContent, [changed]).filter(piece => !known.has(text(piece)))
      assert.ok(fresh.length <= 6, `${fresh.length} of ${pieces.length} pieces are new after an insertion at ${at}`)
    }
  })

  test('cuts elsewhere for another ring', () => {
    const other = gear.map(word => Math.imul(word, 0x9e3779b1))
    assert.notDeepEqual(lengthsOf(cut(byContent, [data], other)), lengthsOf(pieces))
  })

  test('cuts at the largest size where the content gives no cut', () => {
    const blind = new Uint32Array(256).fill(0x80000001)
    const loose: CutRule = { kind: 'content', min: 10, avg: 64, max: 100 }
    assert.deepEqual(lengthsOf(cut(loose, [new Uint8Array(250)], blind)), [100, 100, 50])
    const equal: CutRule = { kind: 'content', min: 64, avg: 64, max: 64 }
    assert.deepEqual(lengthsOf(cut(equal, buffersOf(new Uint8Array(150), [10, 50]), blind)), [64, 64, 22])
  })
})

suite('cutting at a fixed size', () => {
  test('gives equal pieces and a shorter last one, whatever buffers the bytes come in', () => {
    const data = noise(3, 10_000)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12_000 }), fc.array(fc.integer({ min: 0, max: 3000 })), (size, lengths) => {
        const pieces = cut({ kind: 'fixed', size }, buffersOf(data, lengths))
        assert.equal(Buffer.compare(Buffer.concat(pieces), data), 0)
        for (const piece of pieces.slice(0, -1)) assert.equal(piece.byteLength, size)
        assert.equal(pieces.length, Math.ceil(data.byteLength / size))
      }),
      { numRuns: 60 },
    )
  })
})

suite('sections', () => {
  const rule: fc.Arbitrary<CutRule> = fc.oneof(
    fc.record({ kind: fc.constant('fixed' as const), size: fc.integer({ min: 1, max: 500 }) }),
    fc.constant({ kind: 'content' as const, min: 16, avg: 64, max: 256 }),
  )
  const codec = fc.constantFrom<Section['codec']>('raw', 'zstd', 'auto')
  const section = fc.record({ length: fc.oneof(fc.constant(0), fc.nat(3000)), cut: rule, codec })
  const last = fc.record({ length: fc.constant(toEnd), cut: rule, codec })

  test('are each cut as if they were alone', () => {
    const data = noise(4, 6000)
    fc.assert(
      fc.property(fc.array(section, { maxLength: 4 }), last, fc.array(fc.nat(900)), (sections, last, lengths) => {
        const cutter = cutSections([...sections, last], gear)
        const pieces = [...buffersOf(data, lengths).flatMap(buffer => cutter.push(buffer)), ...cutter.end()]
        const expected: [text: string, codec: Section['codec']][] = []
        let from = 0
        for (const { length, cut: rule, codec } of [...sections, last]) {
          const to = Math.min(from + length, data.byteLength)
          for (const piece of cut(rule, [data.subarray(from, to)])) expected.push([text(piece), codec])
          from = to
        }
        assert.deepEqual(
          pieces.map(({ bytes, codec }) => [text(bytes), codec]),
          expected,
        )
      }),
      { numRuns: 300 },
    )
  })

  test('of samples that end before the first frame are packed like anything else', () => {
    const pcm = { sample: 'int', bytes: 2, bigEndian: false, channels: 1, lead: 100 } as const
    const sections: Section[] = [{ length: toEnd, cut: { kind: 'fixed', size: 1000 }, codec: { pcm } }]
    const cutter = cutSections(sections, gear)
    assert.deepEqual(cutter.push(new Uint8Array(1100))[0]?.codec, { pcm })
    assert.equal(cutter.end()[0]?.codec, 'auto')
  })

  test('are refused where they make no sense', () => {
    const fixed = (size: number): CutRule => ({ kind: 'fixed', size })
    const content = (min: number, avg: number, max: number): CutRule => ({ kind: 'content', min, avg, max })
    const bad: { length: number; cut: CutRule }[] = [
      ...[0, 1.5, Number.NaN, LIMITS.chunkPlain + 1].map(size => ({ length: toEnd, cut: fixed(size) })),
      ...[content(10, 100, 200), content(10, 8, 20), content(1, 64, 63), content(1, 64, LIMITS.chunkPlain + 1)].map(
        cut => ({ length: toEnd, cut }),
      ),
      { length: 1000, cut: fixed(10) },
    ]
    for (const section of bad) assert.throws(() => cutSections([{ ...section, codec: 'auto' }], gear), TypeError)
    const end = { length: toEnd, cut: fixed(10), codec: 'auto' } as const
    for (const length of [-1, 0.5, toEnd]) assert.throws(() => cutSections([{ ...end, length }, end], gear), TypeError)
  })
})

suite('copying', () => {
  test('pieces within a buffer are views of it; only those that span buffers are copies', () => {
    const data = noise(5, 2 ** 20)
    const half = data.byteLength / 2
    // The second half lies elsewhere in the same memory.
    const memory = new Uint8Array(data.byteLength + 1).subarray(0)
    memory.set(data.subarray(0, half))
    memory.set(data.subarray(half), half + 1)
    const pieces = cut({ kind: 'content', ...small }, [memory.subarray(0, half), memory.subarray(half + 1)])
    const copies = pieces.filter(piece => piece.buffer !== memory.buffer)
    assert.equal(copies.length, 1)
    assert.deepEqual(Buffer.concat(pieces), Buffer.from(data))
  })

  test('buffers that lie one behind the other in memory need no copy', () => {
    const data = noise(5, 2 ** 20)
    const pieces = cut({ kind: 'content', ...small }, buffersOf(data, [1000, 100_000, 7, 500_000]))
    for (const piece of pieces) assert.equal(piece.buffer, data.buffer)
    assert.deepEqual(Buffer.concat(pieces), Buffer.from(data))
  })
})

function cut(rule: CutRule, buffers: readonly Uint8Array[], table = gear): Uint8Array[] {
  const cutter = cutSections([{ length: toEnd, cut: rule, codec: 'auto' }], table)
  return [...buffers.flatMap(buffer => cutter.push(buffer)), ...cutter.end()].map(piece => piece.bytes)
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
