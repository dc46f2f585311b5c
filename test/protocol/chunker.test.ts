import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type Cutter, openChunker, type Piece } from '../../protocol/chunker.ts'
import { type AudioFileOptions, buildCaf, buildWav, CONTAINERS, latin } from '../helpers/audio-file.ts'
import { noise, ring } from '../helpers/chunk-memory.ts'

const { gear } = ring
const KiB = 1024
const MiB = 1024 * KiB
const families = Object.entries(CONTAINERS)

suite('audio', () => {
  for (const [name, build] of families) {
    test(`as ${name} is cut into header, whole frames from the samples' own start, and what follows`, () => {
      const before = [{ id: 'bext', content: noise(1, 602) }]
      const behind = [{ id: 'iXML', content: noise(2, 3000) }]
      const options = { bits: 24, channels: 2, before, behind }
      const { bytes, payloadAt } = build(noise(3, 9_000_000), options)
      const pieces = cutFile(bytes)
      const frames = 4 * MiB - ((4 * MiB) % 6)
      const tail = bytes.byteLength - payloadAt - 9_000_000
      assert.deepEqual(lengthsOf(pieces), [payloadAt, frames, frames, 9_000_000 - 2 * frames, tail])
      const pcm = { sample: 'int', bytes: 3, bigEndian: name === 'aiff', channels: 2, lead: 0 }
      assert.deepEqual(codecsOf(pieces), ['auto', { pcm }, { pcm }, { pcm }, 'auto'])
    })

    test(`as ${name} of up to 256 KiB is one piece that says where the samples begin`, () => {
      const { bytes, payloadAt } = build(noise(4, 200_000), { bits: 16 })
      const pieces = cutFile(bytes)
      const pcm = { sample: 'int', bytes: 2, bigEndian: name === 'aiff', channels: 1, lead: payloadAt }
      assert.deepEqual(lengthsOf(pieces), [bytes.byteLength])
      assert.deepEqual(codecsOf(pieces), [{ pcm }])
    })

    test(`as ${name} in recording keeps its pieces as it grows and when its sizes are patched`, () => {
      const samples = noise(5, 10_000_000)
      const growing = (length: number) =>
        build(samples.subarray(0, length), { containerSize: name === 'wav' ? 0 : -1, payloadSize: -1 }).bytes
      const early = cutFile(growing(5_000_000))
      const later = cutFile(growing(10_000_000))
      const closed = cutFile(build(samples).bytes)
      assert.deepEqual([early.length, later.length, closed.length], [3, 4, 4])
      assertEqual(early.slice(1, 2), later.slice(1, 2)) // a full piece stays
      assertEqual(later.slice(1), closed.slice(1)) // only the header is patched
    })
  }

  test('of more channels or wider samples than the codec knows is still cut by frames', () => {
    const wide = cutFile(buildWav(noise(6, 5 * MiB), { channels: 300 }).bytes)
    assert.deepEqual(lengthsOf(wide), [44, 4 * MiB - ((4 * MiB) % 600), MiB + ((4 * MiB) % 600)])
    assert.deepEqual(codecsOf(wide), ['auto', 'auto', 'auto'])
    for (const [channels, isKnown] of [
      [255, true],
      [256, false],
    ] as const) {
      // prettier-ignore
      const [codec] = codecsOf(cutFile(buildWav(noise(6, 10_200), { channels }).bytes))
      assert.equal(typeof codec === 'object', isKnown)
    }
    const double = cutFile(buildWav(noise(6, 5 * MiB), { encoding: 3, bits: 64, channels: 3 }).bytes)
    assert.deepEqual(lengthsOf(double)[1], 4 * MiB - ((4 * MiB) % 24))
    assert.deepEqual(codecsOf(double), ['auto', 'auto', 'auto'])
    const huge = buildCaf(noise(6, 5 * MiB), { channels: 3_000_000 })
    assert.deepEqual(lengthsOf(cutFile(huge.bytes)), [huge.payloadAt, 4 * MiB, MiB])
  })

  test('has the padding of its samples with them, whatever follows', () => {
    for (const [name, build] of families) {
      const padded = 300_001 + { wav: 1, rf64: 1, w64: 7, aiff: 1, caf: 0 }[name]!
      const behind = [{ id: 'LIST', content: noise(2, 400) }]
      assert.deepEqual(lengthsOf(cutFile(build(noise(7, 300_001)).bytes)).slice(1), [padded], name)
      assert.deepEqual(lengthsOf(cutFile(build(noise(7, 300_001), { behind }).bytes))[1], padded, name)
    }
    const { bytes } = buildWav(noise(7, 300_001), { isUnpadded: true })
    assert.deepEqual(lengthsOf(cutFile(bytes)), [44, 300_001])
  })

  test('with a large tail has it cut by content', () => {
    const pieces = cutFile(buildWav(noise(8, 300_000), { behind: [{ id: 'JUNK', content: noise(9, 6 * MiB) }] }).bytes)
    assert.deepEqual(lengthsOf(pieces).slice(0, 2), [44, 300_000])
    assert.ok(pieces.length > 4 && pieces.every(({ bytes }) => bytes.byteLength <= 4 * MiB))
  })

  test('whose header is large is waited for, and is cut by content when it is larger than a piece', () => {
    const junk = (length: number) => ({ before: [{ id: 'JUNK', content: noise(10, length) }] })
    const large = buildWav(noise(3, 300_000), junk(3 * MiB))
    assert.deepEqual(lengthsOf(cutFile(large.bytes, { buffers: 100 * KiB })), [large.payloadAt, 300_000])
    const larger = cutFile(buildWav(noise(3, 300_000), junk(4 * MiB)).bytes)
    assert.deepEqual(
      codecsOf(larger).filter(codec => codec !== 'auto'),
      [],
    )
    assert.ok(larger[0]!.bytes.byteLength > 256 * KiB)
  })
})

