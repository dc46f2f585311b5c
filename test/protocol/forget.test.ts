import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { encode } from '../../protocol/codec.ts'
import { isError } from '../../protocol/errors.ts'
import { type ForgetFields, MAX_FORGOTTEN, parseForget, signForget } from '../../protocol/forget.ts'
import { bytesOf, packIds, parseId, type SnapshotId } from '../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../protocol/keys.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { decodeSigned, encodeSigned, type SignedType, sign } from '../../protocol/signed.ts'
import { checkDecoder } from '../helpers/bad-bytes.ts'
import { readVector } from '../helpers/chunk-memory.ts'

const mesh = parseId('MeshId', 'aa'.repeat(32))
const [key, other] = [1, 2].map(n => signingKeyFromSeed(new Uint8Array(32).fill(n)))
const id = (n: number): SnapshotId => parseId('SnapshotId', n.toString(16).padStart(64, '0'))
const fields: ForgetFields = {
  project: parseId('ProjectId', '22'.repeat(16)),
  snapshots: [id(2), id(7)],
  time: 1_795_000_000_000,
  why: 'retention',
}
const invalid = (error: unknown) => isError(error, 'MESSAGE_INVALID')

function signedAs(changes: pb.Forget.$Properties, type: SignedType = 'forget', by = key!): Uint8Array {
  const body = encode(pb.Forget, {
    project: bytesOf(fields.project),
    snapshots: packIds(fields.snapshots),
    author: key!.publicKey,
    time: fields.time,
    why: fields.why,
    ...changes,
  })
  return encodeSigned(sign(type, mesh, body, by))
}

suite('a forget record', () => {
  test('says what was signed, its snapshots sorted and each once', () => {
    const signed = signForget(mesh, { ...fields, snapshots: [id(7), id(2), id(7)] }, key!)
    assert.deepEqual(parseForget(mesh, signed), { ...fields, author: key!.id })
    assert.deepEqual(Buffer.from(signed), Buffer.from(signedAs({})))
  })

  test('is refused when it names nothing, too much, in no order or by half', () => {
    const many = Array.from({ length: MAX_FORGOTTEN + 1 }, (_, n) => id(n))
    for (const snapshots of [[], [id(7), id(2)], [id(2), id(2)], many])
      assert.throws(() => parseForget(mesh, signedAs({ snapshots: packIds(snapshots) })), invalid)
    assert.throws(() => parseForget(mesh, signedAs({ snapshots: Buffer.alloc(33) })), invalid)
    assert.throws(() => parseForget(mesh, signedAs({ why: 'x'.repeat(257) })), invalid)
    assert.throws(() => signForget(mesh, { ...fields, snapshots: [] }, key!), invalid)
    assert.equal(
      parseForget(mesh, signForget(mesh, { ...fields, snapshots: many.slice(1) }, key!)).snapshots.length,
      1000,
    )
  })

  test('is the committed vector', () => {
    const abab = parseId('MeshId', 'ab'.repeat(32))
    const by = signingKeyFromSeed(new Uint8Array(32).fill(9))
    const snapshots = ['44', '55'].map(byte => parseId('SnapshotId', byte.repeat(32)))
    assert.deepEqual(Buffer.from(signForget(abab, { ...fields, snapshots }, by)), readVector('forget'))
    assert.deepEqual(parseForget(abab, readVector('forget')).snapshots, snapshots)
  })

  test('of another signer, mesh or type is refused', () => {
    assert.throws(() => parseForget(mesh, signedAs({ author: other!.publicKey })), invalid)
    const forged = (error: unknown) => isError(error, 'SIGNATURE_INVALID')
    assert.throws(() => parseForget(mesh, signedAs({}, 'pin')), forged)
    assert.throws(() => parseForget(parseId('MeshId', 'ab'.repeat(32)), signedAs({})), forged)
  })

  test('is read from any bytes or refused', async () => {
    const codes = ['MESSAGE_INVALID', 'SIGNATURE_INVALID'] as const
    await checkDecoder(signedAs({}), bytes => parseForget(mesh, bytes), [...codes])
    const { body } = decodeSigned(signedAs({}))
    const resigned = (bytes: Uint8Array) => encodeSigned(sign('forget', mesh, bytes, key!))
    await checkDecoder(body, bytes => parseForget(mesh, resigned(bytes)), [...codes])
  })
})
