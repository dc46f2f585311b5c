// What tests of ingest and restore share: a store in memory, and ingesting a folder into it.

import type { Clock } from '../../node/ports.ts'
import { openMemoryStore } from '../../node/store/memory-store.ts'
import type { Store } from '../../node/store/store.ts'
import { type Ingested, type IngestOptions, ingestFolder } from '../../node/work/ingest/ingest.ts'
import type { Source } from '../../node/work/ingest/source.ts'
import { openDiskSource } from '../../node/work/ingest/source-disk.ts'
import { type Restored, type RestoreOptions, restoreTree } from '../../node/work/restore/restore.ts'
import { parseId } from '../../protocol/ids.ts'
import { ring } from './chunk-memory.ts'
import { realPorts } from './disk-place.ts'

export const project = parseId('ProjectId', '000102030405060708090a0b0c0d0e0f')
export const never = new AbortController().signal

export const openStore = (capacity?: number): Promise<Store> => openMemoryStore({ capacity }, realPorts)

export interface IngestTest extends Partial<IngestOptions> {
  /** Changes what is read. */
  readonly through?: (source: Source) => Source
  readonly openSource?: (folder: string) => Promise<Source>
  readonly clock?: Clock
  readonly signal?: AbortSignal
}

export function ingest(folder: string, store: Store, options: IngestTest = {}): Promise<Ingested> {
  const { through, openSource = openDiskSource, clock = realPorts.clock, signal, ...rest } = options
  return ingestFolder(
    {
      folder,
      project,
      ring,
      store,
      cache: store.cache('stat'),
      previous: undefined,
      acceptEmpty: false,
      quietMs: 0,
      rehash: false,
      rules: [],
      pace: async () => undefined,
      onProgress: () => undefined,
      ...rest,
    },
    {
      clock,
      openSource: async folder => {
        const source = await openSource(folder)
        return through ? through(source) : source
      },
    },
    signal ?? never,
  )
}

export interface RestoreTest extends Partial<RestoreOptions> {
  readonly signal?: AbortSignal
}

export function restore(
  ingested: Pick<Ingested, 'root'>,
  store: Store,
  target: string,
  options: RestoreTest = {},
): Promise<Restored> {
  const { signal, ...rest } = options
  return restoreTree(
    {
      ring,
      root: ingested.root,
      source: cid => store.loadChunk(cid),
      target,
      overwrite: 'never',
      onProgress: () => undefined,
      ...rest,
    },
    signal ?? never,
  )
}
