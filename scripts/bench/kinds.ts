// Sorts a folder's files by kind into folders of their own, as hard links: one project a kind, and no byte twice.
import { copyFile, link, mkdir, open, readdir } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { HEADER_LENGTH, parseAudioForm } from '../../protocol/audio/form.ts'
import type { Kind } from './figures.ts'

export type FileKind = Exclude<Kind, 'all'>

export const FILE_KINDS: readonly FileKind[] = ['wav24', 'wav16', 'float32', 'session', 'other']

/** Gives each kind that occurs and its folder below `into`. */
export async function sortByKind(folder: string, into: string): Promise<Map<FileKind, string>> {
  const folders = new Map<FileKind, string>()
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const kind = await kindOf(file)
    await linkFile(file, join(into, kind, relative(folder, file)))
    folders.set(kind, join(into, kind))
  }
  return new Map(FILE_KINDS.flatMap(kind => (folders.has(kind) ? [[kind, folders.get(kind)!] as const] : [])))
}

/** The same file at another place; a copy where a link can't be, as on another disk. */
export async function linkFile(file: string, place: string): Promise<void> {
  await mkdir(dirname(place), { recursive: true })
  try {
    await link(file, place)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error
    await copyFile(file, place)
  }
}

async function kindOf(file: string): Promise<FileKind> {
  if (file.endsWith('.rpp')) return 'session'
  await using opened = await open(file)
  const { size } = await opened.stat()
  const head = Buffer.alloc(Math.min(size, HEADER_LENGTH))
  await opened.read(head, 0, head.length, 0)
  const form = parseAudioForm(head, size)
  if (form === undefined || form === 'more') return 'other'
  if (form.encoding === 'float' && form.bits === 32) return 'float32'
  if (form.encoding !== 'int') return 'other'
  return form.bits === 24 ? 'wav24' : form.bits === 16 ? 'wav16' : 'other'
}
