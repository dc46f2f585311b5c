import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { packAhead, unpackAhead } from '../../protocol/ahead.ts'
import { encode } from '../../protocol/codec.ts'
import { idOf } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { checkDecoder } from '../helpers/bad-bytes.ts'

const chunk = fc
  .record({
    cid: fc.uint8Array({ minLength: 32, maxLength: 32 }).map(bytes => idOf('Cid', bytes)),
    stored: fc.integer({ min: 1, max: LIMITS.chunk }),
  })
  .map(({ cid, stored }) => ({ cid, stored }))

test('names and sizes come back as they were, up to a thousand', () => {
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: LIMITS.chunkCids }), chunks => {
      assert.deepEqual(unpackAhead(packAhead(chunks)), chunks)
    }),
  )
})

test('more than an answer may name, no size, and a size no chunk has are refused', () => {
  const one = { cid: idOf('Cid', new Uint8Array(32)), stored: 1 }
  for (const bad of [
    packAhead(Array.from({ length: LIMITS.chunkCids + 1 }, () => one)),
    packAhead([{ ...one, stored: 0 }]),
    packAhead([{ ...one, stored: LIMITS.chunk + 1 }]),
    packAhead([one]).subarray(1),
  ]) {
    assert.throws(() => unpackAhead(bad), { code: 'MESSAGE_INVALID' })
  }
})

test('the specification shows these bytes', () => {
  const project = new Uint8Array(16).fill(0x22)
  const run = new Uint8Array(16).fill(7)
  const request = encode(pb.AheadRequest, { project, run, from: 2 })
  assert.equal(Buffer.from(request).toString('hex'), `0a10${'22'.repeat(16)}1210${'07'.repeat(16)}1802`)
  const chunks = packAhead([{ cid: idOf('Cid', new Uint8Array(32).fill(0xaa)), stored: 4096 }])
  const answer = encode(pb.AheadResponse, { run, chunks })
  assert.equal(Buffer.from(answer).toString('hex'), `1210${'07'.repeat(16)}1a24${'aa'.repeat(32)}00100000`)
})

test('any bytes are a list or refused', async () => {
  const good = packAhead([
    { cid: idOf('Cid', new Uint8Array(32).fill(1)), stored: 100 },
    { cid: idOf('Cid', new Uint8Array(32).fill(2)), stored: 200 },
  ])
  await checkDecoder(good, unpackAhead, ['MESSAGE_INVALID'])
})
