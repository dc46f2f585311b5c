// Trees that a writer with the ring's own keys can make and no honest one would: payloads that unpack to far more than
// they may, and chunks that lie about what is below them. Not an actor itself.
import { zstdCompressSync } from 'node:zlib'
import type { ChildRef, SealedChunk } from '../../../protocol/chunk.ts'
import { sealLeaf } from '../../../protocol/chunk.ts'
import { hashHex } from '../../../protocol/hash.ts'
import { bytesOf, type Cid } from '../../../protocol/ids.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import type { Ring } from '../../../protocol/ring.ts'
import { SIV_LENGTH, sealInto, sivOf, TAG_LENGTH } from '../../../protocol/siv.ts'
import { buildDirectory } from '../../../protocol/tree-directory.ts'
import type { DirectoryEntry } from '../../../protocol/tree-entry.ts'
import { buildFile } from '../../../protocol/tree-file.ts'
import { noise } from '../../helpers/chunk-memory.ts'

export interface HostileTree {
  readonly root: ChildRef
  readonly chunks: ReadonlyMap<Cid, Uint8Array>
}
type Sink = (chunk: Pick<SealedChunk, 'cid' | 'bytes'>) => void

const ZSTD = 1
const SIV_AT = 22

/** A good file, a leaf and a folder whose payloads are bombs of 256 MiB. */
export function bombs(ring: Ring): HostileTree {
  return collect(sink => {
    const bomb = zstdCompressSync(Buffer.alloc(256 * 1024 * 1024))
    const leaf = sealPayload(ring, 1, payloadOf(LIMITS.chunkPlain, bomb))
    const folder = sealPayload(ring, 2, payloadOf(LIMITS.treeChunk, bomb))
    for (const chunk of [leaf, folder]) sink(chunk)
    return buildDirectory(
      ring,
      [
        { type: 'directory', ...named('bombs'), child: folder.ref },
        file('bomb.wav', LIMITS.chunkPlain, leaf.ref),
        good(ring, sink),
      ],
      sink,
    )
  })
}

/** A file whose node says that a leaf has one byte more than it has. */
export function lyingSizes(ring: Ring): HostileTree {
  return collect(sink => {
    const parts = [1, 2, 3].map(seed => {
      const chunk = sealLeaf(ring, noise(seed, 5_000), { codec: 'raw' })
      sink(chunk)
      const { cid, stored, below, sendClass } = chunk
      return { cid, stored: seed === 2 ? stored + 1 : stored, below, sendClass, plain: 5_000 }
    })
    return buildDirectory(ring, [file('lie.wav', 15_000, buildFile(ring, parts, sink)), good(ring, sink)], sink)
  })
}

/** Nothing is wrong with it: several files of noise that is nobody else's. */
export function harmless(ring: Ring): HostileTree {
  return collect(sink => {
    const entries = Array.from({ length: 6 }, (_, n) => {
      const chunk = sealLeaf(ring, noise(9_000 + n, 40_000), { codec: 'raw' })
      sink(chunk)
      const { cid, stored, below, sendClass } = chunk
      return file(`mine ${n}.wav`, 40_000, { cid, stored, below, sendClass })
    })
    return buildDirectory(ring, entries, sink)
  })
}

function collect(build: (sink: Sink) => ChildRef): HostileTree {
  const chunks = new Map<Cid, Uint8Array>()
  const root = build(chunk => void chunks.set(chunk.cid, chunk.bytes))
  return { root, chunks }
}

function good(ring: Ring, sink: Sink): DirectoryEntry {
  const chunk = sealLeaf(ring, noise(77, 5_000), { codec: 'raw' })
  sink(chunk)
  const { cid, stored, below, sendClass } = chunk
  return file('good.wav', 5_000, { cid, stored, below, sendClass })
}

function named(name: string) {
  return { name: Buffer.from(name), mode: 0o755, mtimeSeconds: 1, mtimeNanoseconds: 0, xattrs: [] }
}

function file(name: string, size: number, child: ChildRef | undefined): DirectoryEntry {
  return { type: 'file', ...named(name), mode: 0o644, size, child, linkGroup: undefined, live: false }
}

function payloadOf(plain: number, encoded: Uint8Array): Uint8Array {
  const prefix = Buffer.from([ZSTD, 0, 0, 0, 0, 0])
  prefix.writeUInt32LE(plain, 2)
  return Buffer.concat([prefix, encoded])
}

// As § Chunk has it, for any payload: kind 1 is a leaf, 2 a tree chunk without children.
function sealPayload(ring: Ring, kind: 1 | 2, payload: Uint8Array) {
  const header = Buffer.alloc(SIV_AT + SIV_LENGTH + (kind === 2 ? 4 : 0))
  header[0] = 1
  header[1] = kind
  header.set(bytesOf(ring.id), 2)
  header.writeUInt32LE(ring.epoch, 18)
  const keys = ring.keys(ring.epoch, 'chunk')
  const siv = sivOf(keys, [header.subarray(0, SIV_AT), header.subarray(SIV_AT + SIV_LENGTH)], [payload])
  header.set(siv, SIV_AT)
  const bytes = Buffer.alloc(header.byteLength + payload.byteLength + TAG_LENGTH)
  bytes.set(header)
  sealInto(bytes, header.byteLength, keys, siv, header, [payload])
  const cid = hashHex(bytes) as Cid
  const ref: ChildRef = { cid, stored: bytes.byteLength, below: 0, sendClass: 3 }
  return { cid, bytes, ref }
}
