// Searching the newest snapshots of one project after another, folder by folder, so that a word a folder's name holds counts
// for all below it. Lines of one project are read side by side: what they share is told once, as the newest line's (§ Find).
import type { Below, Block } from './blocks.ts'
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
  /** As searched. */
  readonly text: string
  /** A bit for each word that the names from the top to this one hold. */
  readonly words: number
  /** A bit for each word with a slash that these names hold up to its last slash: a file here may hold the rest. */
  readonly begun: number
  readonly parts: Part<Snapshot>[]
  /** Of a folder that lines have in different states: the files that were told already. */
  told: Set<string> | undefined
}

export const MAX_WORDS = 16
/** A search does not hold the event loop much longer. */
const SLICE_MS = 5
// The clock is looked at whenever this much was read, a node itself counting as some.
const SLICE_BYTES = 64 * 1024
const LOOK_BYTES = 512

/** `projects`: the lines of each, newest first. `breathe` lets others run. */
export async function search<Snapshot>(
  projects: Iterable<readonly SearchedLine<Snapshot>[]>,
  query: Query,
  limit: number,
  ports: { readonly monotonic: () => number; readonly breathe: () => Promise<void> },
): Promise<Found<Snapshot>> {
  const terms = termsOf(query)
  const newest = new Newest<Hit<Snapshot>>(limit)
  const wanted = new Map<number, Term[]>()
  let since = ports.monotonic()
  let read = 0
  for (const lines of projects) {
    const parts = byTaker(lines, terms).map(line => ({ line, block: line.root }))
    const open: Folder<Snapshot>[] = [
      { above: undefined, name: '', text: '', words: 0, begun: begunAt(undefined, ''), parts, told: undefined },
    ]
    for (let folder = open.pop(); folder; folder = open.pop()) {
      const nodes = [...folder.parts].reverse()
      // What only several lines or nodes can show twice.
      const folders = folder.parts.length > 1 ? new Map<string, Folder<Snapshot>>() : undefined
      const seen = folder.parts.length > 1 ? new Set<Block>() : undefined
      for (let part = nodes.pop(); part; part = nodes.pop()) {
        const { line, block } = part
        if (seen?.has(block)) continue
        seen?.add(block)
        scanPart(folder, part)
        for (let index = block.below.length - 1; index >= 0; index--) {
          const below = block.below[index]!
          if (below.name === undefined) nodes.push({ line, block: below.block })
          else enter(folder, folders, open, below, line)
        }
        read += LOOK_BYTES + (block.records?.bytes.byteLength ?? 0)
        if (read < SLICE_BYTES) continue
        read = 0
        if (ports.monotonic() - since < SLICE_MS) continue
        await ports.breathe()
        since = ports.monotonic()
      }
    }
  }
  return { total: newest.total, hits: newest.sorted() }

  function enter(
    above: Folder<Snapshot>,
    folders: Map<string, Folder<Snapshot>> | undefined,
    open: Folder<Snapshot>[],
    { name = '', text, block }: Below,
    line: SearchedLine<Snapshot>,
  ): void {
    const known = folders?.get(name)
    if (known !== undefined) {
      if (!known.parts.some(part => part.block === block)) known.parts.push({ line, block })
      return
    }
    let words = above.words
    for (let index = 0; index < terms.words.length; index++) {
      const { text: word, folders: parts } = terms.words[index]!
      if (parts === undefined ? text.includes(word) : endsAt(above, text, parts, true)) words |= 1 << index
    }
    const begun = begunAt(above, text)
    const folder = { above, name, text, words, begun, parts: [{ line, block }], told: undefined }
    folders?.set(name, folder)
    open.push(folder)
  }

  function begunAt(above: Folder<Snapshot> | undefined, text: string): number {
    let begun = 0
    for (let index = 0; index < terms.words.length; index++) {
      const { folders } = terms.words[index]!
      if (folders !== undefined && endsAt(above, text, folders.slice(0, -1), false)) begun |= 1 << index
    }
    return begun
  }

  /** What files of this folder must still hold themselves: the same for all folders that hold the same of the words. */
  function leftIn(folder: Folder<Snapshot>, isBy: boolean): Term[] {
    const key = (folder.words * 2 ** MAX_WORDS + folder.begun) * 2 + (isBy ? 1 : 0)
    const left = wanted.get(key) ?? leftFor(terms, folder, isBy)
    wanted.set(key, left)
    return left
  }

  function scanPart(folder: Folder<Snapshot>, { line, block }: Part<Snapshot>): void {
    const { records } = block
    if (records === undefined) return
    const left = leftIn(folder, isTaker(line, terms))
    if (folder.parts.length > 1) folder.told ??= new Set()
    const { told } = folder
    scanRecords(records, left, terms.days, index => {
      if (told !== undefined) {
        const likeness = likenessOf(records, index)
        if (told.has(likeness)) return
        told.add(likeness)
      }
      const second = secondOf(records, index)
      if (newest.counts(second)) newest.put({ second, snapshot: line.snapshot, block, index, folder: namesOf(folder) })
    })
  }
}

/** First the lines that --by is about: what they share with others is told as theirs. */
function byTaker<Snapshot>(lines: readonly SearchedLine<Snapshot>[], terms: Terms): SearchedLine<Snapshot>[] {
  return lines.toSorted((a, b) => Number(isTaker(b, terms)) - Number(isTaker(a, terms)))
}

function isTaker(line: SearchedLine<unknown>, { by }: Terms): boolean {
  return by === undefined || line.by.some(text => text.includes(by.text))
}

/** Longest needle first: it is likely the rarest. */
function leftFor(terms: Terms, folder: { readonly words: number; readonly begun: number }, isBy: boolean): Term[] {
  const left: Term[] = [...terms.fields]
  for (const [index, word] of terms.words.entries()) {
    if ((folder.words & (1 << index)) !== 0) continue
    // Where the folders before its last slash are not these, a word with a slash can only stand in a tag.
    left.push((folder.begun & (1 << index)) !== 0 && word.rest ? word.rest : word)
  }
  if (terms.by !== undefined && !isBy) left.push(terms.by)
  return left.sort((a, b) => b.needle.byteLength - a.needle.byteLength)
}

interface Named {
  readonly above: Named | undefined
  readonly text: string
}

/**
 * Whether the names down to `text` end in `parts`: the first of those may be the end of a name, and with `isOpen` the last
 * the beginning of one. The top has a name without letters.
 */
function endsAt(above: Named | undefined, text: string, parts: readonly string[], isOpen: boolean): boolean {
  let name: string | undefined = text
  let at = above
  for (let index = parts.length - 1; index >= 0; index--) {
    if (name === undefined) return false
    const part = parts[index]!
    const isLast = isOpen && index === parts.length - 1
    const fits = isLast ? name.startsWith(part) : index === 0 ? name.endsWith(part) : name === part
    if (!fits) return false
    name = at?.text
    at = at?.above
  }
  return true
}

function namesOf(folder: { readonly above: unknown; readonly name: string } | undefined): string[] {
  const names: string[] = []
  for (let at = folder; at?.above; at = at.above as typeof folder) names.unshift(at.name)
  return names
}
