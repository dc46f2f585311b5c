// Five sites, a virtual clock, a lossy network, disks in memory: the same protocol/ and node/work/ code as in the daemon,
// through hundreds of seeds, the odd and the even ones in a test file each so that two cores share them. A seed that
// fails prints its number and its story; run one alone with HOLDFAST_SEED=n, and HOLDFAST_LENGTH=n for longer faults.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { memoiseSignatures } from './memoised-signatures.ts'
import { type Outcome, simulate } from './simulate.ts'

memoiseSignatures()

const SEEDS = process.env.HOLDFAST_TEST_ALL ? 2_000 : 200
const AT_ONCE = 40
/** Seeds whose faults last several times as long. */
const LONG_SEEDS = process.env.HOLDFAST_TEST_ALL ? 40 : 0
const LONG = 4

/** Seeds that failed once, how long their faults lasted, and what they found. */
const FOUND: readonly [seed: number, length: number, what: string][] = [
  [25, LONG, 'a clock set while a machine was down stretched the grace of a site that was gone'],
  [26, LONG, 'a scrub waited for a walk of the mender that ended with its worker'],
  [42, 1, 'serving waited for a catalog that a worker fetched, and ended with it'],
  [88, 1, 'an old failure took the place of what its author had found since'],
  [96, 1, 'a snapshot that was not whole yet when its chunks were counted was refused as that of another project'],
  [346, 1, 'a site that had been cut off waited for proofs that nobody saw a reason to make'],
  [729, 1, 'the simulation restored a snapshot that was lost with the disk it was on'],
  [766, 1, 'the simulation had a disk scrubbed before its machine was up'],
  [898, 1, 'a site followed one branch of a machine set back twice, and refused the other for ever'],
  [1161, 1, 'the holders saw a silence as just within the grace that others saw beyond it'],
  [1495, 1, 'a rotten tree chunk ended the walk that was to mend another'],
]

function check(outcome: Outcome): void {
  const { seed, length, violations, story } = outcome
  assert.deepEqual(violations, [], `seed ${seed}, length ${length}\n${story.join('\n')}\n`)
}

/** Every second seed, from `first` (1 or 2) on. */
export function describeSeeds(first: 1 | 2): void {
  const which = first === 1 ? 'odd' : 'even'
  describe(`a mesh of five sites, ${which} seeds`, { skip: process.env.HOLDFAST_SEED !== undefined }, () =>
    runSeeds(first),
  )
}

function runSeeds(first: 1 | 2): void {
  const outcomes: Outcome[] = []

  for (let from = first; from <= SEEDS; from += AT_ONCE) {
    const to = Math.min(SEEDS, from + AT_ONCE - 1)
    test(`keeps its invariants and comes to rest, seeds ${from} to ${to}`, async () => {
      for (let seed = from; seed <= to; seed += 2) {
        const outcome = await simulate(seed)
        outcomes.push(outcome)
        check(outcome)
      }
    })
  }

  for (let seed = first; seed <= LONG_SEEDS; seed += 2)
    test(`keeps its invariants through long faults, seed ${seed}`, async () => check(await simulate(seed, LONG)))

  for (const [seed, length, what] of FOUND.filter(([seed]) => seed % 2 === first % 2)) {
    test(`seed ${seed}: ${what}`, async () => check(await simulate(seed, length)))
  }

  test('goes through the same course of events twice when the seed is the same', async () => {
    for (const first of outcomes.slice(0, 3)) assert.equal((await simulate(first.seed)).trace, first.trace)
    assert.notEqual(outcomes[0]!.trace, outcomes[1]!.trace)
  })

  test('was put to work', t => {
    const sum = (value: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + value(outcome), 0)
    const most = (value: (outcome: Outcome) => number) => Math.max(...outcomes.map(value)) / 1000
    t.diagnostic(`${outcomes.length} seeds, ${(sum(one => one.virtualMs) / 3_600_000).toFixed(1)} virtual hours`)
    t.diagnostic(`${sum(one => one.steps)} steps, ${sum(one => one.messages)} messages`)
    t.diagnostic(`${sum(one => one.snapshots)} snapshots, ${sum(one => one.assessed)} counted copies looked at`)
    t.diagnostic(
      `longest overcount: silent site ${most(one => one.overcounts.gone)} s, unread rot ` +
        `${most(one => one.overcounts.unread)} s, found rot ${most(one => one.overcounts.found)} s`,
    )
    t.diagnostic(
      `${sum(one => one.dropped)} copies too many dropped, ${sum(one => one.freed)} freed, ${sum(one => one.takenBack)} taken back`,
    )
    assert.ok(sum(one => one.dropped) > outcomes.length / 10)
    assert.ok(sum(one => one.snapshots) > outcomes.length)
    assert.ok(sum(one => one.assessed) > 1_000 * outcomes.length)
  })
}

/** The seed that HOLDFAST_SEED names, with its story. */
export function describeOneSeed(): void {
  test('one seed', { skip: process.env.HOLDFAST_SEED === undefined }, async t => {
    const outcome = await simulate(Number(process.env.HOLDFAST_SEED), Number(process.env.HOLDFAST_LENGTH ?? 1))
    for (const line of outcome.story) t.diagnostic(line)
    check(outcome)
  })
}
