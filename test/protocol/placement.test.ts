import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type ProjectId, parseId, type SiteId } from '../../protocol/ids.ts'
import { type Placement, type PlacementInput, type PlacementSite, place } from '../../protocol/placement.ts'
import { type Policy, STANDARD } from '../../protocol/policy.ts'
import { parsePolicyText } from '../../protocol/policy-text.ts'

const project = parseId('ProjectId', '0b'.repeat(16))
const siteId = (n: number): SiteId => parseId('SiteId', (n + 1).toString(16).padStart(2, '0').repeat(32))
const DIMENSIONS = ['location', 'manager', 'medium'] as const

function site(n: number, labels: Record<string, string>, more: Partial<PlacementSite> = {}): PlacementSite {
  const room = { trusted: true, capacityLeft: 1e12, full: false, available: true }
  return { id: siteId(n), name: `site-${n}`, labels, ...room, ...more }
}
function decide(sites: PlacementSite[], valid: number[] = [], policy: Policy = STANDARD): Placement {
  return place({ policy, project, sites, holders: valid.map(n => ({ id: siteId(n), valid: true })), bytes: 1e9 })
}

// ---- small random meshes and what brute force makes of them
const labels = fc.record(
  {
    location: fc.constantFrom('a', 'b', 'c', 'd'),
    manager: fc.constantFrom('m', 'n'),
    medium: fc.constantFrom('ssd', 'hdd'),
  },
  { requiredKeys: [] },
)
const anySite = fc.record({
  labels,
  available: fc.boolean(),
  full: fc.boolean(),
  trusted: fc.boolean(),
  capacityLeft: fc.constantFrom(1e6, 2e9, 5e12),
})
const anyPolicy = fc
  .record({
    copies: fc.integer({ min: 1, max: 4 }),
    distinct: fc.record({
      location: fc.integer({ min: 1, max: 4 }),
      manager: fc.integer({ min: 1, max: 2 }),
      medium: fc.integer({ min: 1, max: 2 }),
    }),
    trusted: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ copies, distinct, trusted }): Policy => {
    const capped = Object.fromEntries(Object.entries(distinct).map(([label, need]) => [label, Math.min(need, copies)]))
    return { ...STANDARD, copies, distinct: capped, trusted: Math.min(trusted, copies) }
  })
const mesh = fc
  .record({
    policy: anyPolicy,
    sites: fc.array(anySite, { maxLength: 7 }),
    holds: fc.array(fc.constantFrom('valid', 'claimed', 'none', 'none', 'none'), { minLength: 7, maxLength: 7 }),
  })
  .map(({ policy, sites, holds }): PlacementInput => {
    const named = sites.map((one, n) =>
      site(n, one.labels as Record<string, string>, { ...one, labels: one.labels as Record<string, string> }),
    )
    const holders = named.flatMap((one, n) =>
      holds[n] === 'none' ? [] : [{ id: one.id, valid: holds[n] === 'valid', whole: true }],
    )
    return { policy, project, sites: named, holders, bytes: 1e9 }
  })

function able(input: PlacementInput): PlacementSite[] {
  const has = new Set(input.holders.map(holder => holder.id))
  return input.sites.filter(one => one.available && (has.has(one.id) || (!one.full && one.capacityLeft >= input.bytes)))
}
// Figures in the policy's order; each capped at what is needed.
function figures(policy: Policy, chosen: readonly PlacementSite[]): number[] {
  const distinct = DIMENSIONS.map(label => {
    const values = new Set(chosen.map(one => one.labels[label]).filter(value => value !== undefined))
    return Math.min(policy.distinct[label] ?? 0, values.size)
  })
  return [
    Math.min(policy.copies, chosen.length),
    ...distinct,
    Math.min(policy.trusted, chosen.filter(one => one.trusted).length),
  ]
}
function compare(a: number[], b: number[]): number {
  const at = a.findIndex((value, index) => value !== b[index])
  return at < 0 ? 0 : a[at]! - b[at]!
}
function subsets<T>(items: T[]): T[][] {
  const sets: T[][] = [[]]
  for (const item of items) sets.push(...sets.map(set => [...set, item]))
  return sets
}
// The best figures any set of sites reaches that keeps the valid copies, and the fewest additions that reach them.
function bruteForce(input: PlacementInput): { best: number[]; added: number } {
  const valid = new Set(input.holders.filter(holder => holder.valid).map(holder => holder.id))
  const base = able(input).filter(one => valid.has(one.id))
  let best: number[] | undefined
  let added = 0
  for (const set of subsets(able(input).filter(one => !valid.has(one.id)))) {
    const reached = figures(input.policy, [...base, ...set])
    const better = best === undefined ? 1 : compare(reached, best)
    if (better > 0 || (better === 0 && set.length < added)) [best, added] = [reached, set.length]
  }
  return { best: best ?? [], added }
}
function chosenSites(input: PlacementInput, placement: Placement): PlacementSite[] {
  return placement.chosen.map(id => input.sites.find(one => one.id === id)!)
}

