import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type ErrorCode, isError } from '../../protocol/errors.ts'
import {
  compareHeads,
  type HeadFields,
  type HeadRecord,
  headIdOf,
  isForkProof,
  parseForkProof,
  parseHead,
  relateHeads,
  signHead,
} from '../../protocol/head.ts'
import { type MeshId, type NodeHash, parseId } from '../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../protocol/keys.ts'
import { EMPTY_ROOT } from '../../protocol/merkle-map.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { decodeSigned, encodeSigned, sign } from '../../protocol/signed.ts'
import { checkDecoder } from '../helpers/bad-bytes.ts'

const mesh = parseId('MeshId', 'aa'.repeat(32))
const key = signingKeyFromSeed(new Uint8Array(32).fill(1))
const other = signingKeyFromSeed(new Uint8Array(32).fill(2))
const fails = (code: ErrorCode) => (error: unknown) => isError(error, code)

function fields(changes: Partial<HeadFields> = {}): HeadFields {
  return {
    mesh,
    author: key.id,
    incarnation: 1,
    nonce: new Uint8Array(16).fill(7),
    seq: 1,
    prev: undefined,
    root: EMPTY_ROOT,
    membership: new Uint8Array(32).fill(9),
    time: 1_700_000_000_000,
    entries: 0,
    ...changes,
  }
}
const headOf = (changes: Partial<HeadFields> = {}) => parseHead(mesh, signHead(fields(changes), key))
/** Heads that follow each other, each changed as told. */
function chain(...changes: Partial<HeadFields>[]): HeadRecord[] {
  const heads: HeadRecord[] = []
  for (const change of changes) {
    const last = heads.at(-1)
    heads.push(
      headOf({
        ...(last && { incarnation: last.incarnation, nonce: last.nonce, prev: last.id }),
        seq: heads.length + 1,
        ...change,
      }),
    )
  }
  return heads
}
const root = (byte: string) => byte.repeat(32) as NodeHash
const next = { incarnation: 2, nonce: new Uint8Array(16).fill(8) }

suite('a head', () => {
  test('is read as it was signed', () => {
    const first = headOf()
    const full = fields({ incarnation: 3, seq: 8, prev: first.id, root: root('cd'), entries: 12 })
    const signed = signHead(full, key)
    const { id, ...read } = parseHead(mesh, decodeSigned(encodeSigned(signed)))
    assert.equal(id, headIdOf(signed.body))
    assert.deepEqual(
      { ...read, nonce: [...read.nonce], membership: [...read.membership] },
      {
        ...full,
        nonce: [...full.nonce],
        membership: [...full.membership],
      },
    )
  })

  test('of another mesh, of another type or changed on the way is refused', () => {
    const signed = signHead(fields(), key)
    const foreign = 'bb'.repeat(32) as MeshId
    assert.throws(() => parseHead(foreign, signed), fails('SIGNATURE_INVALID'))
    assert.throws(() => parseHead(mesh, sign('beat', mesh, signed.body, key)), fails('SIGNATURE_INVALID'))
    const body = Uint8Array.from(signed.body)
    body[body.length - 1]! ^= 1
    assert.throws(() => parseHead(mesh, new pb.Signed({ ...signed, body })), fails('SIGNATURE_INVALID'))
    assert.throws(
      () => parseHead(mesh, sign('head', mesh, signHead(fields({ mesh: foreign }), key).body, key)),
      fails('MESH_MISMATCH'),
    )
    assert.throws(() => parseHead(mesh, sign('head', mesh, signed.body, other)), fails('MESSAGE_INVALID'))
    assert.throws(() => signHead(fields(), other), TypeError)
  })

  test('without a place in the order, a link or whole ids can not be signed', () => {
    const wrong: Partial<HeadFields>[] = [
      { seq: 0 },
      { incarnation: 0 },
      { seq: 2 },
      { prev: headOf().id },
      { nonce: new Uint8Array(15) },
      { membership: new Uint8Array(0) },
      { root: '00' as NodeHash },
    ]
    for (const change of wrong) assert.throws(() => signHead(fields(change), key), fails('MESSAGE_INVALID'))
  })

  test('is read from any bytes or refused', async () => {
    const signed = signHead(fields(), key)
    await checkDecoder(signed.body, body => parseHead(mesh, sign('head', mesh, body, key)), [
      'MESSAGE_INVALID',
      'MESH_MISMATCH',
    ])
    await checkDecoder(encodeSigned(signed), bytes => parseHead(mesh, decodeSigned(bytes)), [
      'MESSAGE_INVALID',
      'SIGNATURE_INVALID',
    ])
  })
})

