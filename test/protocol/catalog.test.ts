import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  type CatalogEntry,
  encodeHolding,
  encodeProof,
  encodeSelf,
  type Holding,
  keys,
  type Proof,
  parseEntry,
  parseKey,
  prefixes,
  type SelfEntry,
} from '../../protocol/catalog.ts'
import { encode } from '../../protocol/codec.ts'
import { isError } from '../../protocol/errors.ts'
import { hash } from '../../protocol/hash.ts'
import { idOf, parseId } from '../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../protocol/keys.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { STANDARD } from '../../protocol/policy.ts'
import { projectIdOf, signProject } from '../../protocol/project-entry.ts'
import { encodeSigned, sign } from '../../protocol/signed.ts'
import { checkDecoder } from '../helpers/bad-bytes.ts'

const mesh = parseId('MeshId', 'aa'.repeat(32))
const ring = parseId('RingId', 'ee'.repeat(16))
const key = signingKeyFromSeed(new Uint8Array(32).fill(1))
const [one, two] = [parseId('SnapshotId', '11'.repeat(32)), parseId('SnapshotId', '22'.repeat(32))]
const invalid = (error: unknown) => isError(error, 'MESSAGE_INVALID')
const nonce = Buffer.alloc(16, 9)
const project = projectIdOf(key.id, nonce)
const signed = sign('snapshot', mesh, Buffer.from('a record'), key)
const snapshot = idOf('SnapshotId', hash(signed.body))

const self: SelfEntry = {
  addresses: ['/ip4/127.0.0.1/tcp/4001'],
  capacity: 2 ** 40,
  used: 5,
  full: false,
  health: 'ok',
  software: 'holdfast 0.1.0',
  features: ['zstd'],
}
const revision = signProject(
  mesh,
  {
    founder: key.id,
    nonce,
    rev: 2,
    prev: Buffer.alloc(32, 3),
    policy: STANDARD,
    ring,
    phase: 'active',
    sealed: Buffer.from('sealed'),
    time: 1_700_000_000_000,
  },
  key,
)
const holding: Holding = { snapshots: [one, two], storedBytes: 9, scrubbedAt: 8, since: 7, voided: true, generation: 3 }
const proof: Proof = {
  snapshots: [one],
  time: 6,
  challengeHash: Buffer.alloc(32, 4),
  ranges: 688,
  result: 'passed',
  generation: 3,
}
const evidence = { challenge: Buffer.from('c'), answer: Buffer.from('a') }
const values: [Uint8Array, Uint8Array][] = [
  [keys.self(), encodeSelf(self)],
  [keys.project(project), encodeSigned(revision)],
  [keys.snapshot(project, snapshot), encodeSigned(signed)],
  [keys.holding(project), encodeHolding(holding)],
  [keys.proof(key.id, project), encodeProof(proof)],
  [keys.grant(ring, 1, key.id), encodeSigned(signed)],
]
// Bytes fields are views of one class or another; what they hold is what counts.
const plain = (value: unknown) =>
  JSON.parse(
    JSON.stringify(value, (_, part) =>
      part?.type === 'Buffer' ? part.data : part instanceof Uint8Array ? [...part] : part,
    ),
  )
const read = (entryKey: Uint8Array, value: Uint8Array) => parseEntry(entryKey, value).value

suite('a catalog key', () => {
  test('says what the entry is about', () => {
    assert.deepEqual(parseKey(keys.self()), { kind: 'self' })
    assert.deepEqual(parseKey(keys.project(project)), { kind: 'project', project })
    assert.deepEqual(parseKey(keys.snapshot(project, one)), { kind: 'snapshot', project, snapshot: one })
    assert.deepEqual(parseKey(keys.holding(project)), { kind: 'holding', project })
    assert.deepEqual(parseKey(keys.proof(key.id, project)), { kind: 'proof', holder: key.id, project })
    assert.deepEqual(parseKey(keys.grant(ring, 7, key.id)), { kind: 'grant', ring, epoch: 7, member: key.id })
  })

  test('is a word and raw ids', () => {
    assert.equal(
      Buffer.from(keys.project(project)).toString('latin1'),
      `project/${Buffer.from(project, 'hex').toString('latin1')}`,
    )
    assert.equal(
      Buffer.from(keys.grant(ring, 258, key.id))
        .subarray(22, 26)
        .toString('hex'),
      '00000102',
    )
  })

  test('begins with the prefix of its kind', () => {
    const pairs: [Uint8Array, Uint8Array][] = [
      [keys.project(project), prefixes.projects()],
      [keys.snapshot(project, one), prefixes.snapshots()],
      [keys.snapshot(project, one), prefixes.snapshots(project)],
      [keys.holding(project), prefixes.holdings()],
      [keys.proof(key.id, project), prefixes.proofs(key.id)],
      [keys.grant(ring, 1, key.id), prefixes.grants(ring)],
    ]
    for (const [whole, prefix] of pairs) assert.deepEqual([...whole.subarray(0, prefix.byteLength)], [...prefix])
  })

  test('with an unknown word is carried, with ids of a wrong length refused', () => {
    for (const text of ['', 'selfish', 'future/x', 'auditor/1', 'projects/', 'projec'])
      assert.deepEqual(parseKey(Buffer.from(text)), { kind: 'unknown' })
    for (const [good] of values.slice(1)) {
      assert.throws(() => parseKey(good.subarray(0, -1)), invalid)
      assert.throws(() => parseKey(Buffer.concat([good, Buffer.alloc(1)])), invalid)
    }
  })
})