test('a placement reaches the best counts brute force finds, with the fewest additions', () => {
  fc.assert(
    fc.property(mesh, input => {
      const placement = place(input)
      const { best, added } = bruteForce(input)
      assert.deepEqual(figures(input.policy, chosenSites(input, placement)), best)
      assert.equal(placement.added.length, added)
    }),
    { numRuns: 600 },
  )
})

test('a placement names exactly what its sites do not give, with the figures', () => {
  fc.assert(
    fc.property(mesh, input => {
      const placement = place(input)
      const reached = figures(input.policy, chosenSites(input, placement))
      const needs = [
        input.policy.copies,
        ...DIMENSIONS.map(label => input.policy.distinct[label] ?? 0),
        input.policy.trusted,
      ]
      const short = ['copies', ...DIMENSIONS, 'trusted'].flatMap((what, at) =>
        reached[at]! < needs[at]! ? [{ what, have: reached[at], need: needs[at] }] : [],
      )
      assert.deepEqual(
        placement.unmet.map(({ what, have, need }) => ({ what, have, need })),
        short,
      )
      assert.ok(placement.unmet.every(({ why, next }) => why !== '' && next !== ''))
    }),
  )
})

test('a placement never doubles a site, never leaves out a valid copy and never takes a site that cannot hold it', () => {
  fc.assert(
    fc.property(mesh, input => {
      const { chosen, added } = place(input)
      const may = new Set(able(input).map(one => one.id))
      assert.equal(new Set(chosen).size, chosen.length)
      assert.ok(chosen.every(id => may.has(id)))
      for (const holder of input.holders) if (holder.valid && may.has(holder.id)) assert.ok(chosen.includes(holder.id))
      assert.deepEqual(chosen.slice(chosen.length - added.length), added)
    }),
  )
})

test('a placement does not depend on the order of its input, nor on a site or holder being listed twice', () => {
  const shuffled = mesh.chain(input =>
    fc.record({
      input: fc.constant(input),
      sites: fc.shuffledSubarray([...input.sites, ...input.sites.slice(0, 1)], {
        minLength: input.sites.length + Math.min(1, input.sites.length),
      }),
      holders: fc.shuffledSubarray([...input.holders], { minLength: input.holders.length }),
    }),
  )
  fc.assert(
    fc.property(shuffled, ({ input, sites, holders }) => {
      assert.deepEqual(place({ ...input, sites, holders }).chosen, place(input).chosen)
    }),
  )
})

test('a site that leaves and held no copy changes nothing; one that held a copy is replaced by the fewest', () => {
  fc.assert(
    fc.property(mesh, fc.nat(6), (input, at) => {
      const first = place(input)
      const leaver = input.sites[at % Math.max(1, input.sites.length)]
      if (leaver === undefined) return
      const holders = first.chosen.map(id => ({ id, valid: true }))
      const after = place({ ...input, holders, sites: input.sites.filter(one => one !== leaver) })
      const stay = first.chosen.filter(id => id !== leaver.id)
      assert.ok(stay.every(id => after.chosen.includes(id)))
      if (!first.chosen.includes(leaver.id)) assert.deepEqual(new Set(after.chosen), new Set(first.chosen))
      const sites = input.sites.filter(one => one !== leaver)
      assert.equal(
        after.added.length,
        bruteForce({ ...input, holders: holders.filter(({ id }) => id !== leaver.id), sites }).added,
      )
    }),
  )
})

