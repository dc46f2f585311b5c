import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { type Arrival, Arrivals } from '../../../node/work/arrivals.ts'
import { HoldfastError, isError } from '../../../protocol/errors.ts'
import { type Cid, parseId } from '../../../protocol/ids.ts'

const MiB = 1024 * 1024

function arrival(n: number, bytes = 1): Arrival {
  return { cid: cidOf(n), bytes: new Uint8Array(bytes) }
}

const cidOf = (n: number): Cid => parseId('Cid', n.toString(16).padStart(64, '0'))

/** Arrivals over a disk that finishes a batch when it is told to. */
function site() {
  const batches: Arrival[][] = []
  const durable: Cid[][] = []
  const writes: PromiseWithResolvers<void>[] = []
  const arrivals = new Arrivals(
    batch => {
      batches.push([...batch])
      const write = Promise.withResolvers<void>()
      writes.push(write)
      return write.promise
    },
    batch => durable.push(batch.map(({ cid }) => cid)),
  )
  return {
    arrivals,
    durable,
    /** The chunks of each call of the store. */
    stored: () => batches.map(batch => batch.map(({ cid }) => cid)),
    /** Ends the oldest write; what follows from it has happened then. */
    async finish(error?: Error) {
      const write = writes.shift()
      assert.ok(write, 'nothing is being written')
      if (error) write.reject(error)
      else write.resolve()
      await turn()
    },
    /** Whether a promise is over, without waiting for it. */
    async isOver(promise: Promise<unknown>) {
      let over = false
      promise.then(
        () => (over = true),
        () => (over = true),
      )
      await turn()
      return over
    },
  }
}

const full = () => new HoldfastError('DISK_FULL', 'no room')
const isFull = (error: unknown) => isError(error, 'DISK_FULL')

describe('what arrives', () => {
  test('is taken while the disk writes, and waits only beyond the backlog', async () => {
    const { arrivals, finish, isOver } = site()
    for (let n = 0; n < 4; n++) assert.ok(await isOver(arrivals.add(arrival(n, 4 * MiB))))
    const over = arrivals.add(arrival(4, 1))
    assert.ok(!(await isOver(over)))
    await finish()
    assert.ok(await isOver(over))
    await over
  })

  test('is held back until there is room again, however many batches that takes', async () => {
    const { arrivals, finish, isOver } = site()
    for (let n = 0; n < 4; n++) await arrivals.add(arrival(n, 4 * MiB))
    const large = arrivals.add(arrival(4, 6 * MiB))
    const held = arrivals.add(arrival(5, 1))
    await finish()
    // 4 of 22 MiB are durable.
    assert.ok(!(await isOver(held)))
    await finish()
    assert.ok(await isOver(Promise.all([large, held])))
  })

  test('while a batch is written shares the next store call, each chunk once and in order', async () => {
    const { arrivals, durable, stored, finish } = site()
    for (let n = 0; n < 100; n++) await arrivals.add(arrival(n))
    const rest = Array.from({ length: 99 }, (_, n) => cidOf(n + 1))
    assert.deepEqual(stored(), [[cidOf(0)]])
    await finish()
    assert.deepEqual(stored(), [[cidOf(0)], rest])
    await finish()
    await arrivals.settled()
    assert.deepEqual(durable, [[cidOf(0)], rest])
  })

  test('is stored in batches of bounded size', async () => {
    const { arrivals, stored, finish } = site()
    for (let n = 0; n < 13; n++) await arrivals.add(arrival(n, MiB))
    for (let n = 0; n < 3; n++) await finish()
    await arrivals.settled()
    assert.deepEqual(
      stored().map(batch => batch.length),
      [1, 8, 4],
    )
  })

  test('is told of when it is durable, not before', async () => {
    const { arrivals, durable, finish, isOver } = site()
    await arrivals.add(arrival(0))
    await arrivals.add(arrival(1))
    const settled = arrivals.settled()
    await turn()
    assert.deepEqual(durable, [])
    await finish()
    assert.deepEqual(durable, [[cidOf(0)]])
    assert.ok(!(await isOver(settled)))
    await finish()
    await settled
    assert.deepEqual(durable, [[cidOf(0)], [cidOf(1)]])
  })

  test('after all was settled is stored like the first', async () => {
    const { arrivals, durable, finish } = site()
    await arrivals.settled()
    for (const n of [0, 1]) {
      await arrivals.add(arrival(n))
      await finish()
      await arrivals.settled()
    }
    assert.deepEqual(durable, [[cidOf(0)], [cidOf(1)]])
  })
})

describe('a store that fails', () => {
  test('fails who settles and who brings more, and takes nothing more', async () => {
    const { arrivals, durable, stored, finish } = site()
    await arrivals.add(arrival(0))
    await arrivals.add(arrival(1))
    assert.ok(!arrivals.failed)
    await finish(full())
    assert.ok(arrivals.failed)
    await assert.rejects(arrivals.settled(), isFull)
    await assert.rejects(arrivals.add(arrival(2)), isFull)
    await turn()
    assert.deepEqual(stored(), [[cidOf(0)]])
    assert.deepEqual(durable, [])
    await assert.rejects(arrivals.settled(), isFull)
  })

  test('fails who is held back by the backlog', async () => {
    const { arrivals, finish } = site()
    for (let n = 0; n < 4; n++) await arrivals.add(arrival(n, 4 * MiB))
    const held = [4, 5].map(n => assert.rejects(arrivals.add(arrival(n, MiB)), isFull))
    await finish(full())
    await Promise.all(held)
  })

  test('fails who waited for all to settle', async () => {
    const { arrivals, finish } = site()
    await arrivals.add(arrival(0))
    const settled = assert.rejects(arrivals.settled(), isFull)
    await finish(full())
    await settled
  })
})