suite('text and session documents', () => {
  const text = sessionText(1, 200_000)

  test('are cut finely by content, for zstd', () => {
    const pieces = cutFile(latin(text))
    assert.ok(pieces.slice(0, -1).every(({ bytes }) => bytes.byteLength > 4 * KiB && bytes.byteLength <= 64 * KiB))
    const average = text.length / pieces.length
    assert.ok(average > 8 * KiB && average < 32 * KiB, `average ${average}`)
    assert.ok(codecsOf(pieces).every(codec => codec === 'zstd'))
  })

  test('of up to 32 KiB are whole', () => {
    const pieces = cutFile(latin(text.slice(0, 32 * KiB)))
    assert.deepEqual([lengthsOf(pieces), codecsOf(pieces)], [[32 * KiB], ['zstd']])
  })

  for (const [what, bytes] of [
    ['UTF-8', Buffer.from('Größe, 大きさ, μέγεθος, 🎚️\r\n\t'.repeat(5000))],
    ['Latin-1', latin('Größere Übersicht: Notizen für die Aufnahme vom Mittwoch\n'.repeat(5000))],
    ['UTF-16 with a byte order mark', Buffer.from(`\ufeff${'大きさ μέγεθος 🎚️\n'.repeat(9000)}`, 'utf16le')],
    ['UTF-16 without one', Buffer.from(text, 'utf16le')],
    ['big-endian UTF-16', Buffer.from(text, 'utf16le').swap16()],
    ['a log with colours', latin('\x1b[31mred\x1b[0m\n'.repeat(20_000))],
  ] as const) {
    test(`are known by their content: ${what}`, () => {
      assert.ok(codecsOf(cutFile(bytes)).every(codec => codec === 'zstd'))
      assert.ok(cutFile(bytes).length > 2)
    })
  }

  for (const [what, bytes] of [
    ['noise', noise(11, 200_000)],
    ['a NUL among letters', latin(`${'a'.repeat(5000)}\0${'a'.repeat(100_000)}`)],
    ['bytes above 127 alone', Buffer.alloc(200_000, 0xa5)],
    ['noise behind a byte order mark', Buffer.concat([latin('\xff\xfe'), noise(12, 200_000)])],
    ['halves of characters behind one', Buffer.concat([latin('\xff\xfe'), Buffer.alloc(200_000, 0xd8)])],
    ['quiet samples', Buffer.from(Int16Array.from({ length: 100_000 }, (_, i) => 1 + (i % 30)).buffer)],
  ] as const) {
    test(`are not taken for: ${what}`, () => {
      assert.deepEqual([lengthsOf(cutFile(bytes)), codecsOf(cutFile(bytes))], [[bytes.byteLength], ['auto']])
    })
  }

  test('are known by their names where the content is packed', () => {
    const packed = noise(13, 300_000)
    for (const name of ['song.als', 'Song.CPR', 'a/song.logicx/ProjectData'])
      assert.ok(cutFile(packed, { name }).length > 6, name)
    assert.equal(cutFile(packed, { name: 'take.bin' }).length, 1)
    assert.equal(cutFile(packed.subarray(0, 32 * KiB), { name: 'song.als' }).length, 1)
  })

  test('are cut as other files above 64 MiB', () => {
    const start = latin(text)
    for (const [size, isFine] of [
      [64 * MiB, true],
      [64 * MiB + 1, false],
    ] as const) {
      // prettier-ignore
      for (const name of [undefined, 'song.als']) {
        const bytes = name ? noise(14, 200_000) : start
        assert.equal(openChunker(size, gear, name ? latin(name) : undefined).push(bytes).length > 3, isFine)
      }
    }
  })
})

