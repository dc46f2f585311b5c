import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { isError } from '../../protocol/errors.ts'
import {
  openSealed,
  openWithPassphrase,
  sealingKeyFromSeed,
  sealTo,
  sealWithPassphrase,
  signingKeyFromSeed,
  verifySignature,
} from '../../protocol/keys.ts'
import { checkDecoder } from '../helpers/bad-bytes.ts'

const text = Buffer.from('ring keys')

suite('signing keys', () => {
  test('give the vectors of RFC 8032', () => {
    const key = signingKeyFromSeed(fromHex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'))
    assert.equal(key.id, '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c')
    assert.equal(
      hex(key.sign(Uint8Array.of(0x72))),
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    )
  })

  test('verify what they signed and nothing else', () => {
    const key = signingKeyFromSeed(seed(1))
    const other = signingKeyFromSeed(seed(2))
    const signature = key.sign(text)
    assert.equal(verifySignature(key.publicKey, text, signature), true)
    assert.equal(verifySignature(other.publicKey, text, signature), false)
    assert.equal(verifySignature(key.publicKey, Buffer.from('ring key'), signature), false)
    assert.equal(verifySignature(key.publicKey, text, flip(signature, 3)), false)
  })

  test('answer false, never throw, for any bytes as key and signature', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 70 }), fc.uint8Array({ minLength: 32, maxLength: 32 }))
    const signature = fc.oneof(fc.uint8Array({ maxLength: 70 }), fc.uint8Array({ minLength: 64, maxLength: 64 }))
    fc.assert(fc.property(bytes, signature, (key, sig) => assert.equal(verifySignature(key, text, sig), false)))
  })
})

suite('sealing to a member', () => {
  const key = sealingKeyFromSeed(seed(3))

  test('gives the vectors of RFC 7748', () => {
    const bob = sealingKeyFromSeed(fromHex('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb'))
    assert.equal(hex(bob.publicKey), 'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f')
    const alice = fromHex('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a')
    assert.equal(hex(bob.agree(alice)!), '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742')
  })

  test('opens with the right key and context alone', () => {
    const sealed = sealTo(key.publicKey, text, seed(4), 'grant')
    assert.deepEqual(Buffer.from(openSealed(key, sealed, 'grant')), text)
    assert.throws(() => openSealed(key, sealed, 'grants'), hasCode('KEY_WRONG'))
    assert.throws(() => openSealed(sealingKeyFromSeed(seed(5)), sealed, 'grant'), hasCode('KEY_WRONG'))
    for (const at of [1, 40, 70, sealed.byteLength - 1]) {
      assert.throws(() => openSealed(key, flip(sealed, at), 'grant'), hasCode('KEY_WRONG'))
    }
  })

  test('uses another ephemeral key for other randomness, plaintext, context or recipient', () => {
    const other = sealingKeyFromSeed(seed(5)).publicKey
    const sealed = [
      sealTo(key.publicKey, text, seed(4), 'grant'),
      sealTo(key.publicKey, text, seed(5), 'grant'),
      sealTo(key.publicKey, Buffer.from('ring kezs'), seed(4), 'grant'),
      sealTo(key.publicKey, text, seed(4), 'slot'),
      sealTo(other, text, seed(4), 'grant'),
    ]
    assert.equal(new Set(sealed.map(bytes => hex(bytes.subarray(1, 33)))).size, sealed.length)
  })

  test('refuses public keys of small order and of other lengths', () => {
    for (const bad of [new Uint8Array(32), Uint8Array.of(1, ...new Uint8Array(31)), new Uint8Array(31)]) {
      assert.throws(() => sealTo(bad, text, seed(4), 'grant'), hasCode('MESSAGE_INVALID'))
    }
  })

  test('turns any bytes into a value or a documented error', async () => {
    const good = sealTo(key.publicKey, text, seed(4), 'grant')
    await checkDecoder(good, bytes => openSealed(key, bytes, 'grant'), ['MESSAGE_INVALID', 'KEY_WRONG'])
  })
})

suite('sealing with a passphrase', () => {
  test('opens with the right passphrase alone, however its letters are composed', async () => {
    const sealed = await sealWithPassphrase('sesam \u00f6ffne dich', text, seed(6))
    assert.deepEqual(Buffer.from(await openWithPassphrase('sesam o\u0308ffne dich', sealed)), text)
    await assert.rejects(openWithPassphrase('sesam', sealed), hasCode('KEY_WRONG'))
    await assert.rejects(openWithPassphrase('sesam öffne dich', flip(sealed, 60)), hasCode('KEY_WRONG'))
  })

  test('refuses bytes of another form at once', async () => {
    await assert.rejects(openWithPassphrase('x', new Uint8Array(20)), hasCode('MESSAGE_INVALID'))
    await assert.rejects(openWithPassphrase('x', new Uint8Array(200)), hasCode('MESSAGE_INVALID'))
  })
})

function seed(value: number): Uint8Array {
  return new Uint8Array(32).fill(value)
}

function flip(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.with(at, bytes[at]! ^ 1)
}

function fromHex(text: string): Uint8Array {
  return Buffer.from(text, 'hex')
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function hasCode(code: Parameters<typeof isError>[1]) {
  return (error: unknown) => isError(error, code)
}
