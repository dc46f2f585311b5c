import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMemoryStore } from '../../../../node/store/memory-store.ts'
import { recordIdOf } from '../../../../node/work/keeping/kept-promises.ts'
import { type Kept, KeptRecords } from '../../../../node/work/mesh/kept-records.ts'
import { Promises } from '../../../../node/work/mesh/promises.ts'
import type { Edit } from '../../../../node/work/mesh/view.ts'
import { keys, parseEntry } from '../../../../protocol/catalog.ts'
import { parseId } from '../../../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../../../protocol/keys.ts'
import { decodeSigned, encodeSigned, sign } from '../../../../protocol/signed.ts'
import { testPorts } from '../../../helpers/ports.ts'

const [me, peer] = ['11', '22'].map(byte => parseId('SiteId', byte.repeat(32)))
const project = parseId('ProjectId', '33'.repeat(16))
const snapshot = parseId('SnapshotId', '44'.repeat(32))
const key = signingKeyFromSeed(new Uint8Array(32).fill(1))

/** A record whose body is a number: the higher wins. */
const numbered = (number: number): Uint8Array => encodeSigned(sign('pin', undefined, Buffer.from([number]), key))
const listed = (number: number) => parseEntry(keys.pin(project, snapshot), numbered(number))

async function records(store: Awaited<ReturnType<typeof openMemoryStore>>) {
  const promises = await Promises.load(store.journal)
  const edits: Edit[] = []
  const taken: number[] = []
  let appended = 0
  const record = promises.record.bind(promises)
  promises.record = (...entries) => {
    appended += entries.length
    return record(...entries)
  }
  const own = { edit: async (more: readonly Edit[]) => void edits.push(...more) }
  const clock = { now: () => 7 }
  const kept = new KeptRecords({ me: me!, promises, own, clock, forged: () => undefined, log: testPorts.log })
  kept.define<number>({
    type: 'pin',
    parse: signed => decodeSigned(signed).body[0]!,
    keyOf: () => ({ kind: 'pin', project, snapshot }),
    judge: value => (value === 9 ? 'waits' : 'counts'),
    replaces: (a, b) => a.value > b.value,
    taken: ({ value }) => taken.push(value),
  })
  return { promises, kept, edits, taken, appended: () => appended }
}

test('of records under one key the newest stands, and what it replaced is neither journaled again nor kept', async () => {
  await using store = await openMemoryStore({}, testPorts)
  const { promises, kept, edits, taken, appended } = await records(store)
  await kept.restore([])
  for (const number of [3, 1, 5, 4, 3, 5]) await kept.learn([listed(number)], peer!)
  assert.deepEqual(taken, [3, 5])
  assert.equal(appended(), 2)
  assert.equal(edits.length, 2)
  assert.deepEqual(
    kept.all<number>('pin').map(({ value }: Kept<number>) => value),
    [5],
  )
  assert.deepEqual([...promises.keeping.kept.keys()], [recordIdOf('pin', numbered(5))])
  const after = await records(store)
  await after.kept.restore([])
  assert.deepEqual(
    after.kept.all<number>('pin').map(({ value }) => value),
    [5],
  )
})

test('what must wait is looked at again when asked, and when something else was accepted', async () => {
  await using store = await openMemoryStore({}, testPorts)
  const { kept, taken } = await records(store)
  await kept.learn([listed(9)], peer!)
  await kept.learn([listed(2)], peer!)
  assert.deepEqual(taken, [2])
  assert.equal(kept.all('pin').length, 1)
})
