import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { headerAgrees } from '../../../node/work/ingest/audio-header.ts'
import { findClashes } from '../../../node/work/ingest/names.ts'
import { showPath } from '../../../node/work/ingest/path.ts'
import { isSessionDocument } from '../../../node/work/ingest/session-document.ts'
import type { DirectoryRecord } from '../../../node/work/ingest/stat-cache.ts'
import { decodeRecord, encodeRecord } from '../../../node/work/ingest/stat-record.ts'
import { isError } from '../../../protocol/errors.ts'
import { parseId } from '../../../protocol/ids.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const u32 = (value: number) => {
  const out = Buffer.alloc(4)
  out.writeUInt32LE(value)
  return out
}
const u64 = (value: number) => Buffer.concat([u32(value % 2 ** 32), u32(Math.floor(value / 2 ** 32))])

function riff(size: number, data: number): Buffer {
  return Buffer.concat([
    bytes('RIFF'),
    u32(size),
    bytes('WAVEfmt '),
    u32(16),
    Buffer.alloc(16),
    bytes('data'),
    u32(data),
  ])
}
function rf64(size: number): Buffer {
  return Buffer.concat([bytes('RF64'), u32(0xffffffff), bytes('WAVEds64'), u32(28), u64(size), Buffer.alloc(20)])
}
function w64(size: number): Buffer {
  return Buffer.concat([Buffer.from('726966662e91cf11a5d628db04c10000', 'hex'), u64(size), Buffer.alloc(16)])
}
function aiff(size: number): Buffer {
  return Buffer.concat([bytes('FORM'), u32(size).reverse(), bytes('AIFF')])
}

for (const [what, header, size, agrees] of [
  ['a WAV of the stated size', riff(36 + 1000, 1000), 1044, true],
  ['a WAV with an odd size and no pad byte', riff(36 + 1001, 1001), 1045, true],
  ['a WAV with an odd size and its pad byte', riff(36 + 1001, 1001), 1046, true],
  ['a WAV without any samples', riff(36, 0), 44, true],
  ['a WAV whose sizes are still 0', riff(0, 0), 1044, false],
  ['a WAV whose sizes are still -1', riff(0xffffffff, 0xffffffff), 1044, false],
  ['a WAV that has grown since its header was patched', riff(36 + 1000, 1000), 5044, false],
  ['a WAV that was cut off', riff(36 + 1000, 1000), 500, false],
  ['a WAV whose data alone is unpatched', riff(36 + 1000, 0), 1044, false],
  ['an RF64 file of the stated size', rf64(5_000_000_000 - 8), 5_000_000_000, true],
  ['an RF64 file in recording', rf64(0), 5_000_000_000, false],
  [
    'an RF64 file whose ds64 is not there yet',
    Buffer.concat([bytes('RF64'), u32(0xffffffff), bytes('WAVEJUNK'), Buffer.alloc(40)]),
    5000,
    false,
  ],
  ['a W64 file of the stated size', w64(5_000_000_000), 5_000_000_000, true],
  ['a W64 file in recording', w64(0), 5_000_000_000, false],
  ['an AIFF file of the stated size', aiff(992), 1000, true],
  ['an AIFF file in recording', aiff(0), 1000, false],
  ['an AVI of many RIFFs', Buffer.concat([bytes('RIFF'), u32(1000), bytes('AVI ')]), 5_000_000_000, true],
  ['a text', bytes('RIFFs are what a guitar plays'), 29, true],
  ['an empty file', bytes(''), 0, true],
] as const) {
  test(`the header of ${what} ${agrees ? 'agrees' : 'disagrees'} with the length`, () => {
    assert.equal(headerAgrees(header, size), agrees)
  })
}

test('any start of any file is judged without an error', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('', 'RIFF', 'RF64', 'FORM'),
      fc.uint8Array({ maxLength: 200 }),
      fc.nat(1000),
      (id, tail, more) => {
        const start = Buffer.concat([bytes(id), u32(more), bytes(id === '' ? '' : 'WAVE'), tail])
        assert.equal(typeof headerAgrees(start, start.byteLength + more), 'boolean')
      },
    ),
  )
})

