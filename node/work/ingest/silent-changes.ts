// Content that changed although size and modification time say that it did not: a failing disk or controller, or a
// program that hides its writes (§ Capture, Silent changes).
import { type ChildRef, openLeaf } from '../../../protocol/chunk.ts'
import { isError } from '../../../protocol/errors.ts'
import type { Ring } from '../../../protocol/ring.ts'
import { type FileLeaf, fileLeaves } from '../../../protocol/tree-file.ts'
import { showPath } from './path.ts'
import type { IngestStore } from './put-window.ts'
import type { ScannedFile } from './scan.ts'

/** A file that came out as another reference than it had before, under the same size and time. */
export interface Suspect {
  readonly path: Uint8Array
  readonly size: number
  readonly before: ChildRef
  readonly after: ChildRef
}

/** Of a file that was just read: whether its content may have changed in silence since it was recorded. */
export function suspectOf({ path, stat, content, known }: ScannedFile): Suspect | undefined {
  // What was pieced together, or had grown, may differ from the file by right.
  if (!known || !content || (known.state !== 'settled' && known.state !== 'live') || content.reading !== 'whole')
    return undefined
  const before = known.child
  const after = content.child
  if (known.size !== stat.size || known.mtime !== stat.mtime || !before || !after) return undefined
  return before.cid === after.cid ? undefined : { path, size: stat.size, before, after }
}

/**
 * The paths of those whose content differs. The references prove nothing: other keys, another send class or another way
 * of cutting give others for the same content. So the contents themselves are compared, out of the store; where it has
 * lost the one before, nothing can be said. Everything below `after` must be durable.
 */
export async function findSilentChanges(
  ring: Ring,
  store: IngestStore,
  suspects: readonly Suspect[],
  signal: AbortSignal,
): Promise<string[]> {
  const changed: string[] = []
  for (const { path, size, before, after } of suspects) {
    const contentOf = (child: ChildRef) => new Content(ring, store, child, size)
    try {
      if (!(await isEqual(contentOf(before), contentOf(after), signal))) changed.push(showPath(path))
    } catch (error) {
      if (!isError(error, 'CHUNK_MISSING') && !isError(error, 'CHUNK_CORRUPT') && !isError(error, 'KEY_MISSING'))
        throw error
    }
  }
  return changed
}

async function isEqual(a: Content, b: Content, signal: AbortSignal): Promise<boolean> {
  await Promise.all([a.next(), b.next()])
  while (a.leaf && b.leaf) {
    signal.throwIfAborted()
    const isShared = a.leaf.ref.cid === b.leaf.ref.cid && a.at === 0 && b.at === 0
    const length = Math.min(a.left, b.left)
    if (!isShared && Buffer.compare(await a.load(length), await b.load(length)) !== 0) return false
    await Promise.all([a.skip(length), b.skip(length)])
  }
  return a.leaf === b.leaf
}

/** The plain bytes of a stored file, from one place on. */
class Content {
  readonly #ring: Ring
  readonly #store: IngestStore
  readonly #leaves: AsyncGenerator<FileLeaf>
  #plain: Uint8Array | undefined
  /** Undefined before the first next() and behind the last. */
  leaf: FileLeaf | undefined
  at = 0

  constructor(ring: Ring, store: IngestStore, child: ChildRef, size: number) {
    this.#ring = ring
    this.#store = store
    this.#leaves = fileLeaves(ring, cid => store.loadChunk(cid), { child, size })
  }

  /** Bytes of the leaf from here on. */
  get left(): number {
    return this.leaf ? this.leaf.plain - this.at : 0
  }

  async next(): Promise<void> {
    const { value } = await this.#leaves.next()
    this.leaf = value ?? undefined
    this.at = 0
    this.#plain = undefined
  }

  async load(length: number): Promise<Uint8Array> {
    const { ref, plain } = this.leaf!
    this.#plain ??= openLeaf(this.#ring, await this.#store.loadChunk(ref.cid), plain)
    return this.#plain.subarray(this.at, this.at + length)
  }

  async skip(length: number): Promise<void> {
    this.at += length
    if (this.left === 0) await this.next()
  }
}
