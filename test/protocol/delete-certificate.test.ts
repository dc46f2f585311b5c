import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { encode } from '../../protocol/codec.ts'
import {
  cosignDelete,
  DELETE_SNAPSHOTS_MAX,
  DELETE_WAIT_S,
  type DeleteFields,
  drawUpDelete,
  isSignedByOwners,
  joinDeletes,
  parseDelete,
  parseUndelete,
  signUndelete,
} from '../../protocol/delete-certificate.ts'
import {
  deleteProposalOf,
  formatDeleteProposal,
  joinDeleteProposals,
  parseDeleteProposal,
} from '../../protocol/delete-proposal.ts'
import { isError } from '../../protocol/errors.ts'
import { hash } from '../../protocol/hash.ts'
import { bytesOf, idOf, packIds, parseId, type SnapshotId } from '../../protocol/ids.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { formatProposal, parseProposal, proposalOf } from '../../protocol/proposal.ts'
import { encodeSigned, sign } from '../../protocol/signed.ts'
import { checkDecoder } from '../helpers/bad-bytes.ts'
import { anna, bert, cleo, dora, first, genesis, mesh, next } from '../helpers/owners.ts'

const VECTOR = readFileSync(new URL('../vectors/delete.hex', import.meta.url), 'utf8')
const id = (n: number): SnapshotId => parseId('SnapshotId', n.toString(16).padStart(64, '0'))
const fields: DeleteFields = {
  project: parseId('ProjectId', '22'.repeat(16)),
  snapshots: [id(2), id(7)],
  time: 1_795_000_000_000,
  waitSeconds: DELETE_WAIT_S,
  why: 'recorded without consent',
}
const invalid = (error: unknown) => isError(error, 'MESSAGE_INVALID')
const forged = (error: unknown) => isError(error, 'SIGNATURE_INVALID')
const drawn = (changes: Partial<DeleteFields> = {}) => drawUpDelete(mesh, { ...fields, ...changes })

/** A body that no careful author would make, signed by Anna. */
function signedAs(changes: pb.DeleteCertificate.$Properties): Uint8Array {
  const body = encode(pb.DeleteCertificate, {
    mesh: bytesOf(mesh),
    project: bytesOf(fields.project),
    snapshots: packIds(fields.snapshots),
    time: fields.time,
    waitS: fields.waitSeconds,
    why: fields.why,
    ...changes,
  })
  const { author, signature } = sign('delete', mesh, body, anna!)
  return encode(pb.MultiSigned, { body, signatures: [{ author, signature }] })
}

