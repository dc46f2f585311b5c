// Directories as far as they can be read (§ Restore): what the format refuses, and what is lost, costs itself alone. For
// restoring, where half a folder is better than none; everything else reads with tree-directory.ts and refuses the whole.
import type { ChildRef, OpenedChunk } from './chunk.ts'
import { decode } from './codec.ts'
import { HoldfastError, isError } from './errors.ts'
import { LIMITS } from './limits.ts'
import { holdfast as pb } from './messages.js'
import type { Ring } from './ring.ts'
import { type DirectoryEntry, entryFromMessage } from './tree-entry.ts'
import { type ChunkSource, loadTree, type TreeRef } from './tree-load.ts'

export type Salvaged =
  /** Good, and the first of its name in the directory. */
  | { readonly entry: DirectoryEntry }
  /** An entry that the format refuses, or that bears the name of one before it. */
  | { readonly refused: Uint8Array; readonly why: HoldfastError }
  /** A part of the directory that can't be had: nobody knows how many entries. */
  | { readonly lost: HoldfastError }

const MAX_HEIGHT = 16

/** Whether the error costs only what was read. */
export function isLoss(error: unknown): error is HoldfastError {
  return (
    isError(error, 'CHUNK_MISSING') ||
    isError(error, 'CHUNK_CORRUPT') ||
    isError(error, 'MESSAGE_INVALID') ||
    isError(error, 'KEY_MISSING')
  )
}

/**
 * What a directory lists, in its order. Throws what the source throws but for what isLoss is true of, and that too where
 * the top node itself can't be read.
 */
export async function* salvageDirectory(ring: Ring, source: ChunkSource, ref: TreeRef): AsyncGenerator<Salvaged> {
  yield* salvageNode(ring, source, parseNode(await loadTree(ring, source, ref)), new Set())
}

interface Node {
  readonly height: number
  readonly entries: readonly pb.Entry.$Properties[]
  readonly children: readonly ChildRef[]
}

async function* salvageNode(ring: Ring, source: ChunkSource, node: Node, names: Set<string>): AsyncGenerator<Salvaged> {
  if (node.height === 0) {
    for (const message of node.entries) yield salvageEntry(message as pb.Entry, node.children, names)
    return
  }
  for (const child of node.children) {
    let below: Node
    try {
      below = parseNode(await loadTree(ring, source, child))
      if (below.height >= node.height) throw invalid(`has height ${below.height} below height ${node.height}`)
    } catch (error) {
      if (!isLoss(error)) throw error
      yield { lost: error }
      continue
    }
    yield* salvageNode(ring, source, below, names)
  }
}

function salvageEntry(message: pb.Entry, children: readonly ChildRef[], names: Set<string>): Salvaged {
  try {
    const entry = entryFromMessage(message, children)
    const key = Buffer.from(entry.name).toString('latin1')
    if (names.has(key)) return { refused: entry.name, why: invalid('has a name twice') }
    names.add(key)
    return { entry }
  } catch (error) {
    if (!isLoss(error)) throw error
    return { refused: message.name, why: error }
  }
}

// Order, last names and the use of children are what writers share chunks by; nothing is restored from them.
function parseNode({ plaintext, children }: OpenedChunk): Node {
  const { height, entries } = decode(pb.DirectoryNode, plaintext, LIMITS.treeChunk, LIMITS.directoryFields)
  if (height > MAX_HEIGHT) throw invalid(`has height ${height}`)
  return { height, entries, children }
}

function invalid(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `a directory ${what}`)
}
