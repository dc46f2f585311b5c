// BLAKE3, everywhere and only here: native where its prebuilt binary loads, else WASM, ten times slower and equal bit for
// bit (§ Hash). HOLDFAST_HASH=wasm switches the native engine off. Digests and keys have 32 bytes.
import { createRequire } from 'node:module'

type Native = typeof import('@napi-rs/blake-hash')
type Wasm = typeof import('blake3')

export interface Hasher {
  update(bytes: Uint8Array): this
  /** The hash of all updates. Ends the hasher. */
  digest(): Uint8Array
}
export interface HashEngine {
  readonly name: 'native' | 'wasm'
  /** Lower-case hex. */
  hash(parts: readonly Uint8Array[]): string
  keyedHash(key: Uint8Array, parts: readonly Uint8Array[]): string
  deriveKey(context: string, material: readonly Uint8Array[]): Uint8Array
  createHasher(): Hasher
}

const require = createRequire(import.meta.url)
const engine: HashEngine = (process.env.HOLDFAST_HASH === 'wasm' ? undefined : openNativeEngine()) ?? openWasmEngine()

/** Hash of the parts, as if they were one string of bytes. */
export function hash(...parts: Uint8Array[]): Uint8Array {
  return Buffer.from(engine.hash(parts), 'hex')
}

/** The same in lower-case hex, as ids are: of small parts it takes half the time. */
export function hashHex(...parts: Uint8Array[]): string {
  return engine.hash(parts)
}

/** Keyed hash (a MAC) of the parts under a key of 32 bytes. */
export function keyedHash(key: Uint8Array, ...parts: Uint8Array[]): Uint8Array {
  return Buffer.from(keyedHashHex(key, ...parts), 'hex')
}

/** The same in lower-case hex. */
export function keyedHashHex(key: Uint8Array, ...parts: Uint8Array[]): string {
  if (key.byteLength !== 32) throw new TypeError(`a hash key has 32 bytes, not ${key.byteLength}`)
  return engine.keyedHash(key, parts)
}

/** A key from key material. `context` is a constant of this program, unique to one use. */
export function deriveKey(context: string, ...material: Uint8Array[]): Uint8Array {
  return engine.deriveKey(context, material)
}

/** A hasher for bytes that come piece by piece. */
export function createHasher(): Hasher {
  return engine.createHasher()
}

/** Which engine this process hashes with. */
export function hashEngine(): 'native' | 'wasm' {
  return engine.name
}

/** The native engine, or undefined where no prebuilt binary loads. */
export function openNativeEngine(): HashEngine | undefined {
  const native = loadNative()
  if (!native) return undefined
  const { Blake3Hasher } = native
  // Creating a native hasher costs five times the hashing of a small message: plain hashes share one, and so do keyed
  // hashes under one key in a row, and keys derived in one context. A digest in memory of its own costs as much again.
  const shared = new Blake3Hasher()
  let keyed = { key: Buffer.alloc(32), hasher: Blake3Hasher.newKeyed(Buffer.alloc(32)) }
  const derivers = new Map<string, InstanceType<typeof Blake3Hasher>>()
  const digestOf = (hasher: InstanceType<typeof Blake3Hasher>, parts: readonly Uint8Array[]): string => {
    for (const part of parts) hasher.update(bufferOf(part))
    return hasher.digest('hex')
  }
  return {
    name: 'native',
    hash(parts) {
      shared.reset()
      return digestOf(shared, parts)
    },
    keyedHash(key, parts) {
      if (keyed.key.equals(key)) keyed.hasher.reset()
      else keyed = { key: Buffer.from(key), hasher: Blake3Hasher.newKeyed(bufferOf(key)) }
      return digestOf(keyed.hasher, parts)
    },
    deriveKey(context, material) {
      const deriver = derivers.get(context) ?? Blake3Hasher.newDeriveKey(context)
      derivers.set(context, deriver)
      deriver.reset()
      return Buffer.from(digestOf(deriver, material), 'hex')
    },
    createHasher() {
      const hasher = new Blake3Hasher()
      return {
        update(bytes) {
          hasher.update(bufferOf(bytes))
          return this
        },
        digest: () => hasher.digestBuffer(),
      }
    },
  }
}

/** The WASM engine. */
export function openWasmEngine(): HashEngine {
  const wasm = require('blake3') as Wasm
  const wrap = (hasher: ReturnType<Wasm['createHash']>): Hasher => ({
    update(bytes) {
      // WASM memory never shrinks, so it gets the bytes in slices of 1 MiB.
      for (let at = 0; at < bytes.byteLength; at += 1 << 20) hasher.update(bytes.subarray(at, at + (1 << 20)))
      return this
    },
    digest: () => hasher.digest(),
  })
  const digestOf = (hasher: Hasher, parts: readonly Uint8Array[]): Buffer => {
    for (const part of parts) hasher.update(part)
    return bufferOf(hasher.digest())
  }
  return {
    name: 'wasm',
    hash: parts => digestOf(wrap(wasm.createHash()), parts).toString('hex'),
    keyedHash: (key, parts) => digestOf(wrap(wasm.createKeyed(bufferOf(key))), parts).toString('hex'),
    deriveKey: (context, material) => digestOf(wrap(wasm.createDeriveKey(context)), material),
    createHasher: () => wrap(wasm.createHash()),
  }
}

function loadNative(): Native | undefined {
  try {
    return require('@napi-rs/blake-hash') as Native
  } catch {
    return undefined // no binary for this platform: WASM serves it
  }
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
