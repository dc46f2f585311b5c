// What would go wrong with a project on the day it is needed (§ Lint): media its sessions name and it lacks, names that
// other systems refuse or take for one. Reads the snapshot, not the folder, since that is what a restore will give.
import { AUDIO_ENDINGS, endingOf } from '../../../protocol/endings.ts'
import type { Ring } from '../../../protocol/ring.ts'
import { isPackage, SESSION_ENDINGS } from '../../../protocol/session-document.ts'
import { loadEntry, readDirectory } from '../../../protocol/tree-directory.ts'
import type { DirectoryEntry, FileEntry } from '../../../protocol/tree-entry.ts'
import type { ChunkSource, RootRef, TreeRef } from '../../../protocol/tree-load.ts'
import { foldText, nameText } from '../find/fold.ts'
import { findClashes } from '../ingest/names.ts'
import { joinPath } from '../ingest/path.ts'
import { Findings, quoted } from './findings.ts'
import { placesOf } from './media-names.ts'
import { nameTroubles, WINDOWS_PATH } from './portable-names.ts'
import { MOST_READ, readSession } from './read-session.ts'

export interface LintOptions {
  readonly ring: Ring
  readonly source: ChunkSource
  readonly root: RootRef
  /** The folder the snapshot was taken of. */
  readonly folder: string
  readonly pace: () => Promise<void>
  readonly progress: (files: number) => void
}
export interface Linted {
  readonly findings: Findings
  readonly files: number
  /** Session documents that were read, and that were not. */
  readonly read: number
  readonly unread: number
}

interface Visited {
  readonly path: Buffer
  readonly entry: DirectoryEntry
}
interface Document {
  readonly path: Buffer
  readonly entry: FileEntry
}
interface Lost {
  readonly document: Document
  readonly name: string
  readonly base: string
  readonly isOutside: boolean
}

// What programs put aside by themselves may name what was thrown away since.
const BACKUP = /(?:^|\/)[^/]*(?:backup|autosave|auto-save)[^/]*\/|\.bak\b|-bak$/i
const SET_ASIDE: ReadonlySet<string> = new Set(['rpp-bak', 'rpp-undo', 'bak'])
/** No more than a header. */
const EMPTY_MEDIA = 8 * 1024

/** Throws as readDirectory. */
export async function lintTree(options: LintOptions): Promise<Linted> {
  const { ring, source, root, pace } = options
  const findings = new Findings()
  const documents: Document[] = []
  const unread = new Map<string, Buffer[]>()
  let files = 0
  for await (const { path, entry } of visit(options, findings)) {
    checkName(path, entry, findings)
    const ending = endingOf(nameText(entry.name).toLowerCase())
    if (entry.type === 'directory' && isPackage(nameText(entry.name).toLowerCase())) note(unread, ending, path)
    if (entry.type !== 'file') continue
    options.progress(++files)
    checkFile(path, entry, findings)
    if (ending === 'rpp' && entry.size <= MOST_READ) documents.push({ path, entry })
    else if (SESSION_ENDINGS.has(ending) && !SET_ASIDE.has(ending)) note(unread, ending, path)
  }
  for (const [ending, [first, ...more]] of unread) {
    const others = more.length === 0 ? '' : ` and ${more.length} more like it`
    const why = ending === 'rpp' ? `larger than ${MOST_READ / 2 ** 20} MiB` : `.${ending} can't be read yet`
    findings.add('warning', 'session-unread', first!, `not looked into${others}, ${why}: what it names is not known`)
  }

  const used = new Set<string>()
  const lost: Lost[] = []
  for (const document of documents) await readDocument(document)
  await lookAgain()
  return { findings, files, read: documents.length, unread: [...unread.values()].flat().length }

  async function readDocument(document: Document): Promise<void> {
    const { names, isCut, isProject } = await readSession(ring, source, document.entry, pace)
    if (!isProject) findings.add('warning', 'session-damaged', document.path, 'does not begin as a Reaper project does')
    if (isCut) findings.add('warning', 'session-damaged', document.path, 'names more than is looked at')
    const within = document.path.subarray(0, Math.max(0, document.path.lastIndexOf('/'))).toString()
    for (const name of names) {
      const { places, isAbsolute, base } = placesOf(name, within, options.folder)
      const place = await firstThere(places)
      if (place === undefined) {
        lost.push({ document, name, base, isOutside: isAbsolute || places.length === 0 })
        continue
      }
      used.add(place)
      if (!isAbsolute) continue
      const message = `names ${quoted(name)}, a place on one machine; here it is ${quoted(place)}`
      findings.add('info', 'media-absolute', document.path, message)
    }
  }

  async function firstThere(places: readonly string[]): Promise<string | undefined> {
    for (const place of places) {
      let ref: TreeRef = root
      const names = place.split('/')
      for (const [index, name] of names.entries()) {
        const entry: DirectoryEntry | undefined = await loadEntry(ring, source, ref, Buffer.from(name))
        // A link is followed by the program, not here.
        if (entry?.type === 'symlink' || (entry && index === names.length - 1)) return place
        if (entry?.type !== 'directory') break
        ref = entry.child
      }
    }
    return undefined
  }

  /** Once more through the tree: what no session names, and where else what they miss may be. */
  async function lookAgain(): Promise<void> {
    const isKnown = documents.length > 0 && unread.size === 0
    const sought = new Map<string, Buffer[]>(lost.map(({ base }) => [foldText(base), []]))
    if (sought.size > 0 || isKnown) {
      for await (const { path, entry } of visit(options, undefined)) {
        if (entry.type !== 'file') continue
        const near = sought.get(foldText(nameText(entry.name)))
        near?.push(path)
        if (isKnown && isMedia(entry) && !near && !used.has(path.toString()))
          findings.add('info', 'media-unused', path, 'no session names it')
      }
    }
    for (const one of lost) tellLost(one, sought.get(foldText(one.base)) ?? [], findings)
  }
}

