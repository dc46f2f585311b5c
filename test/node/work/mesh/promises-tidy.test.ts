// The journal is rewritten while the site is at work: nothing that was recorded before, meanwhile or afterwards is lost.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scheduler } from 'node:timers/promises'
import { Promises } from '../../../../node/work/mesh/promises.ts'
import { createDiskPlace } from '../../../helpers/disk-place.ts'

const breathe = () => scheduler.yield()
const value = (n: number) => Buffer.from(`${n} `.repeat(2_000))

test('a journal far longer than what it promises is rewritten, and loses nothing that is recorded meanwhile', async () => {
  await using place = await createDiskPlace()
  const expected = new Map<string, string>()
  {
    await using store = await place.open()
    const promises = await Promises.load(store.journal)
    const set = async (key: string, n: number): Promise<void> => {
      await promises.setState(key, value(n))
      expected.set(key, value(n).toString())
    }
    for (let n = 0; n < 1_000; n++) await set(`many/${n}`, n)
    while (store.journal.bytes <= 8 * 1024 * 1024) for (let n = 0; n < 50; n++) await set(`again/${n}`, n)
    const before = store.journal.bytes
    let isOver = false
    const lanes = [0, 1, 2].map(async lane => {
      for (let n = 0; !isOver; n++) {
        await set(`many/${(n * 3 + lane) % 1_000}`, 10_000 + n)
        await set(`lane/${lane}/${n % 20}`, n)
        if (n % 5 === 0) {
          await set(`gone/${lane}/${n % 7}`, n)
          await promises.setState(`gone/${lane}/${n % 7}`, undefined)
          expected.delete(`gone/${lane}/${n % 7}`)
        }
      }
    })
    await promises.tidy(breathe)
    isOver = true
    await Promise.all(lanes)
    assert.ok(store.journal.bytes < before, `${store.journal.bytes} of ${before} bytes`)
    // What is needed is not rewritten again and again.
    const after = store.journal.bytes
    await promises.tidy(breathe)
    assert.equal(store.journal.bytes, after)
  }
  await using store = await place.open()
  const { state } = await Promises.load(store.journal)
  assert.deepEqual([...state.keys()].sort(), [...expected.keys()].sort())
  const wrong = [...state].filter(([key, bytes]) => Buffer.from(bytes).toString() !== expected.get(key))
  assert.deepEqual(
    wrong.map(([key]) => key),
    [],
  )
})

test('a rewriting that the disk refuses leaves the journal as it was, and recording goes on', async () => {
  await using place = await createDiskPlace()
  {
    await using store = await place.open()
    let bytes = 0
    const refuse = async (): Promise<void> => {
      throw new Error('no room')
    }
    const journal = {
      append: store.journal.append.bind(store.journal),
      replay: store.journal.replay.bind(store.journal),
      compact: refuse,
      get bytes() {
        return bytes
      },
    }
    const promises = await Promises.load(journal)
    await promises.setState('a', value(1))
    bytes = 9 * 1024 * 1024
    await assert.rejects(promises.tidy(breathe), /no room/)
    await promises.setState('b', value(2))
    await assert.rejects(promises.tidy(breathe), /no room/)
  }
  await using store = await place.open()
  const { state } = await Promises.load(store.journal)
  assert.deepEqual([...state.keys()].sort(), ['a', 'b'])
})
