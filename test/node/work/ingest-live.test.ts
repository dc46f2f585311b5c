// Settled and live files (§ Capture, Settled and live).
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { buildWav, CONTAINERS, latin } from '../../helpers/audio-file.ts'
import { noise } from '../../helpers/chunk-memory.ts'
import { HOUR, MINUTE, openStudio, type Studio } from '../../helpers/studio.ts'

const MiB = 1024 * 1024
const PIECE = 4 * MiB
const TAKE = 'Audio Files/Take 01.wav'
const samples = noise(1, 40 * MiB)

/** A take of so many bytes of samples as its recorder has left it so far, or closed. */
const recording = (length: number) => buildWav(samples.subarray(0, length), { containerSize: 0, payloadSize: 0 }).bytes
const closed = (length: number) => buildWav(samples.subarray(0, length)).bytes
const HEADER = recording(0).byteLength

const readOf = ({ reads }: Studio, path = TAKE) =>
  reads.filter(read => read.path === path).reduce((sum, { length }) => sum + length, 0)
const only = async (studio: Studio, ingested: Parameters<Studio['files']>[0]) => {
  const [entry] = [...(await studio.files(ingested)).values()]
  assert.ok(entry)
  return entry
}

/** A take that has been captured twice while it was recorded, the second time from where the first had ended. */
async function liveStudio() {
  const studio = await openStudio()
  studio.folder.write(TAKE, recording(9 * MiB))
  studio.pass(1000)
  const first = await studio.capture()
  studio.folder.append(TAKE, samples.subarray(9 * MiB, 18 * MiB))
  studio.pass(1000)
  const second = await studio.capture()
  return { studio, first, second }
}