/** Every entry; `findings` are told which names of one folder clash. */
async function* visit(
  { ring, source, root, pace }: LintOptions,
  findings: Findings | undefined,
): AsyncGenerator<Visited> {
  const open: { path: Buffer; ref: TreeRef }[] = [{ path: Buffer.alloc(0), ref: root }]
  for (let folder = open.pop(); folder; folder = open.pop()) {
    const entries = await Array.fromAsync(readDirectory(ring, source, folder.ref))
    const names = entries.map(entry => entry.name)
    for (const clash of findings ? findClashes(folder.path, names) : [])
      findings?.add('warning', 'names-clash', folder.path, clash)
    for (const entry of entries) {
      const path = joinPath(folder.path, entry.name)
      yield { path, entry }
      if (entry.type === 'directory') open.push({ path, ref: entry.child })
    }
    await pace()
  }
}

function checkName(path: Buffer, entry: DirectoryEntry, findings: Findings): void {
  for (const { code, why } of nameTroubles(entry.name)) findings.add('warning', code, path, why)
  const length = path.toString().length
  if (length >= WINDOWS_PATH)
    findings.add('info', 'path-long', path, `${length} characters: many programs on Windows stop at ${WINDOWS_PATH}`)
}

function checkFile(path: Buffer, entry: FileEntry, findings: Findings): void {
  if (entry.live) findings.add('warning', 'file-live', path, 'was still growing when the snapshot was taken')
  const hasNone =
    entry.size === 0 || (entry.size <= EMPTY_MEDIA && entry.media?.durationMs === 0 && entry.media.rate > 0)
  if (!entry.live && hasNone && isMedia(entry)) findings.add('warning', 'media-empty', path, 'holds no sound')
}

function isMedia(entry: FileEntry): boolean {
  return entry.media !== undefined || AUDIO_ENDINGS.has(endingOf(nameText(entry.name).toLowerCase()))
}

function tellLost({ document, name, isOutside }: Lost, near: readonly Buffer[], findings: Findings): void {
  const isBackup = BACKUP.test(document.path.toString())
  const [first, ...more] = near
  if (first !== undefined) {
    const others = more.length === 0 ? '' : ` and at ${more.length} more places`
    const message = `names ${quoted(name)}, which is not there; a file so called is at ${quoted(first)}${others}`
    findings.add(isBackup ? 'info' : 'warning', 'media-elsewhere', document.path, message)
    return
  }
  const where = isOutside ? 'outside the folder: it is not kept' : 'which is not in the folder'
  const said = isOutside ? `names ${quoted(name)} ${where}` : `names ${quoted(name)}, ${where}`
  findings.add(isBackup ? 'info' : 'error', 'media-missing', document.path, said)
}

function note(unread: Map<string, Buffer[]>, ending: string, path: Buffer): void {
  if (BACKUP.test(path.toString())) return
  const paths = unread.get(ending)
  if (paths) paths.push(path)
  else unread.set(ending, [path])
}
