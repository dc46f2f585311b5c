// The store on a disk: packs for bytes, LevelDB to find them, a journal for promises; all below one folder that one
// process holds (§ Store).
import { readFile, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { HoldfastError, isError } from '../../protocol/errors.ts'
import { LIMITS } from '../../protocol/limits.ts'
import type { Ports } from '../ports.ts'
import { Ballast } from './ballast.ts'
import { type Disk, diskError, errnoOf, realDisk, replaceFile } from './disk.ts'
import { openJournal, salvageJournal } from './journal.ts'
import { LevelIndex } from './level-index.ts'
import { lockStore } from './lock.ts'
import { diskOf } from './mounted.ts'
import { PackHandles } from './pack-handles.ts'
import { isData, matches } from './pack-record.ts'
import { PackStore } from './pack-store.ts'
import { INDEX_ROOM, PackWriter } from './pack-writer.ts'
import { type Pack, Packs } from './packs.ts'
import { recoverPacks } from './recover.ts'
import { markIn, SickDisk } from './sick-disk.ts'
import type { Store } from './store.ts'
import { StoreRoom } from './store-room.ts'
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
  /** A folder, rather of another disk, where it is noted as well that this store's disk failed. */
  readonly alsoMark?: string | undefined
  /** The most that is taken as ballast, bytes. Default none. */
  readonly ballast?: number | undefined
  /** The real disk, unless a test wants it to fail. */
  readonly disk?: Disk
}

const FORMAT = 1
const RESERVE = 64 * 1024 * 1024

/**
 * Opens or creates the store in `path`, mending what a crash left. Throws STORE_LOCKED (naming the pid), STORE_FORMAT,
 * JOURNAL_DAMAGED, DISK_FULL, DISK_SICK.
 */
export async function openDiskStore(path: string, options: DiskStoreOptions, ports: Ports): Promise<DiskStore> {
  try {
    return await openFiles(path, options, ports)
  } catch (error) {
    // LevelDB gives no number: with room on the disk it is the disk that it could not use.
    const what = `the store in ${resolve(path)} can't be opened`
    const code = isIndexError(error) ? await codeOfIndex(resolve(path), options.disk ?? realDisk) : undefined
    const known = code === undefined ? diskError(error, what) : new HoldfastError(code, what, { cause: error })
    if (!isError(known, 'DISK_FULL')) throw known
    const hint = `make room on the disk of ${resolve(path)}, then start anew`
    throw new HoldfastError('DISK_FULL', known.message, { cause: error, hint })
  }
}

// LevelDB gives no number: with room on the disk it is the disk itself that it could not use.
async function codeOfIndex(folder: string, disk: Disk): Promise<'DISK_SICK' | 'DISK_FULL'> {
  return (await disk.free(folder)) > INDEX_ROOM ? 'DISK_SICK' : 'DISK_FULL'
}

async function openFiles(path: string, options: DiskStoreOptions, ports: Ports): Promise<DiskStore> {
  const { log, clock } = ports
  const folder = resolve(path)
  const plain = options.disk ?? realDisk
  const packFolder = join(folder, 'packs')
  await using scope = new AsyncDisposableStack()
  await plain.makeFolder(packFolder)
  const { capacity } = options
  const ballastBytes = Math.min(options.ballast ?? 0, Math.floor((capacity ?? Number.MAX_SAFE_INTEGER) / 16))
  const ballast = await Ballast.open({ path: join(folder, 'ballast'), bytes: ballastBytes, disk: plain, log })
  scope.use(await lockStore(folder))
  const format = await loadFormat(join(folder, 'format'))
  const storeId = format?.id ?? Buffer.from(ports.random.bytes(16)).toString('hex')
  const sick = scope.use(
    await SickDisk.open({
      paths: [folder, ...(options.alsoMark === undefined ? [] : [options.alsoMark])].map(markIn),
      storeId,
      disk: plain,
      name: [await diskOf(folder), `with the store in ${folder}`].filter(part => part !== undefined).join(', '),
      clock,
      log,
    }),
  )
  const disk = sick.watch(plain)
  const own = ballast.under(disk)
  const journalPath = join(folder, 'journal')
  if (options.salvageJournal) await salvageJournal(journalPath, own, log)
  const journal = scope.use(await openJournal(journalPath, format !== undefined, own, log))
  // Written after the journal is there: from then on a missing journal is damage, not a beginning.
  if (format?.id === undefined) await createFormat(join(folder, 'format'), own, storeId)
  await disk.syncFolder(dirname(folder))

  const handles = scope.use(new PackHandles(packFolder))
  const { packs, index, current } = await openPacks(join(folder, 'index'), packFolder, handles, storeId, disk, ports)
  scope.use(index)
  const reserve = options.reserve ?? Math.min(RESERVE, Math.floor((await disk.free(folder)) / 16))
  const room = new StoreRoom({ folder: packFolder, packs, disk, ballast, capacity, reserve })
  const writer = scope.use(
    new PackWriter({
      folder: packFolder,
      packs,
      index,
      disk,
      room,
      sick,
      ballast,
      log,
      packBytes: Math.min(options.packBytes ?? LIMITS.pack, LIMITS.pack),
      onSick: pack => recheck(pack),
    }),
  )
  if (current) await writer.resume(current)
  const wall = () => clock.wall()
  const secret = () => ports.random.below(2 ** 32)
  const parts = { packs, index, writer, room, journal, disk, folder: packFolder, wall, secret, capacity }
  return new PackStore({ ...parts, scope: scope.move() })

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
      if (again || !(isIndexError(error) || (await refusesWithRoom(error, packFolder, disk)))) throw error
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

/** An index that takes nothing more though the disk has room: it is torn in a place that only writing to it finds. */
async function refusesWithRoom(error: unknown, folder: string, disk: Disk): Promise<boolean> {
  return isError(error, 'DISK_FULL') && isIndexError(error.cause) && (await disk.free(folder)) > INDEX_ROOM
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

async function createFormat(path: string, disk: Disk, id: string): Promise<void> {
  await replaceFile(disk, path, [Buffer.from(`holdfast store ${FORMAT}\n${id}\n`)])
}
