// fs.watch on every folder below one: an inotify watch a folder, none a file, so that a million files cost what their
// folders cost. A system that has no more watches to give is asked once, and left alone (§ Schedule).
import { type Dirent, type FSWatcher, watch } from 'node:fs'
import { lstat, readdir, stat } from 'node:fs/promises'
import { joinPath } from '../ingest/path.ts'
import { errnoOf } from '../ingest/source.ts'
import type { FolderWatch, OpenWatch } from './watch.ts'

/** More folders than this would take memory that others need (3 kB each): such a tree is scanned only. */
const MOST_FOLDERS = 20_000
const WORKED_AT_ONCE = 16

type WatchOne = (
  path: Buffer,
  how: { persistent: false; encoding: 'buffer' },
  heard: (kind: string, name: Buffer | null) => void,
) => FSWatcher

/** `watchOne` asks the system to watch one folder; it throws with an errno name. */
export function diskWatch(watchOne: WatchOne = watch): OpenWatch {
  return (folder, tell) => openWatch(watchOne, folder, tell)
}

function openWatch(watchOne: WatchOne, folder: string, tell: (path: string) => void): FolderWatch {
  const root = Buffer.from(folder)
  const watchers = new Map<string, FSWatcher>()
  const came = new Map<string, Buffer>()
  let looking: Promise<void> | undefined
  let rootInode = ''
  let failure: string | undefined
  let isClosed = false

  async function refresh(signal: AbortSignal): Promise<void> {
    if (failure !== undefined) return
    // A watch follows the folder, not its name: another disk may be mounted there by now.
    const inode = await inodeOf(root)
    if (inode !== rootInode) for (const watcher of takeBelow(root.toString('latin1'))) watcher.close()
    rootInode = inode
    const seen = new Set<string>()
    await walk(root, seen, signal)
    for (const [key, watcher] of watchers) if (!seen.has(key)) drop(key, watcher)
  }

  async function walk(top: Buffer, seen: Set<string>, signal?: AbortSignal): Promise<void> {
    const open = [top]
    while (open.length > 0 && failure === undefined && !isClosed) {
      signal?.throwIfAborted()
      const batch = open.splice(-WORKED_AT_ONCE)
      const below = await Promise.all(batch.map(path => add(path, seen)))
      open.push(...below.flat())
    }
  }

  /** Watches one folder, then lists it: what is made in between is either listed or told. */
  async function add(path: Buffer, seen: Set<string>): Promise<Buffer[]> {
    const key = path.toString('latin1')
    if (!watchers.has(key) && !start(key, path)) return []
    seen.add(key)
    let entries: Dirent<Buffer>[]
    try {
      entries = await readdir(path, { withFileTypes: true, encoding: 'buffer' })
    } catch (error) {
      if (errnoOf(error) === undefined) throw error
      return [] // gone or closed to us: the scan says so
    }
    return entries.filter(entry => entry.isDirectory()).map(entry => Buffer.from(joinPath(path, entry.name)))
  }

  function start(key: string, path: Buffer): boolean {
    if (failure !== undefined || isClosed) return false
    if (watchers.size >= MOST_FOLDERS) return giveUp(`more than ${MOST_FOLDERS} folders`)
    try {
      const how = { persistent: false, encoding: 'buffer' } as const
      const watcher = watchOne(path, how, (kind, name) => onChange(path, kind, name))
      watchers.set(key, watcher)
      watcher.on('error', () => {
        if (watchers.get(key) === watcher) drop(key, watcher)
      })
      return true
    } catch (error) {
      const code = errnoOf(error)
      if (code === undefined) throw error
      if (code === 'ENOSPC' || code === 'EMFILE' || code === 'ENFILE')
        return giveUp(`the system has no more watches to give (${code})`)
      return false // gone or closed to us: tried again after the next capture
    }
  }

  function onChange(path: Buffer, kind: string, name: Buffer | null): void {
    if (isClosed) return
    const changed = name === null ? path : Buffer.from(joinPath(path, name))
    tell(changed.toString('latin1'))
    if (kind !== 'rename' || name === null) return
    came.set(changed.toString('latin1'), changed)
    looking ??= lookAtAll().finally(() => {
      looking = undefined
    })
  }

  // A folder that came is watched at once: a take may be recorded into it.
  async function lookAtAll(): Promise<void> {
    for (const [key, path] of came) {
      came.delete(key)
      if (isClosed) return
      const old = takeBelow(key) // it went, or another took its place
      try {
        if (await isFolder(path)) await walk(path, new Set())
      } finally {
        // Only now: where it is the same folder after all, nothing goes unheard.
        for (const watcher of old) watcher.close()
      }
    }
  }

  /** Forgets the watchers of a folder and of all below it, and gives them to be closed. */
  function takeBelow(top: string): FSWatcher[] {
    if (!watchers.has(top)) return []
    const taken = [...watchers].filter(([key]) => key === top || key.startsWith(`${top}/`))
    for (const [key] of taken) watchers.delete(key)
    return taken.map(([, watcher]) => watcher)
  }

  function giveUp(why: string): false {
    failure = why
    for (const [key, watcher] of watchers) drop(key, watcher)
    return false
  }

  function drop(key: string, watcher: FSWatcher): void {
    watcher.close()
    watchers.delete(key)
  }

  const handle: FolderWatch = {
    refresh,
    get folders() {
      return watchers.size
    },
    get failure() {
      return failure
    },
    async [Symbol.asyncDispose]() {
      isClosed = true
      await looking
      for (const [key, watcher] of watchers) drop(key, watcher)
    },
  }
  return handle
}

async function isFolder(path: Buffer): Promise<boolean> {
  try {
    return (await lstat(path)).isDirectory()
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return false
  }
}

/** '' when it is not there. */
async function inodeOf(path: Buffer): Promise<string> {
  try {
    const { dev, ino } = await stat(path, { bigint: true })
    return `${dev}/${ino}`
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return ''
  }
}
