// What ingest reads: a folder tree behind a port, so that the daemon reads a disk and the simulation a tree in memory.
// Paths are raw bytes relative to the folder, components joined by '/', empty for the folder itself (§ Capture).
import { HoldfastError } from '../../../protocol/errors.ts'
import type { BulkSource } from './bulk.ts'

export interface SourceStat {
  readonly kind: 'file' | 'directory' | 'symlink' | 'socket' | 'fifo' | 'device'
  /** Permission bits, 0..0o7777. */
  readonly mode: number
  readonly size: number
  /** ns since 1970 UTC. */
  readonly mtime: bigint
  readonly ctime: bigint
  /** Only ever compared. */
  readonly dev: bigint
  readonly ino: bigint
  readonly nlink: number
}

export interface SourceXattr {
  readonly name: Uint8Array
  readonly value: Uint8Array
}

/** An open regular file or directory. */
export interface SourceHandle extends AsyncDisposable {
  stat(): Promise<SourceStat>
  /** Fills `buffer` from `position` on; returns the bytes read, fewer only at the end of the file. */
  read(buffer: Uint8Array, position: number): Promise<number>
  /** Those the platform keeps with a file; empty where it has none. */
  xattrs(): Promise<SourceXattr[]>
}

/** Rejects with errors that carry an errno name in `code` (ENOENT, EACCES, EIO …). Never writes. */
export interface Source {
  /** For people. */
  readonly folder: string
  /** Names the file system the folder lies on; equal for as long as it is the same one. */
  readonly device: string
  /** False where xattrs() is always empty. */
  readonly hasXattrs: boolean
  /** Names in a directory, raw, in any order. */
  list(path: Uint8Array): Promise<Uint8Array[]>
  /** Of the thing itself, symlinks not followed. */
  stat(path: Uint8Array): Promise<SourceStat>
  /** Opens for reading without following a symlink in the last component. */
  open(path: Uint8Array): Promise<SourceHandle>
  readLink(path: Uint8Array): Promise<Uint8Array>
  /** Many at once, where there is a quicker way than one by one. */
  readonly bulk?: BulkSource | undefined
  /** Lets sockets and timers run between two pieces of work. */
  breathe(): Promise<void>
}

/** The errno name of a failed call, or undefined when the error is something else. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const code = (error as NodeJS.ErrnoException).code
  return code !== undefined && /^E[A-Z0-9]+$/.test(code) ? code : undefined
}

/** Why something could not be read, for people. Rethrows what is no failed call. */
export function reasonOf(error: unknown): string {
  const code = errnoOf(error)
  if (code === undefined) throw error
  return REASONS[code] ?? `can't be read (${code})`
}

/** True when the call failed because the thing is no longer there, or no longer of that kind. */
export function isGone(error: unknown): boolean {
  const code = errnoOf(error)
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'ENXIO'
}

/** A failed call on the project's folder itself, as FOLDER_MISSING or FOLDER_UNREADABLE. Other errors as they are. */
export function folderError(folder: string, cause: unknown): unknown {
  const code = errnoOf(cause)
  if (code === undefined) return cause
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new HoldfastError('FOLDER_MISSING', `${folder} is not there; no snapshot was made`, {
      cause,
      hint: 'mount the disk or bring the folder back; to start over, create it empty and use --accept-empty',
    })
  }
  return new HoldfastError('FOLDER_UNREADABLE', `${folder} can't be read (${code}); no snapshot was made`, {
    cause,
    hint: 'let the user that runs the daemon read and enter the folder',
  })
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'vanished while the folder was read',
  ENOTDIR: 'vanished while the folder was read',
  ELOOP: 'became a symbolic link while the folder was read',
  ENXIO: 'is no longer a file',
  ENAMETOOLONG: 'the path is too long for this system',
  EIO: 'the disk could not read it (EIO)',
  ESTALE: 'the file server lost it (ESTALE)',
}
