// Searching the newest snapshots of one project after another, folder by folder, so that a word a folder's name holds counts
// for all below it. Lines of one project are read side by side: what they share is told once, as the newest line's (§ Find).
import type { Block } from './blocks.ts'
import { Newest } from './newest.ts'
import { likenessOf, secondOf } from './records.ts'
import { scanRecords } from './scan.ts'
import { type Query, type Term, type Terms, termsOf } from './terms.ts'

/** One line of a project: its newest snapshot that can be read here. `by`: who took it, for --by. */
export interface SearchedLine<Snapshot> {
  readonly snapshot: Snapshot
  readonly root: Block
  readonly by: readonly string[]
}
export interface Hit<Snapshot> {
  readonly second: number
  readonly snapshot: Snapshot
  readonly block: Block
  /** Which of the block's files. */
  readonly index: number
  /** Raw names from the root down to the folder, one character a byte. */
  readonly folder: readonly string[]
}
export interface Found<Snapshot> {
  readonly total: number
  readonly hits: readonly Hit<Snapshot>[]
}

interface Part<Snapshot> {
  readonly line: SearchedLine<Snapshot>
  readonly block: Block
}
interface Folder<Snapshot> {
  readonly above: Folder<Snapshot> | undefined
  readonly name: string
  /** As searched, from the top, '/' before each name; only kept for words with a slash. */
  readonly path: string
  /** A bit for each word that this folder's names hold. */
  readonly words: number
  readonly parts: Part<Snapshot>[]
  /** Of a folder that lines have in different states: the files that were told already. */
  told: Set<string> | undefined
}

export const MAX_WORDS = 16
/** A search never holds the event loop longer. */
const SLICE_MS = 5

/** `projects`: the lines of each, newest first. `breathe` lets others run. */
export async function search<Snapshot>(
  projects: Iterable<readonly SearchedLine<Snapshot>[]>,
  query: Query,
  limit: number,
  ports: { readonly monotonic: () => number; readonly breathe: () => Promise<void> },
): Promise<Found<Snapshot>> {
  const terms = termsOf(query)
  const isSplit = terms.words.some(word => word.split !== undefined)
  const newest = new Newest<Hit<Snapshot>>(limit)
  let since = ports.monotonic()
  for (const lines of projects) {
    const parts = byTaker(lines, terms).map(line => ({ line, block: line.root }))
    const open: Folder<Snapshot>[] = [{ above: undefined, name: '', path: '', words: 0, parts, told: undefined }]
    for (let folder = open.pop(); folder; folder = open.pop()) {
      const folders = new Map<string, Folder<Snapshot>>()
      for (const part of nodesOf(folder, folders)) {
        scanPart(folder, part)
        if (ports.monotonic() - since < SLICE_MS) continue
        await ports.breathe()
        since = ports.monotonic()
      }
      for (const below of folders.values()) open.push(below)
    }
  }
  return { total: newest.total, hits: newest.sorted() }

  /** Each node of the folder that lists entries, once; folders below are put into `folders`. */
  function* nodesOf(folder: Folder<Snapshot>, folders: Map<string, Folder<Snapshot>>): Generator<Part<Snapshot>> {
    const seen = new Set<Block>()
    const open = [...folder.parts].reverse()
    for (let part = open.pop(); part; part = open.pop()) {
      const { line, block } = part
      if (seen.has(block)) continue
      seen.add(block)
      yield part
      for (let index = block.below.length - 1; index >= 0; index--) {
        const { name, text, block: below } = block.below[index]!
        if (name === undefined) open.push({ line, block: below })
        else enter(folder, folders, name, text, { line, block: below })
      }
    }
  }

  function enter(
    above: Folder<Snapshot>,
    folders: Map<string, Folder<Snapshot>>,
    name: string,
    text: string,
    part: Part<Snapshot>,
  ): void {
    const known = folders.get(name)
    if (known !== undefined) {
      if (!known.parts.some(({ block }) => block === part.block)) known.parts.push(part)
      return
    }
    const path = isSplit ? `${above.path}/${text}` : ''
    let words = above.words
    for (const [index, word] of terms.words.entries()) {
      if ((word.split ? path : text).includes(word.text)) words |= 1 << index
    }
    folders.set(name, { above, name, path, words, parts: [part], told: undefined })
  }

  function scanPart(folder: Folder<Snapshot>, { line, block }: Part<Snapshot>): void {
    const { records } = block
    if (records === undefined) return
    const wanted = leftFor(terms, folder, line.by)
    if (folder.parts.length > 1) folder.told ??= new Set()
    const { told } = folder
    scanRecords(records, wanted, terms.days, index => {
      if (told !== undefined) {
        const likeness = likenessOf(records, index)
        if (told.has(likeness)) return
        told.add(likeness)
      }
      const second = secondOf(records, index)
      newest.offer(second, () => ({ second, snapshot: line.snapshot, block, index, folder: namesOf(folder) }))
    })
  }
}

/** First the lines that --by is about: what they share with others is told as theirs. */
function byTaker<Snapshot>(lines: readonly SearchedLine<Snapshot>[], { by }: Terms): SearchedLine<Snapshot>[] {
  if (by === undefined) return [...lines]
  const isBy = (line: SearchedLine<Snapshot>) => line.by.some(text => text.includes(by.text))
  return [...lines.filter(isBy), ...lines.filter(line => !isBy(line))]
}

/** What files of this folder must still hold themselves, longest needle first. */
function leftFor(
  terms: Terms,
  folder: { readonly words: number; readonly path: string },
  takenBy: readonly string[],
): Term[] {
  const left: Term[] = [...terms.fields]
  for (const [index, word] of terms.words.entries()) {
    if ((folder.words & (1 << index)) !== 0) continue
    // Where the folders before its last slash are not these, a word with a slash can only stand in a tag.
    const isHere = word.split !== undefined && `${folder.path}/`.endsWith(word.split.head)
    left.push(isHere && word.split ? word.split.tail : word)
  }
  const { by } = terms
  if (by !== undefined && !takenBy.some(text => text.includes(by.text))) left.push(by)
  return left.sort((a, b) => b.needle.byteLength - a.needle.byteLength)
}

function namesOf(folder: { readonly above: unknown; readonly name: string } | undefined): string[] {
  const names: string[] = []
  for (let at = folder; at?.above; at = at.above as typeof folder) names.unshift(at.name)
  return names
}
