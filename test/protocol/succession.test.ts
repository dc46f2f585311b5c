// When the owners change: what must be signed again, so that nobody drops out and nothing said of a member is forgotten.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextRecord } from '../../protocol/member.ts'
import { mayWrite } from '../../protocol/role.ts'
import { signAgain } from '../../protocol/succession.ts'
import {
  admitted,
  anna,
  bert,
  cleo,
  dora,
  first,
  genesis,
  inForce,
  member,
  next,
  open,
  project,
  salt,
  sites,
} from '../helpers/owners.ts'

test('what a leaving owner signed is signed again by one who stays: nobody drops out', () => {
  const statements = [
    genesis,
    member(sites[0]!, bert, { version: 3, quota: 77, projects: [project], retiring: true, role: 'operator' }),
    member(sites[1]!, anna),
    member(sites[1]!, bert, { version: 2, role: 'reader' }), // demoted by Bert
    member(sites[2]!, anna),
    member(sites[2]!, bert, { version: 2, revoked: true, lastHead: { id: 'ab'.repeat(32), seq: 9 } }),
    admitted(sites[3]!, bert),
  ]
  const before = open(statements)
  const change = next([first], [anna, cleo], [anna, cleo])
  const without = before.merge([change]).membership
  assert.equal(inForce(without).includes(sites[0]!.id), false, 'or there is nothing to sign again')
  assert.equal(inForce(without).includes(sites[2]!.id), true, "Bert's revocation alone would be forgotten")
  const again = signAgain(before, without, anna, 3000)
  const after = open([...statements, change, ...again])
  assert.deepEqual(inForce(after), inForce(before))
  for (const [site, was] of before.members) {
    const is = after.members.get(site)!
    assert.deepEqual({ ...nextRecord(is, {}, 0), version: 0 }, { ...nextRecord(was, {}, 0), version: 0 })
  }
  assert.equal(after.members.get(sites[0]!.id)?.version, 4)
  const demoted = after.members.get(sites[1]!.id)!
  assert.equal(mayWrite(demoted, project), false)
  assert.equal(
    demoted.earlier.some(role => mayWrite(role, project)),
    true,
    'what it wrote as a writer still counts',
  )
  assert.deepEqual(signAgain(before, after, anna, 4000), [], 'once is enough')
  assert.deepEqual(signAgain(after, after.merge([]).membership, anna, 4000), [])
})

test('whoever learns the statements one by one, in their order, sees nobody drop out on the way', () => {
  const first3 = [member(sites[0]!, bert), member(sites[1]!, anna), admitted(sites[3]!, bert)]
  const added = next([first], [anna, bert, cleo, dora], [anna, bert], { salt: salt(40) })
  const withDora = open([genesis, ...first3, added])
  const byDora = member(sites[2]!, dora)
  const removed = next([withDora.constitution], [cleo, dora], [anna, cleo, dora], { salt: salt(41) })
  const before = withDora.merge([byDora]).membership
  const again = signAgain(before, before.merge([removed]).membership, dora, 3000)
  const whole = open([removed, ...again, byDora, added, ...first3, genesis])
  assert.equal(inForce(whole).length, 4)
  const order = whole.inOrder()
  assert.equal(order.length, whole.statements.size)
  for (const known of [open([genesis]), open([genesis, ...first3]), before]) {
    let membership = known
    for (const statement of order.filter(({ id }) => !known.statements.has(id))) {
      const seen = inForce(membership)
      membership = membership.merge([statement]).membership
      const now = inForce(membership)
      for (const site of seen) assert.ok(now.includes(site), `${site} dropped out at a ${statement.type}`)
    }
    assert.deepEqual(membership.hash, whole.hash)
  }
})

test('what a member was allowed once, by a leaving owner, stays known though its record stands', () => {
  const statements = [genesis, member(sites[0]!, bert), member(sites[0]!, anna, { version: 2, role: 'reader' })]
  const before = open(statements)
  const change = next([first], [anna, cleo], [anna, cleo])
  const without = before.merge([change]).membership
  assert.equal(without.members.get(sites[0]!.id)?.earlier.length, 0, 'or there is nothing to sign again')
  const after = open([...statements, change, ...signAgain(before, without, cleo, 3000)])
  const { role, earlier } = after.members.get(sites[0]!.id)!
  assert.equal(role, 'reader')
  assert.ok(earlier.some(one => mayWrite(one, project)))
})

test('a revocation is signed again, whatever newer record of the site counts afterwards', () => {
  const left = next([first], [anna, bert], [anna, bert], { salt: salt(20) })
  const right = next([first], [anna, cleo], [anna, cleo], { salt: salt(21) })
  const revoked = member(sites[0]!, bert, { version: 2, revoked: true, time: 5000 })
  const late = member(sites[0]!, anna, { version: 9, time: 5000 })
  const statements = [genesis, member(sites[0]!, anna), left, right, revoked, late]
  const frozen = open(statements)
  assert.equal(frozen.has(sites[0]!.id), false)
  const mended = next(frozen.tips, [anna, cleo], [anna, bert, cleo], { salt: salt(22), time: 6000 })
  const merged = frozen.merge([mended]).membership
  const after = open([...statements, mended, ...signAgain(frozen, merged, anna, 7000)])
  assert.equal(after.members.get(sites[0]!.id)?.revoked, true)
})

test('of a member that both owners spoke of, what stands is what stood', () => {
  const [a, b] = [member(sites[0]!, anna, { name: 'by-anna' }), member(sites[0]!, bert, { name: 'by-bert' })]
  const before = open([genesis, a, b])
  const change = next([first], [anna, cleo], [anna, cleo])
  const again = signAgain(before, before.merge([change]).membership, anna, 3000)
  assert.equal(
    open([genesis, a, b, change, ...again]).members.get(sites[0]!.id)?.name,
    before.members.get(sites[0]!.id)?.name,
  )
})

test('after a fork is mended, members of both branches are in, and each later record is taken as it is', () => {
  const left = next([first], [anna, bert], [anna, bert], { salt: salt(20) })
  const right = next([first], [anna, cleo], [anna, cleo], { salt: salt(21) })
  const late = member(sites[1]!, anna, { time: 5000 })
  const statements = [genesis, member(sites[0]!, bert), left, right, late]
  const frozen = open(statements)
  assert.equal(frozen.frozen, true)
  assert.deepEqual(inForce(frozen), [sites[0]!.id])
  const mended = next(frozen.tips, [anna, cleo], [anna, bert, cleo], { salt: salt(22), time: 6000 })
  const merged = frozen.merge([mended]).membership
  const after = open([...statements, mended, ...signAgain(frozen, merged, anna, 7000)])
  assert.equal(after.frozen, false)
  assert.deepEqual(inForce(after), [sites[0]!.id, sites[1]!.id].sort())
})
