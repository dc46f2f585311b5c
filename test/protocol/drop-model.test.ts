// The drop protocol under every order of events the model knows (drop-model.ts, drop-explore.ts): what the issue asks of it, and bugs planted
// one at a time, each of which the model must find.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { explore } from './drop-explore.ts'
import { type Bounds, type Bug, DropModel, type Faults, NO_FAULTS } from './drop-model.ts'

const ALL = process.env.HOLDFAST_TEST_ALL !== undefined
const EVEN: Bounds = { sites: 3, copies: 2, droppers: [0, 1], attempts: 1, rates: [2, 2, 2], faults: NO_FAULTS }
/** A lease lasts four ticks of a slow clock, two of a fast one. */
const SLOW_DROPPER: Bounds = { ...EVEN, rates: [1, 2, 2] }
const SLOW_RIVAL: Bounds = { ...EVEN, rates: [2, 1, 2] }
const ONE: Bounds = { ...EVEN, droppers: [0] }

function withFaults(bounds: Bounds, faults: Partial<Faults>): Bounds {
  return { ...bounds, faults: { ...NO_FAULTS, ...faults } }
}

const EXPLORED: readonly [what: string, bounds: Bounds, inAll: boolean][] = [
  ['two drops, messages late in any order', EVEN, false],
  ['two drops, one clock at half the speed of the others', SLOW_DROPPER, false],
  ['two drops, the clock of the other dropper at half the speed', SLOW_RIVAL, true],
  ['a crash', withFaults(EVEN, { crashes: 1 }), false],
  ['a wall clock set back or ahead', withFaults(EVEN, { jumps: 1 }), false],
  ['a wall clock set back or ahead, one clock at half the speed', withFaults(SLOW_DROPPER, { jumps: 1 }), true],
  ['a request given up whose messages still come', withFaults(EVEN, { timeouts: 1 }), false],
  ['a copy lost for good', withFaults(EVEN, { losses: 1 }), false],
  ['a copy wanted again', withFaults(EVEN, { wanted: 1 }), false],
  ['one drop, a message delivered twice and a crash', withFaults(ONE, { doubled: 1, crashes: 1 }), false],
  ['a crash, uneven clocks', withFaults(SLOW_DROPPER, { crashes: 1 }), true],
  ['a message delivered twice', withFaults(EVEN, { doubled: 1 }), true],
  ['a copy lost and another wanted again', withFaults(EVEN, { losses: 1, wanted: 1 }), true],
  [
    'everything at once to one drop',
    withFaults(ONE, { crashes: 1, jumps: 1, timeouts: 1, doubled: 1, losses: 1 }),
    true,
  ],
  ['three droppers, no message late for long', { ...EVEN, droppers: [0, 1, 2], prompt: true }, true],
]

/** Each with bounds in which it can show. */
const PLANTED: readonly [what: string, bug: Bug, bounds: Bounds][] = [
  ['the lease check removed', { leaseUnchecked: true }, EVEN],
  ['a lease not journaled', { leaseForgotten: true }, withFaults(EVEN, { crashes: 1 })],
  [
    'a lease counted on the wall clock by who gave it',
    { grantedOnWallTime: true },
    withFaults(SLOW_DROPPER, { jumps: 1 }),
  ],
  ['a lease counted on the wall clock by who uses it', { usedOnWallTime: true }, withFaults(EVEN, { jumps: 1 })],
  ['a lease used after half of its time', { usedToTheEnd: true }, SLOW_DROPPER],
  ['a removal lock not journaled', { removalForgotten: true }, EVEN],
  ['a recount that includes sites that granted nothing', { countsOthers: true }, EVEN],
  ['no challenge', { unchallenged: true }, withFaults(ONE, { losses: 1 })],
  ['no second count', { noSecondCount: true }, withFaults(ONE, { losses: 1 })],
]

describe('the drop protocol', () => {
  for (const [what, bounds, inAll] of EXPLORED)
    test(`never falls below the policy: ${what}`, { skip: inAll && !ALL }, t => {
      const { states, violation, trace } = explore(new DropModel(bounds))
      t.diagnostic(`${states} states`)
      assert.equal(violation, undefined, trace.join('; '))
      assert.ok(states > 500)
    })

  test('without faults exactly one of two drops succeeds, whatever the order', t => {
    const { states, violation, ends } = explore(new DropModel({ ...EVEN, rates: [1, 1, 1], prompt: true }))
    t.diagnostic(`${states} states, ${ends.length} ends`)
    assert.equal(violation, undefined)
    assert.ok(ends.length > 0)
    for (const { sites } of ends) {
      assert.equal(sites.filter(site => !site.whole).length, 1)
      assert.ok(sites.every(site => site.freeAt === undefined && !site.removal && site.drop.drop === undefined))
    }
  })

  test('a removal lock that a crash alone loses is lost with its drop, and harms nobody', { skip: !ALL }, t => {
    const { states, violation } = explore(new DropModel(withFaults(EVEN, { crashes: 1 }), { removalLost: true }))
    t.diagnostic(`${states} states`)
    assert.equal(violation, undefined)
  })

  for (const [what, bug, bounds] of PLANTED)
    test(`a planted bug is found: ${what}`, t => {
      const { states, violation, trace } = explore(new DropModel(bounds, bug), 'wide')
      t.diagnostic(`${states} states: ${violation}`)
      assert.ok(violation !== undefined, `${what} was not noticed in ${states} states`)
      assert.ok(trace.length > 0)
    })
})