suite('disk images', () => {
  const image = (...magics: [at: number, bytes: string][]) => {
    const bytes = Buffer.from(noise(15, 2 * MiB))
    for (const [at, magic] of magics) bytes.write(magic, at, 'latin1')
    return bytes
  }
  const partition = (type: string, sectors: string) => `\x80\0\0\0${type}\0\0\0\0\x08\0\0${sectors}`
  const none = '\0'.repeat(16)
  const mbr = [446, partition('\x07', '\0\x10\0\0') + none.repeat(3)] as [number, string]
  const ext = [1024, '\0\x10\0\0\0\x40\0\0'] as [number, string]

  for (const [what, bytes] of [
    ['QCOW2', image([0, 'QFI\xfb'])],
    ['VMDK', image([0, 'KDMV'])],
    ['VHD', image([0, 'conectix'])],
    ['VHDX', image([0, 'vhdxfile'])],
    ['VDI', image([64, '\x7f\x10\xda\xbe'])],
    ['ISO 9660', image([32769, 'CD001'])],
    ['a partition table', image(mbr, [510, '\x55\xaa'])],
    ['GPT', image([512, 'EFI PART'])],
    ['NTFS', image([3, 'NTFS    '])],
    ['exFAT', image([3, 'EXFAT   '])],
    ['FAT32', image([82, 'FAT32   '], [510, '\x55\xaa'])],
    ['FAT16', image([54, 'FAT16   '], [510, '\x55\xaa'])],
    ['ext4', image(ext, [1048, '\x02\0\0\0'], [1080, '\x53\xef'], [1100, '\x01\0\0\0'])],
    ['HFS+', image([1024, 'H+\0\x04'])],
    ['HFSX', image([1024, 'HX\0\x05'])],
    ['APFS', image([32, 'NXSB'])],
    ['a sparse image', image([0, 'sprs'])],
  ] as const) {
    test(`are cut in blocks of 64 KiB: ${what}`, () => {
      assert.deepEqual(lengthsOf(cutFile(bytes)), Array(32).fill(64 * KiB))
      assert.equal(cutFile(bytes.subarray(0, MiB)).length, 1, 'not up to 1 MiB')
    })
  }

  for (const [what, bytes] of [
    ['noise', image()],
    ['two bytes at the end of a sector', image([510, '\x55\xaa'])],
    ['an empty partition table', image([446, none.repeat(4)], [510, '\x55\xaa'])],
    ['two bytes where ext has its magic', image([1080, '\x53\xef'])],
  ] as const) {
    test(`are not taken for: ${what}`, () => {
      assert.ok(cutFile(bytes).some(piece => piece.bytes.byteLength % (64 * KiB) !== 0))
    })
  }
})

