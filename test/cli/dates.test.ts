import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dateRange } from '../../cli/dates.ts'

const range = (value: string) => {
  const { from, to } = dateRange('date', value)
  return [from, to]
}

test('a day, a month and a year are ranges of days', () => {
  assert.deepEqual(range('2026-03-14'), ['2026-03-14', '2026-03-14'])
  assert.deepEqual(range('2026-02'), ['2026-02-01', '2026-02-28'])
  assert.deepEqual(range('2028-02'), ['2028-02-01', '2028-02-29'])
  assert.deepEqual(range('2026'), ['2026-01-01', '2026-12-31'])
})

test('a range runs from the first day of its start to the last of its end, and may be open', () => {
  assert.deepEqual(range('2026-03-01..2026-03-14'), ['2026-03-01', '2026-03-14'])
  assert.deepEqual(range('2025..2026-03'), ['2025-01-01', '2026-03-31'])
  assert.deepEqual(range('2026-03..'), ['2026-03-01', undefined])
  assert.deepEqual(range('..2026-03'), [undefined, '2026-03-31'])
})

test('what is no day is refused, with an example', () => {
  for (const wrong of ['', '..', '2026-13', '2026-02-29', '2026-3-1', 'yesterday', '2026..2025', '1..2..3'])
    assert.throws(() => dateRange('date', wrong), { code: 'USAGE', hint: /such as 2026-03-14/ }, wrong)
})
