// Sealing and opening leaves: hashing, encoding and encrypting cost more than everything else that is done with a chunk.
// The daemon gives it to threads; tests and the simulation do it in place.
import { openLeaf, type SealedChunk, sealLeaf, verifyCid } from '../../protocol/chunk.ts'
import type { Piece } from '../../protocol/chunker.ts'
import type { Cid, Pid } from '../../protocol/ids.ts'
import type { Ring } from '../../protocol/ring.ts'
import { Turns } from './turns.ts'

/** A plaintext of 1 byte to 4 MiB and its identity in the ring. */
export interface Sealable extends Piece {
  readonly pid: Pid
}
/** A leaf as it is stored, what it must be, and the plain bytes it must hold. */
export interface Openable {
  readonly cid: Cid
  readonly bytes: Uint8Array
  readonly plain: number
}

export interface Sealer {
  /** In order. The bytes given may change once it resolves. */
  seal(ring: Ring, pieces: readonly Sealable[]): Promise<SealedChunk[]>
  /** The plaintexts, in order. Throws as verifyCid and openLeaf. */
  open(ring: Ring, leaves: readonly Openable[]): Promise<Uint8Array[]>
  /** Bytes that seal or open gave are of no more use to the caller; not to say so costs memory, nothing else. */
  done(bytes: Uint8Array): void
  /** How much it works on at once: callers keep about this many calls under way. */
  readonly width: number
}

/** Seals and opens on the caller's own thread, one after the other. `breathe`: see Turns. */
export function inlineSealer(breathe: () => Promise<void>): Sealer {
  const turns = new Turns(breathe)
  async function each<In, Out>(items: readonly In[], compute: (item: In) => Out): Promise<Out[]> {
    const results: Out[] = []
    for (const item of items) results.push(await turns.take(() => compute(item)))
    return results
  }
  return {
    width: 1,
    done: () => undefined,
    seal: (ring, pieces) => each(pieces, ({ bytes, codec, pid }) => sealLeaf(ring, bytes, { codec, pid })),
    open: (ring, leaves) => each(leaves, leaf => openVerified(ring, leaf)),
  }
}

/** Another leaf of the ring would open just as well: so its cid is checked first. */
export function openVerified(ring: Ring, { cid, bytes, plain }: Openable): Uint8Array {
  verifyCid(cid, bytes)
  return openLeaf(ring, bytes, plain)
}

/** The same, but audio is sealed as anything else: for readers that don't know the pcm codec. */
export function withoutPcm(sealer: Sealer): Sealer {
  const plain = (piece: Sealable): Sealable => (typeof piece.codec === 'object' ? { ...piece, codec: 'auto' } : piece)
  return {
    width: sealer.width,
    seal: (ring, pieces) => sealer.seal(ring, pieces.map(plain)),
    open: (ring, leaves) => sealer.open(ring, leaves),
    done: bytes => sealer.done(bytes),
  }
}
