import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { encode } from '../../protocol/codec.ts'
import { isError } from '../../protocol/errors.ts'
import { bytesOf, parseId } from '../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../protocol/keys.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { comparePins, openPinLabel, type PinFields, parsePin, sealPinLabel, signPin } from '../../protocol/pin.ts'
import { decodeSigned, encodeSigned, sign } from '../../protocol/signed.ts'
import { checkDecoder } from '../helpers/bad-bytes.ts'
import { readVector, ring } from '../helpers/chunk-memory.ts'

const mesh = parseId('MeshId', 'aa'.repeat(32))
const [key, other] = [1, 2].map(n => signingKeyFromSeed(new Uint8Array(32).fill(n)))
const place = {
  project: parseId('ProjectId', '22'.repeat(16)),
  snapshot: parseId('SnapshotId', '33'.repeat(32)),
  rev: 3,
}
const fields: PinFields = {
  ...place,
  pinned: true,
  time: 1_795_000_000_000,
  sealed: sealPinLabel(ring, place, 'mix for the client'),
}
const invalid = (error: unknown) => isError(error, 'MESSAGE_INVALID')

function signedAs(changes: pb.Pin.$Properties): Uint8Array {
  const body = encode(pb.Pin, {
    project: bytesOf(place.project),
    snapshot: bytesOf(place.snapshot),
    author: key!.publicKey,
    rev: 1,
    ...changes,
  })
  return encodeSigned(sign('pin', mesh, body, key!))
}

suite('a pin', () => {
  test('says what was signed, and its label to whoever has the keys', () => {
    const pin = parsePin(mesh, signPin(mesh, fields, key!))
    assert.deepEqual({ ...pin, sealed: Buffer.from(pin.sealed) }, { ...fields, author: key!.id })
    assert.equal(openPinLabel(ring, pin), 'mix for the client')
    assert.equal(openPinLabel(ring, parsePin(mesh, signPin(mesh, { ...fields, sealed: new Uint8Array() }, key!))), '')
    assert.equal(sealPinLabel(ring, place, '').byteLength, 0)
    assert.throws(() => openPinLabel(ring, { ...pin, rev: 4 }), invalid)
  })

  test('is the committed vector', () => {
    const abab = parseId('MeshId', 'ab'.repeat(32))
    const by = signingKeyFromSeed(new Uint8Array(32).fill(9))
    const vector = { project: place.project, snapshot: parseId('SnapshotId', '44'.repeat(32)), rev: 2 }
    const sealed = sealPinLabel(ring, vector, 'sent to the client')
    const signed = signPin(abab, { ...vector, pinned: true, time: fields.time, sealed }, by)
    assert.deepEqual(Buffer.from(signed), readVector('pin'))
    assert.equal(openPinLabel(ring, parsePin(abab, readVector('pin'))), 'sent to the client')
  })

  test('without a revision, too large or of another signer is refused', () => {
    assert.throws(() => parsePin(mesh, signedAs({ rev: 0 })), invalid)
    assert.throws(() => parsePin(mesh, signedAs({ sealed: Buffer.alloc(4097) })), invalid)
    assert.throws(() => parsePin(mesh, signedAs({ author: other!.publicKey })), invalid)
    assert.throws(() => signPin(mesh, { ...fields, rev: 0 }, key!), invalid)
    assert.equal(parsePin(mesh, signedAs({})).pinned, false)
  })

  test('gives way to a higher revision; of equal ones keeping wins', () => {
    const pin = parsePin(mesh, signPin(mesh, fields, key!))
    const loose = { ...pin, pinned: false }
    assert.ok(comparePins({ pin: { ...loose, rev: 4 }, id: 'a' }, { pin, id: 'b' }) > 0)
    assert.ok(comparePins({ pin: loose, id: 'z' }, { pin, id: 'a' }) < 0)
    assert.ok(comparePins({ pin, id: 'b' }, { pin, id: 'a' }) > 0)
    assert.equal(comparePins({ pin, id: 'a' }, { pin, id: 'a' }), 0)
  })

  test('is read from any bytes or refused', async () => {
    const codes = ['MESSAGE_INVALID', 'SIGNATURE_INVALID'] as const
    await checkDecoder(signPin(mesh, fields, key!), bytes => parsePin(mesh, bytes), [...codes])
    const { body } = decodeSigned(signPin(mesh, fields, key!))
    const resigned = (bytes: Uint8Array) => encodeSigned(sign('pin', mesh, bytes, key!))
    await checkDecoder(body, bytes => parsePin(mesh, resigned(bytes)), [...codes])
  })
})
