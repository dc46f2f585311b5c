// Trees that no honest writer writes, sealed as a trusted one could: nodes are encoded as they come, past every check of
// the builders. Each planted thing says what a restore owes it (`fate`), decided here and not by the code under test.
import { type ChildRef, type SealedChunk, sealLeaf, sealTree } from '../../protocol/chunk.ts'
import { encode } from '../../protocol/codec.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import type { Ring } from '../../protocol/ring.ts'
import { type RootRef, rootOf } from '../../protocol/tree-load.ts'

/**
 * 'legal': must stand in the target. 'refused': must not, and must be reported. 'lost': can't be had, and must be
 * reported. 'either': nothing but that it does no harm.
 */
export type Fate = 'legal' | 'refused' | 'lost' | 'either'

export interface Planted {
  readonly entry: pb.Entry.$Properties
  readonly fate: Fate
  /** What a legal file holds. */
  readonly content?: Uint8Array
  /** What lies in a directory; undefined where the chunk of it is given. */
  readonly below?: readonly Planted[]
  /** A folder that can't be read: it stands, empty, and is reported as lost. */
  readonly isHollow?: boolean
  /** A child of any kind, in place of the one that would be made. */
  readonly child?: ChildRef
}

export interface Tree {
  readonly root: RootRef
  readonly planted: readonly Planted[]
}

type Sink = (chunk: SealedChunk) => void

const MODE = { file: 0o644, directory: 0o755 }
const TIME = 1_700_000_000

export function file(
  name: Uint8Array,
  content: string,
  more: Partial<Planted> & { as?: pb.Entry.$Properties } = {},
): Planted {
  const bytes = Buffer.from(content)
  const entry = { name, type: pb.EntryType.FILE, mode: MODE.file, mtimeS: TIME, size: bytes.byteLength, ...more.as }
  return { fate: 'legal', content: bytes, ...more, entry }
}

export function folder(name: Uint8Array, below: readonly Planted[], fate: Fate = 'legal'): Planted {
  return { entry: { name, type: pb.EntryType.DIRECTORY, mode: MODE.directory, mtimeS: TIME }, fate, below }
}

export function symlink(name: Uint8Array, target: string | Uint8Array, fate: Fate): Planted {
  return { entry: { name, type: pb.EntryType.SYMLINK, mode: 0o777, mtimeS: TIME, target: Buffer.from(target) }, fate }
}

/** Seals a tree. `nodes`: over how many nodes of a directory its entries are spread, in the order given. */
export function sealHostile(ring: Ring, planted: readonly Planted[], sink: Sink, nodes = 1): Tree {
  return { root: rootOf(sealFolder(ring, planted, sink, nodes)), planted }
}

function sealFolder(ring: Ring, planted: readonly Planted[], sink: Sink, nodes: number): ChildRef {
  if (nodes > 1 && planted.length >= nodes) {
    const size = Math.ceil(planted.length / nodes)
    const parts: Planted[][] = []
    for (let at = 0; at < planted.length; at += size) parts.push(planted.slice(at, at + size))
    const children = parts.map(part => sealFolder(ring, part, sink, 1))
    const lastNames = parts.map(part => part.at(-1)!.entry.name ?? new Uint8Array(0))
    return deliver(sealTree(ring, encode(pb.DirectoryNode, { height: 1, lastNames }), children), sink)
  }
  const children: ChildRef[] = []
  const entries = planted.map(one => {
    const child = one.child ?? childOf(ring, one, sink, nodes)
    return { ...one.entry, child: one.entry.child ?? (child ? children.push(child) : 0) }
  })
  return deliver(sealTree(ring, encode(pb.DirectoryNode, { entries }), children), sink)
}

function childOf(ring: Ring, { entry, content, below }: Planted, sink: Sink, nodes: number): ChildRef | undefined {
  if (below) return sealFolder(ring, below, sink, nodes)
  if (entry.type !== pb.EntryType.FILE || !content || content.byteLength === 0) return undefined
  return deliver(sealLeaf(ring, content, { codec: 'raw' }), sink)
}

function deliver(chunk: SealedChunk, sink: Sink): ChildRef {
  sink(chunk)
  return { cid: chunk.cid, stored: chunk.stored, below: chunk.below, sendClass: chunk.sendClass }
}

/** Folders named `d` in each other, so many of them, a file at the bottom of all; too deep for a function that calls itself. */
export function sealNested(ring: Ring, levels: number, sink: Sink): RootRef {
  let planted = [file(Buffer.from('bottom'), 'reached')]
  let child = sealFolder(ring, planted, sink, 1)
  for (let level = 0; level < levels; level++) {
    planted = [{ ...folder(Buffer.from('d'), []), child }, file(Buffer.from('f'), `${level}`)]
    child = sealFolder(ring, planted, sink, 1)
  }
  return rootOf(child)
}

/** A node of a file that claims these plain sizes, whatever its leaves hold. */
export function lyingFile(ring: Ring, name: Uint8Array, sizes: readonly number[], height: number, sink: Sink): Planted {
  const leaf = deliver(sealLeaf(ring, Buffer.from('true bytes'), { codec: 'raw' }), sink)
  const inner = height === 0 ? leaf : deliver(sealTree(ring, encode(pb.FileNode, { plainSizes: [10] }), [leaf]), sink)
  const node = encode(pb.FileNode, { height, plainSizes: [...sizes] })
  const top = deliver(
    sealTree(
      ring,
      node,
      sizes.map(() => inner),
    ),
    sink,
  )
  const size = sizes.reduce((sum, each) => sum + each, 0)
  const entry = { name, type: pb.EntryType.FILE, mode: MODE.file, mtimeS: TIME, size }
  return { entry, fate: 'lost', child: top }
}

/** The entries that must stand in the target, with the components of their paths; those above them are legal too. */
export function* eachLegal(
  planted: readonly Planted[],
  above: readonly Uint8Array[] = [],
): Generator<[Uint8Array[], Planted]> {
  for (const one of planted) {
    if (one.fate !== 'legal' && one.fate !== 'either') continue
    const path = [...above, one.entry.name!]
    if (one.fate === 'legal') yield [path, one]
    if (one.below) yield* eachLegal(one.below, path)
  }
}

/** How many entries that are reached have this fate. */
export function countOf(planted: readonly Planted[], fate: Fate): number {
  let count = 0
  for (const one of planted) {
    if (one.fate === fate || (fate === 'lost' && one.isHollow)) count++
    if (one.fate === 'legal' && one.below) count += countOf(one.below, fate)
  }
  return count
}
