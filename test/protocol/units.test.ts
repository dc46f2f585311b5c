import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isError } from '../../protocol/errors.ts'
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatElapsed,
  formatSpan,
  parseDuration,
  parseSize,
} from '../../protocol/units.ts'

test('sizes are read in SI and binary units, with or without a space', () => {
  const cases: [string, number][] = [
    ['6TB', 6e12],
    ['6 tb', 6e12],
    ['1.5 GB', 1.5e9],
    ['4 MiB', 4 * 2 ** 20],
    ['1000', 1000],
    ['0 B', 0],
  ]
  for (const [text, bytes] of cases) assert.equal(parseSize(text), bytes, text)
})

test('durations need a unit', () => {
  const cases: [string, number][] = [
    ['10s', 10],
    ['15 min', 900],
    ['15m', 900],
    ['24h', 86_400],
    ['2w', 1_209_600],
    ['500ms', 0.5],
  ]
  for (const [text, seconds] of cases) assert.equal(parseDuration(text), seconds, text)
  for (const text of ['10', '', 's', '-1s', '1 fortnight', '1e9 s', `${'9'.repeat(30)}w`]) {
    assert.throws(
      () => parseDuration(text),
      error => isError(error, 'USAGE'),
      text,
    )
  }
})

test('any text is a size or a usage error, never something else', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{1,20}[A-Za-z]{0,3}$/)), text => {
      try {
        assert.ok(Number.isSafeInteger(parseSize(text)))
      } catch (error) {
        assert.ok(isError(error, 'USAGE'))
      }
    }),
  )
})

test('bytes for people are read back within a tenth of their unit', () => {
  assert.equal(formatBytes(0), '0 B')
  assert.equal(formatBytes(999), '999 B')
  assert.equal(formatBytes(131_700_000_000), '131.7 GB')
  assert.equal(formatBytes(38_000_000_000), '38 GB')
  assert.equal(formatBytes(999_990), '1 MB')
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 52 }), bytes => {
      const shown = parseSize(formatBytes(bytes))
      assert.ok(Math.abs(shown - bytes) <= Math.max(0, bytes * 0.06), `${bytes} → ${formatBytes(bytes)}`)
    }),
  )
})

test('spans are one unit, elapsed times a clock, durations what people write', () => {
  assert.deepEqual([0, 119, 120, 7199, 7200, 86_400].map(formatSpan), [
    '0 s',
    '119 s',
    '2 min',
    '119 min',
    '2 h',
    '1 d',
  ])
  assert.deepEqual([7, 656, 3723].map(formatElapsed), ['0:07', '10:56', '1:02:03'])
  assert.deepEqual([10, 60, 900, 3600, 86_400, 90].map(formatDuration), [
    '10 s',
    '1 min',
    '15 min',
    '1 h',
    '1 d',
    '90 s',
  ])
  assert.deepEqual([formatCount(1, 'copy', 'copies'), formatCount(3911, 'file')], ['1 copy', '3,911 files'])
})
