// An index that LevelDB has lost the end of: what the packs say since then counts, also where no sum tells of it.
import assert from 'node:assert/strict'
import { cp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { chunkFrom } from '../../fixtures/store-content.ts'
import { createDiskPlace } from '../../helpers/disk-place.ts'

test('a chunk taken out of service in a pack that was sealed since stays out, with an index from before', async () => {
  await using place = await createDiskPlace()
  const packBytes = 30_000
  const [bad, beside, next] = [chunkFrom(1), chunkFrom(2), chunkFrom(5)]
  const index = join(place.path, 'index')
  {
    await using store = await place.open({ packBytes })
    await store.putChunks([bad, beside])
    await cp(index, `${index}-before`, { recursive: true })
    await store.quarantine(bad.cid, 'a drill')
    await store.putChunks([next]) // has no room in the first pack, so that one is sealed
    assert.equal(store.stats().packs, 2)
  }
  await rm(index, { recursive: true })
  await rename(`${index}-before`, index)
  for (let opened = 0; opened < 2; opened++) {
    await using store = await place.open({ packBytes })
    const here = await store.hasChunks([bad.cid, beside.cid, next.cid])
    assert.deepEqual(here, [false, true, true])
    assert.deepEqual(
      (await store.quarantined()).map(({ why }) => why),
      ['a drill'],
    )
  }
})
