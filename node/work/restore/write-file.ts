// One file into the target: under a temporary name in its folder, so that a restore that was cut off goes on where it
// stopped; given its own name only when it is whole and on disk (§ Restore).
import { pidOf } from '../../../protocol/chunk.ts'
import { codecAt } from '../../../protocol/chunker.ts'
import { hash } from '../../../protocol/hash.ts'
import { bytesOf } from '../../../protocol/ids.ts'
import type { FileEntry } from '../../../protocol/tree-entry.ts'
import { type FileLeaf, fileLeaves } from '../../../protocol/tree-file.ts'
import { errnoOf } from '../ingest/source.ts'
import { writeXattrs } from '../ingest/xattrs-disk.ts'
import { mtimeOf } from './compare.ts'
import { fetchLeaves, findLeaf, type LeafFetcher, loadLeaf, writeLeaf } from './fetch-leaves.ts'
import type { OpenDirectory, TargetFile } from './target-disk.ts'
import { nearTime } from './times-disk.ts'

/** A file whose bytes are written, under its temporary name. */
export interface WrittenFile {
  /** Undefined when it was closed already. */
  readonly handle: TargetFile | undefined
  readonly directory: OpenDirectory
  readonly part: Uint8Array
  readonly entry: FileEntry
  /** Names of attributes the file system refused. */
  readonly refusedXattrs: readonly string[]
}

const START = 64 * 1024
// Ownership is not captured, so a set-id bit would hand out somebody else's rights.
const FILE_MODE = 0o1777
const READABLE = 0o400 // by its owner, who may have to open it again to sync it

/**
 * Writes a file's content, attributes, mode and time into `part`, taking over what an earlier restore left there and
 * still matches. `onBytes` hears the plain bytes done. The caller owns the handle. Throws errno errors and what fetching
 * throws; the part stays for the next try.
 */
export async function writeFile(
  fetcher: LeafFetcher,
  directory: OpenDirectory,
  entry: FileEntry,
  part: Uint8Array,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<WrittenFile> {
  const { handle, length } = await openPart(directory, part)
  let isSized = false
  try {
    await fetchLeaves(
      fetcher,
      entry,
      async leaf => {
        const isThere = leaf.plainOffset + leaf.plain <= length && (await holdsLeaf(fetcher, handle, entry, leaf))
        if (isThere) onBytes(leaf.plain)
        return isThere
      },
      // From here on nothing is in the file, so that what is not written is a hole.
      async leaf => {
        if (length > leaf.plainOffset) await handle.truncate(leaf.plainOffset)
        await handle.truncate(entry.size)
        isSized = true
      },
      async (leaf, from) => {
        const order = { kind: 'leaf', fd: handle.fd, position: leaf.plainOffset } as const
        await writeLeaf(fetcher, order, { cid: leaf.ref.cid, from, plain: leaf.plain })
        onBytes(leaf.plain)
      },
      signal,
    )
    if (!isSized && length !== entry.size) await handle.truncate(entry.size)
    const refusedXattrs = await writeXattrs(handle.fd, directory.pathOf(part), entry.xattrs)
    const near = nearTime(mtimeOf(entry))
    await handle.utimes(near, near)
    await handle.chmod(modeOf(entry))
    return { handle, directory, part, entry, refusedXattrs }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Whether a file can be made by one order: one leaf at the most, and nothing that needs a handle of it later. */
export function isSimple({ child, xattrs, mode }: FileEntry): boolean {
  return (child === undefined || child.below === 0) && xattrs.length === 0 && (mode & READABLE) !== 0
}

/** Writes a simple file into `part`. False when something of that name is there. Throws as writeFile. */
export async function makeFile(
  fetcher: LeafFetcher,
  directory: OpenDirectory,
  entry: FileEntry,
  part: Uint8Array,
  signal: AbortSignal,
): Promise<boolean> {
  const { child, size } = entry
  const room = child?.stored ?? 0
  const path = directory.at(part).toString('latin1')
  const order = { kind: 'file', path, mode: modeOf(entry), time: nearTime(mtimeOf(entry)) } as const
  await fetcher.budget.take(room)
  try {
    if (!child) await fetcher.writers.carryOut(order)
    else {
      const from = await findLeaf(fetcher, child.cid)
      signal.throwIfAborted()
      await writeLeaf(fetcher, order, { cid: child.cid, from, plain: size })
    }
    return true
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false
    throw error
  } finally {
    fetcher.budget.give(room)
  }
}

function modeOf(entry: FileEntry): number {
  return entry.mode & FILE_MODE
}

/** Whether a file in the target holds the entry's content, by sealing it again or, where that tells nothing, fetching. */
export async function fileHasContent(
  fetcher: LeafFetcher,
  directory: OpenDirectory,
  entry: FileEntry,
): Promise<boolean> {
  const handle = await directory.openFile(entry.name, 'read')
  try {
    if ((await handle.stat()).size !== entry.size) return false
    for await (const leaf of fileLeaves(fetcher.ring, fetcher.source, entry)) {
      if (!(await holdsLeaf(fetcher, handle, entry, leaf))) return false
    }
    return true
  } finally {
    await handle.close()
  }
}

/** The temporary name of an entry: the same in every try of the same content, and none of the folder's own names. */
export function partName(entry: FileEntry, taken: (name: Uint8Array) => boolean): Uint8Array {
  const content = entry.child ? bytesOf(entry.child.cid) : new Uint8Array(0)
  const digest = Buffer.from(hash(entry.name, Uint8Array.of(0), content)).toString('hex', 0, 10)
  for (let n = 0; ; n++) {
    const name = Buffer.from(`.holdfast-${digest}${n === 0 ? '' : `-${n}`}.part`)
    if (!taken(name)) return name
  }
}

async function openPart(directory: OpenDirectory, part: Uint8Array): Promise<{ handle: TargetFile; length: number }> {
  try {
    return { handle: await directory.createFile(part), length: 0 }
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error
  }
  const left = await directory.openFile(part, 'write').catch(() => undefined) // a symlink, or nothing of ours
  const found = await left?.stat()
  // A second name may lie outside the target: writing here would write there.
  if (left && found?.isFile() && found.nlink === 1 && found.uid === process.geteuid?.()) {
    return { handle: left, length: found.size }
  }
  await left?.close()
  await directory.remove(part)
  return { handle: await directory.createFile(part), length: 0 }
}

async function holdsLeaf(fetcher: LeafFetcher, handle: TargetFile, entry: FileEntry, leaf: FileLeaf): Promise<boolean> {
  const piece = Buffer.allocUnsafe(leaf.plain)
  if ((await readFully(handle, piece, leaf.plainOffset)) < leaf.plain) return false
  const { ring, sealer } = fetcher
  const start = Buffer.allocUnsafe(Math.min(START, entry.size))
  const codec = codecAt(start.subarray(0, await readFully(handle, start, 0)), entry.size, entry.name, leaf.plainOffset)
  const [sealed] = await sealer.seal(ring, [{ bytes: piece, codec, pid: pidOf(ring, 'leaf', piece) }])
  if (sealed!.cid === leaf.ref.cid) return true
  if (piece.every(byte => byte === 0)) return false // where an earlier try has stopped
  return piece.equals(await loadLeaf(fetcher, leaf)) // sealed in another epoch, or by another codec, or other bytes
}

async function readFully(handle: TargetFile, buffer: Buffer, position: number): Promise<number> {
  let length = 0
  while (length < buffer.byteLength) {
    const { bytesRead } = await handle.read(buffer, length, buffer.byteLength - length, position + length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return length
}
