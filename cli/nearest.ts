// What somebody who mistyped a flag most likely meant.

const FAR = 3

/** The known word with the fewest letters changed, left out, added or swapped; undefined when none is near. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  let best: string | undefined
  let least = Math.min(FAR, typed.length)
  for (const word of known) {
    const steps = distance(typed, word)
    if (steps < least) [best, least] = [word, steps]
  }
  return best
}

function distance(a: string, b: string): number {
  let older: number[] = []
  let old = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      let steps = Math.min(row[j - 1]! + 1, old[j]! + 1, old[j - 1]! + change)
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (isSwapped) steps = Math.min(steps, older[j - 2]! + 1)
      row.push(steps)
    }
    older = old
    old = row
  }
  return old[b.length]!
}
