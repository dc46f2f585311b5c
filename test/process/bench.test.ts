// The bench runs its jobs, at a tiny size and without peers, and says every figure in the form it promises. What the
// figures are is nobody's assertion here.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'

const BENCH = join(import.meta.dirname, '..', '..', 'scripts', 'bench', 'bench.ts')
const FIELDS = ['job', 'tool', 'run', 'wall_s', 'cpu_s', 'rss_bytes', 'wire_bytes', 'stored_bytes']
const STORING = ['A', 'B']
const ALL = process.env.HOLDFAST_TEST_ALL !== undefined
const run = promisify(execFile)

test('the bench prints a line a figure of each job', async () => {
  const jobs = ALL ? ['--job', 'A,B', '--job', 'C,D'] : ['--job', 'A', '--job', 'D']
  const words = ['--gb', ALL ? '0.02' : '0.01', '--runs', '1', ...jobs, '--no-peers', '--json']
  const { stdout } = await run(process.execPath, [BENCH, ...words])
  const lines = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, number | string | null>)
  for (const line of lines) {
    assert.deepEqual(Object.keys(line), FIELDS)
    assert.equal(line.tool, 'holdfast')
    assert.equal(line.run, 1)
    const { job, stored_bytes, ...figures } = line
    for (const value of [figures.wall_s, ...(process.platform === 'linux' ? [figures.cpu_s, figures.rss_bytes] : [])])
      assert.ok(typeof value === 'number' && value > 0, JSON.stringify(line))
    if (STORING.includes(String(job))) assert.ok(typeof stored_bytes === 'number' && stored_bytes > 0)
    else assert.equal(stored_bytes, null)
  }
  assert.deepEqual(
    lines.map(({ job }) => job),
    ALL ? ['A', 'D', 'C', 'C-local', 'B'] : ['A', 'D'],
  )
})

for (const [what, words] of [
  ['job', ['--job', 'A,Q']],
  ['peer', ['--peers', 'rsync,gopher']],
] as const) {
  test(`the bench names a ${what} it does not know and exits with 2`, async () => {
    await assert.rejects(run(process.execPath, [BENCH, ...words]), (error: { code: number; stderr: string }) => {
      assert.equal(error.code, 2)
      assert.match(error.stderr, new RegExp(`there is no ${what} (Q|gopher)`))
      return true
    })
  })
}
