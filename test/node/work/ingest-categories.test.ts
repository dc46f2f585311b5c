// What categories decide at ingest: what is read first, what is left out, what an entry says (§ Categories).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildWav } from '../../helpers/audio-file.ts'
import { noise } from '../../helpers/chunk-memory.ts'
import { MINUTE, openStudio } from '../../helpers/studio.ts'

async function mixedStudio() {
  const studio = await openStudio()
  const { folder } = studio
  folder.write('Audio Files/Take 01.wav', buildWav(noise(1, 2_000_000)).bytes)
  folder.write('Audio Files/Take 01.wav.reapeaks', noise(2, 5000))
  folder.write('Audio Files/Take 02.wav', buildWav(noise(3, 10_000)).bytes)
  folder.write('Bounced Files/Mix 3.wav', buildWav(noise(4, 1_500_000)).bytes)
  folder.write('Notes.txt', 'louder')
  folder.write('Song.rpp', '<REAPER_PROJECT 0.1 "7.0">')
  folder.write('Stems/Drums.wav', buildWav(noise(5, 20_000)).bytes)
  studio.pass(MINUTE)
  return studio
}

test('session documents are read first, then in the order of sending: masters and stems, takes, documents', async () => {
  const studio = await mixedStudio()
  await studio.capture()
  const [first, ...others] = studio.folder.opened
  assert.equal(first, 'Song.rpp')
  assert.deepEqual(others.slice(0, 2).sort(), ['Bounced Files/Mix 3.wav', 'Stems/Drums.wav'])
  assert.deepEqual(others.slice(2, 4).sort(), ['Audio Files/Take 01.wav', 'Audio Files/Take 02.wav'])
  assert.deepEqual(others.slice(4), ['Notes.txt'])
})

test('an entry says its category and what its file says of itself, also when it is recalled', async () => {
  const studio = await mixedStudio()
  for (const read of [true, false]) {
    const ingested = await studio.capture()
    assert.equal(studio.reads.length > 0, read)
    const files = await studio.files(ingested)
    const said = [...files].map(([path, { category, child }]) => [path, category, child?.sendClass])
    assert.deepEqual(said.sort(), [
      ['Audio Files/Take 01.wav', 'raw', 2],
      ['Audio Files/Take 02.wav', 'raw', 2],
      ['Bounced Files/Mix 3.wav', 'master', 1],
      ['Notes.txt', 'document', 5],
      ['Song.rpp', 'session', 0],
      ['Stems/Drums.wav', 'stem', 1],
    ])
    const { container, rate, bits } = files.get('Audio Files/Take 01.wav')!.media!
    assert.deepEqual([container, rate, bits], ['wav', 48_000, 16])
    assert.equal(files.get('Notes.txt')?.media, undefined)
    assert.deepEqual(ingested.byCategory.raw, { files: 2, bytes: 2_010_088 })
    studio.pass(MINUTE)
  }
})

test('what programs make anew is not read and not in the tree, but counted', async () => {
  const studio = await mixedStudio()
  const ingested = await studio.capture()
  assert.deepEqual(ingested.rebuildable, { files: 1, bytes: 5000 })
  assert.deepEqual([ingested.files, ingested.skippedCount], [6, 0])
  assert.ok(!(await studio.files(ingested)).has('Audio Files/Take 01.wav.reapeaks'))
  assert.ok(!studio.folder.opened.includes('Audio Files/Take 01.wav.reapeaks'))
  studio.pass(MINUTE)
  assert.deepEqual((await studio.capture()).rebuildable, { files: 1, bytes: 5000 })
})

test('it is counted once where its folder is listed twice', async () => {
  const studio = await mixedStudio()
  studio.folder.onRead = path => {
    if (path === 'Song.rpp') studio.folder.write('Audio Files/Take 03.wav.reapeaks', 'peaks')
  }
  assert.deepEqual((await studio.capture()).rebuildable, { files: 2, bytes: 5005 })
})

test("a project's own rules come first, and a changed rule reads nothing again", async () => {
  const studio = await mixedStudio()
  await studio.capture()
  studio.pass(MINUTE)
  const rules = [
    { pattern: '*.reapeaks', category: 'document' },
    { pattern: 'Audio Files', category: 'master' },
    { pattern: 'Stems/**', category: 'rebuildable' },
  ] as const
  const ingested = await studio.capture({ rules })
  const files = await studio.files(ingested)
  assert.deepEqual(
    studio.reads.map(({ path }) => path),
    ['Audio Files/Take 01.wav.reapeaks'],
  )
  assert.deepEqual(ingested.rebuildable, { files: 1, bytes: 20_044 })
  const take = files.get('Audio Files/Take 01.wav')
  assert.deepEqual([take?.category, take?.child?.sendClass], ['master', 1])
})

test('reading is paced: every byte is asked for before it is read, and a refusal ends the ingest', async () => {
  const studio = await mixedStudio()
  let asked = 0
  let read = 0
  let isAhead = true
  studio.folder.onRead = (_path, _position, length) => {
    read += length
    isAhead &&= asked >= read
  }
  const ingested = await studio.capture({
    async pace(bytes) {
      asked += bytes
    },
  })
  assert.deepEqual([isAhead, asked, ingested.readBytes], [true, ingested.plainBytes, ingested.plainBytes])
  const reason = new Error('stopped')
  await assert.rejects(studio.capture({ rehash: true, pace: () => Promise.reject(reason) }), reason)
})
