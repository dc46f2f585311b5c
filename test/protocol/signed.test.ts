import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isError } from '../../protocol/errors.ts'
import { type MeshId, parseId } from '../../protocol/ids.ts'
import { signingKeyFromSeed, verifySignature } from '../../protocol/keys.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { decodeSigned, encodeSigned, sign, verifySigned } from '../../protocol/signed.ts'
import { checkDecoder } from '../helpers/bad-bytes.ts'

const mesh: MeshId = parseId('MeshId', 'ab'.repeat(32))
const otherMesh: MeshId = parseId('MeshId', 'cd'.repeat(32))
const key = signingKeyFromSeed(new Uint8Array(32).fill(1))
const body = Buffer.from('body')

test('a signature covers the prefix, the type, the mesh and the body, in that order', () => {
  const { author, signature } = sign('head', mesh, body, key)
  const expected = Buffer.concat([Buffer.from('holdfast/v1/head\0'), Buffer.from(mesh, 'hex'), body])
  assert.equal(verifySignature(author, expected, signature), true)
})

test('genesis signs over a mesh id of zeros', () => {
  const { author, signature } = sign('constitution', undefined, body, key)
  const expected = Buffer.concat([Buffer.from('holdfast/v1/constitution\0'), new Uint8Array(32), body])
  assert.equal(verifySignature(author, expected, signature), true)
})

test('a signed message survives the wire and gives its body back as received', () => {
  const received = decodeSigned(encodeSigned(sign('beat', mesh, body, key)))
  assert.deepEqual(Buffer.from(verifySigned('beat', mesh, received)), body)
})

test('a signature of one type, mesh, author or body is none of another', () => {
  const signed = sign('head', mesh, body, key)
  const author = signingKeyFromSeed(new Uint8Array(32).fill(2)).publicKey
  assert.throws(() => verifySigned('beat', mesh, signed), isSignatureInvalid)
  assert.throws(() => verifySigned('head', otherMesh, signed), isSignatureInvalid)
  assert.throws(() => verifySigned('head', undefined, signed), isSignatureInvalid)
  assert.throws(() => verifySigned('head', mesh, new pb.Signed({ ...signed, author })), isSignatureInvalid)
  assert.throws(
    () => verifySigned('head', mesh, new pb.Signed({ ...signed, body: Buffer.from('bodi') })),
    isSignatureInvalid,
  )
})

test('an author or signature of a wrong length makes the message invalid', () => {
  const signed = sign('head', mesh, body, key)
  for (const part of [{ author: new Uint8Array(31) }, { signature: new Uint8Array(65) }]) {
    const bad = new pb.Signed({ ...signed, ...part })
    assert.throws(
      () => verifySigned('head', mesh, bad),
      error => isError(error, 'MESSAGE_INVALID'),
    )
    assert.throws(
      () => decodeSigned(encodeSigned(bad)),
      error => isError(error, 'MESSAGE_INVALID'),
    )
  }
})

test('any bytes are a verified message, MESSAGE_INVALID or SIGNATURE_INVALID', async () => {
  const good = encodeSigned(sign('head', mesh, body, key))
  await checkDecoder(good, bytes => verifySigned('head', mesh, decodeSigned(bytes)), [
    'MESSAGE_INVALID',
    'SIGNATURE_INVALID',
  ])
})

test('a message over the bound is refused before it is decoded', () => {
  const good = encodeSigned(sign('head', mesh, body, key))
  assert.throws(
    () => decodeSigned(good, good.byteLength - 1),
    error => isError(error, 'MESSAGE_INVALID'),
  )
})

function isSignatureInvalid(error: unknown): boolean {
  return isError(error, 'SIGNATURE_INVALID')
}
