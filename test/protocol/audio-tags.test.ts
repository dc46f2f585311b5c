import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseCafInfo, parseInfoList, parseTextChunk } from '../../protocol/audio/tags.ts'
import { dateOf, timeOf } from '../../protocol/audio/when.ts'
import { infoBlock } from '../helpers/audio-blocks.ts'
import { mutationOf } from '../helpers/bad-bytes.ts'

const INFO = infoBlock({
  INAM: 'Kick',
  IART: 'Nörd',
  ICRD: '2025-03-04',
  ITRK: '7',
  ISFT: 'a program',
  INAX: '',
}).content
const CAF = Buffer.from('\0\0\0\x02title\0Kick\0recorded date\x002025-03-04T10:00:00Z\0')

test('a LIST INFO block gives title, artist, date and track', () => {
  assert.deepEqual(parseInfoList(INFO), { artist: 'Nörd', date: '2025-03-04', title: 'Kick', track: '7' })
})

test('another LIST, and one that ends early, give what there is', () => {
  assert.deepEqual(parseInfoList(Buffer.from('adtllabl\x04\0\0\0Kick')), {})
  assert.deepEqual(parseInfoList(INFO.subarray(0, 20)), { title: 'Kick' })
  assert.deepEqual(parseInfoList(Buffer.from('INFOINAM\xff\xff\xff\xffKick', 'latin1')), { title: 'Kick' })
})

test("CAF's info gives keys and values", () => {
  assert.deepEqual(parseCafInfo(CAF), { date: '2025-03-04', title: 'Kick' })
  assert.deepEqual(parseCafInfo(CAF.subarray(0, 16)), { title: 'Kick' })
  assert.deepEqual(parseCafInfo(Buffer.alloc(3)), {})
})

test('a text chunk is text', () => {
  assert.deepEqual(parseTextChunk('artist', Buffer.from('Nörd\0\0')), { artist: 'Nörd' })
  assert.deepEqual(parseTextChunk('artist', Buffer.alloc(4)), {})
})

test('no bytes make them throw', () => {
  for (const [read, good] of [
    [parseInfoList, INFO],
    [parseCafInfo, CAF],
  ] as const)
    fc.assert(
      fc.property(fc.oneof(mutationOf(good), fc.uint8Array({ maxLength: 100 })), block => {
        assert.ok(Object.keys(read(block)).length <= 10)
      }),
    )
})

for (const [text, date] of [
  ['2025-03-04', '2025-03-04'],
  ['2025-03-04T10:00:00Z', '2025-03-04'],
  ['2025/3/4', '2025-03-04'],
  ['20250304', '2025-03-04'],
  ['2024:02:29 10:00', '2024-02-29'],
  ['2025-03', '2025-03'],
  ['2025', '2025'],
  ['2025-00-00', '2025'],
  ['2025-02-29', undefined],
  ['2025-13-01', undefined],
  ['0000-00-00', undefined],
  ['12025', undefined],
  ['4 March', undefined],
  ['', undefined],
] as const)
  test(`the date "${text}" is ${date ?? 'none'}`, () => assert.equal(dateOf(text), date))

for (const [text, time] of [
  ['10:20:30', '10:20:30'],
  ['1.2.3', '01:02:03'],
  ['10:20', '10:20:00'],
  ['24:00:00', undefined],
  ['10:60:00', undefined],
  ['ten', undefined],
] as const)
  test(`the time "${text}" is ${time ?? 'none'}`, () => assert.equal(timeOf(text), time))
