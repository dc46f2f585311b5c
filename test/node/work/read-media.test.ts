import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { readMedia } from '../../../node/work/ingest/read-media.ts'
import { excerptOf } from '../../../protocol/audio/excerpt.ts'
import { boundedMedia, type Media } from '../../../protocol/media.ts'
import { bextBlock, id3Tags, infoBlock, ixmlBlock } from '../../helpers/audio-blocks.ts'
import { buildAiff, buildCaf, buildRf64, buildW64, buildWav, CONTAINERS } from '../../helpers/audio-file.ts'
import { mutationOf } from '../../helpers/bad-bytes.ts'

const SECOND = Buffer.alloc(96_000) // of 16-bit mono at 48 kHz
const BEXT = bextBlock({ originator: 'Sound Devices 833', date: '2025-03-04', time: '12:34:56', samples: 48_000n })
const IXML = ixmlBlock('<BWFXML><PROJECT>Nova</PROJECT><SCENE>12A</SCENE><TAKE>7</TAKE></BWFXML>')
const BWF_TAGS = {
  date: '2025-03-04',
  originator: 'Sound Devices 833',
  project: 'Nova',
  scene: '12A',
  take: '7',
  time: '12:34:56',
  timecode: '48000',
}
const PLAIN = { codec: 'pcm', channels: 1, rate: 48_000, bits: 16, durationMs: 1000 }

const read = (bytes: Uint8Array, name = 'take'): Promise<Media | undefined> =>
  readMedia(Buffer.from(name), bytes, undefined, bytes.byteLength)
const fixture = (name: string) => readFile(join(import.meta.dirname, '../../fixtures/audio', name))

for (const [container, build] of Object.entries({ wav: buildWav, rf64: buildRf64, w64: buildW64 })) {
  test(`bext and iXML of ${container} are read, in front of the samples or behind them`, async () => {
    const front = build(SECOND, { before: [BEXT, IXML] }).bytes
    const behind = build(SECOND, { before: [BEXT], behind: [IXML] }).bytes
    for (const bytes of [front, behind])
      assert.deepEqual(await read(bytes), { container, ...PLAIN, tags: BWF_TAGS }, container)
  })
}

test('text chunks and ID3 tags of AIFF are read', async () => {
  const text = (id: string, value: string) => ({ id, content: Buffer.from(value) })
  const id3 = { id: 'ID3 ', content: id3Tags({ TPE1: 'of the ID3', TALB: 'First', TYER: '2025' }) }
  const { bytes } = buildAiff(SECOND, { before: [text('NAME', 'Kick'), text('AUTH', 'Nova')], behind: [id3] })
  const tags = { album: 'First', artist: 'Nova', date: '2025', title: 'Kick' }
  assert.deepEqual(await read(bytes), { container: 'aiff', ...PLAIN, tags })
})

test('the info of CAF and the LIST of WAV are read', async () => {
  const info = { id: 'info', content: Buffer.from('\0\0\0\x01title\0Kick\0') }
  assert.deepEqual((await read(buildCaf(SECOND, { before: [info] }).bytes))?.tags, { title: 'Kick' })
  const list = infoBlock({ INAM: 'Kick' })
  assert.deepEqual((await read(buildWav(SECOND, { behind: [list] }).bytes))?.tags, { title: 'Kick' })
})

test('the samples of all channels last as long as their frames', async () => {
  const bytes = buildWav(SECOND, { channels: 2, bits: 24 }).bytes
  assert.deepEqual(await read(bytes), { container: 'wav', ...PLAIN, channels: 2, bits: 24, durationMs: 333, tags: {} })
})

