import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { FLOW, Flow } from '../../../node/work/flow.ts'

const MiB = 1024 * 1024

/** A source behind a line: answers come half a round trip after they were asked for, one after the other at its rate. */
function line(rttMs: number, mbit: number, chunk = 4 * MiB) {
  const bytesPerMs = (mbit * 1e6) / 8 / 1000
  let now = 0
  let free = 0
  let delivered = 0
  const due: { at: number; arrive: () => void }[] = []
  const flow = new Flow(() => now)

  function ask(): void {
    for (let bytes = flow.nextRequest(48 * MiB); bytes > 0; bytes = flow.nextRequest(48 * MiB)) {
      const chunks = Math.ceil(bytes / chunk)
      const request = flow.ask(chunks * chunk)
      for (let n = 1; n <= chunks; n++) {
        // One round trip opens the stream, one brings the first byte.
        free = Math.max(free, now + 1.5 * rttMs) + chunk / bytesPerMs
        due.push({
          at: free + rttMs / 2,
          arrive: () => {
            delivered += chunk
            request.arrived(chunk)
            if (n === chunks) request.ended()
          },
        })
      }
    }
  }

  return {
    flow,
    bytesPerMs,
    /** Runs the line for so long; the share of its rate that was used. */
    run(ms: number): number {
      const end = now + ms
      const before = delivered
      ask()
      while (true) {
        due.sort((a, b) => a.at - b.at)
        const next = due[0]
        if (next === undefined || next.at > end) break
        due.shift()
        now = next.at
        next.arrive()
        ask()
      }
      now = end
      return (delivered - before) / (ms * bytesPerMs)
    },
  }
}

describe('bytes in flight', () => {
  for (const rttMs of [50, 200]) {
    test(`grow to what a line of 200 Mbit/s with ${rttMs} ms holds, and fill it`, () => {
      const { flow, bytesPerMs, run } = line(rttMs, 200)
      run(10_000)
      assert.ok(flow.target >= bytesPerMs * rttMs, `${flow.target} bytes`)
      assert.ok(run(20_000) >= 0.95)
    })
  }

  test('of small chunks fill the line as well', () => {
    const { run } = line(200, 200, 64 * 1024)
    run(10_000)
    assert.ok(run(20_000) >= 0.95)
  })

  test('stay few on a thin line, so that what is asked of it can still be asked elsewhere', () => {
    const { flow, run } = line(50, 5, 64 * 1024)
    run(60_000)
    assert.equal(flow.target, FLOW.least)
  })

  test('never are more than the most, however fast the line', () => {
    const { flow, run } = line(200, 10_000)
    run(10_000)
    assert.equal(flow.target, FLOW.most)
  })

  test('a request that fails gives back what it did not bring', () => {
    const flow = new Flow(() => 0)
    const request = flow.ask(FLOW.start)
    assert.equal(flow.nextRequest(48 * MiB), 0)
    request.arrived(1 * MiB)
    request.ended()
    assert.equal(flow.inFlight, 0)
    assert.ok(flow.nextRequest(48 * MiB) > 0)
  })

  test('many sources share what all may have', () => {
    const flow = new Flow(() => 0)
    flow.ask(2 * MiB)
    assert.equal(flow.nextRequest(2 * MiB), 0)
  })
})
