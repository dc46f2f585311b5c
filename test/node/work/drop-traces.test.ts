// The production dropper and granter of three sites along traces of the model (test/protocol/drop-model.ts): the same messages
// in the same order, the same clocks, crashes and time-outs; after every step both stand where the other does.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DropStage } from '../../helpers/drop-stage.ts'
import { DropModel, LEASE_MS, type ModelState, NO_FAULTS, TRASH_MS } from '../../protocol/drop-model.ts'
import { SeededRandom } from '../../simulation/seeded-random.ts'

const TRACES = process.env.HOLDFAST_TEST_ALL ? 3_000 : 120
const LONGEST = 70
/** One unit of the model's time, ms. */
const UNIT = 100_000

test('production does what the model does, step by step', async t => {
  const faults = { ...NO_FAULTS, crashes: 1, jumps: 1, timeouts: 1, doubled: 1, wanted: 1 }
  const ends = { freed: 0, trashed: 0, steps: 0 }
  for (let trace = 0; trace < TRACES; trace++) {
    const random = new SeededRandom(`drop trace ${trace}`)
    const rates = random.pick([
      [1, 1, 1],
      [1, 2, 2],
      [2, 1, 2],
      [2, 2, 2],
    ])
    const model = new DropModel({ sites: 3, copies: 2, droppers: [0, 1], attempts: 2, rates, faults })
    const stage = await DropStage.open(3, { leaseMs: LEASE_MS * UNIT, trashMs: TRASH_MS * UNIT })
    let state = model.first()
    const names: string[] = []
    for (let step = 0; step < LONGEST; step++) {
      const steps = model.steps(state)
      const others = steps.filter(({ name }) => !/^(tick|jump|crash|wanted|timeout)/.test(name))
      const isQuiet = others.length > 0 && random.chance(0.85)
      const { name, next } = random.pick(isQuiet ? others : steps)
      names.push(name)
      state = next
      stage.setClocks(state.sites.map(({ clock }) => clock).map(scaled))
      await stage.play(name)
      ends.steps++
      assert.deepEqual(await stage.look(), said(state), `trace ${trace}: ${names.join('; ')}`)
      assert.equal(model.violation(state), undefined, names.join('; '))
    }
    ends.freed += state.sites.filter(site => !site.whole).length
    ends.trashed += state.sites.filter(site => site.freeAt !== undefined).length
  }
  t.diagnostic(`${TRACES} traces, ${ends.steps} steps, ${ends.freed} copies freed, ${ends.trashed} in the trash`)
  assert.ok(ends.freed > TRACES / 20, 'hardly any drop succeeded')
})

function scaled({ monotonic, wall, custody }: { monotonic: number; wall: number; custody: number }) {
  return { monotonic: monotonic * UNIT, wall: wall * UNIT, custody: custody * UNIT }
}

/** What both can be asked. */
function said({ sites }: ModelState) {
  return sites.map(({ removal, freeAt, whole, drop, given, clock }) => ({
    removal,
    trashed: freeAt === undefined ? undefined : freeAt * UNIT,
    whole,
    given: given.filter(lease => lease.until > clock.custody).length,
    phase: drop.drop?.phase,
  }))
}
