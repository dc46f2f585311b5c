// Hard links and symlinks, made when all content is there.
import { showPath } from '../ingest/path.ts'
import { errnoOf } from '../ingest/source.ts'
import { mtimeOf } from './compare.ts'
import type { Finisher } from './finish-files.ts'
import { openOutwardCheck } from './outward.ts'
import { eachPlanned, type Plan, type PlannedFile } from './plan.ts'
import { type OpenDirectory, openPlanned } from './target-disk.ts'
import { setNearTime } from './times-disk.ts'

export interface Refused {
  readonly path: string
  readonly why: string
}

/** The files of a plan: those to be written, and further names of them, each with the file it is a name of. */
export function splitHardLinks(plan: Plan): { files: PlannedFile[]; names: [file: PlannedFile, of: PlannedFile][] } {
  const files: PlannedFile[] = []
  const names: [PlannedFile, PlannedFile][] = []
  const groups = new Map<string, PlannedFile>()
  for (const directory of eachPlanned(plan.root)) {
    for (const file of directory.files) {
      const { linkGroup, child, size } = file.entry
      const key = linkGroup && `${Buffer.from(linkGroup).toString('hex')} ${child?.cid} ${size}`
      const first = key && groups.get(key)
      if (first) names.push([file, first])
      else {
        files.push(file)
        if (key) groups.set(key, file)
      }
    }
  }
  return { files, names }
}

/** Makes `file` a further name of `of`, which stands in the target. False where the file system has no hard links. */
export async function linkName(root: OpenDirectory, file: PlannedFile, of: PlannedFile): Promise<boolean> {
  const from = await openPlanned(root, of.directory)
  try {
    const to = await openPlanned(root, file.directory)
    try {
      const original = await from.look(of.entry.name)
      if (!original?.isFile()) return false
      const there = await to.look(file.entry.name)
      if (there?.ino === original.ino && there.dev === original.dev) return true
      if (there && file.action === 'replace') await to.remove(file.entry.name)
      await from.link(of.entry.name, to, file.entry.name)
      return true
    } catch (error) {
      const code = errnoOf(error)
      if (code === 'EPERM' || code === 'EMLINK' || code === 'EXDEV' || code === 'ENOTSUP') return false
      throw error
    } finally {
      await to.release()
    }
  } finally {
    await from.release()
  }
}

/** Makes the symlinks. Those that lead out of the target are refused unless `outward` is allowed. */
export async function makeSymlinks(
  plan: Plan,
  root: OpenDirectory,
  outward: 'refuse' | 'allow',
  finisher: Finisher,
  signal: AbortSignal,
): Promise<{ made: number; refused: Refused[] }> {
  const leadsOut = openOutwardCheck(plan.root)
  const refused: Refused[] = []
  let made = 0
  for (const place of eachPlanned(plan.root)) {
    const { links } = place
    if (links.length === 0) continue
    signal.throwIfAborted()
    const directory = await openPlanned(root, place)
    try {
      for (const planned of links) {
        const { entry, path, action } = planned
        if (outward === 'refuse' && leadsOut(planned)) {
          refused.push({ path: showPath(path), why: `a symbolic link out of the folder, to ${showPath(entry.target)}` })
          continue
        }
        made++
        const timed = { directory, name: entry.name, mtime: mtimeOf(entry) }
        if (action === 'replace') await directory.remove(entry.name)
        if (action !== 'keep') await directory.symlink(entry.target, entry.name)
        await setNearTime(timed)
        await finisher.addTimed(timed)
      }
    } finally {
      await directory.release()
    }
  }
  return { made, refused }
}
