// One test that kills real daemons at one or two kinds of work, again and again.
import { test } from 'node:test'
import { atLeast, atMost, figure } from '../helpers/figure.ts'
import { seeded } from './choices.ts'
import { Rounds, type Work } from './daemon-rounds.ts'
import { kills } from './scale.ts'
import { straceRefusal } from './system-calls.ts'

const OPEN_MS = 5000
// Some never come to the call that was chosen for them; they are killed all the same, but don't count.
const MOST_ROUNDS = 3
const refused = straceRefusal()

export function testKills(works: readonly Work[], full: number, short: number): void {
  const count = kills(full, short)
  const what = works.join(' and ')
  const skip = process.platform === 'linux' ? false : 'needs /proc'
  test(`${count} kills of daemons that ${what} lose nothing acknowledged`, { skip, timeout: 36_000_000 }, async t => {
    if (refused) t.diagnostic(`killed at moments instead of system calls: ${refused}`)
    const seed = Number(process.env.HOLDFAST_SEED ?? Date.now() % 1_000_000)
    t.diagnostic(`HOLDFAST_SEED=${seed}`)
    const chance = seeded(seed)
    await using rounds = await Rounds.start(!refused, chance)
    let slowest = 0
    let killed = 0
    let atCalls = 0
    const isEnough = (): boolean => (refused ? killed : atCalls) >= count
    for (; !isEnough() && killed < MOST_ROUNDS * count; killed++) {
      const { cpuMs, atCall } = await rounds.kill(works[killed % works.length]!)
      slowest = Math.max(slowest, cpuMs)
      if (atCall) atCalls++
    }
    await rounds.finish()
    await rounds.compareNewest()
    figure(`kills of daemons that lost something: ${what}`, 0, `0 of ${killed}`, true)
    if (!refused) atLeast(`daemons killed at a system call: ${what}`, atCalls, count)
    atMost(`processor time until a killed daemon was ready: ${what}`, slowest, OPEN_MS, ' ms')
  })
}
