import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type AudioForm, blocksBehind, headerAgrees, parseAudioForm } from '../../protocol/audio/form.ts'
import {
  type AudioFileOptions,
  type BuildAudio,
  buildAiff,
  buildCaf,
  buildRf64,
  buildW64,
  buildWav,
  CONTAINERS,
  latin,
  le16,
  le32,
  le64,
} from '../helpers/audio-file.ts'
import { noise } from '../helpers/chunk-memory.ts'

const MiB = 2 ** 20
const payload = noise(1, 3000)
const families = Object.entries(CONTAINERS)

function parse(bytes: Uint8Array, size = bytes.byteLength): AudioForm {
  const form = parseAudioForm(bytes, size)
  assert.ok(form !== undefined && form !== 'more', `no form but ${form}`)
  return form
}

suite('a closed file', () => {
  for (const [name, build] of families) {
    test(`as ${name} shows where its samples lie, how, and what stands before and behind them`, () => {
      const before = [
        { id: 'bext', content: noise(2, 602) },
        { id: 'iXML', content: noise(3, 300) },
      ]
      const behind = [
        { id: 'LIST', content: noise(4, 40) },
        { id: 'ID3 ', content: noise(5, 88) },
      ]
      const { bytes, payloadAt } = build(payload, { bits: 24, channels: 2, before, behind })
      const { blocks, ...form } = parse(bytes)
      assert.deepEqual(form, {
        container: name,
        encoding: 'int',
        bits: 24,
        bytesPerSample: 3,
        bigEndian: name === 'aiff',
        channels: 2,
        rate: 48_000,
        payloadAt,
        payloadLength: 3000,
        agrees: true,
      })
      const within = (part: Uint8Array, at: number, length: number) => Buffer.from(part.subarray(at, at + length))
      for (const { id, content } of before) {
        const block = blocks.find(one => one.id === id)
        assert.ok(block && within(bytes, block.at, block.length).equals(content), id)
      }
      const tail = bytes.subarray(payloadAt + 3000)
      assert.deepEqual(
        blocksBehind({ ...form, blocks }, tail).map(({ id, at, length }) => ({
          id,
          content: within(tail, at, length),
        })),
        behind.map(({ id, content }) => ({ id, content: Buffer.from(content) })),
      )
    })

    test(`as ${name} without any samples agrees with its length, also unpatched`, () => {
      for (const payloadSize of [undefined, 0]) {
        const { bytes, payloadAt } = build(new Uint8Array(0), payloadSize === undefined ? {} : { payloadSize })
        const { agrees, payloadLength, ...form } = parse(bytes)
        assert.deepEqual([agrees, form.payloadAt, payloadLength], [true, payloadAt, 0])
      }
    })

    test(`as ${name} disagrees when the container says another length than its samples`, () => {
      const { bytes } = build(payload, { containerSize: 2000 })
      assert.deepEqual([parse(bytes).agrees, parse(bytes).payloadLength], [name === 'caf', 3000])
    })

    test(`as ${name} is known by its first bytes, however large it is`, () => {
      const { bytes } = build(payload)
      const head = bytes.subarray(0, 200)
      assert.deepEqual(parse(head, bytes.byteLength), parse(bytes))
    })
  }
})

