// Whether a symlink of a snapshot leads out of the restored tree, following the snapshot's own symlinks as the system
// would: `a/b/../x` is harmless by its letters, and not when b is a link to the top.
import type { PlannedDirectory, PlannedLink } from './plan.ts'
import { eachPlanned } from './plan.ts'

const MAX_HOPS = 40 // as the system does

/** Tells for each link of a plan whether its target lies outside, is absolute, or never ends. */
export function openOutwardCheck(root: PlannedDirectory): (link: PlannedLink) => boolean {
  const links = new Map<string, string[]>()
  for (const directory of eachPlanned(root)) {
    for (const { path, entry } of directory.links) links.set(textOf(path), textOf(entry.target).split('/'))
  }
  return ({ directory, entry }) => {
    const start = directory.path.byteLength === 0 ? [] : textOf(directory.path).split('/')
    return leadsOut(start, textOf(entry.target).split('/'), links)
  }
}

function leadsOut(start: readonly string[], target: readonly string[], links: ReadonlyMap<string, string[]>): boolean {
  const at = [...start]
  const left = [...target].reverse()
  let hops = 0
  if (target[0] === '') return true
  for (let step = left.pop(); step !== undefined; step = left.pop()) {
    if (step === '' || step === '.') continue
    if (step === '..') {
      if (at.pop() === undefined) return true
      continue
    }
    at.push(step)
    const next = links.get(at.join('/'))
    if (!next) continue
    if (next[0] === '' || ++hops > MAX_HOPS) return true
    at.pop()
    left.push(...next.toReversed())
  }
  return false
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
