// Whether a member was ever allowed something, by any statement that is kept: those of owners who left count no more, but
// they show that a record signed under them was honest work (§ Roles).
import { bytesOf, type SiteId } from '../../../protocol/ids.ts'
import { parseAdmission } from '../../../protocol/invite.ts'
import { parseMember } from '../../../protocol/member.ts'
import type { Membership } from '../../../protocol/membership.ts'
import type { RoleHolder } from '../../../protocol/role.ts'
import type { Statement } from '../../../protocol/statement.ts'

export function everAllowed(
  { mesh, statements }: Pick<Membership, 'mesh' | 'statements'>,
  site: SiteId,
  may: (holder: RoleHolder) => boolean,
): boolean {
  const id = Buffer.from(bytesOf(site))
  const fieldsOf = (statement: Statement) =>
    statement.type === 'member' ? parseMember(mesh, statement).fields : parseAdmission(mesh, statement).member
  for (const statement of statements.values()) {
    if (statement.type !== 'member' && statement.type !== 'admission') continue
    if (!Buffer.from(statement.body).includes(id)) continue
    const fields = fieldsOf(statement)
    if (fields.site === site && may({ role: fields.role, projects: new Set(fields.projects) })) return true
  }
  return false
}
