import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decode, encode } from '../../protocol/codec.ts'
import { isError } from '../../protocol/errors.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import {
  distinctLabels,
  excludedBy,
  type Policy,
  PRESETS,
  parsePolicy,
  policyMessage,
  STANDARD,
} from '../../protocol/policy.ts'
import { explainPolicy, parsePolicyText, policyText } from '../../protocol/policy-text.ts'

const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/)
const seconds = fc.integer({ min: 1, max: 4_000_000 })
const plain = { noNullPrototype: true }
const policy: fc.Arbitrary<Policy> = fc.integer({ min: 1, max: 9 }).chain(copies =>
  fc.record(
    {
      preset: fc.constant(''),
      copies: fc.constant(copies),
      distinct: record(
        fc.oneof(label, fc.constantFrom('location', 'medium', 'manager')),
        fc.integer({ min: 1, max: copies }),
      ),
      trusted: fc.integer({ min: 1, max: copies }),
      only: record(label, fc.constantFrom('eu', 'eu,ch', 'Kreuzberg Sound')),
      avoid: record(label, fc.constantFrom('eu', 'generator')),
      proofAge: seconds,
      scrubAge: seconds,
      grace: seconds,
      rpo: seconds,
      rto: seconds,
      retention: fc.record(
        {
          all: fc.nat(999_999),
          daily: fc.nat(99_999),
          weekly: fc.nat(99_999),
          monthly: fc.boolean(),
        },
        plain,
      ),
    },
    plain,
  ),
)
function record<Value>(keys: fc.Arbitrary<string>, values: fc.Arbitrary<Value>): fc.Arbitrary<Record<string, Value>> {
  return fc
    .uniqueArray(fc.tuple(keys, values), { maxLength: 4, selector: ([key]) => key })
    .map(entries => Object.fromEntries(entries))
}
function refuses(words: string): { message: string; hint: string | undefined } {
  try {
    parsePolicyText(words)
  } catch (error) {
    assert.ok(isError(error, 'POLICY_INVALID'), String(error))
    return error
  }
  return assert.fail(`${words} was accepted`)
}

test('a policy survives its bytes, and equal policies give equal bytes', () => {
  fc.assert(
    fc.property(policy, value => {
      const bytes = encode(pb.Policy, policyMessage(value))
      assert.deepEqual(parsePolicy(decode(pb.Policy, bytes, 10_000)), value)
      const reversed = { ...value, distinct: Object.fromEntries(Object.entries(value.distinct).reverse()) }
      assert.deepEqual(encode(pb.Policy, policyMessage(reversed)), bytes)
    }),
  )
})

test('the text of a policy gives the policy back', () => {
  fc.assert(
    fc.property(policy, value =>
      assert.deepEqual({ ...parsePolicyText(policyText(value)), preset: '' }, { ...value, preset: '' }),
    ),
  )
})

test('the presets are what the specification says', () => {
  assert.deepEqual(parsePolicyText(''), STANDARD)
  assert.deepEqual(STANDARD.distinct, { location: 3, manager: 2, medium: 2 })
  assert.deepEqual(PRESETS['3-2-1'].distinct, { location: 2, medium: 2 })
  assert.deepEqual(
    [STANDARD.copies, STANDARD.trusted, STANDARD.grace, STANDARD.proofAge, STANDARD.scrubAge],
    [3, 1, 900, 604_800, 2_592_000],
  )
  assert.equal(parsePolicyText('3-2-1').preset, '3-2-1')
})

test('words change the base, and a policy that differs from its preset no longer bears its name', () => {
  const changed = parsePolicyText([
    '3-2-1',
    'copies=4',
    'grace=10s',
    'only.region=eu,ch',
    'distinct.power=2',
    'monthly=no',
  ])
  assert.deepEqual([changed.preset, changed.copies, changed.grace, changed.retention.monthly], ['', 4, 10, false])
  assert.deepEqual(changed.distinct, { location: 2, medium: 2, power: 2 })
  assert.deepEqual(changed.only, { region: 'eu,ch' })
  assert.deepEqual(parsePolicyText('only.region= medium=0', changed).only, {})
  assert.equal(parsePolicyText('medium=0', changed).distinct.medium, undefined)
})

test('fewer copies lower what was only inherited, never what was asked for', () => {
  assert.deepEqual(parsePolicyText('copies=2').distinct, { location: 2, manager: 2, medium: 2 })
  assert.match(refuses('copies=2 location=3').message, /location=3 must be between 1 and copies=2/)
})

test('text that makes no policy is refused with a reason', () => {
  assert.match(refuses('copys=4').message, /"copys" is not part of a policy/)
  assert.match(refuses('copys=4').hint ?? '', /copies/)
  assert.match(refuses('golden').hint ?? '', /3-2-1/)
  for (const words of [
    'copies=0',
    'copies=x',
    'copies=65',
    'grace=10',
    'grace=0s',
    'trusted=0',
    'trusted=4',
    'copies=3 copies=4',
    'copies=3 3-2-1',
    'distinct.Region=2',
    'monthly=maybe',
    'copies=1.5',
    'distinct.__proto__=2',
  ]) {
    refuses(words)
  }
})

test('arbitrary text becomes a policy or POLICY_INVALID', () => {
  const word = fc
    .tuple(
      fc.constantFrom('copies', 'location', 'grace', 'only.a', 'distinct.b', 'rpo', 'x', '__proto__', 'constructor'),
      fc.string(),
    )
    .map(([key, value]) => `${key}=${value}`)
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string()), { maxLength: 4 }), words => {
      try {
        parsePolicyText(words)
      } catch (error) {
        assert.ok(isError(error, 'POLICY_INVALID'), String(error))
      }
    }),
  )
})

test('arbitrary bytes become a policy or MESSAGE_INVALID', () => {
  const valid = encode(pb.Policy, policyMessage(STANDARD))
  const mutated = fc.tuple(fc.nat(valid.length - 1), fc.nat(255)).map(([at, value]) => valid.with(at, value))
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), mutated), bytes => {
      try {
        assert.ok(parsePolicy(decode(pb.Policy, bytes, 10_000)).copies > 0)
      } catch (error) {
        assert.ok(isError(error, 'MESSAGE_INVALID'), String(error))
      }
    }),
    { numRuns: 1000 },
  )
})

test('labels are served location first, then manager, medium and the others by name', () => {
  const { distinct } = parsePolicyText('distinct.zone=1 distinct.area=1')
  assert.deepEqual(
    distinctLabels({ ...STANDARD, distinct }).map(([name]) => name),
    ['location', 'manager', 'medium', 'area', 'zone'],
  )
})

test('only and avoid compare values as people do', () => {
  const rules = parsePolicyText('only.region="EU, ch" avoid.power=generator')
  assert.equal(excludedBy(rules, { region: 'eu' }), undefined)
  assert.equal(excludedBy(rules, { region: 'CH', power: 'grid' }), undefined)
  assert.match(excludedBy(rules, { region: 'us' }) ?? '', /only region/)
  assert.match(excludedBy(rules, {}) ?? '', /only region/)
  assert.match(excludedBy(rules, { region: 'eu', power: 'Generator' }) ?? '', /avoids power/)
})

test('a policy explains itself', () => {
  const lines = explainPolicy(STANDARD).join('\n')
  for (const word of ['3 proved copies', 'location', 'medium', 'manager', '7 d', '30 d', '15 min', '1 h'])
    assert.ok(lines.includes(word), word)
})
