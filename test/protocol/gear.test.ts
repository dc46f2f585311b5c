// The scan in WASM against the loop the specification describes.
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type CutSizes, findCut } from '../../protocol/gear.ts'
import { noise, ring } from '../helpers/chunk-memory.ts'

const KiB = 1024
const data = noise(7, 3 * 2 ** 20)
const zeros = new Uint8Array(data.byteLength)
const other = ring.gear.map(word => Math.imul(word, 0x9e3779b1))
const SIZES: readonly CutSizes[] = [
  { min: 0, avg: 8, max: 8 },
  { min: 1, avg: 64, max: 300 },
  { min: 64, avg: 64, max: 64 },
  { min: 2 * KiB, avg: 8 * KiB, max: 32 * KiB },
  { min: 4 * KiB, avg: 16 * KiB, max: 64 * KiB },
  { min: 256 * KiB, avg: KiB * KiB, max: 4 * KiB * KiB },
]

suite('findCut', () => {
  test('cuts where the plain loop cuts, at every size', () => {
    for (const sizes of SIZES) {
      for (const bytes of [data, zeros]) {
        assert.deepEqual(cuts(bytes, ring.gear, sizes), plainCuts(bytes, ring.gear, sizes), JSON.stringify(sizes))
      }
    }
  })

  test('cuts the same whatever buffers the bytes come in, and with tables in turn', () => {
    const lengths = fc.array(fc.oneof(fc.nat(40), fc.nat(5000), fc.nat(300_000)), { maxLength: 30 })
    fc.assert(
      fc.property(fc.constantFrom(...SIZES), lengths, (sizes, buffers) => {
        const bytes = data.subarray(0, 2 ** 20)
        assert.deepEqual(cuts(bytes, ring.gear, sizes, buffers), cuts(bytes, ring.gear, sizes))
        assert.deepEqual(cuts(bytes, other, sizes, buffers), plainCuts(bytes, other, sizes))
      }),
      { numRuns: 25 },
    )
  })

  test('finds the first of the cuts in a window, wherever they are', () => {
    // After a 0 the highest bit of the hash is set; after a 1 it is 0, and 31 bytes after a 2, when that byte's lowest bit
    // has become the highest.
    const table = new Uint32Array(256).fill(0x80000000)
    table[1] = 0
    table[2] = 0x80000001
    const sizes = { min: 0, avg: 2 ** 26, max: 2 ** 27 }
    const bytes = new Uint8Array(160_000)
    const anywhere = fc.oneof(
      fc.nat(20_000),
      fc.nat(159_000),
      fc.nat(70).map(stretch => 2048 * stretch),
    )
    const places = fc.uniqueArray(anywhere, { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(places, fc.boolean(), fc.constantFrom(0, 0, 7), (cuts, early, from) => {
        cuts.sort((a, b) => a - b)
        const wanted = cuts.filter((at, index) => at >= Math.max(from, cuts[index - 1] ?? 0) + 40)
        for (const at of wanted) bytes[early ? at - 31 : at] = early ? 2 : 1
        const first = Math.min(...wanted)
        assert.equal(findCut(bytes, from, table, sizes, { length: 0, hash: 0 }), wanted.length === 0 ? -1 : first + 1)
        bytes.fill(0)
      }),
      { numRuns: 300 },
    )
  })
})

type Find = typeof findCut

function cuts(bytes: Uint8Array, gear: Uint32Array, sizes: CutSizes, lengths: readonly number[] = []): number[] {
  return cutsBy(findCut, bytes, gear, sizes, lengths)
}

function plainCuts(bytes: Uint8Array, gear: Uint32Array, sizes: CutSizes): number[] {
  return cutsBy(plainCut, bytes, gear, sizes, [])
}

// All cuts, and the state at the end.
function cutsBy(
  find: Find,
  bytes: Uint8Array,
  gear: Uint32Array,
  sizes: CutSizes,
  lengths: readonly number[],
): number[] {
  const found: number[] = []
  const state = { length: 0, hash: 0 }
  let start = 0
  for (const length of [...lengths, bytes.byteLength]) {
    const buffer = bytes.subarray(start, start + length)
    for (let from = 0; from < buffer.byteLength; ) {
      const cut = find(buffer, from, gear, sizes, state)
      if (cut === -1) break
      found.push(start + cut)
      from = cut
    }
    start += buffer.byteLength
  }
  return [...found, state.length, state.hash]
}

const plainCut: Find = (bytes, from, gear, { min, avg, max }, state) => {
  for (let at = from; at < bytes.byteLength; at++) {
    if (state.length >= min) state.hash = ((state.hash << 1) + gear[bytes[at]!]!) >>> 0
    const zeroBits = Math.log2(avg) + (state.length < avg ? 2 : -2)
    const isCut = state.length >= min && state.hash < 2 ** (32 - zeroBits)
    state.length++
    if (isCut || state.length === max) {
      state.length = 0
      state.hash = 0
      return at + 1
    }
  }
  return -1
}
