// One test for one kind of run: so many of the states a crash may leave behind are opened, and none has lost a thing. A run
// is recorded again and again, each time with other timing and other keys, since one holds only so many different states.
import { test } from 'node:test'
import { atLeast, atMost } from '../helpers/figure.ts'
import { scaled } from './scale.ts'
import { tryStates } from './try-states.ts'
import { workloads } from './workloads.ts'

const SEED = Number(process.env.HOLDFAST_SEED ?? 20_261_121)
const OF_ONE_RUN = 1200

export function testStates(name: string, full: number, short: number): void {
  const count = scaled(full, short)
  test(`${name}: nothing acknowledged is lost in ${count} states`, { timeout: 3_600_000 }, async t => {
    let states = 0
    let lost = 0
    for (let run = 0; states < count; run++) {
      const tried = await tryStates(workloads[name]!, Math.min(OF_ONE_RUN, count - states), SEED + run)
      for (const why of tried.lost) t.diagnostic(why)
      states += tried.states
      lost += tried.lostCount
      if (lost > 0) break
    }
    atMost(`crash states with something lost: ${name}`, lost, 0)
    atLeast(`crash states opened: ${name}`, states, count)
  })
}
