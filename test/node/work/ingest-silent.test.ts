// Content that changed although size and time say it did not (§ Capture, Silent changes).
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { nextEpoch } from '../../../protocol/ring.ts'
import { buildWav, latin } from '../../helpers/audio-file.ts'
import { noise, ring } from '../../helpers/chunk-memory.ts'
import { MINUTE, openStudio, type Studio } from '../../helpers/studio.ts'

const LARGE = 'Audio Files/Take 01.wav'
const SMALL = 'Song.rpp'

/** Two settled files that have been captured. */
async function settledStudio() {
  const studio = await openStudio()
  studio.folder.write(LARGE, buildWav(noise(1, 9_000_000)).bytes)
  studio.folder.write(SMALL, '<REAPER_PROJECT 0.1 "7.0">')
  studio.pass(MINUTE)
  await studio.capture()
  studio.pass(MINUTE)
  return studio
}

/** Changes a file and gives it back its time, as some taggers do. */
function changeKeepingTime({ folder }: Studio, path: string, change: () => void): void {
  const mtime = folder.mtimeOf(path)
  change()
  folder.setMtime(path, mtime)
}

suite('a file whose bytes rotted behind the file system', () => {
  for (const [what, path, at] of [
    ['large', LARGE, 5_000_000],
    ['small', SMALL, 3],
  ] as const) {
    test(`is named when everything is read again, and not before (${what})`, async () => {
      const studio = await settledStudio()
      studio.folder.rot(path, at, latin('!'))
      const blind = await studio.capture()
      assert.deepEqual([blind.changedSilently, studio.reads.length], [[], 0])
      const rehashed = await studio.capture({ rehash: true })
      assert.deepEqual(rehashed.changedSilently, [path])
      assert.equal(rehashed.readBytes, rehashed.plainBytes)
      assert.deepEqual((await studio.capture({ rehash: true })).changedSilently, [], 'once')
    })
  }
})

test('an ingest that was cut off before it could name a file leaves that to the next', async () => {
  const studio = await settledStudio()
  studio.folder.rot(LARGE, 5_000_000, latin('!'))
  studio.folder.write('Audio Files/Silence.wav', Buffer.alloc(270_000_000)) // so much that records are saved on the way
  studio.folder.write('Notes.txt', 'read last')
  const stop = new AbortController()
  studio.folder.onRead = path => path === 'Notes.txt' && stop.abort(new Error('cut off'))
  await assert.rejects(studio.capture({ rehash: true, signal: stop.signal }), /cut off/)
  studio.folder.onRead = () => undefined
  studio.folder.remove('Audio Files/Silence.wav')
  assert.deepEqual((await studio.capture({ rehash: true })).changedSilently, [LARGE])
})

test('nothing is named when everything is read again and nothing has changed', async () => {
  const studio = await settledStudio()
  const rehashed = await studio.capture({ rehash: true })
  assert.deepEqual([rehashed.changedSilently, rehashed.newBytes], [[], 0])
  assert.equal(rehashed.readBytes, rehashed.plainBytes)
})

test('a file that was changed and given back its time is named without being looked for', async () => {
  const studio = await settledStudio()
  changeKeepingTime(studio, LARGE, () => studio.folder.patch(LARGE, 8_000_000, latin('tag')))
  changeKeepingTime(studio, SMALL, () => undefined)
  studio.pass(MINUTE)
  const ingested = await studio.capture()
  assert.deepEqual(ingested.changedSilently, [LARGE], 'and not the one that only has another ctime')
})

test('a file that was changed as files are is not named', async () => {
  const studio = await settledStudio()
  studio.folder.patch(LARGE, 8_000_000, latin('edit'))
  studio.folder.append(SMALL, '\n')
  studio.pass(MINUTE)
  assert.deepEqual((await studio.capture({ rehash: true })).changedSilently, [])
})

test('other keys, another category and lost chunks raise no false alarm', async () => {
  const studio = await settledStudio()
  const rotated = { ring: nextEpoch(ring, new Uint8Array(32).fill(9)), rehash: true }
  const rules = [{ pattern: '*.wav', category: 'master' as const }]
  const before = await studio.files(await studio.capture())
  const after = await studio.files(await studio.capture({ rules, rehash: true }))
  assert.notEqual(after.get(LARGE)?.child?.cid, before.get(LARGE)?.child?.cid, 'another reference')
  assert.deepEqual((await studio.capture({ rules: [], rehash: true })).changedSilently, [])
  for (const { cid } of await studio.leaves(before.get(LARGE)!)) await studio.store.quarantine(cid as never, 'lost')
  const sealedAnew = await studio.capture(rotated)
  assert.deepEqual(sealedAnew.changedSilently, [])
  assert.ok(sealedAnew.newBytes > 8_000_000)
})

test('a live file that was read in pieces is not named when the whole read repairs it', async () => {
  const studio = await openStudio()
  const unsized = { containerSize: 0, payloadSize: 0 }
  studio.folder.write(LARGE, buildWav(noise(1, 9_000_000), unsized).bytes)
  studio.pass(MINUTE)
  await studio.capture()
  studio.folder.patch(LARGE, 1000, latin('punched in'))
  studio.folder.append(LARGE, noise(2, 1_000_000))
  studio.pass(MINUTE)
  await studio.capture()
  studio.pass(25 * 60 * MINUTE)
  const settled = await studio.capture()
  assert.deepEqual([settled.liveFiles, settled.changedSilently, studio.reads.length > 0], [0, [], true])
})
