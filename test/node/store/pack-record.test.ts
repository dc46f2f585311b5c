// The fixed bytes of packs: what they look like, and that no other bytes pass for them.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  checkPackHead,
  emptySum,
  encodeFooter,
  encodePackHead,
  parsePackIndex,
  parseTrailer,
  sameSum,
  sumOf,
  TRAILER,
} from '../../../node/store/pack-footer.ts'
import {
  encodeRecordHead,
  encodeWithdrawal,
  KIND,
  keyOf,
  type PackRecord,
  parseRecordHead,
  parseWithdrawal,
  RECORD_HEAD,
} from '../../../node/store/pack-record.ts'
import { hash } from '../../../protocol/hash.ts'
import { checkDecoder } from '../../helpers/bad-bytes.ts'
import { failsWith } from '../../suites/store.ts'

const name = Buffer.from(hash(Buffer.from('one'))).toString('hex')
const other = Buffer.from(hash(Buffer.from('other'))).toString('hex')
const key = keyOf(KIND.chunk, name)
const records: PackRecord[] = [
  { pack: 7, offset: 32, length: 3, kind: KIND.chunk, key },
  { pack: 7, offset: 95, length: 5, kind: KIND.node, key: keyOf(KIND.node, other) },
]

test('a pack of two records has exactly the bytes of the specification', () => {
  const pack = Buffer.concat([
    encodePackHead(7),
    encodeRecordHead(key, 3, 7, 32),
    Buffer.from('one'),
    encodeRecordHead(keyOf(KIND.node, other), 5, 7, 95),
    Buffer.from('other'),
    ...encodeFooter(7, records, 160),
  ])
  const vector = readFileSync(join(import.meta.dirname, '../../vectors/pack.hex'), 'utf8')
  assert.equal(pack.toString('hex'), vector.replaceAll(/#.*|\s/g, ''))
})

test('a record header is read where it was written, and nowhere else', () => {
  const head = encodeRecordHead(key, 1234, 7, 4096)
  assert.deepEqual(parseRecordHead(head, 7, 4096), { pack: 7, offset: 4096, length: 1234, kind: KIND.chunk, key })
  assert.throws(() => parseRecordHead(head, 8, 4096), failsWith('MESSAGE_INVALID'))
  assert.throws(() => parseRecordHead(head, 7, 4097), failsWith('MESSAGE_INVALID'))
})

test('every flipped bit of a record header is noticed', () => {
  const head = encodeRecordHead(key, 1234, 7, 4096)
  for (let bit = 0; bit < RECORD_HEAD * 8; bit++) {
    const damaged = Buffer.from(head)
    damaged[bit >> 3]! ^= 1 << (bit & 7)
    assert.throws(() => parseRecordHead(damaged, 7, 4096), failsWith('MESSAGE_INVALID'), `bit ${bit}`)
  }
})

test('a footer says what it was told, and every flipped byte of it is noticed', () => {
  const [index, trailer] = encodeFooter(7, records, 160)
  const size = 160 + index!.length + trailer!.length
  const read = parseTrailer(trailer!, 7, size)
  assert.deepEqual(parsePackIndex(index!, read), records)
  assert.ok(sameSum(read.sum, sumOf(records)))
  for (let at = 0; at < TRAILER; at++) {
    const damaged = Buffer.from(trailer!)
    damaged[at]! ^= 8
    assert.throws(() => parseTrailer(damaged, 7, size), failsWith('MESSAGE_INVALID'), `byte ${at}`)
  }
  for (let at = 0; at < index!.length; at++) {
    const damaged = Buffer.from(index!)
    damaged[at]! ^= 8
    assert.throws(() => parsePackIndex(damaged, read), failsWith('MESSAGE_INVALID'), `byte ${at}`)
  }
  assert.throws(() => parseTrailer(trailer!, 8, size), failsWith('MESSAGE_INVALID'))
  assert.throws(() => parseTrailer(trailer!, 7, size + 1), failsWith('MESSAGE_INVALID'))
})

test('the sum of a set does not depend on its order, and does on every record and place', () => {
  assert.ok(sameSum(sumOf(records), sumOf([...records].reverse())))
  assert.ok(!sameSum(sumOf(records), sumOf(records.slice(1))))
  assert.ok(!sameSum(sumOf([]), sumOf(records)))
  assert.ok(sameSum(sumOf([]), emptySum()))
  const moved = records.map(record => ({ ...record, offset: record.offset + 1 }))
  assert.ok(!sameSum(sumOf(records), sumOf(moved)))
  const swapped = [
    { ...records[0]!, key: records[1]!.key },
    { ...records[1]!, key: records[0]!.key },
  ]
  assert.ok(!sameSum(sumOf(records), sumOf(swapped)))
})

test('a withdrawal comes back as it was, its reason cut to 1,024 bytes', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.nat(2 ** 31), fc.string(), (pack, offset, since, why) => {
      const withdrawal = { key, place: { pack, offset, length: 9 }, since, why: Buffer.from(why).toString() }
      assert.deepEqual(parseWithdrawal(encodeWithdrawal(withdrawal)), withdrawal)
    }),
  )
  const long = { key, place: records[0]!, since: 1, why: 'x'.repeat(5000) }
  assert.equal(parseWithdrawal(encodeWithdrawal(long)).why.length, 1024)
})

test('the decoders of packs refuse any bytes that are not a pack', async () => {
  const [index, trailer] = encodeFooter(7, records, 160)
  const read = parseTrailer(trailer!, 7, 160 + index!.length + TRAILER)
  const withdrawal = encodeWithdrawal({ key, place: records[0]!, since: 5, why: 'rot' })
  await checkDecoder(encodeRecordHead(key, 3, 7, 32), bytes => parseRecordHead(bytes, 7, 32), ['MESSAGE_INVALID'])
  await checkDecoder(trailer!, bytes => parseTrailer(bytes, 7, 400), ['MESSAGE_INVALID'])
  await checkDecoder(index!, bytes => parsePackIndex(bytes, read), ['MESSAGE_INVALID'])
  await checkDecoder(withdrawal, parseWithdrawal, ['MESSAGE_INVALID'])
  await checkDecoder(encodePackHead(7), bytes => checkPackHead(bytes, 7), ['MESSAGE_INVALID'])
})
