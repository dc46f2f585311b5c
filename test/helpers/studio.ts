// A studio in memory for tests of capture: a folder and a clock that only move when told, what is read of the folder, and
// what a snapshot of it holds.
import type { Clock } from '../../node/ports.ts'
import { MemoryMedium, openMemoryStore } from '../../node/store/memory-store.ts'
import type { Store } from '../../node/store/store.ts'
import type { Ingested } from '../../node/work/ingest/ingest.ts'
import { openLeaf } from '../../protocol/chunk.ts'
import type { DirectoryEntry, FileEntry } from '../../protocol/tree-entry.ts'
import { fileLeaves } from '../../protocol/tree-file.ts'
import { walkTree } from '../../protocol/tree-walk.ts'
import { type IngestTest, ingest } from './capture.ts'
import { ring } from './chunk-memory.ts'
import { realPorts } from './disk-place.ts'
import { MemoryFolder } from './memory-source.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

export interface Studio {
  readonly folder: MemoryFolder
  readonly store: Store
  /** What was read since the last capture began. */
  readonly reads: { path: string; position: number; length: number }[]
  pass(ms: number): void
  capture(options?: IngestTest): Promise<Ingested>
  /** Closes the store and opens it again, as a daemon that is started anew. */
  restart(): Promise<void>
  /** By path. */
  files(ingested: Ingested): Promise<Map<string, FileEntry>>
  /** The leaves' cids and plain lengths. */
  leaves(entry: FileEntry): Promise<{ cid: string; plain: number }[]>
  content(entry: FileEntry): Promise<Buffer>
}

export async function openStudio(): Promise<Studio> {
  let now = 1_800_000_000_000
  const medium = new MemoryMedium()
  let store = await openMemoryStore({ medium }, realPorts)
  const folder = new MemoryFolder(() => now)
  const reads: Studio['reads'] = []
  const clock: Clock = {
    wall: () => now,
    monotonic: () => now,
    async wait(ms) {
      now += ms
    },
  }
  const source = (cid: Parameters<Store['loadChunk']>[0]) => store.loadChunk(cid)
  const entriesOf = async (ingested: Ingested): Promise<[string, DirectoryEntry][]> => {
    const entries: [string, DirectoryEntry][] = []
    for await (const { path, entry } of walkTree(ring, source, ingested.root)) {
      entries.push([path.map(name => Buffer.from(name).toString()).join('/'), entry])
    }
    return entries
  }
  return {
    folder,
    get store() {
      return store
    },
    reads,
    pass(ms) {
      now += ms
    },
    async capture(options = {}) {
      reads.length = 0
      const { onRead } = folder
      folder.onRead = (path, position, length) => {
        reads.push({ path, position, length })
        onRead(path, position, length)
      }
      try {
        return await ingest('project', store, { openSource: folder.openSource, clock, ...options })
      } finally {
        folder.onRead = onRead
      }
    },
    async restart() {
      await store[Symbol.asyncDispose]()
      store = await openMemoryStore({ medium }, realPorts)
    },
    async files(ingested) {
      const entries = await entriesOf(ingested)
      return new Map(entries.filter((one): one is [string, FileEntry] => one[1].type === 'file'))
    },
    async leaves(entry) {
      const leaves = await Array.fromAsync(fileLeaves(ring, source, entry))
      return leaves.map(({ ref, plain }) => ({ cid: ref.cid, plain }))
    },
    async content(entry) {
      const pieces: Uint8Array[] = []
      for await (const { ref, plain } of fileLeaves(ring, source, entry)) {
        pieces.push(openLeaf(ring, await store.loadChunk(ref.cid), plain))
      }
      return Buffer.concat(pieces)
    },
  }
}
