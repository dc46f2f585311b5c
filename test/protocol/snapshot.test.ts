import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encode } from '../../protocol/codec.ts'
import { isError } from '../../protocol/errors.ts'
import { type MeshId, parseId } from '../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../protocol/keys.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { nextEpoch } from '../../protocol/ring.ts'
import { decodeSigned, encodeSigned, sign } from '../../protocol/signed.ts'
import {
  openSnapshotInfo,
  parseSnapshot,
  type SnapshotFields,
  type SnapshotInfo,
  signSnapshot,
  snapshotIdOf,
} from '../../protocol/snapshot.ts'
import { checkDecoder } from '../helpers/bad-bytes.ts'
import { readVector, ring } from '../helpers/chunk-memory.ts'

const mesh: MeshId = parseId('MeshId', 'ab'.repeat(32))
const key = signingKeyFromSeed(new Uint8Array(32).fill(9))
const fields: SnapshotFields = {
  project: parseId('ProjectId', '22'.repeat(16)),
  root: { cid: parseId('Cid', '33'.repeat(32)), storedBytes: 5_000_000_000 },
  incarnation: 1,
  seq: 7,
  parents: [parseId('SnapshotId', '44'.repeat(32))],
  state: 'settled',
  time: 1_795_000_000_000,
}
const info: SnapshotInfo = {
  projectName: 'Nocturne',
  label: 'before mastering',
  path: Buffer.from([0x2f, 0x73, 0xff]),
  user: 'ada',
  files: 12,
  directories: 3,
  plainBytes: 6_000_000_000,
  skipped: 1,
  newBytes: 77,
  liveFiles: 2,
  rebuildableFiles: 4,
  rebuildableBytes: 5000,
}

test('a signed snapshot is the committed vector', () => {
  const { id, signed } = signSnapshot(fields, info, ring, mesh, key)
  assert.deepEqual(Buffer.from(encodeSigned(signed)), readVector('snapshot'))
  assert.equal(parseSnapshot(mesh, decodeSigned(readVector('snapshot'))).id, id)
})

test('a snapshot says what was signed', () => {
  const { id, signed } = signSnapshot(fields, info, ring, mesh, key)
  const { sealed: _, ...record } = parseSnapshot(mesh, decodeSigned(encodeSigned(signed)))
  assert.deepEqual(record, { ...fields, id, author: key.id, ring: ring.id, epoch: 1, sendClass: 3 })
  assert.equal(id, snapshotIdOf(signed.body))
  const live = signSnapshot({ ...fields, state: 'live', sendClass: 0, parents: [] }, info, ring, mesh, key)
  const parsed = parseSnapshot(mesh, live.signed)
  assert.deepEqual([parsed.state, parsed.sendClass, parsed.parents], ['live', 0, []])
})

test('its sealed part opens with the ring, says what was sealed, and shows no name without', () => {
  const { signed } = signSnapshot(fields, info, ring, mesh, key)
  const record = parseSnapshot(mesh, signed)
  const opened = openSnapshotInfo(ring, record)
  assert.deepEqual({ ...opened, path: Buffer.from(opened.path) }, info)
  for (const secret of ['Nocturne', 'mastering', 'ada']) assert.equal(Buffer.from(signed.body).includes(secret), false)
})

test('its sealed part opens in no other record', () => {
  const record = parseSnapshot(mesh, signSnapshot(fields, info, ring, mesh, key).signed)
  const project = parseId('ProjectId', '55'.repeat(16))
  for (const other of [{ seq: 8 }, { incarnation: 2 }, { project }, { author: parseId('SiteId', '66'.repeat(32)) }]) {
    assert.throws(() => openSnapshotInfo(ring, { ...record, ...other }), isInvalid)
  }
})

test('it names the epoch it was sealed in', () => {
  const rotated = nextEpoch(ring, new Uint8Array(32).fill(3))
  const record = parseSnapshot(mesh, signSnapshot(fields, info, rotated, mesh, key).signed)
  assert.equal(record.epoch, rotated.epoch)
  assert.throws(
    () => openSnapshotInfo(ring, record),
    error => isError(error, 'KEY_MISSING'),
  )
})

test('a snapshot of another mesh or changed on its way is SIGNATURE_INVALID', () => {
  const { signed } = signSnapshot(fields, info, ring, mesh, key)
  const isSignatureInvalid = (error: unknown) => isError(error, 'SIGNATURE_INVALID')
  assert.throws(() => parseSnapshot(parseId('MeshId', 'ac'.repeat(32)), signed), isSignatureInvalid)
  const body = Uint8Array.from(signed.body)
  body[40]! ^= 1
  assert.throws(() => parseSnapshot(mesh, new pb.Signed({ ...signed, body })), isSignatureInvalid)
})

test('a record is refused that is incomplete, too large, or names another author than its signer', () => {
  const good: pb.Snapshot.$Properties = {
    project: Buffer.alloc(16),
    root: Buffer.alloc(32),
    storedBytes: 1,
    ring: Buffer.alloc(16),
    epoch: 1,
    author: key.publicKey,
    seq: 1,
    state: pb.SnapshotState.SETTLED,
    sealed: Buffer.alloc(100),
  }
  const parse = (change: pb.Snapshot.$Properties) =>
    parseSnapshot(mesh, sign('snapshot', mesh, encode(pb.Snapshot, { ...good, ...change }), key))
  assert.equal(parse({}).seq, 1)
  const changes: pb.Snapshot.$Properties[] = [
    { project: Buffer.alloc(15) },
    { root: Buffer.alloc(0) },
    { storedBytes: 0 },
    { ring: Buffer.alloc(17) },
    { epoch: 0 },
    { author: Buffer.alloc(32) },
    { seq: 0 },
    { state: pb.SnapshotState.SNAPSHOT_UNSPECIFIED },
    { state: 7 as pb.SnapshotState },
    { sendClass: 8 },
    { parents: [Buffer.alloc(31)] },
    { parents: Array(257).fill(Buffer.alloc(32)) },
    { sealed: Buffer.alloc(16 * 1024 + 1) },
  ]
  for (const change of changes) assert.throws(() => parse(change), isInvalid, JSON.stringify(Object.keys(change)))
  assert.throws(() => signSnapshot({ ...fields, seq: 0 }, info, ring, mesh, key), isInvalid)
})

test('any bytes are a snapshot, MESSAGE_INVALID or SIGNATURE_INVALID', async () => {
  const { signed } = signSnapshot(fields, info, ring, mesh, key)
  await checkDecoder(encodeSigned(signed), bytes => parseSnapshot(mesh, decodeSigned(bytes)), [
    'MESSAGE_INVALID',
    'SIGNATURE_INVALID',
  ])
  // Signed rubbish: the body's decoder alone.
  await checkDecoder(signed.body, body => parseSnapshot(mesh, sign('snapshot', mesh, body, key)), ['MESSAGE_INVALID'])
})

function isInvalid(error: unknown): boolean {
  return isError(error, 'MESSAGE_INVALID')
}
