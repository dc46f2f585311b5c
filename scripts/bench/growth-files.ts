// What one more file costs in a folder of many: it is ingested as the daemon does it, once whole, then again with one file
// more.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openSealingPool } from '../../node/sealing/pool.ts'
import { openDiskStore } from '../../node/store/disk-store.ts'
import { ingestFolder } from '../../node/work/ingest/ingest.ts'
import { openReaders } from '../../node/work/ingest/readers-disk.ts'
import { openDiskSource } from '../../node/work/ingest/source-disk.ts'
import { idOf } from '../../protocol/ids.ts'
import { createRing } from '../../protocol/ring.ts'
import { benchPorts } from './bench-ports.ts'
import { PLAIN_INGEST } from './plain-ingest.ts'

const FILES_A_FOLDER = 100

export interface OneMore {
  readonly first_s: number
  readonly one_more_ms: number
  /** Bytes of content that were read for it. */
  readonly read_bytes: number
  readonly rss_mb: number
}

/** `count` small files below `base`, then one more. */
export async function ingestOneMore(base: string, count: number): Promise<OneMore> {
  const folder = join(base, `files-${count}`)
  for (let at = 0; at < count; at += FILES_A_FOLDER) {
    const inner = join(folder, `Bank ${at / FILES_A_FOLDER}`)
    await mkdir(inner, { recursive: true })
    await Promise.all(
      Array.from({ length: Math.min(FILES_A_FOLDER, count - at) }, (_, n) =>
        writeFile(join(inner, `${n}.fxp`), `patch ${at + n}`.repeat(50)),
      ),
    )
  }
  const path = join(base, `store-${count}`)
  try {
    await using store = await openDiskStore(path, {}, benchPorts())
    await using sealer = openSealingPool()
    await using readers = openReaders()
    const ring = createRing(idOf('RingId', new Uint8Array(16)), new Uint8Array(32).fill(1), new Uint8Array(32).fill(2))
    const { clock } = benchPorts()
    const ingest = () =>
      ingestFolder(
        {
          folder,
          project: idOf('ProjectId', new Uint8Array(16)),
          ring,
          store,
          sealer,
          cache: store.cache('stat'),
          ...PLAIN_INGEST,
        },
        { clock, openSource: from => openDiskSource(from, readers) },
        new AbortController().signal,
      )
    const start = performance.now()
    await ingest()
    const first_s = (performance.now() - start) / 1000
    await ingest() // what was too young to be remembered is by now
    await writeFile(join(folder, 'one more.fxp'), `one more than ${count}`)
    const again = performance.now()
    const { readBytes } = await ingest()
    const one_more_ms = performance.now() - again
    return { first_s, one_more_ms, read_bytes: readBytes, rss_mb: process.memoryUsage.rss() / 1e6 }
  } finally {
    await rm(folder, { recursive: true, force: true })
    await rm(path, { recursive: true, force: true, maxRetries: 3 })
  }
}