test('float, and what a container compresses, are named', async () => {
  const codec = async (bytes: Uint8Array) => (await read(bytes))?.codec
  assert.equal(await codec(buildWav(SECOND, { encoding: 3, bits: 32 }).bytes), 'float')
  assert.equal(await codec(buildWav(SECOND, { encoding: 0x55 }).bytes), 'mp3')
  assert.equal(await codec(buildAiff(SECOND, { encoding: 'ulaw' }).bytes), 'ulaw')
  assert.equal(await codec(buildCaf(SECOND, { encoding: 'alac' }).bytes), 'alac')
})

test('of a long file the first bytes are enough, and the last ones for what stands behind', async () => {
  const { bytes, payloadAt } = buildWav(Buffer.alloc(9_600_000), { before: [BEXT], behind: [IXML] })
  const head = bytes.subarray(0, payloadAt + 1000)
  const name = Buffer.from('take.wav')
  const without = await readMedia(name, head, undefined, bytes.byteLength)
  assert.equal(without?.durationMs, 100_000)
  assert.equal(without.tags.take, undefined)
  for (const tail of [bytes.subarray(payloadAt + 9_600_000), bytes.subarray(-5000)])
    assert.deepEqual((await readMedia(name, head, tail, bytes.byteLength))?.tags, BWF_TAGS)
  assert.deepEqual(await readMedia(name, head, bytes.subarray(-10), bytes.byteLength), without)
})

test('blocks are not looked for where the last bytes do not reach back to the payload', async () => {
  const filler = { id: 'junk', content: Buffer.alloc(IXML.content.byteLength) }
  const { bytes, payloadAt } = buildWav(SECOND, { behind: [filler, IXML] })
  const [head, tail] = [bytes.subarray(0, payloadAt), bytes.subarray(-filler.content.byteLength - 8)]
  assert.deepEqual((await readMedia(Buffer.from('x'), head, tail, bytes.byteLength))?.tags, {})
})

test('a take that is being recorded is as long as it is by now', async () => {
  const { bytes } = buildWav(SECOND, { before: [BEXT], containerSize: 0, payloadSize: 0 })
  assert.equal((await read(bytes))?.durationMs, 1000)
})

test('FLAC, Ogg Vorbis and WavPack as their tools write them are read', async () => {
  const sound = { channels: 1, rate: 8000, durationMs: 250 }
  const flac = { artist: 'Nörd', date: '2025-03-04', isrc: 'DEA123456789', title: 'Kick', track: '7' }
  assert.deepEqual(await read(await fixture('take.flac')), {
    ...{ container: 'flac', codec: 'flac', bits: 16, tags: flac },
    ...sound,
  })
  assert.deepEqual(await read(await fixture('take.ogg')), {
    ...{ container: 'ogg', codec: 'vorbis i', bits: 0, tags: { comment: 'Take 3, late entry' } },
    ...sound,
  })
  assert.deepEqual(await read(await fixture('take.wv')), {
    ...{ container: 'wavpack', codec: 'pcm', bits: 16, tags: {} },
    ...sound,
  })
})

test('a part of WavPack that says to be longer than what is there is kept from the reader, and what stands before it is read', async () => {
  const take = await fixture('take.wv')
  const kind = { container: 'wavpack', mime: 'audio/wavpack' }
  assert.deepEqual(Buffer.from(excerptOf(kind, take, take, take.byteLength)), take)
  const hostile = Buffer.from(take)
  const part = 32 // the first one's beginning: its kind, 0x80 for a long one, and a count of words
  hostile[part]! |= 0x80
  hostile.writeUIntLE(0xffffff, part + 1, 3)
  assert.equal(excerptOf(kind, hostile, hostile, hostile.byteLength).byteLength, part)
  const { rate } = (await readMedia(Buffer.from('take.wv'), hostile, hostile, hostile.byteLength))!
  assert.equal(rate, (await readMedia(Buffer.from('take.wv'), take, take, take.byteLength))!.rate)
  // Blocks that say anything end it, somewhere.
  for (let at = 0; at < 64; at++) {
    const spoilt = Buffer.from(take)
    spoilt.fill(0xff, at, at + 4)
    assert.ok(excerptOf(kind, spoilt, spoilt, spoilt.byteLength).byteLength <= take.byteLength)
  }
})

