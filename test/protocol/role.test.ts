import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isError } from '../../protocol/errors.ts'
import type { ProjectId } from '../../protocol/ids.ts'
import {
  type Author,
  MEMBER_ROLES,
  type MemberRole,
  mayDirect,
  mayFound,
  mayHold,
  mayWrite,
  parseRole,
  type RoleHolder,
  roleNumber,
  standing,
} from '../../protocol/role.ts'

const [mine, other] = ['11', '22'].map(byte => byte.repeat(16) as ProjectId) as [ProjectId, ProjectId]
const holder = (role: MemberRole, ...projects: ProjectId[]): RoleHolder => ({ role, projects: new Set(projects) })
const author = (now: RoleHolder, more: Partial<Author> = {}): Author => ({
  ...now,
  revoked: false,
  earlier: [],
  ...more,
})

test('what a role may do is what the specification’s table says', () => {
  const table: Record<MemberRole, readonly [boolean, boolean, boolean, boolean, boolean]> = {
    //         write, direct another's, direct its own, found, hold
    operator: [true, true, true, true, true],
    writer: [true, false, true, true, true],
    reader: [false, false, false, false, false],
    holder: [false, false, false, false, true],
  }
  for (const role of MEMBER_ROLES) {
    const one = holder(role)
    const may = [mayWrite(one, mine), mayDirect(one, mine, false), mayDirect(one, mine, true), mayFound(one)]
    assert.deepEqual([...may, mayHold(one, mine)], table[role], role)
  }
})

test('who is kept to some projects writes, directs and holds those alone, and makes none', () => {
  for (const role of MEMBER_ROLES) {
    const kept = holder(role, mine)
    assert.equal(mayWrite(kept, mine), mayWrite(holder(role), mine), role)
    assert.equal(mayHold(kept, mine), mayHold(holder(role), mine), role)
    for (const may of [mayWrite(kept, other), mayDirect(kept, other, true), mayHold(kept, other), mayFound(kept)])
      assert.equal(may, false, role)
  }
})

test('what a member signed counts now, once, or never', () => {
  const may = (one: RoleHolder) => mayWrite(one, mine)
  assert.equal(standing(undefined, may), 'never')
  assert.equal(standing(author(holder('writer')), may), 'now')
  assert.equal(standing(author(holder('writer', mine)), may), 'now')
  assert.equal(standing(author(holder('writer', other)), may), 'never')
  assert.equal(standing(author(holder('reader')), may), 'never')
  assert.equal(standing(author(holder('reader'), { earlier: [holder('writer')] }), may), 'once')
  assert.equal(standing(author(holder('writer', other), { earlier: [holder('writer')] }), may), 'once')
  assert.equal(standing(author(holder('writer'), { revoked: true }), may), 'once')
  assert.equal(standing(author(holder('reader'), { revoked: true }), may), 'never')
})

test('a role is read by its number, and no other number is one', () => {
  for (const role of MEMBER_ROLES) assert.equal(parseRole(roleNumber(role)), role)
  for (const number of [0, 5, -1, 256])
    assert.throws(
      () => parseRole(number),
      error => isError(error, 'MESSAGE_INVALID'),
    )
})
