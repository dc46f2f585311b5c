import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Pace, YIELDING_RATE } from '../../../../node/work/schedule/pace.ts'
import { virtualPorts } from '../../../helpers/virtual-ports.ts'

const never = new AbortController().signal
const MB = 1_000_000

/** Virtual ms until several readers have read so much each, a MB at a time. */
async function timeToRead(ports: ReturnType<typeof virtualPorts>, pace: Pace, readers: number, megabytes: number) {
  const startedAt = ports.clock.monotonic()
  let endedAt = Number.NaN
  const all = Promise.all(
    Array.from({ length: readers }, async () => {
      for (let read = 0; read < megabytes; read++) await pace.read(MB, never)
    }),
  ).then(() => {
    endedAt = ports.clock.monotonic()
  })
  await ports.pass(600_000)
  await all
  return endedAt - startedAt
}

test('while no take grows, reading is not held up at all', async () => {
  const ports = virtualPorts()
  assert.equal(await timeToRead(ports, new Pace(ports.clock), 3, 1_000), 0)
})

test('while a take grows, all large reads together keep to 20 MB/s', async () => {
  const ports = virtualPorts()
  const pace = new Pace(ports.clock)
  pace.grows('watch a', 3_600_000)
  const ms = await timeToRead(ports, pace, 3, 200)
  const rate = (3 * 200 * MB) / ms
  assert.ok(rate > YIELDING_RATE * 0.98 && rate < YIELDING_RATE * 1.02, `${Math.round(rate)} bytes a ms`)
})

test('reading goes on at full speed once the take is done', async () => {
  const ports = virtualPorts()
  const pace = new Pace(ports.clock)
  pace.grows('watch a', 10_000)
  const ms = await timeToRead(ports, pace, 1, 5_000)
  assert.ok(ms >= 9_900 && ms <= 10_100, `${ms} ms for what would take 250 s at the yielding rate`)
  assert.equal(pace.isYielding(), false)
  assert.equal(pace.yieldingSince, undefined)
})

test('as long as one of several folders grows, the others give way too', async () => {
  const ports = virtualPorts()
  const pace = new Pace(ports.clock)
  pace.grows('watch a', 10_000)
  const since = pace.yieldingSince
  await ports.pass(5_000)
  pace.grows('watch b', 10_000)
  await ports.pass(6_000)
  assert.deepEqual([pace.isYielding(), pace.yieldingSince], [true, since])
  pace.grows('watch b', 0)
  assert.equal(pace.isYielding(), false)
})

test('a slow read keeps to its own rate, and to the slower one while takes grow', async () => {
  const ports = virtualPorts()
  const pace = new Pace(ports.clock)
  const slow = pace.slow(2 * YIELDING_RATE)
  const time = async () => {
    const startedAt = ports.clock.monotonic()
    let ms = Number.NaN
    const read = (async () => {
      for (let at = 0; at < 100; at++) await slow(MB, never)
      ms = ports.clock.monotonic() - startedAt
    })()
    await ports.pass(60_000)
    await read
    return ms
  }
  const free = await time()
  assert.ok(free > 2_400 && free < 2_600, `${free} ms`)
  pace.grows('watch a', 3_600_000)
  const held = await time()
  assert.ok(held > 4_900 && held < 5_100, `${held} ms`)
})

test('scrub rests while takes grow, and goes on at a crawl when they never end', async () => {
  const ports = virtualPorts()
  const pace = new Pace(ports.clock)
  pace.grows('watch a', 7 * 60_000)
  const times: number[] = []
  const scrub = async () => {
    await pace.giveWay(never)
    times.push(ports.clock.monotonic())
  }
  const startedAt = ports.clock.monotonic()
  const first = scrub()
  await ports.pass(8 * 60_000)
  await first
  assert.ok(Math.abs(times[0]! - startedAt - 7 * 60_000) <= 1_000, `${times[0]! - startedAt} ms`)
  pace.grows('watch a', 100 * 3_600_000)
  const again = ports.clock.monotonic()
  const second = scrub()
  await ports.pass(11 * 60_000)
  await second
  assert.equal(times[1]! - again, 10 * 60_000)
})

test('who waits for a turn stops at once when told to', async () => {
  const ports = virtualPorts()
  const pace = new Pace(ports.clock)
  pace.grows('watch a', 3_600_000)
  const stop = new AbortController()
  await pace.read(1_000 * MB, stop.signal)
  const waiting = assert.rejects(pace.read(MB, stop.signal), /enough/)
  stop.abort(new Error('enough'))
  await waiting
  await assert.rejects(pace.slow(1)(1, stop.signal), /enough/)
})