suite('encodings', () => {
  const extensible = (tag: number, tail: string, frame: number, bits: number, valid: number) =>
    Buffer.concat([
      ...[le16(0xfffe), le16(2), le32(96_000), le32(96_000 * frame), le16(frame), le16(bits)],
      ...[le16(22), le16(valid), le32(3), le16(tag), Buffer.from(tail, 'hex')],
    ])
  const microsoft = '000000001000800000aa00389b71'
  const ambisonic = '00002107d3118644c8c1ca000000'
  const loose = (frame: number, bits: number) =>
    Buffer.concat([le16(1), le16(2), le32(96_000), le32(0), le16(frame), le16(bits)])
  const cases: [what: string, build: BuildAudio, options: AudioFileOptions, expected: Partial<AudioForm>][] = [
    ['16 bit', buildWav, { bits: 16 }, { encoding: 'int', bits: 16, bytesPerSample: 2 }],
    ['32-bit float', buildWav, { encoding: 3, bits: 32 }, { encoding: 'float', bytesPerSample: 4 }],
    ['64-bit float', buildWav, { encoding: 3, bits: 64 }, { encoding: 'float', bytesPerSample: 8 }],
    ['ADPCM', buildWav, { encoding: 2, bits: 4 }, { encoding: 'other', bytesPerSample: 0 }],
    ['24 bit in 3 bytes', buildWav, { format: loose(6, 24) }, { bits: 24, bytesPerSample: 3 }],
    ['24 bit in 4 bytes', buildWav, { format: loose(8, 24) }, { bits: 24, bytesPerSample: 4 }],
    ['a frame size of 0', buildWav, { format: loose(0, 24) }, { bits: 24, bytesPerSample: 3 }],
    ['no channels', buildWav, { channels: 0 }, { encoding: 'int', channels: 0, bytesPerSample: 2 }],
    [
      'a fmt block that is too short',
      buildWav,
      { format: loose(6, 24).subarray(0, 8) },
      { encoding: 'other', channels: 0 },
    ],
    [
      'extensible PCM',
      buildWav,
      { format: extensible(1, microsoft, 8, 32, 24) },
      { encoding: 'int', bits: 24, bytesPerSample: 4, channels: 2, rate: 96_000 },
    ],
    ['extensible float', buildRf64, { format: extensible(3, microsoft, 8, 32, 32) }, { encoding: 'float' }],
    ['ambisonic PCM', buildW64, { format: extensible(1, ambisonic, 6, 24, 24) }, { encoding: 'int', bits: 24 }],
    ['an unknown GUID', buildWav, { format: extensible(1, '00'.repeat(14), 6, 24, 24) }, { encoding: 'other' }],
    ['AIFC NONE', buildAiff, { encoding: 'NONE', bits: 20 }, { container: 'aifc', bigEndian: true, bytesPerSample: 3 }],
    ['AIFC sowt', buildAiff, { encoding: 'sowt' }, { encoding: 'int', bigEndian: false, bytesPerSample: 2 }],
    ['AIFC in24', buildAiff, { encoding: 'in24' }, { encoding: 'int', bigEndian: true, bytesPerSample: 3 }],
    ['AIFC 42ni', buildAiff, { encoding: '42ni' }, { encoding: 'int', bigEndian: false, bytesPerSample: 3 }],
    ['AIFC fl32', buildAiff, { encoding: 'fl32', bits: 32 }, { encoding: 'float', bigEndian: true, bytesPerSample: 4 }],
    ['AIFC ima4', buildAiff, { encoding: 'ima4' }, { encoding: 'other', bytesPerSample: 0 }],
    ['a COMM that is too short', buildAiff, { format: Buffer.alloc(10) }, { encoding: 'other', channels: 0 }],
    ['big-endian CAF', buildCaf, { encoding: 0 }, { encoding: 'int', bigEndian: true, bytesPerSample: 2 }],
    ['float CAF', buildCaf, { encoding: 3, bits: 32 }, { encoding: 'float', bigEndian: false, bytesPerSample: 4 }],
    ['CAF without channels', buildCaf, { channels: 0 }, { encoding: 'other', bytesPerSample: 0 }],
    ['CAF of 16 bytes a sample', buildCaf, { bits: 128 }, { encoding: 'other', bytesPerSample: 0 }],
    ['ALAC in CAF', buildCaf, { encoding: 'alac' }, { encoding: 'other', bytesPerSample: 0 }],
  ]
  for (const [what, build, options, expected] of cases) {
    test(`${what} is told from the header`, () => {
      const form = parse(build(payload, options).bytes)
      assert.deepEqual({ ...form, ...expected }, form)
    })
  }

  test('BW64 is RF64 by another name', () => {
    const { bytes } = buildRf64(payload)
    bytes.write('BW64')
    assert.equal(parse(bytes).container, 'rf64')
  })

  test('samples of AIFF begin behind the offset that SSND states', () => {
    const { bytes, payloadAt } = buildAiff(payload)
    bytes.writeUInt32BE(512, payloadAt - 8)
    const form = parse(bytes)
    assert.deepEqual([form.payloadAt, form.payloadLength], [payloadAt + 512, 3000 - 512])
  })

  test('a rate that is no number is 0', () => {
    const { bytes } = buildCaf(payload)
    bytes.writeDoubleBE(Number.NaN, 20)
    assert.equal(parse(bytes).rate, 0)
  })
})

