import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseFlac } from '../../protocol/audio/flac.ts'
import { boundedMedia } from '../../protocol/media.ts'
import { bextBlock, id3Tags } from '../helpers/audio-blocks.ts'
import { mutationOf } from '../helpers/bad-bytes.ts'

const STREAM = Buffer.alloc(34)
STREAM.writeUIntBE((96_000 << 4) | (7 << 1) | 1, 10, 3) // 8 channels, and the first bit of 24
STREAM.writeUIntBE(0x71_00_05_dc_00, 13, 5) // the others, and 2^32 + 384,000 frames

const block = (type: number, content: Uint8Array, isLast = false) => {
  const header = Buffer.alloc(4)
  header.writeUInt32BE(content.byteLength)
  header[0] = type | (isLast ? 0x80 : 0)
  return Buffer.concat([header, content])
}
const flac = (...blocks: readonly Uint8Array[]) => Buffer.concat([Buffer.from('fLaC'), ...blocks])
const text = (value: string) => {
  const bytes = Buffer.from(value)
  const size = Buffer.alloc(4)
  size.writeUInt32LE(bytes.byteLength)
  return Buffer.concat([size, bytes])
}
const comments = (...values: readonly string[]) =>
  block(4, Buffer.concat([text('an encoder'), Buffer.from([values.length, 0, 0, 0]), ...values.map(text)]))

test('a FLAC file as its tool writes it has form, length and tags', async () => {
  const file = await readFile(join(import.meta.dirname, '../fixtures/audio/take.flac'))
  assert.deepEqual(parseFlac(file), {
    ...{ container: 'flac', codec: 'flac', channels: 1, rate: 8000, bits: 16, durationMs: 250 },
    tags: { artist: 'Nörd', date: '2025-03-04', isrc: 'DEA123456789', title: 'Kick', track: '7' },
  })
})

test('the largest form fits its bits', () => {
  const { channels, rate, bits, durationMs } = parseFlac(flac(block(0, STREAM, true)))!
  assert.deepEqual(
    { channels, rate, bits, durationMs },
    { channels: 8, rate: 96_000, bits: 24, durationMs: 44_743_243 },
  )
})

test('a bext that was kept with the samples is read, tags of its own first', () => {
  const { content } = bextBlock({ originator: 'a recorder', description: 'of the bext' })
  const foreign = Buffer.concat([Buffer.from('riffbext\0\0\0\0'), content])
  const file = flac(block(0, STREAM), block(2, foreign), comments('DESCRIPTION=its own', 'SCENE=12A', 'mood=sad', 'x'))
  const tags = { description: 'its own', originator: 'a recorder', scene: '12A' }
  assert.deepEqual(parseFlac(file)?.tags, tags)
  assert.deepEqual(parseFlac(Buffer.concat([id3Tags({ TIT2: 'Kick' }), file]))?.tags, tags)
})

test('blocks that are not there whole give what there is', () => {
  const file = flac(block(0, STREAM), comments('TITLE=Kick', 'SCENE=12A'))
  assert.deepEqual(parseFlac(file.subarray(0, -2))?.tags, { title: 'Kick' })
  assert.equal(parseFlac(file.subarray(0, 20)), undefined)
})

test('no bytes make it throw', () => {
  const good = flac(block(0, STREAM), comments('TITLE=Kick', 'SCENE=12A'))
  fc.assert(
    fc.property(mutationOf(good), file => {
      const media = parseFlac(file)
      if (media) assert.deepEqual(boundedMedia(media), media)
    }),
    { numRuns: 500 },
  )
})