suite('a take in recording', () => {
  test('is live as far as it went, and the next capture reads its header, one piece and what is new', async () => {
    const { studio, first, second } = await liveStudio()
    assert.deepEqual([first.liveFiles, second.liveFiles, second.skippedCount], [1, 1, 0])
    const [before, after] = [await only(studio, first), await only(studio, second)]
    assert.deepEqual(
      [before.live, before.size, after.live, after.size],
      [true, HEADER + 9 * MiB, true, HEADER + 18 * MiB],
    )
    assert.ok((await studio.content(before)).equals(recording(9 * MiB)))
    assert.ok((await studio.content(after)).equals(recording(18 * MiB)))
    assert.equal(readOf(studio), MiB + PIECE + 10 * MiB, 'the head, the piece at the boundary, what follows it')
    assert.equal(studio.reads.filter(({ position }) => position >= MiB && position < HEADER + PIECE).length, 0)
    assert.ok(second.newBytes < 11 * MiB, `${second.newBytes} new`)
  })

  for (const [name, build] of Object.entries(CONTAINERS)) {
    test(`is gone on with as ${name} too`, async () => {
      const unsized = { containerSize: name === 'wav' ? 0 : -1, payloadSize: -1, channels: 2, bits: 24 }
      const studio = await openStudio()
      const grown = (length: number) => build(samples.subarray(0, length), unsized).bytes
      studio.folder.write(TAKE, grown(13 * MiB))
      studio.pass(1000)
      await studio.capture()
      studio.folder.write(TAKE, grown(15 * MiB))
      studio.pass(1000)
      const entry = await only(studio, await studio.capture())
      assert.ok((await studio.content(entry)).equals(grown(15 * MiB)))
      assert.ok(readOf(studio) < 9 * MiB, `${readOf(studio)} read`)
    })
  }

  test('is gone on with by a daemon that was started anew', async () => {
    const studio = await openStudio()
    studio.folder.write(TAKE, recording(9 * MiB))
    studio.pass(1000)
    await studio.capture()
    await studio.restart()
    studio.folder.append(TAKE, samples.subarray(9 * MiB, 12 * MiB))
    studio.pass(1000)
    const entry = await only(studio, await studio.capture())
    assert.ok((await studio.content(entry)).equals(recording(12 * MiB)))
    assert.ok(readOf(studio) < 10 * MiB, `${readOf(studio)} read`)
  })

  test('is read as a whole once when it has stopped, without storing again what is stored', async () => {
    const { studio } = await liveStudio()
    studio.folder.patch(TAKE, 0, closed(18 * MiB).subarray(0, HEADER))
    studio.pass(1000)
    const settled = await studio.capture()
    const entry = await only(studio, settled)
    assert.deepEqual([settled.liveFiles, entry.live, readOf(studio)], [0, false, HEADER + 18 * MiB])
    assert.ok((await studio.content(entry)).equals(closed(18 * MiB)))
    assert.ok(settled.newBytes < 10_000, `${settled.newBytes} new`)
    studio.pass(1000)
    const again = await studio.capture()
    assert.deepEqual([again.root, readOf(studio)], [settled.root, 0])
  })

  test('is not read while nothing comes, and settles a day later, read as a whole', async () => {
    const { studio, second } = await liveStudio()
    studio.pass(HOUR)
    const idle = await studio.capture()
    assert.deepEqual([idle.root, idle.liveFiles, readOf(studio)], [second.root, 1, 0])
    studio.pass(24 * HOUR)
    const settled = await studio.capture()
    assert.deepEqual([settled.liveFiles, readOf(studio)], [0, HEADER + 18 * MiB])
    studio.pass(HOUR)
    await studio.capture()
    assert.equal(readOf(studio), 0)
  })

  test('whose start was written over meanwhile is right again when it has stopped', async () => {
    const { studio } = await liveStudio()
    studio.folder.patch(TAKE, HEADER + 100, latin('punched in'))
    studio.folder.append(TAKE, samples.subarray(18 * MiB, 19 * MiB))
    studio.pass(1000)
    const live = await only(studio, await studio.capture())
    assert.ok((await studio.content(live)).equals(recording(19 * MiB)), 'the price of not reading it again')
    studio.folder.patch(TAKE, 0, closed(19 * MiB).subarray(0, HEADER))
    studio.pass(1000)
    const settled = await only(studio, await studio.capture())
    assert.ok((await studio.content(settled)).equals(studio.folder.bytesOf(TAKE) as Buffer))
  })

  test('is not gone on with where another file has its name', async () => {
    for (const replace of ['in place', 'anew'] as const) {
      const { studio } = await liveStudio()
      if (replace === 'anew') studio.folder.remove(TAKE)
      else studio.folder.write(TAKE, recording(100)) // it shrinks, then grows
      const other = buildWav(noise(2, 20 * MiB), { containerSize: 0, payloadSize: 0 }).bytes
      studio.folder.write(TAKE, other)
      studio.pass(1000)
      const entry = await only(studio, await studio.capture())
      assert.ok((await studio.content(entry)).equals(other), replace)
    }
  })

  test('is not gone on with in another inode, even where the piece at the boundary is the same', async () => {
    const { studio } = await liveStudio()
    const other = Buffer.from(recording(19 * MiB))
    other.set(latin('another take'), 1000)
    studio.folder.remove(TAKE)
    studio.folder.write(TAKE, other)
    studio.pass(1000)
    const entry = await only(studio, await studio.capture())
    assert.ok((await studio.content(entry)).equals(other))
  })

  test('is read as a whole when it was settled before', async () => {
    const studio = await openStudio()
    studio.folder.write(TAKE, closed(13 * MiB))
    studio.pass(1000)
    await studio.capture()
    const again = Buffer.from(recording(14 * MiB))
    again.set(latin('another take'), 1000)
    studio.folder.write(TAKE, again)
    studio.pass(1000)
    const entry = await only(studio, await studio.capture())
    assert.deepEqual([entry.live, (await studio.content(entry)).equals(again)], [true, true])
  })

  test('that was written within the grain of its time stamps is gone on with, but never taken as it is', async () => {
    const studio = await openStudio()
    studio.folder.write(TAKE, recording(13 * MiB))
    await studio.capture()
    studio.folder.patch(TAKE, 13 * MiB, latin('!'))
    const entry = await only(studio, await studio.capture())
    assert.ok((await studio.content(entry)).equals(studio.folder.bytesOf(TAKE) as Buffer))
    assert.ok(readOf(studio) < 10 * MiB, `${readOf(studio)} read`)
  })

  test('is read as a whole when its header has grown, when it has shrunk, and when a piece of it is lost', async () => {
    const longer = { containerSize: 0, payloadSize: 0, before: [{ id: 'bext', content: noise(3, 602) }] }
    const changes: Record<string, (studio: Studio) => Promise<void>> = {
      async header({ folder }) {
        folder.write(TAKE, buildWav(samples.subarray(0, 19 * MiB), longer).bytes)
      },
      async shrunk({ folder }) {
        folder.write(TAKE, recording(17 * MiB))
      },
      async lost(studio) {
        const [, piece] = await studio.leaves(await only(studio, await studio.capture()))
        await studio.store.quarantine(piece!.cid as never, 'rot')
        studio.folder.append(TAKE, samples.subarray(18 * MiB, 19 * MiB))
      },
    }
    for (const [what, change] of Object.entries(changes)) {
      const { studio } = await liveStudio()
      await change(studio)
      studio.pass(1000)
      const entry = await only(studio, await studio.capture())
      assert.ok((await studio.content(entry)).equals(studio.folder.bytesOf(TAKE) as Buffer), what)
      assert.ok(readOf(studio) >= entry.size, what)
    }
  })
})

