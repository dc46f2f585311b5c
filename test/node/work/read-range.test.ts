import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rangeReader } from '../../../node/work/read-range.ts'
import { HoldfastError } from '../../../protocol/errors.ts'
import { hash } from '../../../protocol/hash.ts'
import { type Cid, idOf } from '../../../protocol/ids.ts'

// As the disk store: whatever `look` is shown lies in memory that the next chunk overwrites.
function storeOf(chunks: readonly Uint8Array[], rotten: ReadonlySet<Cid>) {
  const held = new Map(chunks.map(bytes => [idOf('Cid', hash(bytes)), bytes]))
  const read: Cid[] = []
  const scratch = new Uint8Array(16_384)
  return {
    read,
    async checkChunks(cids: readonly Cid[], look: (cid: Cid, bytes: Uint8Array) => void = () => undefined) {
      return cids.map(cid => {
        read.push(cid)
        const bytes = held.get(cid)
        if (!bytes) return new HoldfastError('CHUNK_MISSING', 'not here')
        if (rotten.has(cid)) return new HoldfastError('CHUNK_CORRUPT', 'rotten')
        scratch.set(bytes)
        look(cid, scratch.subarray(0, bytes.byteLength))
        return undefined
      })
    },
  }
}

test('ranges come back in the order asked, each chunk read once, what is missing, rotten or short told apart', async () => {
  const chunks = Array.from({ length: 150 }, (_, n) => new Uint8Array(9_000).fill(n))
  const cids = chunks.map(bytes => idOf('Cid', hash(bytes)))
  const absent = idOf('Cid', new Uint8Array(32))
  const store = storeOf(chunks, new Set([cids[7]!]))
  const damaged: [Cid, string][] = []
  const read = rangeReader(store, async (cid, { code }) => void damaged.push([cid, code]))
  const asked = [
    ...cids.map(cid => ({ cid, offset: 4096, length: 4096 })),
    { cid: absent, offset: 0, length: 10 },
    ...cids.map(cid => ({ cid, offset: 8192, length: 808 })),
    { cid: cids[0]!, offset: 8192, length: 809 },
  ]
  const found = await read(asked)
  const expected = asked.map(({ cid, offset, length }) =>
    cid === absent || cid === cids[7] || offset + length > 9_000
      ? undefined
      : Buffer.alloc(length, cids.indexOf(cid)).toString('hex'),
  )
  assert.deepEqual(
    found.map(bytes => bytes && Buffer.from(bytes).toString('hex')),
    expected,
  )
  assert.deepEqual(
    new Map(damaged),
    new Map([
      [cids[7]!, 'CHUNK_CORRUPT'],
      [absent, 'CHUNK_MISSING'],
    ]),
  )
  assert.equal(store.read.length, cids.length + 1)
})
