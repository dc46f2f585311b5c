// Five sites in one process verify the same signatures again and again, which would be most of a simulation's time.
// Verifying is a pure function: each question is put to node:crypto once, for all modules that import it.
import crypto, { type KeyLike, type KeyObject } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { hash } from '../../protocol/hash.ts'

const MOST = 20_000
const { verify, createPublicKey } = crypto
const keys = new Map<string, KeyObject>()
const keyIds = new WeakMap<object, string>()
const verdicts = new Map<string, boolean>()

/** Replaces verify and createPublicKey for this process. */
export function memoiseSignatures(): void {
  Object.assign(crypto, { verify: verifyOnce, createPublicKey: createPublicKeyOnce })
  syncBuiltinESMExports()
}

function createPublicKeyOnce(input: { key: Buffer; format: 'der'; type: 'spki' } | KeyObject): KeyObject {
  if (!('format' in input) || input.format !== 'der') return createPublicKey(input as KeyObject)
  const id = input.key.toString('latin1')
  const known = keys.get(id)
  if (known !== undefined) return known
  const key = createPublicKey(input)
  keys.set(id, key)
  keyIds.set(key, id)
  return key
}

function verifyOnce(algorithm: null, bytes: Uint8Array, key: KeyLike, signature: Uint8Array): boolean {
  const keyId = typeof key === 'object' ? keyIds.get(key) : undefined
  if (keyId === undefined) return verify(algorithm, bytes, key, signature)
  const question = `${keyId}${Buffer.from(hash(signature, bytes)).toString('latin1')}`
  let verdict = verdicts.get(question)
  if (verdict === undefined) {
    verdict = verify(algorithm, bytes, key, signature)
    if (verdicts.size >= MOST) verdicts.clear()
    verdicts.set(question, verdict)
  }
  return verdict
}