suite('other files', () => {
  test('of up to 1 MiB are whole, larger ones are cut by content', () => {
    assert.deepEqual(lengthsOf(cutFile(noise(16, MiB))), [MiB])
    const pieces = cutFile(noise(16, 12 * MiB))
    assert.ok(pieces.length > 5 && pieces.length < 30, `${pieces.length} pieces`)
    for (const { bytes } of pieces.slice(0, -1)) assert.ok(bytes.byteLength > 256 * KiB && bytes.byteLength <= 4 * MiB)
    assert.ok(codecsOf(pieces).every(codec => codec === 'auto'))
  })

  test('without any bytes have no pieces', () => {
    for (const size of [0, 10, 2 * MiB]) assert.deepEqual(cut(openChunker(size, gear), [new Uint8Array(0)]), [])
    assert.deepEqual(openChunker(0, gear).end(), [])
  })

  test('are views of what was pushed', () => {
    const bytes = noise(17, 5000)
    const [piece] = cut(openChunker(5000, gear), [bytes])
    assert.equal(piece?.bytes.buffer, bytes.buffer)
    assert.equal(piece?.bytes.byteOffset, bytes.byteOffset)
  })

  test('need a size', () => {
    for (const size of [-1, Number.NaN]) assert.throws(() => openChunker(size, gear), TypeError)
  })
})