test('a site that leaves before anything is stored does not move the choice among the others', () => {
  fc.assert(
    fc.property(mesh, fc.nat(6), (input, at) => {
      const bare = { ...input, holders: [] }
      const first = place(bare)
      const leaver = input.sites[at % Math.max(1, input.sites.length)]
      if (leaver === undefined || first.chosen.includes(leaver.id)) return
      assert.deepEqual(place({ ...bare, sites: input.sites.filter(one => one !== leaver) }).chosen, first.chosen)
    }),
  )
})

test('a site that joins moves nothing while the policy is met', () => {
  fc.assert(
    fc.property(mesh, labels, (input, joined) => {
      const first = place(input)
      if (first.unmet.length > 0) return
      const holders = first.chosen.map(id => ({ id, valid: true }))
      const after = place({ ...input, holders, sites: [...input.sites, site(40, joined as Record<string, string>)] })
      assert.deepEqual(after.added, [])
    }),
  )
})

test('two sites whose views of who is alive differ lose nothing: what both fill meets what each can meet alone', () => {
  fc.assert(
    fc.property(mesh, fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), (input, alive) => {
      const other = { ...input, sites: input.sites.map((one, n) => ({ ...one, available: alive[n] ?? true })) }
      const [mine, theirs] = [place(input), place(other)]
      const held = new Set([
        ...input.holders.filter(holder => holder.valid).map(holder => holder.id),
        ...mine.added,
        ...theirs.added,
      ])
      for (const view of [input, other]) {
        const union = able(view).filter(one => held.has(one.id))
        assert.ok(compare(figures(view.policy, union), figures(view.policy, chosenSites(view, place(view)))) >= 0)
      }
    }),
  )
})

test('a site that has it already, only unproved, is chosen before an empty one, and needs no room', () => {
  const sites = [0, 1, 2, 3, 4, 5].map(n =>
    site(n, { location: `place-${n}`, medium: n % 2 ? 'ssd' : 'hdd', manager: `m${n}` }),
  )
  for (const n of [0, 1, 2, 3, 4, 5]) {
    const [one, rest] = [{ ...sites[n]!, full: true }, sites.filter(other => other !== sites[n])]
    const holders = [{ id: one.id, valid: false, whole: true }]
    assert.ok(place({ policy: STANDARD, project, sites: [one, ...rest], holders, bytes: 1 }).chosen.includes(one.id))
  }
})

test('the site that brings the most comes first among those to add', () => {
  const sites = [
    site(0, { location: 'a', medium: 'ssd', manager: 'm' }),
    site(1, { location: 'a', medium: 'ssd', manager: 'n' }),
    site(2, { location: 'b', medium: 'hdd', manager: 'n' }),
  ]
  assert.equal(decide(sites, [0]).added[0], siteId(2))
})

test('a fourth copy is added where three sites cannot have every label', () => {
  const sites = [
    site(0, { location: 'a', medium: 'ssd', manager: 'm' }),
    site(1, { location: 'b', medium: 'ssd', manager: 'm' }),
    site(2, { location: 'c', medium: 'hdd', manager: 'm' }),
    site(3, { location: 'c', medium: 'ssd', manager: 'n' }),
  ]
  assert.equal(decide(sites).chosen.length, 4)
  assert.deepEqual(decide(sites).unmet, [])
})

test('two spellings of one place are one place', () => {
  const sites = ['Berlin', 'berlin ', 'BERLIN'].map((location, n) =>
    site(n, { location, medium: n === 0 ? 'ssd' : 'hdd', manager: `m${n}` }),
  )
  assert.deepEqual(
    decide(sites).unmet.map(({ what, have }) => [what, have]),
    [['location', 1]],
  )
})

