import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { decodePcm, type EncodedPcm, encodePcm, type PcmShape, restoresTo } from '../../protocol/pcm.ts'
import { predictorsLength, restoreFrames, transformFrames } from '../../protocol/pcm-transform.ts'
import { CONTENTS, framesOf, SHAPES } from '../helpers/audio-takes.ts'
import { noise } from '../helpers/chunk-memory.ts'
import { decodeNaively } from '../helpers/naive-pcm.ts'

const stereo: PcmShape = { sample: 'int', bytes: 3, bigEndian: false, channels: 2, lead: 0 }

const shapes: fc.Arbitrary<PcmShape> = fc
  .record({ form: fc.constantFrom(...SHAPES), channels: channelCounts() })
  .map(({ form, channels }) => ({ ...form, channels, lead: 0 }))

suite('the transform', () => {
  test('gives back every frame of every format, bit by bit', () => {
    fc.assert(
      fc.property(
        shapes,
        fc.constantFrom(...CONTENTS),
        fc.nat({ max: 9000 }),
        fc.nat(),
        (shape, content, frames, seed) => {
          const count = Math.ceil(frames / Math.min(shape.channels, 16))
          const bytes = framesOf(content, shape, count, seed)
          assertRestores(bytes, { ...shape, scale: undefined })
        },
      ),
      { numRuns: 150 },
    )
  })

  test('gives back any bytes at all', () => {
    fc.assert(
      fc.property(shapes, fc.uint8Array({ maxLength: 3000 }), (shape, bytes) => {
        const whole = bytes.byteLength - (bytes.byteLength % (shape.bytes * shape.channels))
        assertRestores(bytes.subarray(0, whole), { ...shape, scale: undefined })
      }),
      { numRuns: 300 },
    )
  })

  test('takes floats for integers exactly where they are', () => {
    const shape: PcmShape = { sample: 'float', bytes: 4, bigEndian: false, channels: 1, lead: 0 }
    const recorded = framesOf('recorded as int', shape, 5000)
    assertRestores(recorded, { ...shape, scale: 23 })
    assertRestores(recorded, { ...shape, scale: 24 })
    assert.equal(transformFrames(recorded, { ...shape, scale: 15 }), undefined)
    for (const odd of [0x80000000, 0x7fc00000, 0x7f800000, 0x00000001, 0x33000000]) {
      const spoilt = Buffer.from(recorded)
      spoilt.writeUInt32LE(odd, 4 * 4999)
      assert.equal(transformFrames(spoilt, { ...shape, scale: 23 }), undefined, odd.toString(16))
    }
  })

  test('gives back the largest leaf of every size of sample', () => {
    for (const bytes of [2, 3, 4] as const) {
      const length = 4 * 2 ** 20 - ((4 * 2 ** 20) % (bytes * 255))
      for (const channels of [1, 2, 255]) {
        const whole = length - (length % (bytes * channels))
        assertRestores(noise(bytes, whole), { bytes, bigEndian: false, channels, scale: undefined })
      }
    }
  })

  test('knows no other predictors than the specification', () => {
    const layout = { bytes: 2, bigEndian: false, channels: 2, scale: undefined }
    const restore = (predictor: number[], frames = 10) => {
      const predictors = Buffer.alloc(predictorsLength(frames, 2))
      predictors.set(predictor)
      return restoreFrames(predictors, [Buffer.alloc(frames * 4)], layout)
    }
    assert.ok(restore([6, 0, 0, 0, 0, 2]))
    for (const bad of [[3], [7], [8], [255], [0, 0, 0, 0, 0, 3], [0, 0, 0, 0, 0, 4]]) {
      assert.equal(restore(bad), undefined, `${bad}`)
    }
    // Only whole blocks are filtered.
    assert.ok(restore([0, 1, 2, 3, 4, 0, 5, 6, 7, 8], 4096))
    for (const bad of [
      [0, 1],
      [0, 0, 0, 0, 1],
      [0, 0, 0, 0, 0, 0, 1],
    ])
      assert.equal(restore(bad), undefined, `${bad}`)
    assert.equal(restoreFrames(Buffer.alloc(5, 0), [Buffer.alloc(8)], { ...layout, channels: 1 })?.byteLength, 8)
    assert.equal(restoreFrames(Buffer.of(4, 0, 0, 0, 0), [Buffer.alloc(8)], { ...layout, channels: 1 }), undefined)
  })
})

