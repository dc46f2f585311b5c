// What founds a mesh: constitution, this site's member record, the first ring, the recovery identity. The owner key never
// leaves the command line: it signs here, and the daemon gets what was signed and the ring's keys (§ Membership).
import { randomBytes } from 'node:crypto'
import { foundMesh } from '../protocol/constitution.ts'
import { idOf, type MeshId } from '../protocol/ids.ts'
import type { SigningKey } from '../protocol/keys.ts'
import type { FoundRequest, Identity } from '../protocol/local-api-mesh.ts'
import { memberStatement, UNBOUND } from '../protocol/member.ts'
import { RECOVERY_SECRET_LENGTH, recoveryOf, recoveryPhrase } from '../protocol/recovery-phrase.ts'
import { createRing, encodeRing } from '../protocol/ring.ts'

export interface Founding {
  readonly mesh: MeshId
  readonly request: FoundRequest
  /** The recovery phrase: it leaves this process on paper alone. */
  readonly phrase: string
}

export function foundingOf(
  mesh: string,
  name: string,
  labels: Record<string, string>,
  identity: Identity,
  owner: SigningKey,
  now: number,
): Founding {
  const secret = randomBytes(RECOVERY_SECRET_LENGTH)
  const ring = createRing(idOf('RingId', randomBytes(16)), randomBytes(32), randomBytes(32))
  const founding = foundMesh({
    name: mesh,
    owners: [owner],
    salt: randomBytes(32),
    time: now,
    recovery: recoveryOf(secret),
  })
  const member = memberStatement(
    founding.mesh,
    {
      ...UNBOUND,
      site: identity.site,
      sealing: identity.sealing,
      role: 'operator',
      name,
      labels,
      rings: [ring.id],
      addresses: identity.addresses,
      version: 1,
      time: now,
    },
    owner,
  )
  const statements = [founding.statement, member].map(({ type, body }) => ({ type, body }))
  return { mesh: founding.mesh, request: { statements, ring: encodeRing(ring) }, phrase: recoveryPhrase(secret) }
}