test('the length of an Ogg stream is that of its end, or unknown', async () => {
  const ogg = await fixture('take.ogg')
  const head = ogg.subarray(0, 2500)
  const name = Buffer.from('take.ogg')
  assert.equal((await readMedia(name, head, undefined, ogg.byteLength))?.durationMs, 0)
  assert.equal((await readMedia(name, head, ogg.subarray(-500), ogg.byteLength))?.durationMs, 250)
  const others = [oggPage(0, -1, Buffer.from('Opus'), 0), oggPage(0, 5, Buffer.from('film'), 7)]
  assert.equal((await read(Buffer.concat([opus(96_312), ...others])))?.durationMs, 2000)
})

test('an MP3 has the length of its bytes, and the tags in front of a picture that is not there whole', async () => {
  const tags = id3Tags({ TIT2: 'Kick', TPE1: 'Nova' }, 200_000)
  const frames = Buffer.concat(Array.from({ length: 1000 }, mp3Frame))
  const id3v1 = Buffer.alloc(128)
  id3v1.write('TAGKick of old')
  id3v1[127] = 0xff // no genre
  const bytes = Buffer.concat([tags, frames, id3v1])
  const expected = { container: 'mp3', channels: 2, rate: 44_100, bits: 0, tags: { artist: 'Nova', title: 'Kick' } }
  for (const head of [bytes, bytes.subarray(0, 230_000)]) {
    const media = await readMedia(Buffer.from('x.mp3'), head, bytes.subarray(-2000), bytes.byteLength)
    const { codec, durationMs, ...rest } = media!
    assert.deepEqual(rest, expected)
    assert.equal(codec, 'mpeg 1 layer 3')
    assert.ok(Math.abs(durationMs - 26_122) < 100, `${durationMs}`)
  }
  const short = await readMedia(Buffer.from('x.mp3'), bytes.subarray(0, 4096), undefined, bytes.byteLength)
  assert.deepEqual(short?.tags, expected.tags)
})

test('the index of an MP4 is found behind the sound, too', async () => {
  const sound = box('mdat', Buffer.alloc(300_000))
  const front = Buffer.concat([FTYP, moov(), sound])
  const behind = Buffer.concat([FTYP, sound, moov()])
  const stereo = { channels: 2, rate: 48_000, bits: 0, durationMs: 3000 }
  for (const [head, tail, size] of [
    [front.subarray(0, 5000), undefined, front.byteLength],
    [behind.subarray(0, 5000), behind.subarray(-5000), behind.byteLength],
    [behind, undefined, behind.byteLength],
  ] as const)
    assert.deepEqual(await readMedia(Buffer.from('x.m4a'), head, tail, size), {
      ...{ container: 'mp4', codec: 'mpeg-4/aac', tags: { title: 'Kick' } },
      ...stereo,
    })
  assert.equal(await readMedia(Buffer.from('x.m4a'), behind.subarray(0, 5000), undefined, behind.byteLength), undefined)
})

test('what is no audio is nothing, whatever it is called', async () => {
  for (const [name, text] of [
    ['take.wav', 'no sound at all'],
    ['empty.wav', ''],
    ['text.mp3', '\xff\xfeU\0T\0F\0-\x001\x006\0'],
    ['text.txt', Buffer.concat(Array.from({ length: 9 }, mp3Frame)).toString('latin1')],
    ['film.avi', 'RIFF\x04\0\0\0AVI '],
  ] as const)
    assert.equal(await read(Buffer.from(text, 'latin1'), name), undefined, name)
})

