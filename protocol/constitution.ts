// Who owns the mesh (§ Membership, Constitution): a chain of records, each signed by enough owners of the one before and
// of its own. The hash of the first is the mesh's id. Two records at one place are a fork; nothing that is dated after
// it counts until a record names all branches, signed by enough owners of each.
import { decode, encode } from './codec.ts'
import { HoldfastError } from './errors.ts'
import { hash } from './hash.ts'
import { bytesOf, idOf, type MeshId, type SiteId } from './ids.ts'
import { PUBLIC_KEY_LENGTH, type SigningKey, verifySignature } from './keys.ts'
import { checkSiteName, isSiteName } from './labels.ts'
import { holdfast as pb } from './messages.js'
import { sign, signedBytes } from './signed.ts'
import { makeStatement, multiSignedOf, STATEMENT_BYTES, type Statement } from './statement.ts'

export interface Constitution {
  readonly hash: string // hex of hash(body)
  readonly number: number // genesis: 1
  readonly prev: readonly string[] // none at genesis; more than one mends a fork
  readonly name: string
  readonly owners: readonly SiteId[]
  readonly threshold: number
  readonly recovery: Recovery | undefined
  readonly totp: Uint8Array | undefined // secret of the codes that destructive commands ask for, sealed to a ring
  readonly time: number
}
export interface Recovery {
  readonly identity: SiteId
  readonly sealing: Uint8Array
}
export interface FoundingFields {
  readonly name: string
  readonly owners: readonly SigningKey[]
  readonly threshold?: number // all of them when left out
  readonly salt: Uint8Array // 32 random bytes
  readonly time: number
  readonly recovery?: Recovery
}
/** A record whose signatures hold; whether it may stand is the fold's to say. */
export interface SignedConstitution {
  readonly constitution: Constitution
  readonly signers: ReadonlySet<SiteId>
}

const HASH_LENGTH = 32
const SALT_LENGTH = 32
const MAX_OWNERS = 16
const MAX_BRANCHES = 8
const MAX_TOTP = 256

/** The first constitution, and with it the mesh. Throws USAGE for a name that can't be. */
export function foundMesh(fields: FoundingFields): { mesh: MeshId; statement: Statement } {
  const owners = [...fields.owners].sort((a, b) => (a.id < b.id ? -1 : 1))
  const body = bodyOf({
    number: 1,
    prev: [],
    name: checkSiteName(fields.name),
    owners: owners.map(owner => owner.id),
    threshold: fields.threshold ?? owners.length,
    recovery: fields.recovery,
    totp: undefined,
    time: fields.time,
    salt: fields.salt,
  })
  return { mesh: idOf('MeshId', hash(body)), statement: cosigned(undefined, body, owners) }
}

export interface SuccessorFields {
  readonly prev: readonly Constitution[] // the one in force; all branches to mend a fork
  readonly name: string
  readonly owners: readonly SiteId[]
  readonly threshold: number
  readonly recovery: Recovery | undefined
  readonly totp?: Uint8Array | undefined
  readonly salt: Uint8Array
  readonly time: number
}
/** The next constitution. It stands once enough owners of every `prev` and of the new one have signed; none need at first. */
export function succeedConstitution(mesh: MeshId, fields: SuccessorFields, signers: readonly SigningKey[]): Statement {
  const number = 1 + Math.max(...fields.prev.map(prev => prev.number))
  const owners = [...fields.owners].sort()
  const body = bodyOf({ ...fields, totp: fields.totp, number, owners, prev: fields.prev.map(prev => prev.hash).sort() })
  return cosigned(mesh, body, signers)
}

/** One statement with all the signatures of statements that carry one body. Throws MESSAGE_INVALID. */
export function joinCosignatures(statements: readonly Statement[]): Statement {
  const parts = statements.map(multiSignedOf)
  const body = parts[0]?.body
  if (body === undefined || parts.some(part => Buffer.compare(part.body, body) !== 0))
    throw new TypeError('only statements of one body can be joined')
  const byAuthor = new Map(
    parts.flatMap(part => part.signatures).map(one => [Buffer.from(one.author ?? []).toString('hex'), one]),
  )
  const signatures = [...byAuthor].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, signature]) => signature)
  return makeStatement('constitution', encode(pb.MultiSigned, { body, signatures }))
}

/** The statement with one owner's signature more. */
export function cosignConstitution(mesh: MeshId, statement: Statement, key: SigningKey): Statement {
  return joinCosignatures([statement, cosigned(mesh, multiSignedOf(statement).body, [key])])
}

/** The mesh a genesis statement founds; undefined for any other statement. Throws MESSAGE_INVALID. */
export function meshOf(statement: Statement): MeshId | undefined {
  if (statement.type !== 'constitution') return undefined
  const { body } = multiSignedOf(statement)
  return decode(pb.Constitution, body, STATEMENT_BYTES).number === 1 ? idOf('MeshId', hash(body)) : undefined
}

