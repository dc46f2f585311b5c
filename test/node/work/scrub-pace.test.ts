import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Custody } from '../../../node/work/custody/custody.ts'
import type { Mender } from '../../../node/work/mend.ts'
import { Pace } from '../../../node/work/schedule/pace.ts'
import { Scrubber } from '../../../node/work/scrub.ts'
import type { Cid } from '../../../protocol/ids.ts'
import { virtualPorts } from '../../helpers/virtual-ports.ts'

const never = new AbortController().signal
const SLICE = 8 * 1024 * 1024
const MINUTE = 60_000

/** A scrubber over so many slices of sound chunks. */
function scrubberOf(slices: number, lastPass = 0) {
  const ports = virtualPorts()
  const pace = new Pace(ports.clock)
  const cid = '00'.repeat(32) as Cid
  const record = { kind: 'chunk', cid, bytes: SLICE, ok: true, why: undefined } as const
  const scrubber = new Scrubber(
    {
      store: {
        loadChunks: async () => [],
        checkChunks: async () => [],
        async *scrub() {
          for (let slice = 0; slice < slices; slice++) yield record
        },
        stats: () => ({ chunkBytes: slices * SLICE, quarantined: 0 }),
      },
      custody: { scrubbed: async () => undefined } as unknown as Custody,
      mender: { mend: async () => undefined } as unknown as Mender,
      mendNode: async () => undefined,
      lastPass: () => ports.clock.wall() + lastPass,
      passed: async () => undefined,
      giveWay: signal => pace.giveWay(signal),
    },
    ports,
  )
  return { ports, pace, scrubber }
}

test('a pass in the background rests while a take grows, and goes on after it', async () => {
  const { ports, pace, scrubber } = scrubberOf(10)
  let read = 0
  const progress = (bytes: number) => {
    read = bytes / SLICE
  }
  const passed = scrubber.pass('paced', progress, never)
  await ports.pass(2_500) // a slice a second
  assert.equal(read, 3)
  pace.grows('watch nova', 5 * MINUTE)
  await ports.pass(4 * MINUTE)
  assert.equal(read, 3)
  await ports.pass(2 * MINUTE)
  assert.deepEqual([read, (await passed).chunks], [10, 10])
})

test('a pass that somebody asked for does not rest', async () => {
  const { ports, pace, scrubber } = scrubberOf(10)
  pace.grows('watch nova', 5 * MINUTE)
  const passed = scrubber.pass('now', () => undefined, never)
  await ports.pass(1_000)
  assert.equal((await passed).chunks, 10)
})

test('a last pass that a wrong clock dated years ahead does not keep the next one from beginning', async () => {
  const DAY = 24 * 60 * MINUTE
  for (const [lastPass, passes] of [
    [3_650 * DAY, 1],
    [MINUTE, 0],
    [-MINUTE, 0],
    [-2 * DAY, 1],
  ] as const) {
    const { ports, scrubber } = scrubberOf(1, lastPass)
    const step = scrubber.worker().step(never)
    await ports.pass(MINUTE)
    await step
    assert.equal(scrubber.passes, passes, String(lastPass))
  }
})