suite('a file that grows while it is read', () => {
  /** Appends a little after each read. */
  function growOnRead({ folder }: Studio, path: string, more: () => Uint8Array, at = (_position: number) => true) {
    folder.onRead = (read, position) => {
      if (read === path && at(position)) folder.append(path, more())
    }
  }

  for (const [what, length] of [
    ['large', 6 * MiB],
    ['small', 100_000],
  ] as const) {
    test(`and is being recorded is captured as it was when the read began (${what})`, async () => {
      const studio = await openStudio()
      studio.folder.write(TAKE, recording(length))
      studio.pass(1000)
      growOnRead(studio, TAKE, () => noise(7, 500))
      const ingested = await studio.capture()
      const entry = await only(studio, ingested)
      assert.deepEqual([ingested.skippedCount, ingested.growing, ingested.liveFiles], [0, 1, 1])
      assert.deepEqual([entry.live, entry.size], [true, HEADER + length])
      assert.equal(studio.folder.opened.length, 1)
      assert.ok((await studio.content(entry)).equals(recording(length)))
      growOnRead(studio, TAKE, () => noise(7, 500))
      assert.equal((await studio.capture()).growing, 1, 'never remembered as if it stood still')
    })

    test(`has the header of its end when that was patched meanwhile (${what})`, async () => {
      const studio = await openStudio()
      studio.folder.write(TAKE, recording(length))
      studio.pass(1000)
      const patched = closed(length + 500).subarray(0, HEADER)
      growOnRead(studio, TAKE, () => {
        studio.folder.patch(TAKE, 0, patched)
        studio.folder.onRead = () => undefined
        return noise(7, 500)
      })
      const entry = await only(studio, await studio.capture())
      const expected = Buffer.concat([patched, samples.subarray(0, length)])
      assert.deepEqual([entry.live, (await studio.content(entry)).equals(expected)], [true, true])
    })

    test(`and is written anew with a longer header is read again (${what})`, async () => {
      const studio = await openStudio()
      studio.folder.write(TAKE, recording(length))
      studio.pass(1000)
      const longer = { before: [{ id: 'bext', content: noise(3, 602) }] }
      const other = buildWav(samples.subarray(0, length), longer).bytes
      studio.folder.onRead = () => {
        studio.folder.write(TAKE, other)
        studio.folder.onRead = () => undefined
      }
      const entry = await only(studio, await studio.capture())
      assert.deepEqual([entry.live, (await studio.content(entry)).equals(other)], [false, true])
    })
  }

  for (const [what, length] of [
    ['large', 6 * MiB],
    ['small', 100_000],
  ] as const) {
    test(`and says nothing of itself is captured when two reads agree (${what})`, async () => {
      const studio = await openStudio()
      studio.folder.write('log.bin', noise(5, length))
      studio.pass(1000)
      growOnRead(
        studio,
        'log.bin',
        () => noise(6, 300),
        position => position === 0,
      )
      const ingested = await studio.capture()
      const entry = await only(studio, ingested)
      const now = studio.folder.bytesOf('log.bin')
      assert.deepEqual([ingested.skippedCount, ingested.growing, entry.live], [0, 1, true])
      assert.equal(studio.folder.opened.length, 2)
      assert.ok((await studio.content(entry)).equals(now.subarray(0, entry.size)))
    })

    test(`and changes elsewhere too is skipped and counted (${what})`, async () => {
      const studio = await openStudio()
      studio.folder.write('log.bin', noise(5, length))
      studio.folder.write('quiet', 'quiet')
      studio.pass(1000)
      let seed = 10
      studio.folder.onRead = path => {
        if (path === 'log.bin') studio.folder.write(path, noise(seed++, studio.folder.bytesOf(path).byteLength + 10))
      }
      const ingested = await studio.capture()
      assert.deepEqual([...(await studio.files(ingested)).keys()], ['quiet'])
      assert.equal(ingested.skippedCount, 1)
      assert.match(ingested.skipped[0]!.why, /kept changing/)
    })

    test(`and then shrinks is read again (${what})`, async () => {
      const studio = await openStudio()
      studio.folder.write(TAKE, recording(length))
      studio.pass(1000)
      studio.folder.onRead = (_path, position) => {
        if (position === 0) studio.folder.write(TAKE, recording(length - 50_000))
        studio.folder.onRead = () => undefined
      }
      const entry = await only(studio, await studio.capture())
      assert.equal(entry.size, HEADER + length - 50_000)
      assert.ok((await studio.content(entry)).equals(recording(length - 50_000)))
    })
  }
})