suite('a file in recording', () => {
  const unsized = 0xffffffff
  const states: [what: string, build: BuildAudio, options: AudioFileOptions][] = [
    ['a WAV with sizes of 0', buildWav, { containerSize: 0, payloadSize: 0 }],
    ['a WAV with sizes of -1', buildWav, { containerSize: unsized, payloadSize: unsized }],
    ['a WAV with sizes of sox', buildWav, { containerSize: 0x7ffff024, payloadSize: 0x7ffff000 }],
    ['a WAV whose data alone is unpatched', buildWav, { payloadSize: 0 }],
    ['an RF64 with sizes of 0', buildRf64, { containerSize: 0, payloadSize: 0 }],
    ['an RF64 with sizes of -1', buildRf64, { containerSize: -1, payloadSize: -1 }],
    ['a W64 with sizes of 0', buildW64, { containerSize: 0, payloadSize: 0 }],
    ['a W64 with an empty data block', buildW64, { payloadSize: 24 }],
    ['a W64 with sizes of -1', buildW64, { containerSize: -1, payloadSize: -1 }],
    ['an AIFF with sizes of 0', buildAiff, { containerSize: 0, payloadSize: 0 }],
    ['an AIFF with an empty SSND', buildAiff, { payloadSize: 8 }],
    ['an AIFF with sizes of sox', buildAiff, { containerSize: 0x7f000000, payloadSize: 0x7f000008 }],
    ['a CAF with a size of -1', buildCaf, { payloadSize: -1 }],
    ['a CAF with a size of 0', buildCaf, { payloadSize: 0 }],
  ]
  for (const [what, build, options] of states) {
    test(`has its samples up to the end: ${what}`, () => {
      const { bytes, payloadAt } = build(payload, options)
      const form = parse(bytes)
      assert.deepEqual([form.agrees, form.payloadAt, form.payloadLength], [false, payloadAt, 3000])
      assert.equal(headerAgrees(bytes, bytes.byteLength), false)
    })
  }

  test('has its samples up to the end before an RF64 gets its ds64', () => {
    const { bytes, payloadAt } = buildRf64(payload)
    bytes.write('JUNK', 12)
    bytes.fill(0, 20, 48)
    const form = parse(bytes)
    assert.deepEqual([form.agrees, form.payloadAt, form.payloadLength], [false, payloadAt, 3000])
  })

  test('has its samples up to the end when it has grown far past a header that was patched', () => {
    const { bytes, payloadAt } = buildWav(noise(6, 200_000), { containerSize: 36 + 1000, payloadSize: 1000 })
    const form = parse(bytes)
    assert.deepEqual([form.agrees, form.payloadLength], [false, bytes.byteLength - payloadAt])
  })

  test('keeps its stated samples when only a tag follows the container', () => {
    const { bytes } = buildWav(payload)
    const form = parse(Buffer.concat([bytes, latin('TAG'), Buffer.alloc(125)]))
    assert.deepEqual([form.agrees, form.payloadLength], [false, 3000])
  })

  test('has samples to the end when more are stated than 53 bits can count', () => {
    for (const build of [buildRf64, buildW64, buildCaf]) {
      const { bytes } = build(payload, { payloadSize: 2 ** 62, containerSize: 2 ** 62 })
      assert.deepEqual([parse(bytes).agrees, parse(bytes).payloadLength], [false, 3000])
    }
  })
})

suite('padding', () => {
  const before = [
    { id: 'bext', content: noise(7, 603) },
    { id: 'junk', content: noise(8, 1) },
  ]
  for (const isUnpadded of [false, true]) {
    for (const build of [buildWav, buildRf64, buildAiff]) {
      test(`odd blocks ${isUnpadded ? 'without' : 'with'} their pad bytes lead to the samples: ${build.name}`, () => {
        const odd = noise(9, 3001)
        const { bytes, payloadAt } = build(odd, { before, behind: before, isUnpadded })
        const form = parse(bytes)
        assert.deepEqual([form.payloadAt, form.payloadLength, form.agrees], [payloadAt, 3001, true])
        const behind = blocksBehind(form, bytes.subarray(payloadAt + 3001))
        assert.deepEqual(
          behind.map(({ id, length }) => [id, length]),
          [
            ['bext', 603],
            ['junk', 1],
          ],
        ) // prettier-ignore
      })
    }
  }

  test('a pad byte that is a letter is told from an id', () => {
    const { bytes, payloadAt } = buildWav(payload, { before: [{ id: 'bext', content: noise(7, 601) }] })
    const padAt = bytes.indexOf('fmt ') - 1
    assert.equal(bytes[padAt], 0)
    bytes[padAt] = 0x78
    assert.equal(parse(bytes).payloadAt, payloadAt)
  })
})