suite('whatever a file holds, claims and does while it is read', () => {
  const text = latin(sessionText(2, 120_000))
  const junk = (length: number): AudioFileOptions => ({ before: [{ id: 'JUNK', content: noise(18, length) }] })
  const contents: Uint8Array[] = [
    ...families.flatMap(([, build]) => [
      build(noise(19, 400_001), { channels: 3, bits: 24, behind: [{ id: 'LIST', content: noise(20, 3000) }] }).bytes,
      build(noise(19, 400_001), { ...junk(100_000), payloadSize: 0 }).bytes,
      build(noise(19, 100_001), { ...junk(100_000), payloadSize: 2 ** 31 }).bytes,
    ]),
    text,
    Buffer.concat([latin('QFI\xfb'), noise(21, 1_200_000)]),
    noise(22, 1_300_000),
    noise(23, 300_000),
    Buffer.alloc(1_200_000),
  ]
  // The contents are named by number: a counterexample should be readable.
  const mutated = fc.record({
    content: fc.nat(contents.length - 1),
    edits: fc.array(fc.tuple(fc.nat(200), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)), { maxLength: 4 }),
    length: fc.oneof(fc.constant(2 ** 40), fc.nat(1_300_000)),
    // How much more the file was thought to hold than it does.
    lie: fc.oneof(fc.constant(0), fc.integer({ min: -1_400_000, max: 1_400_000 }), fc.constant(2 ** 40)),
    name: fc.constantFrom('', 'song.als', 'take.wav'),
  })
  const lengths = fc.array(fc.oneof(fc.nat(100), fc.nat(90 * KiB), fc.nat(500 * KiB)), { maxLength: 40 })

  test('its pieces together are the file, and the same whatever buffers it comes in', () => {
    fc.assert(
      fc.property(mutated, lengths, ({ content, edits, length, lie, name }, lengths) => {
        const bytes = Buffer.from(contents[content]!.subarray(0, length))
        for (const [at, value] of edits) if (at < bytes.byteLength) bytes[at] = value
        const size = Math.max(0, bytes.byteLength + lie)
        const hint = name === '' ? undefined : latin(name)
        const pieces = cut(openChunker(size, gear, hint), [bytes])
        assert.equal(Buffer.compare(joined(pieces), bytes), 0)
        for (const piece of pieces) assert.ok(piece.bytes.byteLength > 0 && piece.bytes.byteLength <= 4 * MiB)
        for (const { bytes, codec } of pieces) assert.ok(typeof codec !== 'object' || codec.pcm.lead < bytes.byteLength)
        const again = cut(openChunker(size, gear, hint), buffersOf(bytes, lengths))
        assert.deepEqual([lengthsOf(again), codecsOf(again)], [lengthsOf(pieces), codecsOf(pieces)])
        assert.equal(Buffer.compare(joined(again), bytes), 0)
      }),
      { numRuns: 400 },
    )
  })

  test('a file that ends long before its size is still cut as it would be from one buffer', () => {
    const { bytes } = buildWav(noise(19, 50_000), junk(100_000))
    const size = 2 ** 40
    const pieces = cut(openChunker(size, gear), [bytes])
    assert.deepEqual(lengthsOf(pieces), [bytes.byteLength - 50_000, 50_000])
    assertEqual(cut(openChunker(size, gear), buffersOf(bytes, [90_000])), pieces)
    // Without what is missing, only the whole can tell what it is: audio of up to 256 KiB.
    const inHeader = bytes.subarray(0, 90_000)
    assertEqual(cut(openChunker(size, gear), buffersOf(inHeader, [70_000])), cutFile(inHeader))
  })

  test('single bytes give the pieces of the whole', () => {
    for (const content of [contents[0]!, text]) {
      const bytes = content.subarray(0, 270_000)
      assertEqual(cutFile(bytes, { buffers: 1 }), cutFile(bytes))
    }
  })

  test('a file that outgrows its size by far gives no piece larger than a leaf', () => {
    const grown = Buffer.alloc(9 * MiB)
    for (const size of [0, 100, 70_000]) {
      const pieces = cut(openChunker(size, gear), [grown.subarray(0, 100), grown.subarray(100)])
      assert.deepEqual(lengthsOf(pieces), [4 * MiB, 4 * MiB, MiB])
    }
  })
})

function sessionText(seed: number, bytes: number): string {
  const random = noise(seed, bytes)
  const lines: string[] = []
  let length = 0
  for (let at = 0; length < bytes; at += 8) {
    const words = Buffer.from(random.subarray(at, at + 8))
    const line = `  <ITEM POSITION ${words.readUInt16LE(0)} LENGTH ${words.readUInt16LE(2)} NAME "Take ${at % 40}" GUID {${words.toString('hex')}}>\n`
    lines.push(line)
    length += line.length
  }
  return lines.join('')
}

function cutFile(bytes: Uint8Array, how: { name?: string; buffers?: number } = {}): Piece[] {
  const { name, buffers = bytes.byteLength } = how
  const count = Math.ceil(bytes.byteLength / buffers)
  const pushed = Array.from({ length: count }, (_, i) => bytes.subarray(i * buffers, (i + 1) * buffers))
  return cut(openChunker(bytes.byteLength, gear, name === undefined ? undefined : latin(name)), pushed)
}

function cut(cutter: Cutter, buffers: readonly Uint8Array[]): Piece[] {
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

function assertEqual(actual: readonly Piece[], expected: readonly Piece[]): void {
  assert.deepEqual([lengthsOf(actual), codecsOf(actual)], [lengthsOf(expected), codecsOf(expected)])
  assert.equal(Buffer.compare(joined(actual), joined(expected)), 0)
}

function joined(pieces: readonly Piece[]): Buffer {
  return Buffer.concat(pieces.map(piece => piece.bytes))
}
function lengthsOf(pieces: readonly Piece[]): number[] {
  return pieces.map(piece => piece.bytes.byteLength)
}
function codecsOf(pieces: readonly Piece[]): Piece['codec'][] {
  return pieces.map(piece => piece.codec)
}
