import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type BeatRecord, isNewerBeat, parseBeat, signBeat } from '../../protocol/beat.ts'
import { type ErrorCode, isError } from '../../protocol/errors.ts'
import { type ProjectId, parseId } from '../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../protocol/keys.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { decodeSigned, encodeSigned, sign } from '../../protocol/signed.ts'
import { checkDecoder } from '../helpers/bad-bytes.ts'

const mesh = parseId('MeshId', 'aa'.repeat(32))
const key = signingKeyFromSeed(new Uint8Array(32).fill(1))
const other = signingKeyFromSeed(new Uint8Array(32).fill(2))
const project = (number: number) => number.toString(16).padStart(32, '0') as ProjectId
const fails = (code: ErrorCode) => (error: unknown) => isError(error, code)
const beat: BeatRecord = {
  author: key.id,
  incarnation: 2,
  seq: 17,
  time: 1_700_000_000_000,
  counter: 5,
  intents: [{ project: project(1), since: 1_700_000_000_000, rank: 0 }],
  progress: [{ project: project(2), haveBytes: 5, needBytes: 2 ** 40, rate: 0 }],
  membership: Buffer.alloc(32, 9),
  reading: [parseId('ProjectId', '06'.repeat(16))],
}

suite('a beat', () => {
  test('is read as it was signed', () => {
    const read = parseBeat(mesh, decodeSigned(encodeSigned(signBeat(beat, mesh, key))))
    assert.deepEqual({ ...read, membership: Buffer.from(read.membership) }, beat)
  })

  test('names the disk that failed under its author', () => {
    const sick = { ...beat, sick: '/dev/sdb1 (ext4) on /srv' }
    assert.equal(parseBeat(mesh, signBeat(sick, mesh, key)).sick, sick.sick)
    assert.equal(parseBeat(mesh, signBeat({ ...beat, sick: 'x'.repeat(2000) }, mesh, key)).sick?.length, 512)
  })

  test('of another mesh, author or type is refused', () => {
    const signed = signBeat(beat, mesh, key)
    assert.throws(() => parseBeat(parseId('MeshId', 'bb'.repeat(32)), signed), fails('SIGNATURE_INVALID'))
    assert.throws(() => parseBeat(mesh, sign('head', mesh, signed.body, key)), fails('SIGNATURE_INVALID'))
    assert.throws(() => parseBeat(mesh, sign('beat', mesh, signed.body, other)), fails('MESSAGE_INVALID'))
    assert.throws(() => signBeat(beat, mesh, other), TypeError)
  })

  test('of a site with more work than fits stays within its frame', () => {
    const intents = Array.from({ length: 5000 }, (_, number) => ({ project: project(number), since: 2 ** 45, rank: 9 }))
    const progress = intents.map(intent => ({
      project: intent.project,
      haveBytes: 2 ** 50,
      needBytes: 2 ** 50,
      rate: 2 ** 40,
    }))
    const signed = signBeat({ ...beat, intents, progress }, mesh, key)
    assert.ok(encodeSigned(signed).byteLength < LIMITS.controlFrame)
    assert.deepEqual(parseBeat(mesh, signed).intents, intents.slice(0, 512))
  })

  test('replaces one of a lower incarnation or counter', () => {
    assert.ok(isNewerBeat(beat, { ...beat, counter: 6 }))
    assert.ok(isNewerBeat(beat, { ...beat, incarnation: 3, counter: 1 }))
    assert.ok(!isNewerBeat(beat, beat))
    assert.ok(!isNewerBeat(beat, { ...beat, incarnation: 1, counter: 9 }))
  })

  test('is read from any bytes or refused', async () => {
    const { body } = signBeat(beat, mesh, key)
    await checkDecoder(body, bytes => parseBeat(mesh, sign('beat', mesh, bytes, key)), ['MESSAGE_INVALID'])
  })
})
