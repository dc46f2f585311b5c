import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { isError } from '../../protocol/errors.ts'
import { deriveKey } from '../../protocol/hash.ts'
import { bytesOf, parseId } from '../../protocol/ids.ts'
import {
  createRing,
  decodeRing,
  encodeRing,
  joinEpochs,
  MAX_EPOCHS,
  nextEpoch,
  openFromRing,
  type Ring,
  sealForRing,
} from '../../protocol/ring.ts'
import { checkDecoder } from '../helpers/bad-bytes.ts'
import { readVector, ring } from '../helpers/chunk-memory.ts'

const text = Buffer.from('Take 7 (best)')
const rotated = nextEpoch(ring, new Uint8Array(32).fill(3))

test('a record sealed to a ring is the committed vector', () => {
  assert.deepEqual(Buffer.from(sealForRing(ring, 'a/context', text)), readVector('record'))
  assert.deepEqual(Buffer.from(openFromRing(ring, 'a/context', readVector('record'))), text)
})

test('a record opens in its context alone', () => {
  const sealed = sealForRing(ring, 'a/context', text)
  assert.throws(() => openFromRing(ring, 'a/contexu', sealed), isInvalid)
  assert.throws(() => openFromRing(ring, 'a/contex', sealed), isInvalid)
})

test('a record with any one bit changed does not open', () => {
  const sealed = sealForRing(ring, 'c', text)
  for (let at = 0; at < sealed.byteLength; at++) {
    const changed = sealed.with(at, sealed[at]! ^ 0x10)
    assert.throws(
      () => openFromRing(ring, 'c', changed),
      error => isInvalid(error) || isError(error, 'KEY_MISSING'),
    )
  }
})

test('a new epoch seals anew, keeps the identity keys, and reads what was sealed before', () => {
  assert.equal(Math.floor(rotated.epoch / 2 ** 20), 1)
  const before = sealForRing(ring, 'c', text)
  const after = sealForRing(rotated, 'c', text)
  assert.deepEqual(Buffer.from(openFromRing(rotated, 'c', before)), text)
  assert.throws(() => openFromRing(ring, 'c', after), isKeyMissing)
  assert.deepEqual(rotated.pidKey, ring.pidKey)
  assert.deepEqual(rotated.splitKey, ring.splitKey)
  assert.deepEqual(rotated.gear, ring.gear)
  for (const use of ['chunk', 'record'] as const) {
    assert.notDeepEqual(rotated.keys(rotated.epoch, use).siv, ring.keys(1, use).siv)
    assert.notDeepEqual(rotated.keys(rotated.epoch, use).enc, ring.keys(1, use).enc)
  }
})

test('epochs that two sites open at once are numbered apart, and both are read by who has both', () => {
  const [a, b] = [3, 4].map(fill => nextEpoch(ring, new Uint8Array(32).fill(fill))) as [Ring, Ring]
  assert.notEqual(a.epoch, b.epoch)
  const [ab, ba] = [joinEpochs(a, b), joinEpochs(b, a)]
  assert.deepEqual(Buffer.from(encodeRing(ab)), Buffer.from(encodeRing(ba)))
  assert.equal(ab.epoch, Math.max(a.epoch, b.epoch))
  assert.deepEqual([ab.epochs, a.epochs], [3, 2])
  for (const sealer of [ring, a, b, ab])
    assert.deepEqual(Buffer.from(openFromRing(ab, 'c', sealForRing(sealer, 'c', text))), text)
  // Whoever rotates next goes above both.
  assert.equal(Math.floor(nextEpoch(ab, new Uint8Array(32).fill(5)).epoch / 2 ** 20), 2)
})

test('joining brings only what is new, and never replaces what is known', () => {
  assert.equal(joinEpochs(rotated, ring), rotated)
  assert.equal(joinEpochs(rotated, decodeRing(encodeRing(rotated))), rotated)
  const forged = createRing(ring.id, ring.root, new Uint8Array(32).fill(77))
  const joined = joinEpochs(rotated, nextEpoch(forged, new Uint8Array(32).fill(78)))
  assert.equal(joined.epochs, 3)
  assert.deepEqual(joined.keys(1, 'chunk'), ring.keys(1, 'chunk'))
  const stranger = createRing(ring.id, new Uint8Array(32).fill(66), new Uint8Array(32).fill(2))
  assert.throws(() => joinEpochs(ring, stranger), isInvalid)
  const other = createRing(parseId('RingId', 'ff'.repeat(16)), ring.root, new Uint8Array(32).fill(2))
  assert.throws(() => joinEpochs(ring, other), isInvalid)
})

