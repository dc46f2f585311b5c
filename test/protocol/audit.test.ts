import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  AUDIT_ENTRY_BYTES,
  type AuditFields,
  brokenLink,
  openAuditDetail,
  readAudit,
  sealAuditDetail,
  signAudit,
  verifyAudit,
} from '../../protocol/audit.ts'
import { keys, parseKey, prefixes } from '../../protocol/catalog.ts'
import { encode } from '../../protocol/codec.ts'
import { type ErrorCode, isError } from '../../protocol/errors.ts'
import { parseId } from '../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../protocol/keys.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { createRing } from '../../protocol/ring.ts'
import { decodeSigned, sign } from '../../protocol/signed.ts'
import { checkDecoder } from '../helpers/bad-bytes.ts'

const mesh = parseId('MeshId', 'aa'.repeat(32))
const key = signingKeyFromSeed(new Uint8Array(32).fill(1))
const ring = createRing(parseId('RingId', '07'.repeat(16)), new Uint8Array(32).fill(1), new Uint8Array(32).fill(2))
const fails = (code: ErrorCode) => (error: unknown) => isError(error, code)

function fields(changes: Partial<AuditFields> = {}): AuditFields {
  return {
    seq: 1,
    prev: undefined,
    time: 1_700_000_000_000,
    act: 'restore',
    project: parseId('ProjectId', '11'.repeat(16)),
    site: parseId('SiteId', '22'.repeat(32)),
    snapshot: parseId('SnapshotId', '33'.repeat(32)),
    by: new Uint8Array(32).fill(4),
    sealed: new Uint8Array(0),
    ...changes,
  }
}

describe('an audit entry', () => {
  test('says what was written, and is signed by its author', () => {
    const signed = decodeSigned(signAudit(mesh, fields(), key))
    verifyAudit(mesh, signed)
    const { author, hash, ...rest } = readAudit(signed)
    assert.equal(author, key.id)
    assert.match(hash, /^[0-9a-f]{64}$/)
    assert.deepEqual({ ...rest, sealed: Uint8Array.from(rest.sealed) }, fields())
  })

  test('of another mesh, or with another body, is not signed', () => {
    const signed = decodeSigned(signAudit(mesh, fields(), key))
    assert.throws(() => verifyAudit(parseId('MeshId', 'bb'.repeat(32)), signed), fails('SIGNATURE_INVALID'))
    const body = encode(pb.AuditEntry, { seq: 1, time: 1, act: 'restored' })
    const { author, signature } = signed
    assert.throws(() => verifyAudit(mesh, new pb.Signed({ body, author, signature })), fails('SIGNATURE_INVALID'))
  })

  test('follows the one before by place and by hash', () => {
    const first = readAudit(decodeSigned(signAudit(mesh, fields(), key)))
    const second = readAudit(decodeSigned(signAudit(mesh, fields({ seq: 2, prev: first.hash }), key)))
    assert.equal(brokenLink(undefined, first), undefined)
    assert.equal(brokenLink(first, second), undefined)
    assert.match(brokenLink(undefined, second)!, /entry 2 stands where entry 1 belongs/)
    const branch = readAudit(decodeSigned(signAudit(mesh, fields({ seq: 2, prev: 'ab'.repeat(32) }), key)))
    assert.match(brokenLink(first, branch)!, /does not name the entry before/)
    assert.match(brokenLink(first, first)!, /entry 1 stands where entry 2 belongs/)
  })

  test('seals its words to the ring, author and place; cut words are still sealed', () => {
    const detail = { text: `${'é'.repeat(3000)}`, who: 'token backup' }
    const sealed = sealAuditDetail(ring, key.id, 9, detail)
    const value = signAudit(mesh, fields({ seq: 9, prev: 'cd'.repeat(32), sealed }), key)
    assert.ok(value.byteLength < AUDIT_ENTRY_BYTES)
    const record = readAudit(decodeSigned(value))
    const opened = openAuditDetail(ring, record)
    assert.equal(opened.who, 'token backup')
    assert.equal(opened.text, `${'é'.repeat(999)}…`)
    assert.equal(Buffer.from(value).includes('backup'), false)
    assert.throws(() => openAuditDetail(ring, { ...record, seq: 10 }), fails('MESSAGE_INVALID'))
    const other = createRing(parseId('RingId', '08'.repeat(16)), new Uint8Array(32).fill(1), new Uint8Array(32).fill(2))
    assert.throws(() => openAuditDetail(other, record), fails('KEY_MISSING'))
  })

  test('without a place, with a link too many or too few, with an act that is no word, or too large is refused', () => {
    const wrong: pb.AuditEntry.$Properties[] = [
      { seq: 0, act: 'restore' },
      { seq: 1, act: 'restore', prev: new Uint8Array(32) },
      { seq: 2, act: 'restore' },
      { seq: 1, act: 'Restore it' },
      { seq: 1, act: '' },
      { seq: 1, act: 'restore', by: new Uint8Array(65) },
      { seq: 1, act: 'restore', sealed: new Uint8Array(4097) },
      { seq: 1, act: 'restore', project: new Uint8Array(15) },
    ]
    for (const entry of wrong) {
      const signed = sign('audit', mesh, encode(pb.AuditEntry, entry), key)
      assert.throws(() => readAudit(signed), fails('MESSAGE_INVALID'), JSON.stringify(entry))
    }
    assert.throws(() => signAudit(mesh, fields({ act: 'Restore it' }), key), TypeError)
  })

  test('any other bytes are an entry or MESSAGE_INVALID', async () => {
    await checkDecoder(signAudit(mesh, fields(), key), bytes => readAudit(decodeSigned(bytes)), ['MESSAGE_INVALID'])
  })
})

describe('the keys of a log', () => {
  test('stand in the order of the entries', () => {
    const places = [1, 2, 255, 256, 65_536, 2 ** 32, Number.MAX_SAFE_INTEGER]
    const sorted = places.map(seq => keys.audit(seq)).sort(Buffer.compare)
    assert.deepEqual(
      sorted.map(bytes => parseKey(bytes)),
      places.map(seq => ({ kind: 'audit', seq })),
    )
    assert.ok(sorted.every(bytes => Buffer.from(bytes).indexOf(prefixes.audit()) === 0))
  })

  test('place 0, and one that no number of ours can be, are none', () => {
    for (const place of [0n, 2n ** 53n, 2n ** 64n - 1n]) {
      const bytes = Buffer.alloc(14)
      bytes.write('audit/')
      bytes.writeBigUInt64BE(place, 6)
      assert.throws(() => parseKey(bytes), fails('MESSAGE_INVALID'))
    }
  })
})