suite('a header that is no header', () => {
  test('is none when samples begin behind 4 MiB', () => {
    const { bytes, payloadAt } = buildWav(payload, { before: [{ id: 'JUNK', content: new Uint8Array(4 * MiB) }] })
    assert.ok(payloadAt > 4 * MiB)
    assert.equal(parseAudioForm(bytes, bytes.byteLength), undefined)
    assert.equal(parseAudioForm(bytes.subarray(0, 100), bytes.byteLength), undefined, 'and it asks for no more')
  })

  test('may be almost 4 MiB, and is asked for', () => {
    for (const [name, build] of families) {
      const { bytes, payloadAt } = build(payload, { before: [{ id: 'JUNK', content: new Uint8Array(4 * MiB - 1000) }] })
      const small = name === 'wav' ? 100 : 4 * MiB - 1000
      assert.equal(parseAudioForm(bytes.subarray(0, small), bytes.byteLength), 'more', name)
      assert.equal(parse(bytes.subarray(0, 4 * MiB), bytes.byteLength).payloadAt, payloadAt)
    }
  })

  test('is none without samples, or with blocks that run out of the file or have no names', () => {
    const { bytes } = buildWav(payload, { before: [{ id: 'bext', content: noise(2, 602) }] })
    const mangled = (edit: (bytes: Buffer) => void) => {
      const copy = Buffer.from(bytes)
      edit(copy)
      return parseAudioForm(copy, copy.byteLength)
    }
    assert.equal(
      mangled(copy => copy.write('atad', copy.indexOf('data'))),
      undefined,
    )
    assert.equal(
      mangled(copy => copy.writeUInt32LE(0xfffffff0, 16)),
      undefined,
    )
    assert.equal(
      mangled(copy => copy.fill(0, 12, 1000)),
      undefined,
    )
    assert.equal(parseAudioForm(bytes.subarray(0, 40), 40), undefined)
    assert.equal(parseAudioForm(Buffer.concat([bytes.subarray(0, 12), Buffer.alloc(60_000)]), 10 ** 6), undefined)
    const empty = Buffer.concat(Array.from({ length: 2000 }, () => Buffer.concat([latin('JUNK'), le32(0)])))
    assert.equal(parseAudioForm(Buffer.concat([bytes.subarray(0, 12), empty, bytes]), 10 ** 6), undefined)
    const holed = Buffer.concat([bytes.subarray(0, 12), Buffer.alloc(80), bytes.subarray(12)])
    assert.equal(parseAudioForm(holed, holed.byteLength), undefined)
  })

  test('is none where a block of W64 is smaller than its own header, even if that leads on to samples', () => {
    const { bytes } = buildW64(payload)
    const data = bytes.indexOf('data')
    const leadsOn = Buffer.concat([le64(16), Buffer.alloc(8), le64(24)])
    const lying = Buffer.concat([bytes.subarray(0, 56), leadsOn, bytes.subarray(data)])
    assert.equal(parseAudioForm(lying, lying.byteLength), undefined)
  })

  test('is none where AIFF states an offset out of the file', () => {
    const { bytes, payloadAt } = buildAiff(payload)
    bytes.writeUInt32BE(0xfffffff0, payloadAt - 8)
    assert.equal(parseAudioForm(bytes, bytes.byteLength), undefined)
  })

  test('is none in other files', () => {
    for (const start of ['', 'RIFF', 'RIFFxxxxAVI LIST', 'FORM\0\0\0\x208SVX', 'riff', 'caff\0\x02', 'a text']) {
      assert.equal(parseAudioForm(latin(start), start.length), undefined)
    }
  })
})
