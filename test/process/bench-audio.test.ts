// The audio bench runs, at a tiny size, and says every figure it promises. What they are is nobody's assertion here.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'

const BENCH = join(import.meta.dirname, '..', '..', 'scripts', 'bench', 'audio.ts')
const KINDS = ['wav24', 'wav16', 'float32', 'session', 'other', 'all']

interface Line {
  readonly bench: string
  readonly source: string
  readonly kind: string
  readonly figure: string
  readonly value: number
}

// Half a minute of work to see a table: in the long form alone.
const skip = process.env.HOLDFAST_TEST_ALL === undefined

test('the audio bench prints a line a figure for every kind of file', { skip }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    BENCH,
    ...['--gb', '0.01', '--source', 'generated', '--json'],
  ])
  const lines = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Line)
  for (const { bench, source, value } of lines) {
    assert.equal(bench, 'audio')
    assert.equal(source, 'generated')
    assert.ok(Number.isFinite(value) && value > 0)
  }
  const told = new Set(lines.map(({ kind, figure }) => `${kind} ${figure}`))
  const wire = process.platform === 'linux' ? ['wire_ratio'] : []
  for (const kind of KINDS)
    for (const figure of ['stored_ratio', ...wire, 'encode_mb_s', 'decode_mb_s', 'copies_s'])
      assert.ok(told.has(`${kind} ${figure}`), `${kind} ${figure}`)
})
