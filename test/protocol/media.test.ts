import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decode, encode } from '../../protocol/codec.ts'
import { isError } from '../../protocol/errors.ts'
import { LIMITS } from '../../protocol/limits.ts'
import {
  boundedMedia,
  type Media,
  mediaFromMessage,
  mediaToMessage,
  TAG_NAMES,
  tagsOf,
  weightOfMedia,
} from '../../protocol/media.ts'
import { holdfast as pb } from '../../protocol/messages.js'

const TAKE: Media = {
  container: 'wav',
  codec: 'pcm',
  channels: 2,
  rate: 96_000,
  bits: 24,
  durationMs: 61_000,
  tags: { project: 'Nova', scene: '12A', take: '7' },
}
const throughBytes = (media: Media) =>
  mediaFromMessage(decode(pb.Media, encode(pb.Media, mediaToMessage(media)), 1 << 20))

test('what is written of media is read again', () => {
  assert.deepEqual(throughBytes(TAKE), TAKE)
})

test('tag names are in order, as the format wants them', () => {
  assert.deepEqual(TAG_NAMES, TAG_NAMES.toSorted())
})

test('text loses what would move a cursor, and blanks around it', () => {
  const { tags } = boundedMedia({ ...TAKE, tags: { note: ' \u001b[2Jlate\r\nentry\u009b\u2028\0 ', scene: ' \0' } })
  assert.deepEqual(tags, { note: '[2Jlate\nentry' })
})

test('whatever a file says, little of it is kept, and that can be read again', () => {
  const media = fc.record({
    container: fc.string({ maxLength: 60, unit: 'binary' }),
    codec: fc.string({ maxLength: 60, unit: 'binary' }),
    channels: fc.double(),
    rate: fc.double(),
    bits: fc.double(),
    durationMs: fc.double(),
    tags: fc
      .dictionary(
        fc.constantFrom(...TAG_NAMES),
        fc.string({ maxLength: 20, unit: 'binary' }).map(text => text.repeat(40)),
      )
      .map(tags => ({ ...tags })),
  })
  fc.assert(
    fc.property(media, said => {
      const bounded = boundedMedia(said)
      const written = encode(pb.Media, mediaToMessage(said))
      assert.deepEqual(throughBytes(said), bounded)
      assert.deepEqual(boundedMedia(bounded), bounded)
      assert.ok(written.byteLength <= weightOfMedia(bounded) && written.byteLength <= LIMITS.controlFrame)
    }),
  )
})

test('of several sources the first that says something of a name is believed', () => {
  assert.deepEqual(tagsOf({ title: '', take: '1' }, { title: 'Kick', take: '2' }, { note: undefined }), {
    take: '1',
    title: 'Kick',
  })
})

test('tags of unknown names are left out, too many and too long ones refused', () => {
  const message = (tags: readonly { name: string; value: string }[]) =>
    decode(pb.Media, encode(pb.Media, { ...mediaToMessage(TAKE), tags: [...tags] }), 1 << 20)
  assert.deepEqual(mediaFromMessage(message([{ name: 'mood', value: 'sad' }])).tags, {})
  const many = Array.from({ length: 65 }, (_, i) => ({ name: `n${i}`, value: '' }))
  for (const tags of [many, [{ name: 'note', value: 'x'.repeat(513) }]])
    assert.throws(
      () => mediaFromMessage(message(tags)),
      error => isError(error, 'MESSAGE_INVALID'),
    )
})
