import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { suite, test } from 'node:test'
import { Follower } from '../../../node/work/ahead/follower.ts'
import { Readings } from '../../../node/work/ahead/readings.ts'
import type { AheadChunk } from '../../../protocol/ahead.ts'
import { decode, encode } from '../../../protocol/codec.ts'
import { HoldfastError } from '../../../protocol/errors.ts'
import { hash } from '../../../protocol/hash.ts'
import { bytesOf, type Cid, idOf } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { holdfast as pb } from '../../../protocol/messages.js'
import { testPorts } from '../../helpers/ports.ts'

const project = idOf('ProjectId', randomBytes(16))
const other = idOf('ProjectId', randomBytes(16))
const reader = idOf('SiteId', randomBytes(32))
const signal = new AbortController().signal
const named = (stored: number): AheadChunk => ({ cid: idOf('Cid', randomBytes(32)), stored })

const ask = (readings: Readings, run: Uint8Array, from: number, of = project) =>
  readings.answer(decode(pb.AheadRequest, encode(pb.AheadRequest, { project: bytesOf(of), run, from }), 1024), signal)

suite('a folder that is being read', () => {
  test('is told of once it is worth it, all of it in order, a thousand chunks an answer', async () => {
    const readings = new Readings(testPorts)
    let begun = 0
    readings.begun = () => begun++
    using reading = readings.begin(project)
    const chunks = Array.from({ length: 2500 }, () => named(8 * 1024))
    reading.stored(chunks.slice(0, 2000))
    assert.deepEqual([readings.projects(), begun], [[], 0])
    reading.stored(chunks.slice(2000))
    assert.deepEqual([readings.projects(), begun], [[project], 1])
    const counts: number[] = []
    let run: Uint8Array = new Uint8Array(0)
    for (let from = 0; from < chunks.length; from += counts.at(-1)!) {
      const answer = await ask(readings, run, from)
      run = answer.run!
      counts.push(answer.chunks!.byteLength / 36)
      const first = chunks[from]!
      assert.equal(Buffer.compare(Buffer.from(answer.chunks!).subarray(0, 32), bytesOf(first.cid)), 0)
      assert.equal(answer.done ?? false, false)
    }
    assert.deepEqual(counts, [1024, 1024, 452])
  })

  test('answers who has everything when there is more, or when it is over', async () => {
    const readings = new Readings(testPorts)
    const reading = readings.begin(project)
    reading.stored([named(1)])
    const { run } = await ask(readings, new Uint8Array(0), 0)
    const more = ask(readings, run!, 1)
    reading.stored([named(2)])
    assert.equal((await more).chunks!.byteLength, 36)
    const last = ask(readings, run!, 2)
    reading[Symbol.dispose]()
    assert.equal((await last).chunks!.byteLength, 0)
    assert.deepEqual(await ask(readings, run!, 2), { done: true })
    assert.deepEqual(await ask(readings, run!, 0, other), { done: true })
  })

  test('begins from its start for who followed another reading of the project', async () => {
    const readings = new Readings(testPorts)
    readings.begin(project)[Symbol.dispose]()
    using reading = readings.begin(project)
    reading.stored([named(1), named(2)])
    assert.equal((await ask(readings, randomBytes(16), 1)).chunks!.byteLength, 72)
  })
})

suite('a site that follows a reading', () => {
  const body = (n: number): Uint8Array => Buffer.alloc(1_000_000, n)
  const contents = Array.from({ length: 40 }, (_, n) => body(n + 1))
  const cids = contents.map(bytes => idOf('Cid', hash(bytes)))

  function meshOf(readings: Readings, spoil: (cid: Cid) => boolean = () => false) {
    const held = new Map<Cid, Uint8Array>()
    const asked: Cid[] = []
    let received = 0
    const follower = new Follower(
      {
        peers: {
          connected: () => [reader],
          ahead: async (_site, request, asking) => {
            const answer = await readings.answer(
              decode(pb.AheadRequest, encode(pb.AheadRequest, request), 1024),
              asking,
            )
            return decode(pb.AheadResponse, encode(pb.AheadResponse, answer), LIMITS.controlFrame)
          },
          async chunks(_site, wanted, onChunk) {
            for (const cid of wanted.cids) {
              asked.push(cid)
              if (spoil(cid)) throw new HoldfastError('PEER_UNREACHABLE', 'cut off')
              await onChunk(cid, contents[cids.indexOf(cid)])
            }
            return wanted.cids.length
          },
        },
        custody: {
          has: async some => some.map(cid => held.has(cid)),
          async store(chunks) {
            for (const { cid, bytes } of chunks) held.set(cid, bytes)
          },
        },
        wanted: () => [{ project, reader }],
        received: bytes => (received += bytes),
      },
      testPorts,
    )
    return { follower, held, asked, received: () => received, step: () => follower.worker().step(signal) }
  }
  const tell = (n: number): AheadChunk => ({ cid: cids[n]!, stored: contents[n]!.byteLength })

  test('has fetched what was stored by the time the reading ends, and nothing that it had', async () => {
    const readings = new Readings(testPorts)
    const reading = readings.begin(project)
    const mesh = meshOf(readings)
    mesh.held.set(cids[3]!, contents[3]!)
    reading.stored(contents.slice(0, 20).map((_, n) => tell(n)))
    const step = mesh.step()
    for (let n = 20; n < 40; n++) {
      await testPorts.clock.wait(1, signal)
      reading.stored([tell(n)])
    }
    reading[Symbol.dispose]()
    await step
    assert.equal(mesh.asked.includes(cids[3]!), false)
    assert.equal(new Set(mesh.asked).size, mesh.asked.length)
    assert.equal(mesh.received(), mesh.asked.length * 1_000_000)
    // What was stored last may be left to the pull of the snapshot.
    for (const cid of cids.slice(0, 20)) assert.ok(mesh.held.has(cid))
  })

  test('stops when the snapshot is there, and when the reader is gone', async () => {
    const readings = new Readings(testPorts)
    using reading = readings.begin(project)
    reading.stored([tell(0)])
    const mesh = meshOf(readings)
    const step = mesh.step()
    const released = mesh.follower.release(project)
    reading.stored([tell(1)])
    await released
    await step
    await mesh.follower.release(project) // nothing is followed any more
    const cut = meshOf(readings, cid => cid === cids[1])
    await cut.step()
    assert.equal(cut.held.size <= 1, true)
  })
})
