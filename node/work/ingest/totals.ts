// What each file turned out to be, and what an ingest counts, when everything is read.
import type { Categories } from '../../../protocol/categories.ts'
import type { Category } from '../../../protocol/category.ts'
import type { Liveness } from './liveness.ts'
import { type Amount, eachDirectoryInTurns, type ScannedDirectory } from './scan.ts'
import type { Source } from './source.ts'

export interface Totals {
  readonly files: number
  /** The folder itself not counted. */
  readonly directories: number
  readonly links: number
  readonly plainBytes: number
  /** Files still being written: above 0, the snapshot is live. */
  readonly liveFiles: number
  /** Those of them that grew while they were read. */
  readonly growing: number
  /** Files that are not in the tree, since programs make them anew. */
  readonly rebuildable: Amount
  /** Of the files in the tree. */
  readonly byCategory: Readonly<Partial<Record<Category, Amount>>>
}

/** Gives every file that has content its category (§ Categories). */
export async function categorize(root: ScannedDirectory, categories: Categories, source: Source): Promise<void> {
  for await (const { files } of eachDirectoryInTurns(root, source)) {
    for (const file of files) if (file.content) file.category = categories.of(file.path, file.content.media)
  }
}

export async function totalsOf(root: ScannedDirectory, liveness: Liveness, source: Source): Promise<Totals> {
  const totals = { files: 0, directories: -1, links: 0, plainBytes: 0, liveFiles: 0, growing: 0 }
  let rebuildable: Amount = { files: 0, bytes: 0 }
  const byCategory: Partial<Record<Category, Amount>> = {}
  for await (const directory of eachDirectoryInTurns(root, source)) {
    totals.directories++
    totals.links += directory.links.length
    rebuildable = sum(rebuildable, directory.rebuildable)
    for (const file of directory.files) {
      const { stat, content, category } = file
      if (!content || !category) continue
      totals.files++
      totals.plainBytes += stat.size
      if (liveness.isLive(file)) totals.liveFiles++
      if (content.reading === 'growing') totals.growing++
      byCategory[category] = sum(byCategory[category], { files: 1, bytes: stat.size })
    }
  }
  return { ...totals, rebuildable, byCategory }
}

function sum(a: Amount = { files: 0, bytes: 0 }, b: Amount): Amount {
  return { files: a.files + b.files, bytes: a.bytes + b.bytes }
}
