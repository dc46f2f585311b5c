import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completeWords, durationFlag, labelFlags, sizeFlag } from '../../cli/options.ts'

test('--wait and --watch may stand without a value and never eat the next word', () => {
  const cases: [string, string][] = [
    ['snapshot --wait nova', 'snapshot --wait=15m nova'],
    ['snapshot --wait 10s nova', 'snapshot --wait=10s nova'],
    ['snapshot nova --wait', 'snapshot nova --wait=15m'],
    ['snapshot nova --wait=1h', 'snapshot nova --wait=1h'],
    ['status --watch --json', 'status --watch=2s --json'],
    ['join - --label a=-', 'join /dev/stdin --label a=-'],
    ['snapshot -- --wait', 'snapshot -- --wait'],
  ]
  for (const [typed, filled] of cases) assert.equal(completeWords(typed.split(' ')).join(' '), filled)
})

test('durations and sizes are read with their units, and the flag is named when they are wrong', () => {
  assert.equal(durationFlag('hold', '10m'), 600)
  assert.equal(sizeFlag('capacity', '6TB'), 6e12)
  assert.throws(() => durationFlag('hold', '10'), /--hold: "10" is not a duration/)
  assert.throws(() => sizeFlag('capacity', '-1'), /--capacity: "-1" is not a size/)
})

test('labels come from their own flags and from --label, each once', () => {
  const flags = { location: 'berlin', medium: undefined, manager: 'M', label: ['region=eu', 'power=ups=2'] }
  assert.deepEqual(labelFlags(flags), { location: 'berlin', manager: 'M', region: 'eu', power: 'ups=2' })
  assert.throws(() => labelFlags({ label: ['Region=eu'] }), /is not NAME=VALUE/)
  assert.throws(() => labelFlags({ label: ['__proto__=x'] }), /is not NAME=VALUE/)
  assert.throws(() => labelFlags({ label: ['a=1', 'a=2'] }), /given twice/)
})
