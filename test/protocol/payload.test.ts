import assert from 'node:assert/strict'
import { once } from 'node:events'
import { suite, test } from 'node:test'
import { constants, createZstdCompress, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { isError } from '../../protocol/errors.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { type CodecChoice, decodePayload, encodePayload, type PcmShape } from '../../protocol/payload.ts'
import { encodePcm } from '../../protocol/pcm.ts'
import { CONTENTS, framesOf, SHAPES } from '../helpers/audio-takes.ts'
import { checkDecoder } from '../helpers/bad-bytes.ts'
import { noise } from '../helpers/chunk-memory.ts'

const MAX = LIMITS.chunkPlain
const shape: PcmShape = { sample: 'int', bytes: 3, bigEndian: false, channels: 2, lead: 7 }
const take = Buffer.concat([noise(1, 7), framesOf('take', shape, 20_000), noise(2, 3)])

// Where the fields of a pcm payload stand.
const AT = { parametersLength: 1, version: 2, kind: 3, bytes: 4, endianness: 5, channels: 6, scale: 7, raw: 8, zero: 9 }
const LEAD_AT = 10
const PLAIN_AT = 14
const ENCODED_AT = 18

suite('choosing a codec', () => {
  test('gives back any plaintext under any choice, shapes that do not fit it included', () => {
    const shapes = fc.record({
      form: fc.constantFrom(...SHAPES),
      channels: fc.integer({ min: 0, max: 256 }),
      lead: fc.integer({ min: -1, max: 300 }),
    })
    const choices: fc.Arbitrary<CodecChoice> = fc.oneof(
      fc.constantFrom('raw' as const, 'zstd' as const, 'auto' as const),
      shapes.map(({ form, channels, lead }) => ({ pcm: { ...form, channels, lead } })),
    )
    const plaintexts = fc.oneof(
      fc.uint8Array({ maxLength: 2000 }),
      fc
        .record({ content: fc.constantFrom(...CONTENTS), frames: fc.nat(5000) })
        .map(({ content, frames }) => framesOf(content, shape, frames)),
    )
    fc.assert(
      fc.property(plaintexts, choices, (plaintext, codec) => {
        const payload = Buffer.concat(encodePayload(plaintext, codec))
        assert.equal(Buffer.compare(decodePayload(payload, MAX), plaintext), 0)
        assert.ok(payload.byteLength <= plaintext.byteLength + 40)
      }),
      { numRuns: 200 },
    )
  })

  test('takes pcm for takes, zstd for what repeats, raw for noise', () => {
    const codecOf = (plaintext: Uint8Array) => encodePayload(plaintext, { pcm: shape })[0][0]
    assert.equal(codecOf(take), 2)
    assert.equal(codecOf(Buffer.alloc(2 ** 20)), 1)
    assert.equal(codecOf(Buffer.alloc(2 ** 20, noise(3, 3000))), 1)
    assert.equal(codecOf(noise(4, 2 ** 20)), 0)
    assert.equal(codecOf(Buffer.alloc(0)), 0)
  })

  test('does not rely on pcm that decodes to something else, or not at all', () => {
    const damaged: [string, typeof encodePcm][] = [
      ['a byte of a raw plane is another', broken(pcm => flip(pcm.encoded, 7 + 3 + 50 + 100))],
      ['the lead is another', broken(pcm => flip(pcm.encoded, 0))],
      ['the tail is another', broken(pcm => flip(pcm.encoded, 8))],
      ['a predictor is none', broken(pcm => pcm.encoded.set([9], 10))],
      ['the zstd frame is none', broken(pcm => flip(pcm.encoded, 10 + 50 + 40_000))],
      ['the parameters are none', broken(pcm => pcm.parameters.set([9], 0))],
      [
        'the encoder fails',
        () => {
          throw new RangeError('out of bounds')
        },
      ],
    ]
    assert.equal(
      encodePayload(
        take,
        { pcm: shape },
        broken(() => undefined),
      )[0][0],
      2,
    )
    for (const [what, encoder] of damaged) {
      const [prefix, encoded] = encodePayload(take, { pcm: shape }, encoder)
      assert.notEqual(prefix[0], 2, what)
      assert.equal(Buffer.compare(decodePayload(Buffer.concat([prefix, encoded]), MAX), take), 0, what)
    }
  })
})

suite('a pcm payload', () => {
  const good = Buffer.concat(encodePayload(take, { pcm: shape }))

  test('is refused with parameters that are not of this version', () => {
    assert.deepEqual([...good.subarray(0, ENCODED_AT - 4)], [2, 12, 1, 0, 3, 0, 2, 0, 1, 0, 7, 0, 0, 0])
    const wrong: [keyof typeof AT, number[]][] = [
      ['parametersLength', [0, 11, 13, 255]],
      ['version', [0, 2]],
      ['kind', [1, 2, 3, 255]],
      ['bytes', [0, 1, 2, 4, 5, 255]],
      ['endianness', [2, 255]],
      ['channels', [0, 1, 3, 255]],
      ['scale', [1, 23]],
      ['raw', [0, 2, 3, 4]],
      ['zero', [1]],
    ]
    for (const [field, values] of wrong) {
      for (const value of values) {
        const bad = Buffer.from(good)
        bad[AT[field]] = value
        assertCorrupt(bad, `${field} ${value}`)
      }
    }
    const scaled = Buffer.from(good)
    scaled.set([2, 4, 0, 2, 127], AT.kind)
    assertCorrupt(scaled, 'scale 127')
  })

  test('is refused where its lengths lie', () => {
    for (const lead of [0, 1, 11, 120_010, 120_011, 2 ** 31, 2 ** 32 - 1]) {
      const bad = Buffer.from(good)
      bad.writeUInt32LE(lead, LEAD_AT)
      assertCorrupt(bad, `lead ${lead}`)
    }
    // Lead 20 of plain length 10, with just so many bytes that nothing else misses any.
    assertCorrupt(
      Buffer.from(`020c0100020001000200140000000a000000${'00'.repeat(10)}`, 'hex'),
      'a lead of two plaintexts',
    )
    assertCorrupt(Buffer.from('020c010002000000020000000000' + '00000000', 'hex'), 'no channels and no bytes')
    for (const plain of [0, 6, take.byteLength - 6, take.byteLength + 6, MAX, MAX + 1, 2 ** 32 - 1]) {
      const bad = Buffer.from(good)
      bad.writeUInt32LE(plain, PLAIN_AT)
      assertCorrupt(bad, `plain length ${plain}`)
    }
    for (const length of [0, 5, 6, 17, 18, 19, 30, 100, 40_000, good.byteLength - 1])
      assertCorrupt(good.subarray(0, length), `cut to ${length}`)
  })

  test('of more than a leaf is refused, whatever the caller allows', () => {
    const length = 2 * MAX
    const head = Buffer.from('020c01000200010000000000000000000000', 'hex')
    head.writeUInt32LE(length, PLAIN_AT)
    const bytes = Buffer.concat([head, Buffer.alloc((length / 2 / 4096) * 5), zstdCompressSync(Buffer.alloc(length))])
    assert.throws(
      () => decodePayload(bytes, length),
      error => isError(error, 'CHUNK_CORRUPT'),
    )
  })

  test('of planes that all stand as they are has no bytes after them', () => {
    const frames = Buffer.from('aabbccdd', 'hex')
    const raw = Buffer.concat([
      Buffer.from('020c01000200010002000000000008000000', 'hex'),
      Buffer.alloc(5),
      frames,
      frames,
    ])
    raw.writeUInt32LE(0, LEAD_AT)
    raw.writeUInt32LE(8, PLAIN_AT)
    assert.equal(decodePayload(raw, MAX).byteLength, 8)
    assertCorrupt(Buffer.concat([raw, Uint8Array.of(0)]), 'a byte too many')
    assertCorrupt(raw.subarray(0, -1), 'a byte too few')
  })

  test('that is a bomb is stopped at the plain length', () => {
    const bomb = zstdCompressSync(Buffer.alloc(2 ** 27), { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
    for (const plainLength of [6, 6000, MAX - (MAX % 6)]) {
      const head = Buffer.from('020c01000300020000000000000000000000', 'hex')
      head.writeUInt32LE(plainLength, PLAIN_AT)
      const predictors = Buffer.alloc(Math.ceil(plainLength / 6 / 4096) * 10)
      const before = process.memoryUsage().arrayBuffers
      assertCorrupt(Buffer.concat([head, predictors, bomb]), `${plainLength}`)
      assert.ok(process.memoryUsage().arrayBuffers - before < 2 * MAX + 2 ** 25)
    }
  })

  test('becomes a plaintext of the length it claims, or is refused, whatever its bytes', async () => {
    const small = { ...shape, lead: 0 }
    const goods = [
      good,
      ...SHAPES.map(form =>
        Buffer.concat(encodePayload(framesOf('take', { ...small, ...form }, 4200), { pcm: { ...small, ...form } })),
      ),
    ]
    for (const each of goods) {
      assert.equal(each[0], 2)
      const decode = (bytes: Uint8Array) => {
        const plaintext = decodePayload(bytes, 50_000)
        assert.ok(plaintext.byteLength <= 50_000)
      }
      await checkDecoder(each, decode, ['CHUNK_CORRUPT'], 60)
      // Mutations of the part that is read field by field.
      await checkDecoder(
        each.subarray(0, 60),
        head => decode(Buffer.concat([head, each.subarray(60)])),
        ['CHUNK_CORRUPT'],
        100,
      )
    }
  })
})

suite('a zstd payload', () => {
  test('whose window is larger than a plaintext can be is refused', async () => {
    const stream = createZstdCompress({ params: { [constants.ZSTD_c_windowLog]: 27 } })
    const parts: Buffer[] = []
    stream.on('data', part => parts.push(part))
    stream.write('a')
    stream.end('b')
    await once(stream, 'end')
    assertCorrupt(Buffer.concat([Uint8Array.of(1, 0, 2, 0, 0, 0), ...parts]), 'a window of 128 MiB')
  })
})

function broken(damage: (pcm: NonNullable<ReturnType<typeof encodePcm>>) => void): typeof encodePcm {
  return (plaintext, of) => {
    const pcm = encodePcm(plaintext, of)
    if (pcm) damage(pcm)
    return pcm
  }
}

function flip(bytes: Uint8Array, at: number): void {
  bytes[at]! ^= 1
}

function assertCorrupt(payload: Uint8Array, what: string): void {
  assert.throws(
    () => decodePayload(payload, MAX),
    error => isError(error, 'CHUNK_CORRUPT'),
    what,
  )
}
