// Which copies are more than the policy asks for (§ Drop).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assessCopies, type CopiesInput, meetsPolicy } from '../../protocol/copies.ts'
import type { ObservedSite } from '../../protocol/copy.ts'
import { parseId, type SiteId, type SnapshotId } from '../../protocol/ids.ts'
import { STANDARD } from '../../protocol/policy.ts'
import { surplusSites } from '../../protocol/surplus.ts'

const DAY = 86_400_000
const NOW = 1_000 * DAY
const project = parseId('ProjectId', '0b'.repeat(16))
const siteId = (n: number): SiteId => parseId('SiteId', (n + 16).toString(16).repeat(32))
const [A, B, C, D] = [0, 1, 2, 3].map(siteId) as [SiteId, SiteId, SiteId, SiteId]
const OLD = parseId('SnapshotId', 'a0'.repeat(32)) as SnapshotId
const LABELS = [
  { location: 'berlin', medium: 'ssd', manager: 'kreuzberg' },
  { location: 'potsdam', medium: 'hdd', manager: 'weiss' },
  { location: 'oslo', medium: 'hdd', manager: 'kreuzberg' },
  { location: 'oslo', medium: 'hdd', manager: 'kreuzberg' },
]

/** Four proved copies, of which the policy asks for three; C and D share all their labels. */
function four(changes: Partial<Record<number, Partial<ObservedSite>>> = {}): CopiesInput {
  const seen = { trusted: true, up: true, lastSeen: NOW, absences: [], capacityLeft: 1e12, full: false }
  const ids = [A, B, C, D]
  return {
    now: NOW,
    observingSince: NOW - DAY,
    project,
    policy: STANDARD,
    sites: ids.map((id, n) => ({ id, name: `site-${n}`, labels: LABELS[n]!, ...seen, ...changes[n] })),
    snapshots: [{ id: OLD, state: 'settled', time: NOW - 9 * DAY, firstSeen: NOW - 9 * DAY, storedBytes: 1e9 }],
    holdings: ids.map(site => ({
      site,
      snapshots: new Set([OLD]),
      scrubbedAt: NOW - DAY,
      voided: false,
      generation: 1,
    })),
    proofs: ids.map((holder, n) => ({
      holder,
      prover: ids[(n + 1) % 4]!,
      snapshots: new Set([OLD]),
      result: 'passed',
      generation: 1,
      challengeHash: `${n}`,
      time: NOW - DAY,
      firstSeen: NOW - DAY,
    })),
    progress: [],
  }
}
const surplus = (input: CopiesInput, authors: SiteId[] = []) =>
  surplusSites(input, assessCopies(input), new Set(authors))

test('one of those whose labels the others bring too may go, and what stays is what the policy asks for', () => {
  const input = four()
  const [goes, ...more] = surplus(input)
  assert.deepEqual(more, [])
  assert.ok(goes === C || goes === D)
  assert.equal(
    meetsPolicy(
      input.policy,
      input.sites.filter(({ id }) => id !== goes),
    ),
    true,
  )
  assert.deepEqual(surplus({ ...input, sites: [...input.sites].reverse() }), [goes], 'in any order')
})

test('who takes the snapshots keeps them', () => {
  assert.deepEqual(surplus(four(), [C]), [D])
  assert.deepEqual(surplus(four(), [D]), [C])
  assert.deepEqual(surplus(four(), [C, D]), [])
})

test('nothing may go while a copy is silent, unproved, fetched or on its way out', () => {
  assert.deepEqual(surplus(four({ 1: { up: false } })), [], 'in its grace')
  const input = four()
  assert.deepEqual(surplus({ ...input, proofs: input.proofs.slice(0, 3) }), [], 'claimed')
  const voided = input.holdings.map((holding, n) => (n === 3 ? { ...holding, voided: true } : holding))
  assert.deepEqual(surplus({ ...input, holdings: voided }), [])
  assert.deepEqual(surplus(four({ 2: { retiring: true } })), [], 'three others are just enough')
  const gone = four({ 3: { up: false, lastSeen: NOW - DAY } })
  assert.deepEqual(surplus(gone), [], 'three that count are just enough')
})

test('copies that the policy excludes, or that are alike, are not enough', () => {
  const { policy, sites } = four()
  assert.equal(meetsPolicy(policy, sites.slice(0, 2)), false)
  assert.equal(meetsPolicy(policy, [sites[0]!, sites[2]!, sites[3]!]), false, 'two locations')
  assert.equal(meetsPolicy(policy, [sites[0]!, sites[1]!, { ...sites[2]!, barred: 'is a reader' }]), false)
  assert.equal(meetsPolicy({ ...policy, avoid: { location: 'oslo' } }, sites), false)
  const blind = sites.map(one => ({ ...one, trusted: false }))
  assert.equal(meetsPolicy(policy, blind), false)
})
