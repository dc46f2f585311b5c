// The store on a disk: packs for bytes, LevelDB to find them, a journal for promises; all below one folder that one
// process holds (§ Store).
import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { HoldfastError, isError } from '../../protocol/errors.ts'
import { LIMITS } from '../../protocol/limits.ts'
import type { Ports } from '../ports.ts'
import { type Disk, errnoOf, realDisk, replaceFile } from './disk.ts'
import { openJournal, salvageJournal } from './journal.ts'
import { LevelIndex } from './level-index.ts'
import { lockStore } from './lock.ts'
import { PackHandles } from './pack-handles.ts'
import { isData, matches } from './pack-record.ts'
import { PackStore } from './pack-store.ts'
import { PackWriter } from './pack-writer.ts'
import { type Pack, Packs } from './packs.ts'
import { recoverPacks } from './recover.ts'
import type { Store } from './store.ts'
import { withdraw } from './withdraw.ts'

export type DiskStore = Store

export interface DiskStoreOptions {
  /** Bytes the packs may take; undefined = as many as the file system has. */
  readonly capacity?: number | undefined
  /** Bytes of the file system kept free for index, journal and map nodes. Default 64 MiB, at most 1/16 of what is free. */
  readonly reserve?: number | undefined
  /** Size at which a pack is sealed. Default and maximum LIMITS.pack. */
  readonly packBytes?: number | undefined
  /** After JOURNAL_DAMAGED: go on with what is whole of the journal and set the damaged one aside. */
  readonly salvageJournal?: boolean | undefined
  /** The real disk, unless a test wants it to fail. */
  readonly disk?: Disk
}

const FORMAT = 1
const RESERVE = 64 * 1024 * 1024

/**
 * Opens or creates the store in `path`, mending what a crash left. Throws STORE_LOCKED (naming the pid), STORE_FORMAT,
 * JOURNAL_DAMAGED, DISK_FULL.
 */
export async function openDiskStore(path: string, options: DiskStoreOptions, ports: Ports): Promise<DiskStore> {
  const { log, clock } = ports
  const folder = resolve(path)
  const disk = options.disk ?? realDisk
  const packFolder = join(folder, 'packs')
  await using scope = new AsyncDisposableStack()
  await mkdir(packFolder, { recursive: true, mode: 0o700 })
  scope.use(await lockStore(folder))
  const format = await loadFormat(join(folder, 'format'))
  const journalPath = join(folder, 'journal')
  if (options.salvageJournal) await salvageJournal(journalPath, disk, log)
  const journal = scope.use(await openJournal(journalPath, format !== undefined, disk, log))
  // Written after the journal is there: from then on a missing journal is damage, not a beginning.
  const storeId = format?.id ?? (await createFormat(join(folder, 'format'), disk, ports))
  await disk.syncFolder(dirname(folder))

  const handles = scope.use(new PackHandles(packFolder))
  const { packs, index, current } = await openPacks(join(folder, 'index'), packFolder, handles, storeId, disk, ports)
  scope.use(index)
  const writer = scope.use(
    new PackWriter({
      folder: packFolder,
      packs,
      index,
      disk,
      log,
      packBytes: Math.min(options.packBytes ?? LIMITS.pack, LIMITS.pack),
      capacity: options.capacity,
      reserve: options.reserve ?? Math.min(RESERVE, Math.floor((await disk.free(folder)) / 16)),
      onSick: pack => recheck(pack),
    }),
  )
  if (current) await writer.resume(current)
  const { capacity } = options
  return new PackStore({ packs, index, writer, journal, wall: () => clock.wall(), capacity, scope: scope.move() })

  async function recheck(pack: Pack): Promise<void> {
    for (const record of await packs.loadRecords(pack)) {
      if (!isData(record.kind)) continue
      try {
        if (matches(record.key, await packs.read(record, 0, record.length))) continue
      } catch (error) {
        log.warn({ pack: pack.id, err: error }, 'a record of a failing pack is unreadable')
      }
      await withdraw(writer, record.key, record, `rotten after writing to pack ${pack.id} failed`, clock.wall())
    }
  }
}

async function openPacks(
  path: string,
  packFolder: string,
  handles: PackHandles,
  storeId: string,
  disk: Disk,
  { log, clock }: Ports,
) {
  let index = await openIndex(path, storeId)
  for (let again = false; ; again = true) {
    const packs = new Packs(handles)
    try {
      const recovery = { folder: packFolder, packs, index, disk, clock, log }
      return { packs, index, current: await recoverPacks(recovery, storeId) }
    } catch (error) {
      await index.db.close()
      if (again || !isIndexError(error)) throw error
      log.warn({ err: error }, 'the index is unreadable and is begun anew')
      await rm(path, { recursive: true, force: true })
      index = await LevelIndex.open(path)
    }
  }
}

/** The index of this store; an unreadable one, or another store's, gives way to an empty one. */
async function openIndex(path: string, storeId: string): Promise<LevelIndex> {
  try {
    const index = await LevelIndex.open(path)
    const owner = await index.storeId()
    if (owner === undefined || owner === storeId) return index
    await index.db.close()
  } catch (error) {
    if (!isIndexError(error)) throw error
  }
  await rm(path, { recursive: true, force: true })
  return LevelIndex.open(path)
}

function isIndexError(error: unknown): boolean {
  if (isError(error)) return error.code === 'STORE_DAMAGED'
  return error instanceof Error && 'code' in error && String(error.code).startsWith('LEVEL_')
}

type Format = {
  /** Random, ties the index to its packs; undefined when the file is damaged. */
  readonly id: string | undefined
}

/** Throws STORE_FORMAT. */
async function loadFormat(path: string): Promise<Format | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
  const [, version, id] = /^holdfast store (\d{1,9})\n([0-9a-f]{32})?/.exec(text) ?? []
  if (version !== undefined && Number(version) > FORMAT) {
    throw new HoldfastError('STORE_FORMAT', `${path} names format ${version}; this Holdfast reads ${FORMAT}`, {
      hint: 'run the newer Holdfast that wrote it; nothing in the store was changed',
    })
  }
  return { id }
}

async function createFormat(path: string, disk: Disk, { random }: Ports): Promise<string> {
  const id = Buffer.from(random.bytes(16)).toString('hex')
  await replaceFile(disk, path, [Buffer.from(`holdfast store ${FORMAT}\n${id}\n`)])
  return id
}