test('a site without a label brings no value of it', () => {
  const sites = [site(0, {}), site(1, {}), site(2, {})]
  assert.deepEqual(
    decide(sites).unmet.map(({ what, have }) => [what, have]),
    [
      ['location', 0],
      ['manager', 0],
      ['medium', 0],
    ],
  )
})

test('what keeps a policy from being met is said in words an operator can act on', () => {
  const sites = [
    site(0, { location: 'berlin-studio', medium: 'hdd', manager: 'Kreuzberg Sound' }, { name: 'berlin-a' }),
    site(1, { location: 'berlin-studio', medium: 'hdd', manager: 'Kreuzberg Sound' }, { name: 'berlin-b' }),
    site(2, { location: 'frankfurt', medium: 'ssd', manager: 'Hosting GmbH' }, { name: 'frankfurt', available: false }),
    site(3, { location: 'lyon', medium: 'ssd' }, { name: 'lyon', full: true }),
    site(4, { location: 'oslo' }, { name: 'oslo', capacityLeft: 5e8 }),
  ]
  assert.deepEqual(decide(sites).unmet, [
    {
      what: 'copies',
      have: 2,
      need: 3,
      why: 'only 2 sites can hold it; frankfurt is silent past its grace; lyon is full; oslo has 500 MB left of the 1 GB it takes',
      next: 'holdfast invite --site <name> --location <place>',
    },
    {
      what: 'location',
      have: 1,
      need: 3,
      why: 'every site that can hold it has the location berlin-studio; frankfurt is silent past its grace; lyon is full; oslo has 500 MB left of the 1 GB it takes',
      next: 'holdfast invite --location <another place>',
    },
    {
      what: 'manager',
      have: 1,
      need: 2,
      why: 'every site that can hold it has the manager Kreuzberg Sound; frankfurt is silent past its grace',
      next: 'holdfast invite --location <place> --manager <another manager>',
    },
    {
      what: 'medium',
      have: 1,
      need: 2,
      why: 'every site that can hold it has the medium hdd; frankfurt is silent past its grace; lyon is full',
      next: 'holdfast invite --location <place> --medium <another medium>',
    },
  ])
})

test('only and avoid keep sites out, and the words say so', () => {
  const policy = parsePolicyText('copies=2 only.region=eu,ch avoid.power=generator')
  const sites = [
    site(0, { region: 'EU' }),
    site(1, { region: 'us' }),
    site(2, { region: 'ch', power: 'generator' }),
    site(3, {}),
  ]
  const { chosen, unmet } = decide(sites, [], policy)
  assert.deepEqual(chosen, [siteId(0)])
  assert.equal(
    unmet[0]?.why,
    "only 1 site can hold it; site-1 doesn't qualify: the policy allows only region=eu,ch; site-2 doesn't qualify: the policy avoids power=generator; site-3 doesn't qualify: the policy allows only region=eu,ch",
  )
})

test('sites with more room are chosen more often', () => {
  const policy = parsePolicyText('copies=1 location=0 medium=0 manager=0')
  const sites = [site(0, {}, { capacityLeft: 2 ** 40 }), site(1, {}, { capacityLeft: 2 ** 42 })]
  let larger = 0
  for (let n = 0; n < 500; n++) {
    const id = n.toString(16).padStart(32, '0') as ProjectId
    if (place({ policy, project: id, sites, holders: [], bytes: 1 }).chosen[0] === siteId(1)) larger++
  }
  assert.ok(larger > 360 && larger < 440, `${larger} of 500, 400 expected`)
})

test('a hundred sites in a hundred places are placed exactly in little work', () => {
  const sites = Array.from({ length: 100 }, (_, n) => site(n, { location: `place-${n}`, medium: 'ssd', manager: 'm' }))
  const odd = [
    site(100, { location: 'place-0', medium: 'hdd', manager: 'm' }),
    site(101, { location: 'place-0', medium: 'ssd', manager: 'n' }),
  ]
  const { chosen, unmet } = decide([...sites, ...odd])
  assert.equal(chosen.length, 4)
  assert.deepEqual(unmet, [])
})