suite('a catalog entry', () => {
  test('is read as it was written', () => {
    const [first, second, third, fourth, fifth, sixth] = values.map(([entryKey, value]) =>
      plain(parseEntry(entryKey, value)),
    )
    assert.deepEqual(first, plain({ kind: 'self', value: self }))
    assert.deepEqual(second, plain({ kind: 'project', project, value: revision }))
    assert.deepEqual(third, plain({ kind: 'snapshot', project, snapshot, value: signed }))
    assert.deepEqual(fourth, plain({ kind: 'holding', project, value: holding }))
    assert.deepEqual(fifth, plain({ kind: 'proof', holder: key.id, project, value: proof }))
    assert.deepEqual(sixth, plain({ kind: 'grant', ring, epoch: 1, member: key.id, value: signed }))
    const failed = { ...proof, result: 'failed' as const, ...evidence }
    assert.deepEqual(plain(read(keys.proof(key.id, project), encodeProof(failed))), plain(failed))
  })

  test('that was removed has no value', () => {
    for (const [entryKey] of values) assert.equal(parseEntry(entryKey, undefined).value, undefined)
  })

  test('of an unknown kind is carried as it is', () => {
    const carried: CatalogEntry = parseEntry(Buffer.from('later/x'), Buffer.from('anything'))
    assert.deepEqual(plain(carried), plain({ kind: 'unknown', value: Buffer.from('anything') }))
  })

  test('that lists snapshots out of order, twice or cut is refused', () => {
    const [a, b] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
    const holdingOf = (snapshots: Uint8Array) => () =>
      read(keys.holding(project), encode(pb.HoldingEntry, { snapshots }))
    assert.doesNotThrow(holdingOf(Buffer.concat([a, b])))
    for (const packed of [
      [b, a],
      [a, a],
      [a, b.subarray(1)],
    ])
      assert.throws(holdingOf(Buffer.concat(packed)), invalid)
    assert.deepEqual(
      (read(keys.holding(project), encodeHolding({ ...holding, snapshots: [two, one] })) as Holding).snapshots,
      [one, two],
    )
  })

  test('that stands under the wrong key or lacks what it must say is refused', () => {
    const elsewhere = parseId('ProjectId', 'ff'.repeat(16))
    assert.throws(() => read(keys.project(elsewhere), encodeSigned(revision)), invalid)
    assert.throws(() => read(keys.snapshot(project, one), encodeSigned(signed)), invalid)
    const proofOf = (changes: pb.ProofEntry.$Properties) => () =>
      read(
        keys.proof(key.id, project),
        encode(pb.ProofEntry, { challengeHash: Buffer.alloc(32), result: 1, ...changes }),
      )
    assert.doesNotThrow(proofOf({}))
    assert.throws(proofOf({ result: 0 }), invalid)
    assert.throws(proofOf({ result: 9 as pb.ProofResult }), invalid)
    assert.throws(proofOf({ result: 2 }), invalid)
    assert.throws(proofOf({ challengeHash: Buffer.alloc(16) }), invalid)
  })

  test('is read from any bytes or refused', async () => {
    for (const [entryKey, value] of values) {
      await checkDecoder(value, bytes => parseEntry(entryKey, bytes), ['MESSAGE_INVALID'], 200)
      await checkDecoder(entryKey, bytes => parseEntry(bytes, value), ['MESSAGE_INVALID'], 200)
    }
  })
})
