// Whether a symlink of a snapshot leads out of the restored tree, following the snapshot's own symlinks as the system
// would: `a/b/../x` is harmless by its letters, and not when b is a link to the top.
import type { PlannedDirectory, PlannedLink } from './plan.ts'

const MAX_HOPS = 40 // as the system does
// No honest link takes so many; a tangle of links that lead through each other would take forty times its length.
const MAX_STEPS = 8192

/** How the target tells names apart: equal keys are one name. */
export type NameKey = (name: Uint8Array) => string

/** Tells for each link of a plan whether its target lies outside, is absolute, or never ends. */
export function openOutwardCheck(keyOf: NameKey): (link: PlannedLink) => boolean {
  const below = new WeakMap<PlannedDirectory, ReadonlyMap<string, PlannedDirectory | PlannedLink>>()
  const namesIn = (directory: PlannedDirectory): ReadonlyMap<string, PlannedDirectory | PlannedLink> => {
    let names = below.get(directory)
    if (names === undefined) {
      const found = [...directory.directories, ...directory.links]
      names = new Map(found.map(planned => [keyOf(planned.entry!.name), planned]))
      below.set(directory, names)
    }
    return names
  }
  return ({ directory, entry }) => leadsOut(directory, componentsOf(entry.target), namesIn, keyOf)
}

function leadsOut(
  start: PlannedDirectory,
  target: readonly Uint8Array[],
  namesIn: (directory: PlannedDirectory) => ReadonlyMap<string, PlannedDirectory | PlannedLink>,
  keyOf: NameKey,
): boolean {
  let at = start
  // Names below `at` that the snapshot has no directory for.
  let unknown = 0
  let hops = 0
  const left = [...target].reverse()
  if (target[0]?.byteLength === 0) return true
  for (let steps = 0; ; steps++) {
    const step = left.pop()
    if (step === undefined) return false
    if (steps > MAX_STEPS) return true
    if (step.byteLength === 0 || isDots(step, 1)) continue
    if (isDots(step, 2)) {
      if (unknown > 0) unknown--
      else if (at.parent) at = at.parent
      else return true
      continue
    }
    const next = unknown > 0 ? undefined : namesIn(at).get(keyOf(step))
    if (next === undefined) unknown++
    else if (!('directory' in next)) at = next
    else {
      const further = componentsOf(next.entry.target)
      if (further[0]?.byteLength === 0 || ++hops > MAX_HOPS) return true
      for (let i = further.length - 1; i >= 0; i--) left.push(further[i]!)
    }
  }
}

function componentsOf(target: Uint8Array): Uint8Array[] {
  const components: Uint8Array[] = []
  let from = 0
  for (let at = 0; at <= target.byteLength; at++) {
    if (at < target.byteLength && target[at] !== SLASH) continue
    components.push(target.subarray(from, at))
    from = at + 1
  }
  return components
}

const SLASH = 0x2f
const DOT = 0x2e

function isDots(step: Uint8Array, count: 1 | 2): boolean {
  return step.byteLength === count && step.every(byte => byte === DOT)
}
