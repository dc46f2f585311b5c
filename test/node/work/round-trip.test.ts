import assert from 'node:assert/strict'
import { mkdir, open, stat, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import fc from 'fast-check'
import { ingest, openStore, restore } from '../../helpers/capture.ts'
import { noise } from '../../helpers/chunk-memory.ts'
import { differences, makeTree, temporaryFolder } from '../../helpers/trees.ts'

test('a random folder with every kind of thing in it comes back bit for bit, modes, times, links and xattrs too', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), async seed => {
      await using folder = await temporaryFolder()
      await using store = await openStore()
      await mkdir(folder.at('from'))
      await makeTree(folder.at('from'), seed)
      const ingested = await ingest(folder.at('from'), store)
      const restored = await restore(ingested, store, folder.at('to'))
      assert.deepEqual(await differences(folder.at('from'), folder.at('to')), [])
      assert.equal(restored.files, ingested.files)
      assert.equal(restored.directories, ingested.directories)
      assert.deepEqual(restored.failed, [])
    }),
    { numRuns: 12 },
  )
})

test('files larger than a chunk come back bit for bit, holes still taking no room', async () => {
  await using folder = await temporaryFolder()
  await using store = await openStore()
  await mkdir(folder.at('from'))
  await writeFile(folder.at('from', 'noise'), noise(1, 9_000_001))
  await writeFile(folder.at('from', 'text'), Buffer.alloc(6_000_000, 'line of text\n'))
  await using file = await open(folder.at('from', 'sparse'), 'w')
  await file.write('start')
  await file.write('end', 40_000_000)
  const ingested = await ingest(folder.at('from'), store)
  await restore(ingested, store, folder.at('to'))
  assert.deepEqual(await differences(folder.at('from'), folder.at('to')), [])
  const sparse = await stat(folder.at('to', 'sparse'))
  assert.ok(sparse.blocks * 512 < 1_000_000, `${sparse.blocks} blocks`)
  assert.ok(ingested.newBytes < 10_000_000, `${ingested.newBytes} bytes stored`)
})
