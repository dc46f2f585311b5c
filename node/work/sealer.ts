// Identifying, sealing and opening leaves: hashing, encoding and encrypting cost more than everything else that is done with a chunk.
// The daemon gives it to threads; tests and the simulation do it in place.
import { openLeaf, pidOf, type Room, type SealedChunk, sealLeaf, verifyCid } from '../../protocol/chunk.ts'
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
  /** The identity of each plaintext, in order. The bytes given may change once it resolves. */
  identify(ring: Ring, pieces: readonly Piece[]): Promise<Pid[]>
  /** In order. The bytes given may change once it resolves. */
  seal(ring: Ring, pieces: readonly Sealable[]): Promise<SealedChunk[]>
  /** The plaintexts, in order. Throws as verifyCid and openLeaf. */
  open(ring: Ring, leaves: readonly Openable[]): Promise<Uint8Array[]>
  /** Bytes that seal or open gave are of no more use to the caller; not to say so costs memory, nothing else. */
  done(bytes: Uint8Array): void
  /** How much it works on at once: callers keep about this many calls under way. */
  readonly width: number
}

// Hashing this many plain bytes takes about a ms: then everything else gets its turn.
const TURN_BYTES = 4 * 1024 * 1024
const TURN_PIECES = 64

/** Identifies, seals and opens on the caller's own thread, one after the other. `breathe`: see Turns. */
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
    async identify(ring, pieces) {
      const pids: Pid[] = []
      while (pids.length < pieces.length) {
        const group = oneTurn(pieces, pids.length)
        pids.push(...(await turns.take(() => group.map(({ bytes }) => pidOf(ring, 'leaf', bytes)))))
      }
      return pids
    },
    seal: (ring, pieces) => each(pieces, ({ bytes, codec, pid }) => sealLeaf(ring, bytes, { codec, pid })),
    open: (ring, leaves) => each(leaves, leaf => openVerified(ring, leaf)),
  }
}

// What one turn takes: at least one piece, then more while they fit.
function oneTurn(pieces: readonly Piece[], from: number): readonly Piece[] {
  let to = from
  for (let bytes = 0; to < pieces.length && to - from < TURN_PIECES; to++) {
    bytes += pieces[to]!.bytes.byteLength
    if (to > from && bytes > TURN_BYTES) break
  }
  return pieces.slice(from, to)
}

/** Another leaf of the ring would open just as well: so its cid is checked first. */
export function openVerified(ring: Ring, { cid, bytes, plain }: Openable, room?: Room): Uint8Array {
  verifyCid(cid, bytes)
  return openLeaf(ring, bytes, plain, room)
}

/** The same, but audio is sealed as anything else: for readers that don't know the pcm codec. */
export function withoutPcm(sealer: Sealer): Sealer {
  const plain = (piece: Sealable): Sealable => (typeof piece.codec === 'object' ? { ...piece, codec: 'auto' } : piece)
  return {
    width: sealer.width,
    identify: (ring, pieces) => sealer.identify(ring, pieces),
    seal: (ring, pieces) => sealer.seal(ring, pieces.map(plain)),
    open: (ring, leaves) => sealer.open(ring, leaves),
    done: bytes => sealer.done(bytes),
  }
}