suite('a delete certificate', () => {
  test('says what was signed, its snapshots sorted and each once, in one encoding', () => {
    const signed = cosignDelete(mesh, drawn({ snapshots: [id(7), id(2), id(7)] }), anna!)
    const { certificate, signers } = parseDelete(mesh, signed)
    const { id: record, ...said } = certificate
    assert.deepEqual(said, fields)
    assert.deepEqual(signers, new Set([anna!.id]))
    assert.deepEqual(Buffer.from(signed), Buffer.from(signedAs({})))
    const { body } = pb.MultiSigned.decode(signed)
    assert.equal(record, idOf('RecordId', hash(body)))
  })

  test('has these bytes and this id', () => {
    const { body } = pb.MultiSigned.decode(drawUpDelete(parseId('MeshId', 'aa'.repeat(32)), fields))
    assert.equal(Buffer.from(body).toString('hex'), VECTOR.replace(/#.*$/gm, '').replace(/\s/g, ''))
  })

  test('has the same id whoever has signed it, and takes signatures in any order', () => {
    const one = cosignDelete(mesh, drawn(), anna!)
    const two = cosignDelete(mesh, drawn(), bert!)
    const both = joinDeletes([one, two])
    assert.deepEqual(both, joinDeletes([two, one, both]))
    assert.equal(parseDelete(mesh, one).certificate.id, parseDelete(mesh, both).certificate.id)
    assert.equal(parseDelete(mesh, both).signers.size, 2)
    assert.throws(() => joinDeletes([one, cosignDelete(mesh, drawn({ time: 1 }), anna!)]), invalid)
  })

  test('counts with as many owners of the constitution as it asks for, and nobody else', () => {
    const by = (...who: (typeof anna)[]) =>
      parseDelete(
        mesh,
        who.reduce<Uint8Array>((signed, key) => cosignDelete(mesh, signed, key!), drawn()),
      )
    assert.equal(first.threshold, 2)
    assert.ok(!isSignedByOwners(by(), first))
    assert.ok(!isSignedByOwners(by(anna), first))
    assert.ok(!isSignedByOwners(by(anna, dora), first), 'Dora owns nothing')
    assert.ok(isSignedByOwners(by(anna, cleo), first))
  })

  test('that names nothing, too much, in no order, or waits too short is refused', () => {
    const many = Array.from({ length: DELETE_SNAPSHOTS_MAX + 1 }, (_, n) => id(n))
    for (const snapshots of [[], [id(7), id(2)], [id(2), id(2)], many])
      assert.throws(() => parseDelete(mesh, signedAs({ snapshots: packIds(snapshots) })), invalid)
    assert.throws(() => parseDelete(mesh, signedAs({ snapshots: Buffer.alloc(33) })), invalid)
    assert.throws(() => parseDelete(mesh, signedAs({ waitS: DELETE_WAIT_S - 1 })), invalid)
    assert.throws(() => parseDelete(mesh, signedAs({ waitS: 2 ** 40 })), invalid)
    assert.throws(() => parseDelete(mesh, signedAs({ why: 'x'.repeat(1025) })), invalid)
    assert.throws(() => drawn({ waitSeconds: 60 }), invalid)
    assert.equal(parseDelete(mesh, drawn({ snapshots: many.slice(1) })).certificate.snapshots.length, 2000)
  })

  test('of another mesh, with a signature that does not hold, or of another type is refused', () => {
    const signed = cosignDelete(mesh, drawn(), anna!)
    assert.throws(
      () => parseDelete(parseId('MeshId', 'ab'.repeat(32)), signed),
      error => isError(error, 'MESH_MISMATCH'),
    )
    const { body, signatures } = pb.MultiSigned.decode(signed)
    const [one] = signatures
    const turned = Uint8Array.from(one!.signature!)
    turned[5]! ^= 1
    const again = (more: pb.Cosignature.$Properties[]) => encode(pb.MultiSigned, { body, signatures: more })
    assert.throws(() => parseDelete(mesh, again([{ author: one!.author ?? null, signature: turned }])), forged)
    assert.throws(() => parseDelete(mesh, again([one!, one!])), invalid)
    const { author, signature } = sign('undelete', mesh, body, anna!)
    assert.throws(() => parseDelete(mesh, again([{ author, signature }])), forged)
    assert.throws(() => parseDelete(mesh, Buffer.concat([signed, Buffer.from([0x1a, 0])])), invalid)
  })

  test('is read from any bytes or refused', async () => {
    const codes = ['MESSAGE_INVALID', 'SIGNATURE_INVALID', 'MESH_MISMATCH'] as const
    await checkDecoder(signedAs({}), bytes => parseDelete(mesh, bytes), [...codes])
    const { body } = pb.MultiSigned.decode(signedAs({}))
    const resigned = (bytes: Uint8Array) => {
      const { author, signature } = sign('delete', mesh, bytes, anna!)
      return encode(pb.MultiSigned, { body: bytes, signatures: [{ author, signature }] })
    }
    await checkDecoder(body, bytes => parseDelete(mesh, resigned(bytes)), [...codes])
  })
})

suite('an undelete', () => {
  const certificate = parseDelete(mesh, drawn()).certificate.id

  test('says what was signed; no snapshots means all', () => {
    const { id: _, ...said } = parseUndelete(
      mesh,
      signUndelete(mesh, { certificate, snapshots: [id(7)], time: 5 }, cleo!),
    )
    assert.deepEqual(said, { certificate, snapshots: [id(7)], author: cleo!.id, time: 5 })
    const all = parseUndelete(mesh, signUndelete(mesh, { certificate, snapshots: [], time: 5 }, cleo!))
    assert.deepEqual(all.snapshots, [])
  })

  test('of another signer than it names, or another mesh, is refused', async () => {
    const body = encode(pb.Undelete, { certificate: bytesOf(certificate), author: anna!.publicKey, time: 1 })
    assert.throws(() => parseUndelete(mesh, encodeSigned(sign('undelete', mesh, body, bert!))), invalid)
    const good = signUndelete(mesh, { certificate, snapshots: [], time: 1 }, anna!)
    assert.throws(() => parseUndelete(parseId('MeshId', 'ab'.repeat(32)), good), forged)
    await checkDecoder(good, bytes => parseUndelete(mesh, bytes), ['MESSAGE_INVALID', 'SIGNATURE_INVALID'])
  })
})

suite('a deletion on its way from owner to owner', () => {
  const proposal = deleteProposalOf([genesis], [cosignDelete(mesh, drawn(), anna!)])

  test('travels as text, says who has signed, and joins what others signed', () => {
    const text = formatDeleteProposal(proposal, ['words that nobody reads'])
    const read = parseDeleteProposal(text)!
    assert.deepEqual(read.certificate, proposal.certificate)
    assert.deepEqual([read.have, read.stands], [[anna!.id], false])
    assert.deepEqual(new Set(read.missing), new Set([bert!.id, cleo!.id]))
    const other = deleteProposalOf([genesis], [cosignDelete(mesh, drawn(), cleo!)])
    assert.ok(joinDeleteProposals([read, other]).stands)
  })

  test('is judged by the constitution in force', () => {
    const two = next([first], [cleo!, dora!], [anna!, cleo!, dora!])
    const later = deleteProposalOf([genesis, two], [joinDeletes([proposal.signed, cosignDelete(mesh, drawn(), cleo!)])])
    assert.deepEqual([later.constitution.number, later.have, later.stands], [2, [cleo!.id], false])
  })

  test('is no change of the constitution, nor is one a deletion', () => {
    const text = formatDeleteProposal(proposal, [])
    assert.throws(() => parseProposal(text), invalid)
    const change = proposalOf([genesis, next([first], [anna!, bert!], [anna!])])
    assert.equal(parseDeleteProposal(formatProposal(change, [])), undefined)
  })

  test('that lost a character on the way is refused', async () => {
    const text = formatDeleteProposal(proposal, [])
    assert.throws(() => parseDeleteProposal(text.replace(/[a-f]/, 'X')), invalid)
    await checkDecoder(Buffer.from(text), bytes => parseDeleteProposal(bytes.toString()), ['MESSAGE_INVALID'], 100)
  })
})
