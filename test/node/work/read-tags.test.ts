import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTags } from '../../../node/work/ingest/read-tags.ts'
import { id3Tags } from '../../helpers/audio-blocks.ts'

const TAGS = id3Tags({ TIT2: 'Kick', TPE1: 'Nova', TYER: '2025', TRCK: '7/12', COMM: 'eng\0late entry' })

test('ID3 tags are read on their own, and in front of what is cut off', async () => {
  const expected = { artist: 'Nova', comment: 'late entry', date: '2025', title: 'Kick', track: '7' }
  assert.deepEqual((await readTags(TAGS, 'audio/mpeg'))?.tags, expected)
  assert.deepEqual((await readTags(Buffer.concat([TAGS, Buffer.alloc(2, 0xff)]), 'audio/mpeg'))?.tags, expected)
})

test('bytes of another kind than was said tell nothing', async () => {
  const found = await readTags(Buffer.from('no sound at all'), 'audio/dsf')
  assert.deepEqual(found?.tags ?? {}, {})
  assert.equal(found?.format.sampleRate, undefined)
})

test('what would take a million reads is left after some', async () => {
  const box = Buffer.from('\0\0\0\x08free', 'latin1')
  await readTags(TAGS, 'audio/mpeg') // the library is loaded
  for (const [bytes, mime] of [
    [Buffer.alloc(1 << 20, 0xff), 'audio/mpeg'],
    [Buffer.alloc(1 << 20, box), 'audio/mp4'],
  ] as const) {
    const before = process.cpuUsage().user
    await readTags(bytes, mime)
    assert.ok(process.cpuUsage().user - before < 500_000, mime) // all of them: 1.3 to 6.5 s
  }
})