suite('two heads of one author', () => {
  test('are ordered by incarnation, then by seq', () => {
    const places = [
      [1, 1],
      [1, 2],
      [1, 9],
      [2, 3],
      [2, 4],
      [10, 4],
    ].map(([incarnation, seq]) => ({ incarnation: incarnation!, seq: seq! }))
    for (const [i, a] of places.entries())
      for (const [j, b] of places.entries()) assert.equal(Math.sign(compareHeads(a, b)), Math.sign(i - j))
  })

  test('in one chain are newer, older or the same, however far apart', () => {
    const heads = chain({}, { root: root('01') }, next, {}, { root: root('02') })
    for (const [i, known] of heads.entries()) {
      for (const [j, head] of heads.entries()) {
        assert.equal(relateHeads(known, head), i < j ? 'newer' : i > j ? 'older' : 'same')
        assert.equal(isForkProof(known, head), false)
      }
    }
  })

  test('are a fork when no chain holds both', () => {
    const [first, second, third, fourth] = chain({}, {}, {}, {}) as [HeadRecord, HeadRecord, HeadRecord, HeadRecord]
    const forks: [string, HeadRecord, HeadRecord][] = [
      ['one place, two roots', second, headOf({ seq: 2, prev: first.id, root: root('05') })],
      ['one place, two times', second, headOf({ seq: 2, prev: first.id, time: 5 })],
      ['a link past the one before', third, headOf({ seq: 4, prev: first.id })],
      ['a new incarnation that did not know the newest head', third, headOf({ ...next, seq: 2, prev: first.id })],
      ['a new incarnation at the same seq', third, headOf({ ...next, seq: 3, prev: second.id })],
      ['a new incarnation that links past the newest head', third, headOf({ ...next, seq: 4, prev: second.id })],
      ['one incarnation of two machines', second, headOf({ seq: 9, prev: fourth.id, nonce: next.nonce })],
    ]
    for (const [name, a, b] of forks) {
      assert.equal(relateHeads(a, b), 'fork', name)
      assert.equal(relateHeads(b, a), 'fork', name)
      assert.ok(isForkProof(a, b), name)
    }
  })

  test('relate the opposite way when they are swapped', () => {
    const place = fc.record({
      incarnation: fc.integer({ min: 1, max: 3 }),
      seq: fc.integer({ min: 1, max: 5 }),
      version: fc.nat(2),
    })
    fc.assert(
      fc.property(place, place, (a, b) => {
        const [x, y] = [a, b].map(({ incarnation, seq, version }) =>
          headOf({ incarnation, seq, time: version, prev: seq > 1 ? headOf().id : undefined }),
        ) as [HeadRecord, HeadRecord]
        const opposite = { newer: 'older', older: 'newer', same: 'same', fork: 'fork' } as const
        assert.equal(relateHeads(y, x), opposite[relateHeads(x, y)])
        if (relateHeads(x, y) === 'newer') assert.ok(compareHeads(x, y) < 0 && x.seq < y.seq)
      }),
      { numRuns: 60 },
    )
  })

  test('of two authors are not compared', () => {
    const foreign = parseHead(mesh, signHead(fields({ author: other.id }), other))
    assert.throws(() => relateHeads(headOf(), foreign), TypeError)
    assert.equal(isForkProof(headOf(), foreign), false)
  })

  test('that fork are a proof anyone can check', () => {
    const [a, b] = [signHead(fields(), key), signHead(fields({ time: 1 }), key)]
    assert.equal(parseForkProof(mesh, { a, b }).a.author, key.id)
    assert.throws(() => parseForkProof(mesh, { a, b: a }), fails('MESSAGE_INVALID'))
    const forged = new pb.Signed({ ...b, author: other.publicKey })
    assert.throws(() => parseForkProof(mesh, { a, b: forged }), fails('SIGNATURE_INVALID'))
    assert.throws(
      () => parseForkProof(mesh, { a, b: signHead(fields({ author: other.id }), other) }),
      fails('MESSAGE_INVALID'),
    )
  })
})
