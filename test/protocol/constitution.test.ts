// The constitution: proposals that several owners sign, what never stands and why, and what owners hand each other.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cosignConstitution, joinCosignatures, parseConstitution } from '../../protocol/constitution.ts'
import { isError } from '../../protocol/errors.ts'
import { ownerText, parseOwnerText } from '../../protocol/owner-text.ts'
import { formatProposal, joinProposals, parseProposal, proposalOf } from '../../protocol/proposal.ts'
import type { Statement } from '../../protocol/statement.ts'
import { checkDecoder } from '../helpers/bad-bytes.ts'
import { anna, bert, cleo, dora, first, genesis, key, mesh, next, open, salt } from '../helpers/owners.ts'

test('a proposal goes from owner to owner as text, and stands once enough have signed', () => {
  const change = next([first], [anna, bert, dora], [])
  const bare = proposalOf([genesis, change])
  assert.equal(bare.stands, false)
  const byAnna = parseProposal(formatProposal(proposalOf([genesis, cosignConstitution(mesh, change, anna)]), ['hello']))
  assert.deepEqual([...byAnna.signers], [anna.id])
  assert.equal(byAnna.stands, false)
  assert.deepEqual(
    byAnna.rules.map(({ have, missing }) => [have.length, missing.length]),
    [
      [1, 2],
      [1, 2],
    ],
  )
  // Each signed a copy of its own; in any order they make one.
  const byDora = parseProposal(formatProposal(proposalOf([genesis, cosignConstitution(mesh, change, dora)]), []))
  const byCleo = parseProposal(formatProposal(proposalOf([genesis, cosignConstitution(mesh, change, cleo)]), []))
  const joined = joinProposals([byDora, byAnna])
  assert.equal(joined.stands, false, 'Dora owns nothing yet: one of the first three is missing')
  for (const copies of [
    [byAnna, byCleo, byDora],
    [byDora, byCleo, byAnna],
  ]) {
    const whole = joinProposals(copies)
    assert.equal(whole.stands, true)
    assert.equal(open([genesis, whole.statement]).constitution.number, 2)
  }
  assert.equal(joinProposals([byAnna, byCleo]).stands, false, 'of the owners after it only Anna signed')
})

test('a signature by somebody who owns nothing adds nothing', () => {
  const change = next([first], [anna, bert, dora], [anna, dora])
  const stranger = cosignConstitution(mesh, change, key(99))
  assert.equal(proposalOf([genesis, stranger]).stands, false)
  assert.equal(open([genesis, change, stranger]).constitution.number, 1)
})

test('signatures of one body are joined in order, each owner once', () => {
  const change = next([first], [anna, bert], [anna])
  const twice = joinCosignatures([change, cosignConstitution(mesh, change, bert), change])
  const { signers } = parseConstitution(mesh, twice)
  assert.deepEqual([...signers], [anna.id, bert.id].sort())
  assert.throws(() => joinCosignatures([change, genesis]), TypeError)
})

test('a proposal with a character changed anywhere is refused, and never read as another', () => {
  const change = next([first], [anna, bert, dora], [anna])
  const text = formatProposal(proposalOf([genesis, change]), ['adds Dora'])
  const proposed = parseProposal(text).proposed.hash
  assert.equal(parseProposal(`Dear Cleo,\n\n${text.replaceAll('\n', '\r\n')}\nYours, Anna`).proposed.hash, proposed)
  const body = text.indexOf('\n\n') + 2
  for (let at = body; at < text.length - 1; at++) {
    const changed = `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`
    assert.throws(() => parseProposal(changed), isRefusal, `at ${at}`)
  }
})

function isRefusal(error: unknown): boolean {
  return isError(error, 'MESSAGE_INVALID')
}

test('a proposal that does not follow the newest constitution it holds is refused', () => {
  const second = next([first], [anna, bert], [anna, bert])
  const stale = next([first], [anna, cleo], [anna], { salt: salt(9) })
  assert.throws(() => proposalOf([genesis, second, stale]), isRefusal)
  assert.throws(() => proposalOf([genesis]), isRefusal)
  assert.throws(() => proposalOf([second]), isRefusal)
})

test('any bytes become a proposal or are refused', async () => {
  const good = Buffer.from(formatProposal(proposalOf([genesis, next([first], [anna, bert], [anna])]), ['words']))
  await checkDecoder(good, bytes => parseProposal(Buffer.from(bytes).toString()), [
    'MESSAGE_INVALID',
    'SIGNATURE_INVALID',
  ])
})

test('a constitution that skips, is stale or lacks signatures stays aside, with the reason', () => {
  const second = next([first], [anna, bert], [anna, bert])
  const secondBody = parseConstitution(mesh, second).constitution
  const third = next([secondBody], [anna, cleo], [anna, bert, cleo])
  const thirdBody = parseConstitution(mesh, third).constitution
  const fourth = next([thirdBody], [anna, dora], [anna, cleo, dora])
  const reasons = (statements: readonly Statement[]) => open(statements).aside.map(({ why }) => why)
  assert.match(reasons([genesis, fourth])[0] ?? '', /^constitution 4 skips what is between it and 1/)
  assert.match(reasons([genesis, third])[0] ?? '', /^constitution 3 skips/)
  const short = next([first], [anna, bert], [anna], { salt: salt(30) })
  assert.match(reasons([genesis, short])[0] ?? '', /not signed by 2 of the owners of 1/)
  assert.match(reasons([genesis, second, short])[0] ?? '', /^constitution 2 is older than 2, which is in force/)
  assert.deepEqual(reasons([genesis, fourth, third, second]), [], 'all stand once all are known')
  assert.equal(open([genesis, fourth, second]).constitution.number, 2)
})

test('the secret of one-time codes is part of what owners sign', () => {
  const sealed = new Uint8Array(90).fill(3)
  const change = next([first], [anna, bert, cleo], [anna, bert], { totp: sealed })
  assert.deepEqual(open([genesis, change]).constitution.totp, sealed)
  assert.equal(open([genesis]).constitution.totp, undefined)
  assert.throws(() => next([first], [anna], [], { threshold: 1, totp: new Uint8Array(1000) }), isRefusal)
})

test("an owner's public key is a line that no mistake turns into another", () => {
  const text = ownerText(anna.id)
  const specified = 'hfo1rkeohxlubhyzl7ks3mwtzos5olfgocn7dwkbeg7toseadnapn5oh62wqzl4q'
  assert.equal(text === specified, true, text)
  assert.equal(parseOwnerText(` ${text.toUpperCase()}\n`), anna.id)
  for (let at = 4; at < text.length; at++) {
    const changed = `${text.slice(0, at)}${text[at] === 'a' ? 'b' : 'a'}${text.slice(at + 1)}`
    const swapped = `${text.slice(0, at - 1)}${text[at]}${text[at - 1]}${text.slice(at + 1)}`
    for (const wrong of [changed, swapped, text.slice(0, at), `${text}a`]) {
      if (wrong === text) continue
      assert.throws(
        () => parseOwnerText(wrong),
        (error: unknown) => isError(error, 'USAGE'),
        wrong,
      )
    }
  }
})
