import assert from 'node:assert/strict'
import { open } from 'node:fs/promises'
import { test } from 'node:test'
import { hash } from '../../../protocol/hash.ts'
import { idOf } from '../../../protocol/ids.ts'
import { noise } from '../../helpers/chunk-memory.ts'
import { createDiskPlace } from '../../helpers/disk-place.ts'

test('where chunks stand in files is told of those in service, and of no others', async () => {
  await using place = await createDiskPlace()
  await using store = await place.open({ packBytes: 1_000_000 })
  const chunks = Array.from({ length: 12 }, (_, i) => {
    const bytes = noise(i, 200_000 + i)
    return { cid: idOf('Cid', hash(bytes)), bytes }
  })
  await store.putChunks(chunks.slice(0, 10))
  await store.quarantine(chunks[3]!.cid, 'for the test')
  const places = await store.locateChunks(chunks.map(({ cid }) => cid))
  for (const [i, found] of places.entries()) {
    if (i === 3 || i >= 10) {
      assert.equal(found, undefined)
      continue
    }
    await using file = await open(found!.path)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(found!.length), 0, found!.length, found!.offset)
    assert.equal(bytesRead, chunks[i]!.bytes.byteLength)
    assert.ok(buffer.equals(chunks[i]!.bytes))
  }
})