suite('pcm', () => {
  test('gives back every plaintext it takes, lead and incomplete last frame included', () => {
    let taken = 0
    fc.assert(
      fc.property(
        shapes,
        fc.constantFrom(...CONTENTS),
        fc.nat({ max: 6000 }),
        fc.nat({ max: 100 }),
        fc.nat({ max: 20 }),
        (form, content, frames, lead, tail) => {
          const audio = framesOf(content, form, Math.ceil(frames / Math.min(form.channels, 16)))
          const plaintext = Buffer.concat([noise(1, lead), audio, noise(2, tail % (form.bytes * form.channels))])
          const pcm = encodePcm(plaintext, { ...form, lead })
          if (!pcm) return
          taken++
          assertDecodes(plaintext, pcm)
        },
      ),
      { numRuns: 150 },
    )
    assert.ok(taken > 60, `${taken}`)
  })

  test('is what a plain reading of the specification decodes', () => {
    for (const form of SHAPES) {
      for (const channels of [1, 2, 3]) {
        for (const content of CONTENTS) {
          const shape = { ...form, channels, lead: 5 }
          const plaintext = Buffer.concat([noise(1, 5), framesOf(content, shape, 4500), noise(2, 1)])
          const pcm = encodePcm(plaintext, shape)
          if (!pcm) assert.equal(content === 'noise' || content === 'odd floats', true, content)
          else
            assert.ok(decodeNaively(payloadOf(plaintext, pcm)).equals(plaintext), `${JSON.stringify(shape)} ${content}`)
        }
      }
    }
  })

  test('uses all it has: filters, mid and side, floats as integers, planes of noise as they are', () => {
    const wide = framesOf('take', stereo, 40_000)
    const narrow = Buffer.alloc(wide.byteLength)
    for (let at = 0; at < wide.byteLength; at += 6) {
      const left = wide.readIntLE(at, 3)
      narrow.writeIntLE(left, at, 3)
      narrow.writeIntLE(Math.round(left * 0.9) + (at % 7), at + 3, 3)
    }
    const predictorsOf = (pcm: EncodedPcm) => [...pcm.encoded.subarray(0, predictorsLength(40_000, 2))]
    const asIs = predictorsOf(encodePcm(wide, stereo)!)
    assert.ok(asIs.some((byte, index) => index % 5 > 0 && byte !== 0))
    assert.ok(predictorsOf(encodePcm(narrow, stereo)!).some((byte, index) => index % 10 === 0 && byte >= 4))
    assert.ok(asIs.every((byte, index) => index % 10 !== 5 || byte < 3))

    const float: PcmShape = { ...stereo, sample: 'float', bytes: 4 }
    const kindAndScale = (content: 'take' | 'recorded as int' | 'odd floats') => {
      const parameters = encodePcm(framesOf(content, float, 20_000), float)?.parameters
      return parameters && [parameters[1], parameters[5]]
    }
    assert.deepEqual(kindAndScale('recorded as int'), [2, 23])
    assert.deepEqual(kindAndScale('take'), [1, 0])
    assert.equal(encodePcm(wide, stereo)!.parameters[6], 1)
    assert.equal(encodePcm(framesOf('silence', stereo, 20_000), stereo)!.parameters[6], 0)
  })

  test('leaves planes of noise as they are, but none below which there is something to gain', () => {
    // What is to be gained in the lowest plane of 16 bits that were padded to 24 is all of it.
    const mono: PcmShape = { ...stereo, channels: 1 }
    const padded = Buffer.alloc(3 * 50_000)
    const loud = noise(4, 2 * 50_000)
    for (let i = 0; i < 50_000; i++) padded.set([0, loud[2 * i]!, loud[2 * i + 1]! >> 1], 3 * i)
    const pcm = encodePcm(padded, mono)!
    assert.equal(pcm.parameters[6], 0)
    assert.ok(pcm.encoded.byteLength < padded.byteLength * 0.9, `${pcm.encoded.byteLength}`)
  })

  test('halves a take', () => {
    const take = framesOf('take', stereo, 200_000)
    const { encoded } = encodePcm(take, stereo)!
    assert.ok(encoded.byteLength < take.byteLength * 0.5, `${encoded.byteLength / take.byteLength}`)
  })

  test('leaves alone what it can not make smaller, or what the shape does not fit', () => {
    const take = framesOf('take', stereo, 1000)
    assert.equal(encodePcm(noise(1, 100_000), stereo), undefined)
    for (const length of [0, 1, 5]) assert.equal(encodePcm(take.subarray(0, length), stereo), undefined)
    for (const wrong of [
      { channels: 0 },
      { channels: 256 },
      { channels: 1.5 },
      { lead: -1 },
      { lead: 6001 },
      { lead: 0.5 },
      { bytes: 1 as 2 },
      { bytes: 5 as 2 },
      { sample: 'float' as const },
    ]) {
      assert.equal(encodePcm(take, { ...stereo, ...wrong }), undefined, JSON.stringify(wrong))
    }
    assert.equal(encodePcm(take, { ...stereo, lead: 5998 }), undefined)
    assert.equal(encodePcm(Buffer.alloc(4 * 2 ** 20 + 6), stereo), undefined)
    assert.ok(encodePcm(Buffer.alloc(4 * 2 ** 20), stereo))
  })

  test('sees that an encoding is not the one of a plaintext', () => {
    const plaintext = Buffer.concat([noise(1, 9), framesOf('take', stereo, 5000), noise(2, 1)])
    const pcm = encodePcm(plaintext, { ...stereo, lead: 9 })!
    assert.ok(restoresTo(plaintext, pcm))
    for (const at of [0, 8, 9, 10, 15_000, plaintext.byteLength - 2, plaintext.byteLength - 1]) {
      const other = Buffer.from(plaintext)
      other[at]! ^= 1
      assert.equal(restoresTo(other, pcm), false, `${at}`)
    }
  })
})

