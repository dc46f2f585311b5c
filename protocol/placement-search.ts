// The exact search inside placement: the fewest sites that bring every count to its goal, and of all such sets the one
// that comes first in the given order of preference (§ Placement). Knows values and counts, not sites.

/** What a site contributes: a value in each dimension, undefined where it contributes nothing there. */
export type Contribution = readonly (string | undefined)[]
/** One dimension: values already covered, and how many more different ones are wanted. */
export interface Goal {
  readonly covered: ReadonlySet<string>
  readonly missing: number
}

/**
 * Indices into `candidates` (given in order of preference) of the smallest set that has at least `atLeast` members and
 * brings every goal to 0. Every goal must be reachable with all candidates together, and atLeast ≤ candidates.length.
 */
export function searchSmallest(candidates: readonly Contribution[], goals: readonly Goal[], atLeast: number): number[] {
  const known = new Map<string, boolean>()
  let size = Math.max(atLeast, ...goals.map(goal => goal.missing))
  while (!isReachable(candidates, goals, size, known)) {
    if (++size > candidates.length) throw new TypeError('a goal of placement that all candidates together miss')
  }
  return firstInOrder(candidates, goals, size, known)
}

/** What a candidate would newly cover, as a text: equal texts are interchangeable. Empty when it would cover nothing. */
export function gain(candidate: Contribution, goals: readonly Goal[]): string {
  let text = ''
  for (const [at, goal] of goals.entries()) if (isNew(candidate[at], goal)) text += `${at}=${candidate[at]}\n`
  return text
}

/** The goals once the candidate is taken. */
export function take(candidate: Contribution, goals: readonly Goal[]): Goal[] {
  return goals.map((goal, at) => {
    const value = candidate[at]
    if (value === undefined || !isNew(value, goal)) return goal
    return { covered: new Set(goal.covered).add(value), missing: goal.missing - 1 }
  })
}

// Takes candidates in order, each only if some smallest set contains it and all taken so far: the lexicographically
// first of the smallest sets, the same for everyone with the same input.
function firstInOrder(
  candidates: readonly Contribution[],
  start: readonly Goal[],
  size: number,
  known: Map<string, boolean>,
): number[] {
  const picked: number[] = []
  const useless = new Set<string>()
  let goals = start
  for (const [index, candidate] of candidates.entries()) {
    const left = size - picked.length
    if (left === 0) break
    const gained = gain(candidate, goals)
    if (useless.has(gained)) continue
    const after = take(candidate, goals)
    if (isReachable(candidates, after, left - 1, known)) {
      picked.push(index)
      goals = after
      useless.clear()
    } else useless.add(gained)
  }
  return picked
}

// Whether `picks` more candidates can bring all goals to 0. For every open goal somebody must give it a new value, so it
// is enough to try those who do, for the goal with the fewest such; candidates with equal gains are tried once.
function isReachable(
  candidates: readonly Contribution[],
  goals: readonly Goal[],
  picks: number,
  known: Map<string, boolean>,
): boolean {
  if (goals.every(goal => goal.missing === 0)) return true
  if (goals.some(goal => goal.missing > picks)) return false
  const state = `${picks}\n${goals.map(describe).join('\n')}`
  const before = known.get(state)
  if (before !== undefined) return before
  const reachable = scarcest(candidates, goals).some(candidate =>
    isReachable(candidates, take(candidate, goals), picks - 1, known),
  )
  known.set(state, reachable)
  return reachable
}

function describe({ covered, missing }: Goal): string {
  return missing === 0 ? 'met' : `open\t${[...covered].sort().join('\t')}`
}

function scarcest(candidates: readonly Contribution[], goals: readonly Goal[]): Contribution[] {
  const byGain = new Map<string, Contribution>()
  for (const candidate of candidates) {
    const gained = gain(candidate, goals)
    if (gained !== '' && !byGain.has(gained)) byGain.set(gained, candidate)
  }
  const useful = [...byGain.values()]
  let fewest: Contribution[] | undefined
  for (const [at, goal] of goals.entries()) {
    if (goal.missing === 0) continue
    const givers = useful.filter(candidate => isNew(candidate[at], goal))
    if (fewest === undefined || givers.length < fewest.length) fewest = givers
  }
  return fewest ?? []
}

/** True when the value would bring its goal one nearer. */
export function isNew(value: string | undefined, goal: Goal): boolean {
  return value !== undefined && goal.missing > 0 && !goal.covered.has(value)
}
