import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FolderChanges } from '../../../../node/work/schedule/changes.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const times = { quietMs: 30_000, liveMs: 5 * MINUTE, scanMs: HOUR }
const SETTLED = { live: 0, growing: 0 }

test('a folder that changed is due once it has been quiet for thirty seconds', () => {
  const changes = new FolderChanges(times)
  assert.equal(changes.dueAt(), undefined)
  assert.deepEqual(changes.note('/a', 1_000), { isNews: true, isGrowing: false })
  assert.equal(changes.dueAt(), 31_000)
  assert.deepEqual(changes.note('/b', 20_000), { isNews: false, isGrowing: false })
  assert.equal(changes.dueAt(), 50_000)
})

test('a folder that does not get quiet is due every five minutes', () => {
  const changes = new FolderChanges(times)
  const begins: number[] = []
  for (let now = 0; now <= 21 * MINUTE; now += 1_000) {
    changes.note('/take.wav', now)
    if (changes.dueAt()! > now) continue
    begins.push(Math.floor(now / MINUTE))
    changes.begun(now)
    changes.ended(now + 500, SETTLED)
  }
  assert.deepEqual(begins, [5, 10, 15, 20])
})

test('what changes while a capture runs is due after it', () => {
  const changes = new FolderChanges(times)
  changes.note('/a', 0)
  changes.begun(30_000)
  assert.equal(changes.dueAt(), undefined)
  changes.note('/a', 31_000)
  changes.ended(32_000, SETTLED)
  assert.equal(changes.dueAt(), 61_000)
})

test('a folder that takes long to scan is not scanned after every save', () => {
  const changes = new FolderChanges(times)
  changes.begun(0)
  changes.ended(20_000, SETTLED) // 20 s of scanning: not again before 80 s from its begin
  changes.note('/song.rpp', 25_000)
  assert.equal(changes.dueAt(), 80_000)
})

test('a capture that saw takes grow is followed by another, though no watcher tells of them', () => {
  const changes = new FolderChanges(times)
  for (let begun = 0; begun < HOUR; begun += 5 * MINUTE) {
    changes.begun(begun)
    changes.ended(begun + 2_000, { live: 24, growing: 24 })
    assert.equal(changes.dueAt(), begun + 5 * MINUTE)
  }
})

test('a snapshot that is live because files are young is followed by a settled one', () => {
  const changes = new FolderChanges(times)
  changes.begun(0)
  changes.ended(1_000, { live: 1, growing: 0 })
  assert.equal(changes.dueAt(), 31_000)
  changes.begun(31_000)
  changes.ended(32_000, SETTLED)
  assert.equal(changes.dueAt(), undefined)
})

test('a file that stays live is looked at ever less, at least every hour', () => {
  const changes = new FolderChanges(times)
  const waits: number[] = []
  for (let round = 0, now = 0; round < 8; round++) {
    changes.begun(now)
    changes.ended(now, { live: 1, growing: 0 })
    waits.push((changes.dueAt()! - now) / MINUTE)
    now = changes.dueAt()!
  }
  assert.deepEqual(waits, [0.5, 5, 10, 20, 40, 60, 60, 60])
})

test('writes to one file again and again are a growing take; saves, and many files, are not', () => {
  const changes = new FolderChanges(times)
  let isGrowing = false
  for (let now = 0; now <= 6_000; now += 500) isGrowing = changes.note('/take.wav', now).isGrowing
  assert.equal(isGrowing, true)
  for (let now = 0; now <= 60_000; now += 5_000) assert.equal(changes.note('/autosave.rpp', now).isGrowing, false)
  for (let now = 0; now <= 60_000; now += 10) assert.equal(changes.note(`/copied-${now}.wav`, now).isGrowing, false)
  assert.equal(changes.note('/take.wav', 70_000).isGrowing, false) // the next take begins
})

test('whatever happens, a change is due within five minutes and a rest, and never before the quiet time', () => {
  const event = fc.tuple(fc.nat(400_000), fc.boolean())
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 60 }), events => {
      const changes = new FolderChanges(times)
      let now = 0
      let since: number | undefined
      for (const [wait, isCapture] of events) {
        now += wait
        if (isCapture) {
          changes.begun(now)
          changes.ended(now, SETTLED)
          since = undefined
        } else {
          changes.note('/f', now)
          since ??= now
        }
        const due = changes.dueAt()
        assert.equal(due === undefined, since === undefined)
        if (due === undefined || since === undefined) continue
        assert.ok(due <= since + times.liveMs, 'later than the live interval')
        assert.ok(due >= Math.min(now + times.quietMs, since + times.liveMs), 'before it was quiet')
      }
    }),
  )
})
