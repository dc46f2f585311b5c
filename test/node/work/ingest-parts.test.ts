import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findClashes } from '../../../node/work/ingest/names.ts'
import { showPath } from '../../../node/work/ingest/path.ts'
import {
  CACHED_STATES,
  type DirectoryRecord,
  decodeRecord,
  encodeRecord,
} from '../../../node/work/ingest/stat-record.ts'
import { isError } from '../../../protocol/errors.ts'
import { parseId } from '../../../protocol/ids.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')
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
    state: fc.constantFrom(...CACHED_STATES),
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

test('any bytes at all are a record of the stat cache or MESSAGE_INVALID', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (some, hasVersion) => {
      const [version] = encodeRecord({ ctime: 0n, ino: 0n, xattrs: [], directories: [], files: [] })
      try {
        decodeRecord(hasVersion ? Buffer.concat([Uint8Array.of(version!), some]) : some)
      } catch (error) {
        assert.ok(isError(error, 'MESSAGE_INVALID'), String(error))
      }
    }),
  )
})