/** Verifies every signature. Throws MESSAGE_INVALID, SIGNATURE_INVALID, MESH_MISMATCH. */
export function parseConstitution(mesh: MeshId, statement: Statement): SignedConstitution {
  const { body, signatures } = multiSignedOf(statement)
  const constitution = parseBody(body)
  const isGenesis = constitution.number === 1
  if (isGenesis && constitution.hash !== mesh) throw new HoldfastError('MESH_MISMATCH', 'the genesis of another mesh')
  if (signatures.length > MAX_OWNERS * MAX_BRANCHES) throw invalid('too many signatures')
  const signers = signatures.map(signature => idOf('SiteId', signature.author ?? new Uint8Array()))
  if (signers.some((signer, at) => at > 0 && signer <= (signers[at - 1] ?? '')))
    throw invalid('signatures out of order')
  const covered = signedBytes('constitution', isGenesis ? undefined : mesh, body)
  for (const { author, signature } of signatures) {
    if (!verifySignature(author ?? new Uint8Array(), covered, signature ?? new Uint8Array()))
      throw new HoldfastError('SIGNATURE_INVALID', 'a constitution with a signature that does not hold')
  }
  return { constitution, signers: new Set(signers) }
}

function bodyOf(fields: Omit<Constitution, 'hash'> & { salt: Uint8Array }): Uint8Array {
  if (fields.salt.byteLength !== SALT_LENGTH) throw new TypeError(`a constitution's salt has ${SALT_LENGTH} bytes`)
  const body = encode(pb.Constitution, {
    number: fields.number,
    prev: Buffer.from(fields.prev.join(''), 'hex'),
    name: fields.name,
    owners: fields.owners.map(bytesOf),
    threshold: fields.threshold,
    recoveryIdentity: fields.recovery ? bytesOf(fields.recovery.identity) : null,
    recoverySealing: fields.recovery?.sealing ?? null,
    totp: fields.totp ?? null,
    salt: fields.salt,
    time: fields.time,
  })
  parseBody(body)
  return body
}

function cosigned(mesh: MeshId | undefined, body: Uint8Array, signers: readonly SigningKey[]): Statement {
  const sorted = [...new Map(signers.map(key => [key.id, key])).values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  const signatures = sorted.map(key => {
    const { author, signature } = sign('constitution', mesh, body, key)
    return { author, signature }
  })
  return makeStatement('constitution', encode(pb.MultiSigned, { body, signatures }))
}

function parseBody(body: Uint8Array): Constitution {
  const message = decode(pb.Constitution, body, STATEMENT_BYTES)
  const { number, threshold, name, recoveryIdentity, recoverySealing } = message
  const prev = splitHashes(message.prev)
  const owners = message.owners.map(owner => idOf('SiteId', owner))
  if (number < 1 || (number === 1) !== (prev.length === 0)) throw invalid('a place in the chain that can not be')
  if (owners.length < 1 || owners.length > MAX_OWNERS || !isSortedSet(owners)) throw invalid('owners that can not be')
  if (threshold < 1 || threshold > owners.length) throw invalid(`threshold ${threshold} of ${owners.length} owners`)
  if (!isSiteName(name) || message.salt.byteLength !== SALT_LENGTH) throw invalid('a name or salt that can not be')
  const hasRecovery = recoveryIdentity.byteLength > 0 || recoverySealing.byteLength > 0
  if (hasRecovery && recoverySealing.byteLength !== PUBLIC_KEY_LENGTH) throw invalid('a recovery key of a wrong length')
  const recovery = hasRecovery ? { identity: idOf('SiteId', recoveryIdentity), sealing: recoverySealing } : undefined
  if (message.totp.byteLength > MAX_TOTP) throw invalid('a sealed secret that is too long')
  const totp = message.totp.byteLength > 0 ? Uint8Array.from(message.totp) : undefined
  const id = Buffer.from(hash(body)).toString('hex')
  return { hash: id, number, prev, name, owners, threshold, recovery, totp, time: message.time }
}

function splitHashes(packed: Uint8Array): string[] {
  const hex = Buffer.from(packed).toString('hex')
  const hashes = hex.match(new RegExp(`.{${HASH_LENGTH * 2}}`, 'g')) ?? []
  if (hashes.join('') !== hex || hashes.length > MAX_BRANCHES || !isSortedSet(hashes))
    throw invalid('predecessors that can not be')
  return hashes
}
function isSortedSet(ids: readonly string[]): boolean {
  return ids.every((id, at) => at === 0 || (ids[at - 1] ?? '') < id)
}
function invalid(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `a constitution with ${what}`)
}