function channelCounts(): fc.Arbitrary<number> {
  return fc.oneof(fc.constantFrom(1, 2, 2, 3, 6, 8), fc.integer({ min: 1, max: 255 }))
}

function assertRestores(bytes: Uint8Array, layout: Parameters<typeof transformFrames>[1]): void {
  const transformed = transformFrames(bytes, layout)
  assert.ok(transformed)
  const [predictors, planes] = [Buffer.from(transformed.predictors), Buffer.from(transformed.planes)]
  // What an earlier chunk left in the memory must not help.
  restoreFrames(Buffer.alloc(predictors.byteLength), [Buffer.alloc(planes.byteLength, 0xa5)], layout)
  const half = planes.byteLength >> 1
  const restored = restoreFrames(predictors, [planes.subarray(0, half), planes.subarray(half)], layout)
  assert.equal(Buffer.compare(restored!, bytes), 0)
}

function assertDecodes(plaintext: Uint8Array, pcm: EncodedPcm): void {
  assert.ok(restoresTo(plaintext, pcm))
  assert.equal(Buffer.compare(decodePcm(pcm.parameters, pcm.encoded, plaintext.byteLength), plaintext), 0)
}

function payloadOf(plaintext: Uint8Array, { parameters, encoded }: EncodedPcm): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(plaintext.byteLength)
  return Buffer.concat([Uint8Array.of(2, parameters.byteLength), parameters, length, encoded])
}
