import assert from 'node:assert/strict'
import { truncate } from 'node:fs/promises'
import { test } from 'node:test'
import { RECORD_HEAD } from '../../../node/store/pack-record.ts'
import { openScrubThreads } from '../../../node/store/scrub-threads.ts'
import type { Store } from '../../../node/store/store.ts'
import { hash } from '../../../protocol/hash.ts'
import { idOf } from '../../../protocol/ids.ts'
import { noise } from '../../helpers/chunk-memory.ts'
import { createDiskPlace, flipByte } from '../../helpers/disk-place.ts'

const chunks = [3_000_000, 700, 10, 4_000_000, 5000].map((length, i) => {
  const bytes = noise(i, length)
  return { cid: idOf('Cid', hash(bytes)), bytes }
})

/** Where a scrub finds the records of the store's one pack. */
async function recordsOf(store: Store) {
  const records = []
  for await (const found of store.scrub(undefined, new AbortController().signal)) {
    assert.ok(found.kind === 'chunk' && found.ok)
    const offset = found.at.offset - found.bytes - RECORD_HEAD
    records.push({ pack: found.at.pack, offset, length: found.bytes, key: `01${found.cid}` })
  }
  return records
}

test('threads find what is sound, what has rotted in bytes or header, and what is cut off', async () => {
  await using place = await createDiskPlace()
  await using store = await place.open()
  await store.putChunks(chunks)
  const records = await recordsOf(store)
  assert.equal(records.length, chunks.length)
  const [pack] = await place.packs()
  await using threads = openScrubThreads()
  const check = () => Promise.all(records.map(async record => (await threads.check(pack!, [record]))[0]))
  assert.deepEqual(
    await check(),
    chunks.map(() => undefined),
  )
  await flipByte(pack!, records[0]!.offset + RECORD_HEAD + 2_999_999)
  await flipByte(pack!, records[2]!.offset + 50)
  await truncate(pack!, records[4]!.offset + RECORD_HEAD + 100)
  const [bytes, sound, header, large, cut] = await check()
  assert.match(bytes ?? '', /do not match its hash/)
  assert.match(header ?? '', /header .* is damaged/)
  assert.match(cut ?? '', /cut short/)
  assert.deepEqual([sound, large], [undefined, undefined])
  assert.deepEqual(await threads.check(pack!, records), [bytes, sound, header, large, cut])
})

test('a pack that cannot be read is told for each of its records', async () => {
  await using threads = openScrubThreads()
  const record = { pack: 9, offset: 32, length: 100, key: `01${'00'.repeat(32)}` }
  const [first, second] = await threads.check('/nowhere/9.pack', [record, { ...record, offset: 192 }])
  assert.match(first ?? '', /unreadable: ENOENT/)
  assert.match(second ?? '', /unreadable: ENOENT/)
})
