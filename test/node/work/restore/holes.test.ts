import assert from 'node:assert/strict'
import { mkdir, open, readdir, readFile, stat, truncate } from 'node:fs/promises'
import { test } from 'node:test'
import fc from 'fast-check'
import { runsOfData } from '../../../../node/work/restore/holes.ts'
import { openWriterThreads } from '../../../../node/work/restore/writer-threads.ts'
import { ingest, openStore, restore } from '../../../helpers/capture.ts'
import { noise } from '../../../helpers/chunk-memory.ts'
import { differences, temporaryFolder } from '../../../helpers/trees.ts'

test('what is left out is zeros on whole blocks of the file, and every long run of them is left out', () => {
  const piece = fc.record({ zeros: fc.nat(200_000), data: fc.integer({ min: 1, max: 9000 }) })
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 5 }), fc.nat(10_000), (pieces, position) => {
      const bytes = Buffer.concat(pieces.flatMap(({ zeros, data }) => [Buffer.alloc(zeros), Buffer.alloc(data, 1)]))
      let left = 0
      let longest = 0
      for (const [from, to] of [...runsOfData(bytes, position), [bytes.length, bytes.length] as const]) {
        const hole = bytes.subarray(left, from)
        assert.ok(hole.every(byte => byte === 0))
        assert.ok(hole.length === 0 || ((position + left) % 4096 === 0 && (position + from) % 4096 === 0))
        const run = bytes.subarray(from, to)
        for (let at = 0, since = 0; at < run.length; at++) {
          if (run[at] === 0) longest = Math.max(longest, at + 1 - since)
          else since = at + 1
        }
        left = to
      }
      assert.ok(longest < 64 * 1024 + 2 * 4096, `${longest} zeros are written`)
    }),
  )
})

test('runs of zeros come back as holes, in the middle of a file and at its end', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await mkdir(folder.at('from'))
  for (const [name, tail] of [
    ['ends in a hole', 0],
    ['ends in bytes', 5000],
    ['one leaf', 0],
  ] as const) {
    await using file = await open(folder.at('from', name), 'w')
    const scale = name === 'one leaf' ? 0.05 : 1
    await file.write(noise(1, 300_000 * scale), 0, undefined, 0)
    await file.write(noise(2, 100_000 * scale), 0, undefined, 5_000_000 * scale)
    await file.truncate(9_000_000 * scale)
    if (tail > 0) await file.write(noise(3, tail), 0, undefined, 9_000_000)
  }
  const ingested = await ingest(folder.at('from'), store)
  for (const openWriters of [undefined, openWriterThreads]) {
    const to = folder.at(openWriters ? 'threads' : 'inline')
    await restore(ingested, store, to, openWriters ? { openWriters } : {})
    assert.deepEqual(await differences(folder.at('from'), to), [])
    for (const name of ['ends in a hole', 'ends in bytes', 'one leaf']) {
      const { blocks, size } = await stat(`${to}/${name}`)
      assert.ok(blocks * 512 < size / 4, `${name} takes ${blocks * 512} of ${size} bytes`)
    }
  }
})

test('zeros come back as zeros over what an earlier try has written there', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await mkdir(folder.at('from'))
  await using file = await open(folder.at('from', 'take'), 'w')
  await file.write(noise(1, 3_000_000), 0, undefined, 0)
  await file.truncate(12_000_000)
  const ingested = await ingest(folder.at('from'), store)
  const stop = new AbortController()
  let loads = 0
  const cut = (cid: Parameters<typeof store.loadChunk>[0]) => {
    if (++loads === 6) stop.abort(new Error('cut off'))
    return store.loadChunk(cid)
  }
  await assert.rejects(restore(ingested, store, folder.at('to'), { source: cut, signal: stop.signal }))
  const [part] = await readdir(folder.at('to'))
  const garbled = folder.at('to', part!)
  await truncate(garbled, 0)
  await using left = await open(garbled, 'r+')
  await left.write(noise(7, 12_000_000), 0)
  await restore(ingested, store, folder.at('to'))
  assert.ok((await readFile(folder.at('to', 'take'))).equals(await readFile(folder.at('from', 'take'))))
})