test('a ring takes 256 epochs and says what to do then', () => {
  let full: Ring = ring
  for (let at = 1; at < MAX_EPOCHS; at++)
    full = nextEpoch(full, new Uint8Array(32).fill(at % 251, 1).fill(at >> 4, 0, 2))
  assert.equal(full.epochs, MAX_EPOCHS)
  assert.throws(
    () => nextEpoch(full, new Uint8Array(32).fill(9)),
    error => isError(error, 'RING_FULL') && /--ring new/.test(error.hint ?? ''),
  )
  assert.throws(
    () => joinEpochs(full, nextEpoch(ring, new Uint8Array(32).fill(200))),
    error => isError(error, 'RING_FULL'),
  )
  assert.equal(decodeRing(encodeRing(full)).epochs, MAX_EPOCHS)
  // A grant of it fits one statement.
  assert.ok(encodeRing(full).byteLength < 15 * 1024, `${encodeRing(full).byteLength} bytes`)
})

test('no two keys of a ring are equal', () => {
  const keys = [ring.pidKey, ring.splitKey, ring.root, Buffer.from(ring.gear.buffer, 0, 32)]
  for (const epoch of [1, rotated.epoch])
    for (const use of ['chunk', 'record'] as const)
      keys.push(rotated.keys(epoch, use).siv, rotated.keys(epoch, use).enc)
  assert.equal(new Set(keys.map(key => Buffer.from(key).toString('hex'))).size, keys.length)
})

test('keys come from the root, the epoch and the ring id as specified', () => {
  const id = bytesOf(ring.id)
  const [root, secret] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
  assert.deepEqual(ring.pidKey, deriveKey('holdfast v1 ring pid', root, id))
  assert.deepEqual(ring.keys(1, 'chunk').siv, deriveKey('holdfast v1 chunk siv', secret, id, Uint8Array.of(1, 0, 0, 0)))
  assert.deepEqual(
    ring.keys(1, 'record').enc,
    deriveKey('holdfast v1 record enc', secret, id, Uint8Array.of(1, 0, 0, 0)),
  )
  const row = Buffer.from(deriveKey('holdfast v1 ring gear', root, id, Uint8Array.of(31)))
  assert.equal(ring.gear[255], row.readUInt32LE(28))
})

test('another ring does not open the record', () => {
  const other = createRing(parseId('RingId', 'ff'.repeat(16)), new Uint8Array(32).fill(1), new Uint8Array(32).fill(2))
  assert.throws(() => openFromRing(other, 'c', sealForRing(ring, 'c', text)), isKeyMissing)
})

test('a ring survives its bytes', () => {
  const copy = decodeRing(encodeRing(rotated))
  assert.equal(copy.id, ring.id)
  assert.equal(copy.epoch, rotated.epoch)
  assert.deepEqual(Buffer.from(openFromRing(copy, 'c', sealForRing(rotated, 'c', text))), text)
  assert.deepEqual(copy.pidKey, ring.pidKey)
})

test('a decoded ring keeps its secrets when the bytes it came from are wiped', () => {
  const bytes = Buffer.from(encodeRing(ring))
  const copy = decodeRing(bytes)
  bytes.fill(0)
  assert.deepEqual(Buffer.from(encodeRing(copy)), Buffer.from(encodeRing(ring)))
})

test('a printed or serialised ring shows no secret', () => {
  assert.equal(JSON.stringify(ring), JSON.stringify({ id: ring.id, epoch: 1 }))
  assert.doesNotMatch(inspect(ring, { depth: 9, showHidden: true }), /01 01 01|02 02 02|Uint8Array/)
})

test('any bytes are a ring or MESSAGE_INVALID', () =>
  checkDecoder(encodeRing(rotated), decodeRing, ['MESSAGE_INVALID']))

test('any bytes are a record, MESSAGE_INVALID or KEY_MISSING', () =>
  checkDecoder(sealForRing(ring, 'c', text), bytes => openFromRing(ring, 'c', bytes), [
    'MESSAGE_INVALID',
    'KEY_MISSING',
  ]))

function isInvalid(error: unknown): boolean {
  return isError(error, 'MESSAGE_INVALID')
}

function isKeyMissing(error: unknown): boolean {
  return isError(error, 'KEY_MISSING')
}
