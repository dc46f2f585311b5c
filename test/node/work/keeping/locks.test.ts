import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keys } from '../../../../protocol/catalog.ts'
import { decode } from '../../../../protocol/codec.ts'
import { LIMITS } from '../../../../protocol/limits.ts'
import { holdfast as pb } from '../../../../protocol/messages.js'
import { DAY, HOUR, Machine, PROJECT, YEAR } from './stage.ts'

test('a snapshot is locked in the journal before its holding is announced', async () => {
  const machine = new Machine()
  const site = await machine.start()
  const promised: boolean[] = []
  site.hooks.edited = edits => {
    const isHolding = edits.some(({ key }) => Buffer.compare(key, keys.holding(PROJECT)) === 0)
    if (isHolding) promised.push(site.promises.locks.size > 0)
  }
  const snapshot = await machine.take(site, 'a')
  assert.deepEqual(promised, [true])
  assert.equal(site.locks.left(snapshot.id), 7 * DAY)
  const entries: pb.JournalEntry[] = []
  for await (const bytes of site.store.journal.replay())
    entries.push(decode(pb.JournalEntry, bytes, LIMITS.journalEntry))
  assert.ok(entries.some(entry => entry.lock))
})

test('a lock is only ever lengthened, outlives restarts, and is counted in custody time', async () => {
  const machine = new Machine()
  const first = await machine.start()
  const { id } = await machine.take(first, 'a')
  const { until } = first.locks.of(id)!
  await first.locks.extend([id], until - DAY)
  assert.equal(first.locks.of(id)?.until, until)
  await first.locks.extend([id], until + 83 * DAY)
  await first.locks.accept(PROJECT, [id])
  assert.equal(first.locks.left(id), 90 * DAY)
  await first.pass(DAY)
  const left = first.locks.left(id)
  await machine.ports.pass(200 * DAY) // down
  const second = await machine.start()
  assert.equal(second.locks.left(id), left)
  machine.ports.setClock(10 * YEAR)
  assert.ok(second.locks.left(id) > 88 * DAY)
  assert.ok(second.locks.isLocked(id))
  await second.pass(90 * DAY + HOUR)
  assert.ok(!second.locks.isLocked(id))
})

test('what was held before there were locks is locked from the first start on', async () => {
  const machine = new Machine()
  const site = await machine.start()
  site.custody.lock = async () => undefined
  const { id } = await machine.take(site, 'a')
  assert.equal(site.locks.left(id), 0)
  const next = await machine.start()
  assert.equal(next.locks.left(id), 7 * DAY)
})

test('locks, trash marks and records are the same after the journal is compacted', async () => {
  const machine = new Machine()
  const site = await machine.start()
  const { id } = await machine.take(site, 'a')
  const other = await machine.take(site, 'b')
  await site.trash.mark([{ project: PROJECT, snapshot: other.id, reason: 'surplus' }])
  await site.locks.extend([id], 50 * DAY)
  const compact = site.promises.keeping.entries()
  await site.store.journal.compact(compact.map(entry => pb.JournalEntry.encode(entry).finish()))
  const next = await machine.start()
  assert.equal(next.locks.of(id)?.until, 50 * DAY)
  assert.equal(next.trash.of(other.id)?.reason, 'surplus')
})
