// What a site is and can read: its seeds, its place in a mesh, the ring keys it holds. One checksummed file that only its
// owner may read, replaced as a whole (§ Identity file).
import { chmod, readFile, stat } from 'node:fs/promises'
import { HoldfastError } from '../../protocol/errors.ts'
import { hash } from '../../protocol/hash.ts'
import { type MeshId, parseId } from '../../protocol/ids.ts'
import { type Disk, errnoOf, realDisk, replaceFile } from './disk.ts'

export interface Identity {
  /** Ed25519 seed, 32 bytes: who the site is. */
  readonly siteSeed: Uint8Array
  /** X25519 seed, 32 bytes: what grants are sealed to. */
  readonly sealingSeed: Uint8Array
  readonly mesh: MeshId | undefined
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  /** Encoded ring keys, one element a ring. */
  readonly rings: readonly Uint8Array[]
}

const FIRST_LINE = 'holdfast identity 1'
const MAX_BYTES = 1024 * 1024

/** Durable on resolve; the old file stands until then. */
export async function saveIdentity(path: string, identity: Identity, disk: Disk = realDisk): Promise<void> {
  await replaceFile(disk, path, [encodeIdentity(identity)], 0o600)
}

/** The identity at `path`, or undefined when there is none. Throws STORE_DAMAGED, STORE_FORMAT. */
export async function loadIdentity(path: string): Promise<Identity | undefined> {
  let bytes: Buffer
  try {
    const { mode, size } = await stat(path)
    if (size > MAX_BYTES) throw damaged(`${path} has ${size} bytes`)
    if ((mode & 0o077) !== 0) await chmod(path, 0o600)
    bytes = await readFile(path)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
  return parseIdentity(bytes)
}

/** Three lines: a name with the version, JSON with bytes as hex, and the hash of both lines with their ends. */
export function encodeIdentity(identity: Identity): Buffer {
  const { siteSeed, sealingSeed, mesh, name, labels, rings } = identity
  checkSeeds(siteSeed, sealingSeed)
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
  const fields = { siteSeed: hex(siteSeed), sealingSeed: hex(sealingSeed), mesh, name, labels, rings: rings.map(hex) }
  const text = Buffer.from(`${FIRST_LINE}\n${JSON.stringify(fields)}\n`)
  return Buffer.concat([text, Buffer.from(`${hex(hash(text))}\n`)])
}

/** Throws STORE_DAMAGED, STORE_FORMAT. */
export function parseIdentity(bytes: Uint8Array): Identity {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = file.subarray(0, Math.max(0, file.length - 65))
  const check = file.toString('latin1', text.length)
  if (check !== `${Buffer.from(hash(text)).toString('hex')}\n`) throw damaged('the identity file fails its checksum')
  const [first, json] = text.toString('utf8').split('\n')
  if (first !== FIRST_LINE) throw new HoldfastError('STORE_FORMAT', `the identity file begins with "${first}"`)
  try {
    const fields = JSON.parse(json ?? '') as Record<string, unknown>
    const { mesh, name, labels, rings } = fields
    const siteSeed = bytesFrom(fields.siteSeed)
    const sealingSeed = bytesFrom(fields.sealingSeed)
    checkSeeds(siteSeed, sealingSeed)
    if (typeof name !== 'string' || !isLabels(labels) || !Array.isArray(rings))
      throw new TypeError('fields are missing')
    const meshId = mesh === undefined ? undefined : parseId('MeshId', String(mesh))
    return { siteSeed, sealingSeed, mesh: meshId, name, labels, rings: rings.map(bytesFrom) }
  } catch (cause) {
    throw damaged('the identity file has no valid content', cause)
  }
}

function checkSeeds(...seeds: Uint8Array[]): void {
  for (const seed of seeds) if (seed.byteLength !== 32) throw new TypeError(`a seed of ${seed.byteLength} bytes`)
}

function bytesFrom(value: unknown): Uint8Array {
  if (typeof value !== 'string' || !/^([0-9a-f]{2})*$/.test(value)) throw new TypeError('not hex')
  return Buffer.from(value, 'hex')
}

function isLabels(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && Object.values(value).every(label => typeof label === 'string')
}

function damaged(sentence: string, cause?: unknown): HoldfastError {
  return new HoldfastError('STORE_DAMAGED', sentence, {
    cause,
    hint: 'bring back a copy of the identity file; without one this site can only join anew',
  })
}
