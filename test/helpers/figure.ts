// The summary of tests that measure (adversaries, crashes): one line a figure, with its goal, and a failed test where the
// goal is missed. HOLDFAST_FIGURES names a file that gets the lines as well, so that a run of many test files ends with all
// of them.
import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'

/** Prints `name  value  (goal)`; fails unless `ok`. */
export function figure(name: string, value: string | number, goal: string, ok: boolean): void {
  const shown = typeof value === 'number' ? value.toLocaleString('en') : value
  const line = `${ok ? '✔' : '✖'} ${name.padEnd(64)} ${shown.padStart(12)}   (${goal})`
  console.log(line)
  const file = process.env.HOLDFAST_FIGURES
  if (file !== undefined) appendFileSync(file, `${line}\n`)
  assert.ok(ok, `${name}: ${shown}, goal ${goal}`)
}

/** Fails unless `value` is at most `most`. */
export function atMost(name: string, value: number, most: number, unit = ''): void {
  figure(name, `${rounded(value)}${unit}`, `≤ ${rounded(most)}${unit}`, value <= most)
}

/** Fails unless `value` is at least `least`. */
export function atLeast(name: string, value: number, least: number, unit = ''): void {
  figure(name, `${rounded(value)}${unit}`, `≥ ${rounded(least)}${unit}`, value >= least)
}

function rounded(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 3 : 1 })
}
