import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseBext } from '../../protocol/audio/bext.ts'
import { bextBlock } from '../helpers/audio-blocks.ts'
import { mutationOf } from '../helpers/bad-bytes.ts'

const TAKE = {
  description: 'Nova LP, lead vocal',
  originator: 'Sound Devices 833',
  reference: 'DE08330304123456',
  date: '2025-03-04',
  time: '12:34:56',
  samples: 2_174_208_000n,
}
const TAGS = { ...TAKE, timecode: '2174208000', samples: undefined }

test('a bext block of every version says who recorded what, and when', () => {
  const { samples, ...expected } = TAGS
  for (const version of [0, 1, 2])
    assert.deepEqual(parseBext(bextBlock({ ...TAKE, version }).content), expected, `${version}`)
})

test('the sample it begins at may need 64 bits', () => {
  const { content } = bextBlock({ samples: 0x1_2345_6789n })
  assert.deepEqual(parseBext(content), { timecode: '4886718345' })
})

test('fields that are empty, full to the last byte or of another separator are read', () => {
  assert.deepEqual(parseBext(bextBlock({}).content), {})
  const full = bextBlock({ originator: 'o'.repeat(32), date: '2025:03:04', time: '01-02-03' })
  assert.deepEqual(parseBext(full.content), { originator: 'o'.repeat(32), date: '2025-03-04', time: '01:02:03' })
})

test('dates and times that make no sense are nothing', () => {
  for (const [date, time] of [
    ['0000-00-00', '24:00:00'],
    ['2025-13-01', '12:60:00'],
    ['2025-02-30', '1x:00:00'],
    ['yesterday', 'noon'],
  ] as const)
    assert.deepEqual(parseBext(bextBlock({ date, time }).content), {})
})

test('text is UTF-8, also cut off in the middle of a character, or else Latin-1', () => {
  const cut = Buffer.concat([Buffer.alloc(255, 'x'), Buffer.from('ö')])
  assert.equal(parseBext(bextBlock({ description: cut }).content).description, 'x'.repeat(255))
  const description = Buffer.from('Köln', 'latin1')
  assert.equal(parseBext(bextBlock({ description }).content).description, 'Köln')
  assert.equal(parseBext(bextBlock({ description: 'Köln' }).content).description, 'Köln')
})

test('what field recorders note in the description is taken apart', () => {
  const description = 'sSPEED=025.000-ND\r\nsTAKE=07\r\nsSCENE=12A\r\nsTAPE=R003\r\nsCIRCLED=TRUE\r\nsNOTE=\r\n'
  const { description: whole, ...tags } = parseBext(bextBlock({ description }).content)
  assert.deepEqual(tags, { take: '07', scene: '12A', reel: 'R003', circled: 'true' })
  assert.ok(whole?.startsWith('sSPEED'))
})

test('a block that is too short is none, and arbitrary bytes never throw', () => {
  const { content } = bextBlock(TAKE)
  for (let length = 0; length < 346; length++) assert.deepEqual(parseBext(content.subarray(0, length)), {})
  assert.equal(parseBext(content.subarray(0, 346)).date, '2025-03-04')
  fc.assert(
    fc.property(fc.oneof(mutationOf(content), fc.uint8Array({ minLength: 346, maxLength: 400 })), block => {
      for (const value of Object.values(parseBext(block))) assert.ok(value.length > 0 && value.length <= 256)
    }),
  )
})
