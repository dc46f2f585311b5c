// Chunks that are read together are each held against their own hash, also when they rot under an open store.
import assert from 'node:assert/strict'
import { truncate } from 'node:fs/promises'
import { test } from 'node:test'
import { createDiskPlace, findBytes, flipByte } from '../../helpers/disk-place.ts'
import { failsWith, randomChunk } from '../../suites/store.ts'

test('of chunks that lie side by side the rotten one alone is told, by a check and by a load', async () => {
  await using place = await createDiskPlace()
  await using store = await place.open()
  const chunks = Array.from({ length: 50 }, (_, i) => randomChunk(3000 + i))
  await store.putChunks(chunks)
  const cids = chunks.map(({ cid }) => cid)
  const { path, offset } = await findBytes(await place.packs(), chunks[17]!.bytes)
  await flipByte(path, offset + 1000)

  const checked = await store.checkChunks(cids)
  const loaded = await store.loadChunks(cids)
  assert.deepEqual([checked.length, loaded.length], [50, 50])
  for (const [i, { bytes }] of chunks.entries()) {
    if (i === 17) {
      failsWith('CHUNK_CORRUPT')(checked[i])
      failsWith('CHUNK_CORRUPT')(loaded[i])
    } else {
      assert.equal(checked[i], undefined)
      assert.deepEqual(Buffer.from(loaded[i] as Uint8Array), Buffer.from(bytes))
    }
  }
})

test('where the pack ends before its time, what lies before is well and what lay behind is not', async () => {
  await using place = await createDiskPlace()
  await using store = await place.open()
  const chunks = Array.from({ length: 20 }, () => randomChunk(5000))
  await store.putChunks(chunks)
  const { path, offset } = await findBytes(await place.packs(), chunks[12]!.bytes)
  await truncate(path, offset + 2000)

  const checked = await store.checkChunks(chunks.map(({ cid }) => cid))
  for (const [i, error] of checked.entries()) {
    if (i < 12) assert.equal(error, undefined)
    else failsWith('CHUNK_CORRUPT')(error)
  }
})
