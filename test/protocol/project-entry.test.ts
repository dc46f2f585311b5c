import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { encode } from '../../protocol/codec.ts'
import { isError } from '../../protocol/errors.ts'
import { hash } from '../../protocol/hash.ts'
import { bytesOf, parseId } from '../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../protocol/keys.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { policyMessage, STANDARD } from '../../protocol/policy.ts'
import {
  authorityOf,
  compareProjects,
  type ProjectFields,
  parseProject,
  projectIdOf,
  signProject,
} from '../../protocol/project-entry.ts'
import { decodeSigned, encodeSigned, sign } from '../../protocol/signed.ts'
import { checkDecoder } from '../helpers/bad-bytes.ts'

const mesh = parseId('MeshId', 'aa'.repeat(32))
const [founder, other] = [1, 2].map(n => signingKeyFromSeed(new Uint8Array(32).fill(n)))
const fields: ProjectFields = {
  founder: founder!.id,
  nonce: Buffer.alloc(16, 9),
  rev: 2,
  prev: Buffer.alloc(32, 3),
  policy: STANDARD,
  ring: parseId('RingId', 'ee'.repeat(16)),
  phase: 'active',
  sealed: Buffer.from('sealed'),
  time: 1_700_000_000_000,
}
const invalid = (error: unknown) => isError(error, 'MESSAGE_INVALID')
const forged = (error: unknown) => isError(error, 'SIGNATURE_INVALID')
const read = (changes: Partial<ProjectFields> = {}) =>
  parseProject(mesh, signProject(mesh, { ...fields, ...changes }, founder!))

/** As the author would sign it that does not keep to the form. */
function signedAs(changes: pb.ProjectEntry.$Properties, author = founder!): pb.Signed {
  const body = encode(pb.ProjectEntry, {
    project: bytesOf(projectIdOf(fields.founder, fields.nonce)),
    rev: 1,
    policy: policyMessage(STANDARD),
    ring: bytesOf(fields.ring),
    phase: 1,
    author: author.publicKey,
    founder: bytesOf(fields.founder),
    nonce: fields.nonce,
    ...changes,
  })
  return sign('project', mesh, body, author)
}

suite('a revision of a project', () => {
  test('is read as it was written', () => {
    for (const phase of ['active', 'closed', 'archived', 'stopped'] as const) {
      const { project, author, hash: _, ...rest } = read({ phase, prev: undefined })
      assert.deepEqual(
        { ...rest, sealed: Buffer.from(rest.sealed), nonce: Buffer.from(rest.nonce) },
        { ...fields, phase, prev: undefined },
      )
      assert.equal(author, founder!.id)
      assert.equal(project, projectIdOf(founder!.id, fields.nonce))
    }
    assert.deepEqual(Buffer.from(read().prev!), fields.prev)
  })

  test('names the site that says what need not be kept; left out, its founder', () => {
    const named = read({ authority: other!.id })
    assert.deepEqual([named.authority, authorityOf(named)], [other!.id, other!.id])
    assert.deepEqual([read().authority, authorityOf(read())], [undefined, founder!.id])
    assert.throws(() => parseProject(mesh, signedAs({ authority: Buffer.alloc(31) })), invalid)
  })

  test('may be signed by another than the founder, under the id that the founder made', () => {
    const entry = parseProject(mesh, signProject(mesh, fields, other!))
    assert.deepEqual([entry.author, entry.founder], [other!.id, founder!.id])
    assert.equal(entry.project, read().project)
  })

  test('has an id that only its founder can make', () => {
    const taken = { founder: other!.publicKey }
    assert.throws(() => parseProject(mesh, signedAs(taken, other!)), invalid)
    const renumbered = { nonce: Buffer.alloc(16, 8) }
    assert.throws(() => parseProject(mesh, signedAs(renumbered)), invalid)
    assert.doesNotThrow(() => parseProject(mesh, signedAs({})))
    assert.equal(
      projectIdOf(founder!.id, fields.nonce),
      Buffer.from(hash(Buffer.concat([Buffer.from('holdfast v1 project'), founder!.publicKey, fields.nonce]))).toString(
        'hex',
        0,
        16,
      ),
    )
  })

  test('whose signature does not hold, is of another mesh or of another type is refused', () => {
    const good = signProject(mesh, fields, founder!)
    const later = signProject(mesh, { ...fields, rev: 9 }, founder!)
    assert.throws(
      () => parseProject(mesh, { body: later.body, author: good.author, signature: good.signature } as pb.Signed),
      forged,
    )
    assert.throws(() => parseProject(parseId('MeshId', 'ab'.repeat(32)), good), forged)
    assert.throws(() => parseProject(mesh, sign('snapshot', mesh, good.body, founder!)), forged)
    // Signed well, but said to be somebody else's.
    assert.throws(() => parseProject(mesh, signedAs({ author: founder!.publicKey }, other!)), invalid)
  })

  test('that lacks what it must say is refused', () => {
    assert.throws(() => parseProject(mesh, signedAs({ rev: 0 })), invalid)
    assert.throws(() => parseProject(mesh, signedAs({ prev: Buffer.alloc(31) })), invalid)
    assert.throws(() => parseProject(mesh, signedAs({ phase: 77 as pb.Phase })), invalid)
    assert.throws(() => parseProject(mesh, signedAs({ sealed: Buffer.alloc(16 * 1024 + 1) })), invalid)
    assert.throws(() => parseProject(mesh, signedAs({ nonce: Buffer.alloc(15) })), invalid)
  })

  test('keeps the fields of a newer version when it is revised', () => {
    const [body, field] = [signProject(mesh, fields, founder!).body, Buffer.from([0xfa, 0x3f, 2, 1, 2])] // field 1023
    const newer = parseProject(mesh, sign('project', mesh, Buffer.concat([body, field]), founder!))
    const { body: again } = signProject(mesh, { ...newer, rev: 3 }, other!)
    assert.deepEqual(Buffer.from(again.subarray(-5)), field)
  })

  test('is read from any bytes or refused', async () => {
    const value = encodeSigned(signProject(mesh, fields, founder!))
    const codes = ['MESSAGE_INVALID', 'SIGNATURE_INVALID', 'POLICY_INVALID'] as const
    await checkDecoder(value, bytes => parseProject(mesh, decodeSigned(bytes)), [...codes], 200)
    const { body } = signProject(mesh, fields, founder!)
    await checkDecoder(body, bytes => parseProject(mesh, sign('project', mesh, bytes, founder!)), [...codes], 200)
  })
})

test('of two revisions the higher wins, of equal ones that with the greater hash', () => {
  const entry = read()
  const later = read({ rev: 3, time: 1 })
  const [a, b] = [read({ time: 5 }), read({ time: 6 })]
  assert.ok(compareProjects(later, entry) > 0 && compareProjects(entry, later) < 0)
  assert.equal(compareProjects(a, read({ time: 5 })), 0)
  assert.equal(compareProjects(a, b), -compareProjects(b, a))
  assert.equal(compareProjects(a, b), Buffer.compare(a.hash, b.hash))
})
