// Whole takes through the pcm codec, in the pieces ingest makes: 64 MB, or 1 GB in the long form (HOLDFAST_TEST_ALL=1).
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { LIMITS } from '../../protocol/limits.ts'
import { decodePayload, encodePayload, type PcmShape } from '../../protocol/payload.ts'
import { CONTENTS, framesOf, SHAPES } from '../helpers/audio-takes.ts'

const MB = 1e6
const TOTAL = process.env.HOLDFAST_TEST_ALL ? 1000 * MB : 64 * MB

suite('takes', () => {
  test(`of ${TOTAL / MB} MB in all come back bit by bit`, { timeout: 20 * 60_000 }, () => {
    let done = 0
    let stored = 0
    for (let seed = 0; done < TOTAL; seed++) {
      const channels = [1, 2, 2, 1, 6, 2, 1, 8][seed % 8]!
      const form: PcmShape = { ...SHAPES[(seed * 5) % SHAPES.length]!, channels, lead: 0 }
      const content = seed % 4 === 3 ? CONTENTS[(seed >> 2) % CONTENTS.length]! : 'take'
      const frame = form.bytes * channels
      // Made once in a while and then only shifted and scaled by a byte here and there: making takes is what costs time.
      const take = framesOf(content, form, Math.floor(LIMITS.chunkPlain / frame / 4), seed)
      for (let part = 0; part < 4 && done < TOTAL; part++) {
        const lead = part * 7
        const piece = pieceOf(take, frame * part, lead)
        const payload = Buffer.concat(encodePayload(piece, { pcm: { ...form, lead } }))
        assert.equal(
          Buffer.compare(decodePayload(payload, LIMITS.chunkPlain), piece),
          0,
          JSON.stringify({ seed, form, lead }),
        )
        done += piece.byteLength
        stored += payload.byteLength
      }
    }
    assert.ok(stored < done * 0.75, `${stored / done}`)
  })
})

// A lead, then the take repeated up to the size of a leaf, from another frame on each time.
function pieceOf(take: Buffer, shift: number, lead: number): Buffer {
  const piece = Buffer.alloc(LIMITS.chunkPlain, 0x5a)
  let at = lead
  at += take.copy(piece, at, shift)
  while (at < piece.byteLength) at += take.copy(piece, at)
  return piece
}
