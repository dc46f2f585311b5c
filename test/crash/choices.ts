// Which of the states a moment may have left are tried: the extreme ones, each change alone, each change missing, and then
// as many as are asked for by chance, with writes torn at 512 bytes and 4 KiB, in any order across all files.
import type { Decide, Fate } from './platter.ts'

/** Uniform in [0, 1), the same for the same seed. */
export type Chance = () => number

export function seeded(seed: number): Chance {
  let state = seed
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32
  }
}

const LOST: Fate = { kind: 'lost' }
const KEPT: Fate = { kind: 'kept' }
// With more changes than this in doubt at one moment, which one is alone or missing is left to chance.
const EACH = 8

/** All of them, nothing of them, each alone, all but each, everything grown and nothing written. */
export function plainChoices(pending: number): Decide[] {
  const choices: Decide[] = [() => KEPT]
  if (pending === 0) return choices
  choices.push(() => LOST, isolate(0, 'grown'), isolate(0xa5, 'grown'))
  for (let each = 0; each < Math.min(pending, EACH); each++) {
    choices.push((_, index) => (index === each ? KEPT : LOST))
    if (pending > 1) choices.push((_, index) => (index === each ? LOST : KEPT))
  }
  return choices
}

function isolate(fill: number, kind: 'grown'): Decide {
  return change => (change.kind === 'write' ? { kind, fill } : KEPT)
}

/** One by chance. */
export function chosen(chance: Chance): Decide {
  const sector = chance() < 0.5 ? 512 : 4096
  const odds = 0.2 + 0.6 * chance()
  return change => {
    const roll = chance()
    if (change.kind !== 'write') return roll < odds ? KEPT : LOST
    if (roll < 0.15) return LOST
    if (roll < 0.3) return KEPT
    if (roll < 0.35) return { kind: 'grown', fill: chance() < 0.5 ? 0 : 0xa5 }
    return { kind: 'torn', sector, keeps: () => chance() < odds }
  }
}

export type IndexState = 'newest' | 'older' | 'absent' | 'torn'

/** The index of a state: mostly what a killed process leaves, which is the newest. */
export function chosenIndex(chance: Chance): IndexState {
  const roll = chance()
  if (roll < 0.6) return 'newest'
  if (roll < 0.8) return 'older'
  return roll < 0.9 ? 'absent' : 'torn'
}

/** An index as a loss of power tears it: a file of it cut short, gone, or with a block of something else in it. */
export function tornIndex(files: ReadonlyMap<string, Buffer>, chance: Chance): Map<string, Buffer> {
  const torn = new Map(files)
  const names = [...files.keys()]
  const name = names[Math.floor(chance() * names.length)]
  const bytes = name === undefined ? undefined : files.get(name)
  if (name === undefined || bytes === undefined) return torn
  const roll = chance()
  if (roll < 0.2) torn.delete(name)
  else if (roll < 0.6) torn.set(name, bytes.subarray(0, Math.floor(chance() * bytes.length)))
  else {
    const other = Buffer.from(bytes)
    const at = Math.floor(chance() * bytes.length)
    other.fill(roll < 0.8 ? 0 : 0xa5, at, Math.min(bytes.length, at + 512))
    torn.set(name, other)
  }
  return torn
}
