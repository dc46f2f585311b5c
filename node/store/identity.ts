// What a site is and can read: its seeds, its place in a mesh, the ring keys it holds. One checksummed file that only its
// owner may read, replaced as a whole, wrapped where the operator has said with what (§ Identity file).
import { randomBytes } from 'node:crypto'
import { chmod, type FileHandle, readFile, stat } from 'node:fs/promises'
import { HoldfastError, isError } from '../../protocol/errors.ts'
import { hash } from '../../protocol/hash.ts'
import { type MeshId, parseId } from '../../protocol/ids.ts'
import { type KeyWrap, unwrap, wrap } from '../../protocol/key-wrap.ts'
import { type Disk, diskError, errnoOf, realDisk, replaceFile } from './disk.ts'

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

/** What opens a wrapped file: asked for when one is met. Throws KEYS_LOCKED. */
export type FindWrap = (kind: KeyWrap['with']) => Promise<KeyWrap>

const FIRST_LINE = 'holdfast identity 1'
const WRAPPED_LINE = 'holdfast identity 2'
const MAX_BYTES = 1024 * 1024

/**
 * Durable on resolve; the old file stands until then, and its bytes are overwritten afterwards: they may be keys that are
 * wrapped from now on. (What a journaling file system, a flash disk or a backup has kept of them, nobody can reach here.)
 */
export async function saveIdentity(
  path: string,
  identity: Identity,
  disk: Disk = realDisk,
  key?: KeyWrap,
): Promise<void> {
  const plain = encodeIdentity(identity)
  const bytes = key === undefined ? plain : encodeWrapped(key.with, await wrap(key, plain, randomBytes(32)))
  try {
    await using old = await openOptional(path, disk)
    await using left = await openOptional(`${path}.new`, disk) // by a crash
    await replaceFile(disk, path, [bytes], 0o600)
    for (const file of [old, left]) if (file) await overwrite(file.handle, disk)
  } catch (error) {
    throw diskError(error, `the identity in ${path} was not saved for sure`)
  }
}

/** Takes away what a save that was cut off has left beside `path`: keys in a file that nobody reads. */
export async function clearHalfSaved(path: string, disk: Disk = realDisk): Promise<void> {
  {
    await using left = await openOptional(`${path}.new`, disk)
    if (left === undefined) return
    await overwrite(left.handle, disk)
  }
  await disk.remove(`${path}.new`)
}

/**
 * The identity at `path`, or undefined when there is none. Throws STORE_DAMAGED, STORE_FORMAT, KEYS_LOCKED when it is
 * wrapped and what `find` gives does not open it.
 */
export async function loadIdentity(path: string, find: FindWrap = findNothing): Promise<Identity | undefined> {
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
  const wrapped = parseWrapped(bytes)
  if (wrapped === undefined) return parseIdentity(bytes)
  const key = await find(wrapped.with)
  try {
    return parseIdentity(await unwrap(key, wrapped.sealed))
  } catch (error) {
    if (isError(error, 'KEY_WRONG')) throw keysLocked(wrapped.with, `the ${wrapped.with} does not open them`, error)
    if (isError(error, 'MESSAGE_INVALID')) throw damaged('the wrapped identity has no valid content', error)
    throw error
  }
}

export function keysLocked(kind: KeyWrap['with'], why: string, cause?: unknown): HoldfastError {
  const hint =
    kind === 'passphrase'
      ? 'run holdfast up at a terminal, or name the file with it under keys.passphrase_file in config.toml'
      : 'have the service manager load it, as LoadCredential=holdfast-key:FILE does under systemd'
  return new HoldfastError('KEYS_LOCKED', `the keys of this site are wrapped with a ${kind}: ${why}`, { cause, hint })
}

async function findNothing(kind: KeyWrap['with']): Promise<never> {
  throw keysLocked(kind, 'there is none')
}

function encodeWrapped(kind: KeyWrap['with'], sealed: Uint8Array): Buffer {
  return withChecksum(WRAPPED_LINE, { with: kind, sealed: Buffer.from(sealed).toString('hex') })
}

/** The wrapped identity of a file of format 2; undefined for another format. Throws STORE_DAMAGED. */
export function parseWrapped(bytes: Uint8Array): { with: KeyWrap['with']; sealed: Uint8Array } | undefined {
  const { first, json } = linesOf(bytes)
  if (first !== WRAPPED_LINE) return undefined
  try {
    const fields = JSON.parse(json) as Record<string, unknown>
    if (fields.with !== 'passphrase' && fields.with !== 'credential') throw new TypeError('wrapped with something else')
    return { with: fields.with, sealed: bytesFrom(fields.sealed) }
  } catch (cause) {
    throw damaged('the identity file has no valid content', cause)
  }
}

async function openOptional(path: string, disk: Disk) {
  try {
    const handle = await disk.open(path, 'r+')
    return { handle, [Symbol.asyncDispose]: () => handle.close() }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}

async function overwrite(file: FileHandle, disk: Disk): Promise<void> {
  const { size } = await file.stat()
  await disk.write(file, [randomBytes(size)], 0)
  await disk.sync(file)
}

/** Three lines: a name with the version, JSON with bytes as hex, and the hash of both lines with their ends. */
export function encodeIdentity(identity: Identity): Buffer {
  const { siteSeed, sealingSeed, mesh, name, labels, rings } = identity
  checkSeeds(siteSeed, sealingSeed)
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
  const fields = { siteSeed: hex(siteSeed), sealingSeed: hex(sealingSeed), mesh, name, labels, rings: rings.map(hex) }
  return withChecksum(FIRST_LINE, fields)
}

function withChecksum(first: string, fields: object): Buffer {
  const text = Buffer.from(`${first}\n${JSON.stringify(fields)}\n`)
  return Buffer.concat([text, Buffer.from(`${Buffer.from(hash(text)).toString('hex')}\n`)])
}

/** The two lines before the checksum. Throws STORE_DAMAGED when it does not hold. */
function linesOf(bytes: Uint8Array): { first: string; json: string } {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = file.subarray(0, Math.max(0, file.length - 65))
  const check = file.toString('latin1', text.length)
  if (check !== `${Buffer.from(hash(text)).toString('hex')}\n`) throw damaged('the identity file fails its checksum')
  const [first = '', json = ''] = text.toString('utf8').split('\n')
  return { first, json }
}

/** Throws STORE_DAMAGED, STORE_FORMAT. */
export function parseIdentity(bytes: Uint8Array): Identity {
  const { first, json } = linesOf(bytes)
  if (first !== FIRST_LINE) throw new HoldfastError('STORE_FORMAT', `the identity file begins with "${first}"`)
  try {
    const fields = JSON.parse(json) as Record<string, unknown>
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
