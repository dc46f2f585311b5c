// What every decoder owes: any bytes become a value, or one of the errors it documents.
import fc from 'fast-check'
import { type ErrorCode, isError } from '../../protocol/errors.ts'

/** Runs a decoder on arbitrary bytes and on mutations of a good message. Fails on any error but the allowed ones. */
export async function checkDecoder(
  good: Uint8Array,
  decode: (bytes: Uint8Array) => unknown,
  allowed: readonly ErrorCode[],
  runs = 300,
): Promise<void> {
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), mutationOf(good))
  await fc.assert(
    fc.asyncProperty(bytes, async input => {
      try {
        await decode(input)
      } catch (error) {
        if (!allowed.some(code => isError(error, code))) throw error
      }
    }),
    { numRuns: runs },
  )
}

/** Good bytes with a few bytes changed, cut out, or put in. */
export function mutationOf(good: Uint8Array): fc.Arbitrary<Uint8Array> {
  const edit = fc.record({
    at: fc.nat(Math.max(0, good.byteLength - 1)),
    cut: fc.nat(6),
    put: fc.uint8Array({ maxLength: 6 }),
  })
  return fc.array(edit, { minLength: 1, maxLength: 3 }).map(edits => {
    let bytes = Buffer.from(good)
    for (const { at, cut, put } of edits) {
      bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)])
    }
    return bytes
  })
}
