// Hard links and symlinks, made when all content is there.
import { showPath } from '../ingest/path.ts'
import { errnoOf } from '../ingest/source.ts'
import { mtimeOf } from './compare.ts'
import type { Finisher } from './finish-files.ts'
import { Ladder } from './ladder.ts'
import { type NameKey, openOutwardCheck } from './outward.ts'
import { eachPlanned, type Plan, type PlannedFile, type PlannedLink, type Refused, showPlanned } from './plan.ts'
import type { OpenDirectory, Target } from './target-disk.ts'
import { setNearTime } from './times-disk.ts'

/** The files of a plan: those to be written, and further names of them, each with the file it is a name of. */
export function splitHardLinks(plan: Plan): { files: PlannedFile[]; further: [file: PlannedFile, of: PlannedFile][] } {
  const files: PlannedFile[] = []
  const further: [PlannedFile, PlannedFile][] = []
  const groups = new Map<string, PlannedFile>()
  for (const directory of eachPlanned(plan.root)) {
    for (const file of directory.files) {
      const { linkGroup, child, size } = file.entry
      const key = linkGroup && `${Buffer.from(linkGroup).toString('hex')} ${child?.cid} ${size}`
      const first = key && groups.get(key)
      if (first) further.push([file, first])
      else {
        files.push(file)
        if (key) groups.set(key, file)
      }
    }
  }
  return { files, further }
}

/** Makes `file` a further name of `of`, which stands in the target. False where the file system has no hard links. */
export async function linkName(from: Ladder, to: Ladder, file: PlannedFile, of: PlannedFile): Promise<boolean> {
  const there = await from.to(of.directory)
  const here = await to.to(file.directory)
  try {
    const original = await there.look(of.entry.name)
    if (!original?.isFile()) return false
    const found = await here.look(file.entry.name)
    if (found?.ino === original.ino && found.dev === original.dev) return true
    if (found && file.action === 'replace') await here.remove(file.entry.name)
    await there.link(of.entry.name, here, file.entry.name)
    return true
  } catch (error) {
    const code = errnoOf(error)
    if (code === 'EPERM' || code === 'EMLINK' || code === 'EXDEV' || code === 'ENOTSUP') return false
    throw error
  }
}

/**
 * Makes the symlinks. Those that lead out of the target are refused unless `outward` is allowed, and those that the file
 * system does not take.
 */
export async function makeSymlinks(
  plan: Plan,
  { root, breathe }: Target,
  { outward, keyOf }: { readonly outward: 'refuse' | 'allow'; readonly keyOf: NameKey },
  finisher: Finisher,
  signal: AbortSignal,
): Promise<{ made: number; refused: Refused[] }> {
  const leadsOut = openOutwardCheck(keyOf)
  const refused: Refused[] = []
  let made = 0
  await using ladder = new Ladder(root)
  for (const place of eachPlanned(plan.root)) {
    if (place.links.length === 0) continue
    const directory = await ladder.to(place)
    for (const [index, planned] of place.links.entries()) {
      if (index % BREATHE_EVERY === 0) await breathe()
      signal.throwIfAborted()
      const why =
        outward === 'refuse' && leadsOut(planned)
          ? `a symbolic link out of the folder, to ${showPath(planned.entry.target)}`
          : await makeSymlink(directory, planned)
      if (why !== undefined) {
        refused.push({ path: showPlanned(planned), why })
        continue
      }
      made++
      const timed = { directory, name: planned.entry.name, mtime: mtimeOf(planned.entry) }
      await setNearTime(timed)
      await finisher.addTimed(timed)
    }
  }
  return { made, refused }
}

// Following a tangle of links takes up to a millisecond each.
const BREATHE_EVERY = 16
const NOT_TAKEN = new Set(['ENAMETOOLONG', 'EPERM', 'EINVAL', 'EILSEQ', 'ENOTSUP'])

/** Undefined when it stands there, else why it can't. */
async function makeSymlink(directory: OpenDirectory, { entry, action }: PlannedLink): Promise<string | undefined> {
  if (action === 'keep') return undefined
  try {
    if (action === 'replace') await directory.remove(entry.name)
    await directory.symlink(entry.target, entry.name)
    return undefined
  } catch (error) {
    const code = errnoOf(error)
    if (code === undefined || !NOT_TAKEN.has(code)) throw error
    return `the file system does not take a symbolic link to ${showPath(entry.target)} (${code})`
  }
}