test('no bytes make it throw or say more than the bounds allow', async () => {
  const fixtures = await Promise.all(['take.flac', 'take.ogg', 'take.wv'].map(fixture))
  const id3 = { id: 'id3 ', content: id3Tags({ TIT2: 'Kick' }) }
  const short = Buffer.alloc(64)
  const built = Object.values(CONTAINERS).map(build => build(short, { before: [BEXT, IXML], behind: [id3] }).bytes)
  const mp3 = Buffer.concat([id3Tags({ TIT2: 'Kick' }), mp3Frame(), mp3Frame(), mp3Frame(), mp3Frame(), mp3Frame()])
  const mp4 = Buffer.concat([FTYP, box('mdat', short), moov()])
  const magics = ['fLaC\0\0\0"', 'OggS', 'wvpk', 'MAC ', 'MPCK', 'MP+', 'DSD ', 'FRM8', 'ID3\x04\0\0']
  const bytes = fc.oneof(
    ...[...fixtures, ...built, mp3, mp4, opus(1)].map(mutationOf),
    fc
      .tuple(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 300 }))
      .map(([magic, rest]) => Buffer.concat([Buffer.from(magic, 'latin1'), rest])),
  )
  await fc.assert(
    fc.asyncProperty(bytes, fc.nat(400), fc.boolean(), async (file, missing, hasTail) => {
      const head = file.subarray(0, Math.max(0, file.byteLength - missing))
      const tail = hasTail ? file.subarray(-missing) : undefined
      const media = await readMedia(Buffer.from('x.mp3'), head, tail, file.byteLength)
      if (media) assert.deepEqual(boundedMedia(media), media)
    }),
    { numRuns: 1000 },
  )
})

// 128 kbit/s at 44.1 kHz, stereo.
function mp3Frame(): Buffer {
  const frame = Buffer.alloc(417)
  frame.set([0xff, 0xfb, 0x90, 0x00])
  return frame
}

// Two pages: the header and the comments, which end at `position`.
function opus(position: number): Buffer {
  const header = Buffer.from('OpusHead\x01\x02\x38\x01\x80\xbb\0\0\0\0\0', 'latin1') // 312 samples to skip
  const comments = Buffer.concat([Buffer.from('OpusTags'), Buffer.alloc(8)])
  return Buffer.concat([oggPage(2, 0, header), oggPage(4, position, comments)])
}

function oggPage(flags: number, position: number, content: Buffer, serial = 0): Buffer {
  const page = Buffer.alloc(28)
  page.write('OggS')
  page[5] = flags
  page.writeBigInt64LE(BigInt(position), 6)
  page[14] = serial
  page[26] = 1
  page[27] = content.byteLength
  return Buffer.concat([page, content])
}

const FTYP = box('ftyp', Buffer.from('M4A \0\0\0\0M4A '))

function box(type: string, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  const header = Buffer.alloc(8)
  header.writeUInt32BE(8 + content.byteLength)
  header.write(type, 4, 'latin1')
  return Buffer.concat([header, content])
}

// Three seconds of stereo, called Kick.
function moov(): Buffer {
  const header = Buffer.alloc(24)
  header.writeUInt32BE(48_000, 12)
  header.writeUInt32BE(144_000, 16)
  const entry = Buffer.alloc(28)
  entry.writeUInt16BE(2, 16)
  entry.writeUInt16BE(16, 18)
  entry.writeUInt16BE(48_000, 24)
  const descriptions = box('stsd', Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]), box('mp4a', entry))
  const trackHeader = Buffer.alloc(84)
  trackHeader[15] = 1
  const handler = Buffer.alloc(25)
  handler.write('soun', 8)
  const media = box('mdia', box('mdhd', header), box('hdlr', handler), box('minf', box('stbl', descriptions)))
  const track = box('trak', box('tkhd', trackHeader), media)
  const title = box('\xa9nam', box('data', Buffer.from('\0\0\0\x01\0\0\0\0Kick')))
  return box('moov', track, box('udta', box('meta', Buffer.alloc(4), box('ilst', title))))
}
