import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { pureJsCrypto } from '@chainsafe/libp2p-noise'
import { LENGTH_ROOM, nodeNoiseCrypto as ours } from '../../../node/network/noise-crypto.ts'

const nonce = Buffer.from('000000000700000000000000', 'hex')
const same = (a: { subarray(): Uint8Array }, b: { subarray(): Uint8Array }): void =>
  assert.equal(Buffer.from(a.subarray()).toString('hex'), Buffer.from(b.subarray()).toString('hex'))

test('hashes and derived keys are those of the package', () => {
  const [key, data] = [randomBytes(32), randomBytes(77)]
  same(ours.hashSHA256(data), pureJsCrypto.hashSHA256(data))
  for (const material of [data, new Uint8Array(0)]) {
    const theirs = pureJsCrypto.getHKDF(key, material)
    for (const [index, part] of ours.getHKDF(key, material).entries()) same(part, theirs[index]!)
  }
})

test('both sides of an exchange of keys agree, whoever computes', () => {
  const [a, b] = [ours.generateX25519KeyPair(), pureJsCrypto.generateX25519KeyPair()]
  same(
    ours.generateX25519SharedKey(a.privateKey, b.publicKey),
    pureJsCrypto.generateX25519SharedKey(b.privateKey, a.publicKey),
  )
  const seed = randomBytes(32)
  same(ours.generateX25519KeyPairFromSeed(seed).publicKey, pureJsCrypto.generateX25519KeyPairFromSeed(seed).publicKey)
})

test('what one encrypts the other decrypts, with and without associated data', () => {
  const key = randomBytes(32)
  for (const length of [0, 1, 63, 64, 65, 65_519]) {
    for (const associated of [new Uint8Array(0), randomBytes(32)]) {
      const plaintext = randomBytes(length)
      const sealed = ours.chaCha20Poly1305Encrypt(plaintext, nonce, associated, key)
      same(sealed, pureJsCrypto.chaCha20Poly1305Encrypt(plaintext, nonce, associated, key))
      same(ours.chaCha20Poly1305Decrypt(sealed, nonce, associated, key), plaintext)
    }
  }
})

test('a ciphertext has room for its length in front of it, in its own buffer', () => {
  const sealed = ours.chaCha20Poly1305Encrypt(randomBytes(100), nonce, new Uint8Array(0), randomBytes(32)) as Uint8Array
  assert.equal(sealed.byteOffset, LENGTH_ROOM)
  assert.equal(sealed.buffer.byteLength, LENGTH_ROOM + 116)
})

test('a flipped bit, another nonce, other associated data and a cut are refused', () => {
  const key = randomBytes(32)
  const none = new Uint8Array(0)
  const sealed = Buffer.from(ours.chaCha20Poly1305Encrypt(randomBytes(100), nonce, none, key).subarray())
  for (const at of [0, 50, 99, 100, 115]) {
    const changed = Buffer.from(sealed)
    changed[at]! ^= 1
    assert.throws(() => ours.chaCha20Poly1305Decrypt(changed, nonce, none, key))
  }
  assert.throws(() => ours.chaCha20Poly1305Decrypt(sealed, Buffer.alloc(12), none, key))
  assert.throws(() => ours.chaCha20Poly1305Decrypt(sealed, nonce, randomBytes(1), key))
  assert.throws(() => ours.chaCha20Poly1305Decrypt(sealed.subarray(1), nonce, none, key))
  assert.throws(() => ours.chaCha20Poly1305Decrypt(sealed.subarray(0, 15), nonce, none, key))
})
