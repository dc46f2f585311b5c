// The media a session document of a snapshot names, read leaf by leaf and never held whole (§ Lint).
import { openLeaf, verifyRef } from '../../../protocol/chunk.ts'
import type { Ring } from '../../../protocol/ring.ts'
import { openRpp } from '../../../protocol/rpp.ts'
import type { FileEntry } from '../../../protocol/tree-entry.ts'
import { fileLeaves } from '../../../protocol/tree-file.ts'
import type { ChunkSource } from '../../../protocol/tree-load.ts'

export const MOST_READ = 64 * 1024 * 1024 // bytes of one document

/** Throws as readDirectory. */
export async function readSession(
  ring: Ring,
  source: ChunkSource,
  entry: FileEntry,
  pace: () => Promise<void>,
): Promise<ReturnType<ReturnType<typeof openRpp>['end']>> {
  const reader = openRpp()
  for await (const { ref, plain } of fileLeaves(ring, source, entry)) {
    const bytes = await source(ref.cid)
    verifyRef(ref, bytes)
    reader.push(openLeaf(ring, bytes, plain))
    await pace()
  }
  return reader.end()
}
