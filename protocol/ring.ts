// A ring: the content keys of a set of projects (§ Ring). The root secret gives what must outlive key rotation (pids,
// the gear table, where directories split); every epoch has a secret of its own for sealing. Two sites may open an epoch
// at the same time: both stand, and the highest number is the newest. Secrets never print.
import { decode, encode } from './codec.ts'
import { HoldfastError } from './errors.ts'
import { deriveKey } from './hash.ts'
import { bytesOf, idOf, type RingId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { holdfast as pb } from './messages.js'
import { openSiv, SIV_LENGTH, type SivKeys, sealInto, sivOf, TAG_LENGTH } from './siv.ts'

type Epoch = { readonly secret: Uint8Array; readonly chunk: SivKeys; readonly record: SivKeys }

/** So many epochs a ring may have: their grant is one statement, and each is derived where it is read. */
export const MAX_EPOCHS = 256

// An epoch's number: how many were opened one after the other before it, and 20 bits of its own below.
const EPOCH_STEP = 2 ** 20
const LAST_EPOCH = 2 ** 32 - 1
const RECORD_VERSION = 1
const RECORD_CLEAR = 1 + 16 + 4
const RECORD_HEADER = RECORD_CLEAR + SIV_LENGTH

export class Ring {
  readonly id: RingId
  /** The newest epoch; what is sealed now is sealed in it. From 1. */
  readonly epoch: number
  readonly #root: Uint8Array
  readonly #epochs: ReadonlyMap<number, Epoch>
  readonly #pidKey: Uint8Array
  readonly #splitKey: Uint8Array
  #gear: Uint32Array | undefined

  constructor(id: RingId, root: Uint8Array, secrets: ReadonlyMap<number, Uint8Array>) {
    const idBytes = bytesOf(id)
    this.id = id
    this.epoch = Math.max(...secrets.keys())
    this.#root = root
    this.#epochs = new Map([...secrets].map(([epoch, secret]) => [epoch, deriveEpoch(idBytes, epoch, secret)]))
    this.#pidKey = deriveKey('holdfast v1 ring pid', root, idBytes)
    this.#splitKey = deriveKey('holdfast v1 ring split', root, idBytes)
  }

  /** How many epochs there are. With the newest it tells two states of one ring apart: epochs are only ever added. */
  get epochs(): number {
    return this.#epochs.size
  }
  /** K_id: the key of pids. */
  get pidKey(): Uint8Array {
    return this.#pidKey
  }
  /** Keys the hash that decides where a directory's nodes end. */
  get splitKey(): Uint8Array {
    return this.#splitKey
  }
  get root(): Uint8Array {
    return this.#root
  }
  /** 256 random words, the same for all epochs. */
  get gear(): Uint32Array {
    this.#gear ??= deriveGear(this.#root, bytesOf(this.id))
    return this.#gear
  }
  has(epoch: number): boolean {
    return this.#epochs.has(epoch)
  }
  /** K_siv and K_enc of an epoch for chunks or for records. Throws KEY_MISSING. */
  keys(epoch: number, use: 'chunk' | 'record'): SivKeys {
    return this.#epoch(epoch)[use]
  }
  /** Oldest first. */
  secrets(): [epoch: number, secret: Uint8Array][] {
    return [...this.#epochs]
      .map(([epoch, { secret }]): [number, Uint8Array] => [epoch, secret])
      .sort(([a], [b]) => a - b)
  }

  #epoch(epoch: number): Epoch {
    const found = this.#epochs.get(epoch)
    if (!found) throw new HoldfastError('KEY_MISSING', `no keys for epoch ${epoch} of ring ${this.id}`)
    return found
  }
}

/** A new ring at epoch 1. Both secrets are 32 random bytes. */
export function createRing(id: RingId, rootSecret: Uint8Array, epochSecret: Uint8Array): Ring {
  if (rootSecret.byteLength !== 32 || epochSecret.byteLength !== 32) throw new TypeError('ring secrets have 32 bytes')
  return new Ring(id, rootSecret, new Map([[1, epochSecret]]))
}

/**
 * The ring with one more epoch, sealed under 32 new random bytes. What was sealed before stays readable. Throws RING_FULL.
 */
export function nextEpoch(ring: Ring, epochSecret: Uint8Array): Ring {
  if (epochSecret.byteLength !== 32) throw new TypeError('ring secrets have 32 bytes')
  const secrets = ring.secrets()
  const epoch = numberAfter(ring, epochSecret)
  if (secrets.length >= MAX_EPOCHS || epoch > LAST_EPOCH) {
    throw new HoldfastError('RING_FULL', `ring ${ring.id} has ${secrets.length} epochs and takes no more`, {
      hint: 'keep new projects under a ring of their own: holdfast project add NAME --folder DIR --ring new',
    })
  }
  return new Ring(ring.id, ring.root, new Map([...secrets, [epoch, epochSecret]]))
}

// Of two sites that open an epoch at once each takes another number: the low bits come out of the secret, through a hash.
function numberAfter({ id, epoch }: Ring, secret: Uint8Array): number {
  const own = deriveKey('holdfast v1 ring epoch number', secret, bytesOf(id))
  const low = new DataView(own.buffer, own.byteOffset).getUint32(0, true) % EPOCH_STEP
  return (Math.floor(epoch / EPOCH_STEP) + 1) * EPOCH_STEP + low
}

/**
 * The ring with the epochs of both; `known` itself when `more` brings none. What is known is never replaced. Throws
 * MESSAGE_INVALID when `more` is of another ring, RING_FULL.
 */
export function joinEpochs(known: Ring, more: Ring): Ring {
  if (more.id !== known.id || Buffer.compare(more.root, known.root) !== 0)
    throw new HoldfastError('MESSAGE_INVALID', `keys under the name of ring ${known.id} that are not of it`)
  const secrets = new Map([...more.secrets(), ...known.secrets()])
  if (secrets.size > MAX_EPOCHS)
    throw new HoldfastError('RING_FULL', `ring ${known.id} would have ${secrets.size} epochs`)
  return secrets.size === known.epochs ? known : new Ring(known.id, known.root, secrets)
}

/** The ring's secrets as bytes, for a grant or a key file. They must be sealed wherever they go. */
export function encodeRing(ring: Ring): Uint8Array {
  const epochs = ring.secrets().map(([epoch, secret]) => ({ epoch, secret }))
  return encode(pb.RingKeys, { ring: bytesOf(ring.id), root: ring.root, epochs })
}

/** Throws MESSAGE_INVALID. */
export function decodeRing(bytes: Uint8Array): Ring {
  const message = decode(pb.RingKeys, bytes, LIMITS.controlFrame)
  const secrets = new Map<number, Uint8Array>()
  if (message.epochs.length > MAX_EPOCHS)
    throw new HoldfastError('MESSAGE_INVALID', `a ring with ${message.epochs.length} epochs`)
  for (const { epoch, secret } of message.epochs) {
    if (!epoch || secret?.byteLength !== 32 || secrets.has(epoch))
      throw new HoldfastError('MESSAGE_INVALID', 'a ring has an epoch without number, of a wrong length, or twice')
    secrets.set(epoch, Uint8Array.from(secret))
  }
  if (message.root.byteLength !== 32 || secrets.size === 0)
    throw new HoldfastError('MESSAGE_INVALID', 'a ring lacks its root or every epoch')
  return new Ring(idOf('RingId', message.ring), Uint8Array.from(message.root), secrets)
}

/**
 * Seals a small record to the ring's newest epoch. Deterministic: equal plaintexts under one context give equal bytes, so
 * a context that names the record (project, author, seq) also hides equality. `context` must be the same on opening.
 */
export function sealForRing(ring: Ring, context: string, plaintext: Uint8Array): Uint8Array {
  const keys = ring.keys(ring.epoch, 'record')
  const out = Buffer.allocUnsafe(RECORD_HEADER + plaintext.byteLength + TAG_LENGTH)
  out[0] = RECORD_VERSION
  out.set(bytesOf(ring.id), 1)
  out.writeUInt32LE(ring.epoch, 17)
  const clear = [...contextParts(context), out.subarray(0, RECORD_CLEAR)]
  const siv = sivOf(keys, clear, [plaintext])
  out.set(siv, RECORD_CLEAR)
  sealInto(out, RECORD_HEADER, keys, siv, Buffer.concat([...clear, siv]), [plaintext])
  return out
}

/** Opens what sealForRing wrote. Throws KEY_MISSING for another ring or epoch, MESSAGE_INVALID for anything else. */
export function openFromRing(ring: Ring, context: string, bytes: Uint8Array): Uint8Array {
  if (bytes.byteLength < RECORD_HEADER + TAG_LENGTH || bytes[0] !== RECORD_VERSION)
    throw new HoldfastError('MESSAGE_INVALID', 'not a record sealed to a ring')
  const id = idOf('RingId', bytes.subarray(1, 17))
  if (id !== ring.id) throw new HoldfastError('KEY_MISSING', `sealed to ring ${id}, not ${ring.id}`)
  const epoch = new DataView(bytes.buffer, bytes.byteOffset).getUint32(17, true)
  const clear = [...contextParts(context), bytes.subarray(0, RECORD_CLEAR)]
  const siv = bytes.subarray(RECORD_CLEAR, RECORD_HEADER)
  const sealed = bytes.subarray(RECORD_HEADER)
  const plaintext = openSiv(ring.keys(epoch, 'record'), siv, Buffer.concat([...clear, siv]), clear, sealed)
  if (!plaintext) throw new HoldfastError('MESSAGE_INVALID', `a record sealed as ${context} does not open`)
  return plaintext
}

function contextParts(context: string): Uint8Array[] {
  const bytes = Buffer.from(context)
  return [u32(bytes.byteLength), bytes]
}

function deriveEpoch(ring: Uint8Array, epoch: number, secret: Uint8Array): Epoch {
  const keysFor = (use: 'chunk' | 'record'): SivKeys => ({
    context: `holdfast v1 ${use}`,
    siv: deriveKey(`holdfast v1 ${use} siv`, secret, ring, u32(epoch)),
    enc: deriveKey(`holdfast v1 ${use} enc`, secret, ring, u32(epoch)),
  })
  return { secret, chunk: keysFor('chunk'), record: keysFor('record') }
}

function deriveGear(root: Uint8Array, ring: Uint8Array): Uint32Array {
  const table = new Uint32Array(256)
  for (let row = 0; row < 32; row++) {
    const words = deriveKey('holdfast v1 ring gear', root, ring, Uint8Array.of(row))
    const view = new DataView(words.buffer, words.byteOffset)
    for (let word = 0; word < 8; word++) table[row * 8 + word] = view.getUint32(word * 4, true)
  }
  return table
}

function u32(value: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeUInt32LE(value)
  return bytes
}