test('session documents are told by their endings, also as packages and in upper case', () => {
  for (const path of ['song.ptx', 'a/b.ALS', 'mix.rpp', 'song.logicx/Alternatives/000/ProjectData']) {
    assert.ok(isSessionDocument(Buffer.from(path)), path)
  }
  for (const path of ['take.wav', 'ptx', 'als/take.wav']) assert.ok(!isSessionDocument(Buffer.from(path)), path)
})

test('names clash by case and by normal form, not otherwise', () => {
  const clashes = (...names: string[]) =>
    findClashes(
      Buffer.from('d'),
      names.map(name => Buffer.from(name)),
    )
  assert.deepEqual(clashes('a', 'b', 'a.wav'), [])
  assert.match(clashes('Kick', 'kick')[0]!, /"Kick" and "kick" in d differ only in upper and lower case/)
  assert.match(clashes('\u00e9', 'e\u0301')[0]!, /NFC, NFD/)
  assert.deepEqual(findClashes(Buffer.alloc(0), [bytes('\xc4'), bytes('\xe4')]), [], 'no UTF-8, no letters')
})

test('paths are shown with what is no UTF-8 and what moves a terminal as escapes', () => {
  assert.equal(showPath(Buffer.from('a/Köln 日本.wav')), 'a/Köln 日本.wav')
  assert.equal(showPath(Buffer.concat([Buffer.from('ö'), bytes('\xe4x\xff')])), 'ö\\xe4x\\xff')
  assert.equal(showPath(Buffer.from('a\nb\x1b[2J')), 'a\\x0ab\\x1b[2J')
  fc.assert(
    fc.property(fc.uint8Array(), path => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be shown
      assert.doesNotMatch(showPath(path), /[\x00-\x1f\x7f]/)
    }),
  )
})

const name = fc.uint8Array({ minLength: 1, maxLength: 20 }).map(part => Buffer.from(part))
const plain = { noNullPrototype: true }
const xattrs = fc.array(fc.record({ name, value: name }, plain), { maxLength: 2 })
const u64s = fc.bigInt(0n, 2n ** 64n - 1n)
const i64s = fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)
const media = {
  container: 'wav',
  codec: 'pcm',
  channels: 2,
  rate: 48_000,
  bits: 24,
  durationMs: 1500,
  tags: { scene: '12A', take: '3' },
}
const child = fc.record(
  {
    cid: fc.constant(parseId('Cid', 'ab'.repeat(32))),
    stored: fc.nat(4_000_000),
    below: fc.maxSafeNat(),
    sendClass: fc.nat(7),
  },
  plain,
)
const file = fc.record(
  {
    name,
    size: fc.maxSafeNat(),
    mtime: i64s,
    ctime: i64s,
    ino: u64s,
    headerAgrees: fc.boolean(),
    child: fc.option(child, { nil: undefined }),
    media: fc.option(fc.constant(media), { nil: undefined }),
    xattrs,
  },
  plain,
)
const record: fc.Arbitrary<DirectoryRecord> = fc.record(
  {
    ctime: i64s,
    ino: u64s,
    xattrs,
    directories: fc.array(name, { maxLength: 3 }),
    files: fc.array(file, { maxLength: 3 }),
  },
  plain,
)

test('a record of the stat cache reads back as it was written', () => {
  fc.assert(fc.property(record, one => assert.deepEqual(decodeRecord(encodeRecord(one)), one)))
})

test('a damaged record of the stat cache is a record or MESSAGE_INVALID', () => {
  fc.assert(
    fc.property(record, fc.nat(), fc.nat(255), fc.boolean(), (one, at, byte, isCut) => {
      const damaged = Buffer.from(encodeRecord(one))
      damaged[at % damaged.byteLength] = byte
      try {
        decodeRecord(isCut ? damaged.subarray(0, at % damaged.byteLength) : damaged)
      } catch (error) {
        assert.ok(isError(error, 'MESSAGE_INVALID'), String(error))
      }
    }),
  )
})
