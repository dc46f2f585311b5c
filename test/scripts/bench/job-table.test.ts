import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Figure, Job } from '../../../scripts/bench/job.ts'
import { markdown, table } from '../../../scripts/bench/job-table.ts'

const nothing: Job['run'] = () => {
  throw new TypeError('a table runs no job')
}
const jobs: Job[] = [
  { name: 'A', shows: 'copies', goal: { ratio: 0.6, of: ['rsync', 'syncthing'] }, run: nothing },
  { name: 'C', shows: 'restores', goal: { wall_s: 4 }, run: nothing },
]

function figure(job: string, tool: string, run: number, wall_s: number, stored_bytes: number | null = null): Figure {
  return { job, tool, run, wall_s, cpu_s: 1, rss_bytes: 50_000_000, wire_bytes: null, stored_bytes }
}

const FIGURES = [
  figure('C-local', 'holdfast', 1, 2),
  figure('A', 'rsync', 1, 10),
  figure('A', 'syncthing', 1, 5),
  figure('A', 'holdfast', 1, 6, 3_000_000),
  figure('A', 'holdfast', 2, 2, 1_000_000),
  figure('A', 'holdfast', 3, 4, 2_000_000),
  figure('C', 'holdfast', 1, 3),
]

test('a row has the median of the runs with the least and the most, holdfast before the others', () => {
  const lines = table(jobs, FIGURES).split('\n')
  assert.match(lines[1]!, /^A +holdfast +4\.00 \(2\.00–6\.00\) +1\.00 .* 2\.0 \(1\.0–3\.0\) /)
  assert.match(lines[2]!, /^A +rsync +10\.00 +1\.00 +50 +– +–$/)
})

test('a goal that is a share names how holdfast stands to the best of the peers', () => {
  assert.match(table(jobs, FIGURES), /≤ 0\.6 × rsync or syncthing: 0\.80 ×/)
})

test('a goal that is a share says no ratio without a peer to compare with', () => {
  const alone = FIGURES.filter(({ tool }) => tool === 'holdfast')
  assert.match(table(jobs, alone), /≤ 0\.6 × rsync or syncthing$/m)
})

test('a small figure keeps its digits', () => {
  const small = { ...figure('A', 'holdfast', 1, 0.0132), wire_bytes: 1_554 }
  assert.match(table(jobs, [small]), /^A +holdfast +0\.0132 +1\.00 +50 +0\.002 /m)
})

test('rows follow the order of the jobs, a variant behind its job and without its goal', () => {
  const lines = table(jobs, FIGURES).trim().split('\n').slice(1)
  const firsts = lines.map(line => line.split(/ +/).slice(0, 2).join(' '))
  assert.deepEqual(firsts, ['A holdfast', 'A rsync', 'A syncthing', 'C-local holdfast', 'C holdfast'])
  assert.match(lines.at(-1)!, /≤ 4 s$/)
  assert.doesNotMatch(lines.at(-2)!, /≤/)
})

test('the markdown says when, on what, how large and what each job is', () => {
  const text = markdown(jobs, FIGURES, 1_500_000_000)
  assert.match(text, /\nMeasured \d{4}-\d\d-\d\d on \d+ × .*, Node v\d+.*1\.5 GB, 3 runs/)
  assert.ok(text.includes('- **A** copies'))
  assert.ok(text.includes('| A | holdfast | 4.00 (2.00–6.00) |'))
})
