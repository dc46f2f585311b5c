import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { hash } from '../../protocol/hash.ts'
import { decodePayload } from '../../protocol/payload.ts'
import { readVector } from '../helpers/chunk-memory.ts'
import { decodeNaively } from '../helpers/naive-pcm.ts'

suite('the committed pcm payloads', () => {
  test('of stereo decode to the frames that are written beside them', () => {
    const plaintext = Buffer.from('4846e803de03f203eb030104f70310040804190414041c041a04e9', 'hex')
    assert.deepEqual(Buffer.from(decodePayload(readVector('pcm'), 100)), plaintext)
    assert.deepEqual(decodeNaively(readVector('pcm')), plaintext)
  })

  test('of a filtered block decode to a plaintext of the hash that is written beside them', () => {
    const plaintext = decodePayload(readVector('pcm-filter'), 10_000)
    assert.equal(
      Buffer.from(hash(plaintext)).toString('hex'),
      'd97c5a944722e0ad617f79bb53f279c9d4394048f0c75932a98c7681d6b24e72',
    )
    assert.deepEqual(decodeNaively(readVector('pcm-filter')), Buffer.from(plaintext))
  })
})