suite('quiet time', () => {
  test('makes what changed lately live for watched and scheduled snapshots, and not for those that are asked for', async () => {
    const studio = await openStudio()
    studio.folder.write('mix.wav', closed(100_000))
    studio.folder.write('song.rpp', '<REAPER_PROJECT>')
    studio.pass(10_000)
    assert.equal((await studio.capture()).liveFiles, 0)
    assert.equal((await studio.capture({ quietMs: 30_000 })).liveFiles, 2)
    studio.pass(MINUTE)
    const later = await studio.capture({ quietMs: 30_000 })
    assert.deepEqual([later.liveFiles, studio.reads.length], [0, 0])
  })

  test('says nothing of a time stamp far from the future', async () => {
    const studio = await openStudio()
    studio.pass(48 * HOUR)
    studio.folder.write('mix.wav', closed(100_000))
    studio.pass(-48 * HOUR)
    assert.equal((await studio.capture({ quietMs: 30_000 })).liveFiles, 0)
  })

  test('goes on with a take that has just been closed, and reads it as a whole when it is quiet', async () => {
    const { studio } = await liveStudio()
    studio.folder.write(TAKE, closed(19 * MiB))
    studio.pass(1000)
    const live = await studio.capture({ quietMs: 30_000 })
    assert.equal(live.liveFiles, 1)
    assert.ok(readOf(studio) < 10 * MiB, `${readOf(studio)} read`)
    assert.ok((await studio.content(await only(studio, live))).equals(closed(19 * MiB)))
    studio.pass(MINUTE)
    const settled = await studio.capture({ quietMs: 30_000 })
    assert.deepEqual([settled.liveFiles, readOf(studio)], [0, HEADER + 19 * MiB])
  })
})

test('whatever is done to a take, a settled capture is the file, and so is a live one of a take that was only added to', async () => {
  const deed = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('append'), length: fc.nat(5 * MiB) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constantFrom('close', 'reopen', 'restart', 'punch', 'truncate', 'anew') }),
    },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('capture'), quietMs: fc.constantFrom(0, 0, 30_000) }) },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 4, maxLength: 14 }), fc.nat(1000), async (deeds, seed) => {
      const studio = await openStudio()
      const { folder } = studio
      const file = () => Buffer.from(folder.bytesOf(TAKE))
      const checkCapture = async (isSure: boolean, options = {}) => {
        const entry = await only(studio, await studio.capture(options))
        assert.equal(entry.size, file().byteLength)
        if (isSure || !entry.live) assert.ok((await studio.content(entry)).equals(file()))
        return entry
      }
      folder.write(TAKE, recording(9 * MiB))
      let isSure = true
      for (const [i, deed] of deeds.entries()) {
        studio.pass(1000)
        const size = file().byteLength
        if (deed.kind === 'append') folder.append(TAKE, noise(seed + i, 'length' in deed ? deed.length : 0))
        if (deed.kind === 'close') folder.patch(TAKE, 0, closed(size - HEADER).subarray(0, HEADER))
        if (deed.kind === 'reopen') folder.patch(TAKE, 0, recording(0))
        if (deed.kind === 'restart') await studio.restart()
        if (deed.kind === 'punch') folder.patch(TAKE, HEADER + ((seed * 7919) % (size - HEADER - 1)), latin('x'))
        if (deed.kind === 'truncate') folder.write(TAKE, file().subarray(0, Math.max(HEADER, size - 6 * MiB)))
        if (deed.kind === 'anew') {
          folder.remove(TAKE)
          folder.write(TAKE, buildWav(noise(seed + i, size), { containerSize: 0, payloadSize: 0 }).bytes)
        }
        isSure &&= !['punch', 'truncate'].includes(deed.kind)
        isSure ||= deed.kind === 'anew'
        if (deed.kind === 'capture') await checkCapture(isSure, 'quietMs' in deed ? { quietMs: deed.quietMs } : {})
      }
      studio.pass(25 * HOUR)
      assert.equal((await checkCapture(true)).live, false)
    }),
    { numRuns: process.env.HOLDFAST_TEST_ALL ? 60 : 8 },
  )
})
