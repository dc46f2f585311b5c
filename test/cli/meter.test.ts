import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Cli } from '../../cli/context.ts'
import { progressLine, startMeter } from '../../cli/meter.ts'
import type { Progress } from '../../protocol/local-api.ts'

const at = (bytes: number, note: string | null = null): Progress => ({
  stage: 'fetch',
  bytes,
  totalBytes: 200e9,
  files: 10,
  totalFiles: 3911,
  note,
})

function meterAt(isTTY: boolean) {
  let shown = ''
  let now = 0
  const stderr = { isTTY, columns: 60, write: (text: string) => (shown += text) }
  const meter = startMeter({ stderr, now: () => now } as unknown as Cli)
  return {
    update(ms: number, progress: Progress) {
      now = ms
      meter.update(progress)
    },
    end: () => meter[Symbol.dispose](),
    shown: () => shown,
  }
}

test('a progress line has share, bytes, rate, time left and files', () => {
  assert.equal(
    progressLine(at(126e9), 10_000, 1.12e9),
    'fetch     63%  126 GB of 200 GB  112 MB/s  ~11 min left  10 of 3,911 files',
  )
  assert.equal(progressLine({ ...at(5e6), totalBytes: null, totalFiles: null }, 500, 5e6), 'fetch    5 MB  10 files')
})

test('without a terminal there is a plain line every five seconds, none within the first', () => {
  const meter = meterAt(false)
  for (let ms = 0; ms <= 12_000; ms += 200) meter.update(ms, at(ms * 1e6))
  meter.end()
  const lines = meter.shown().trimEnd().split('\n')
  assert.equal(lines.length, 2)
  assert.ok(!meter.shown().includes('\r'))
})

test('a note is news and is not held back', () => {
  const meter = meterAt(false)
  meter.update(6000, at(1e9))
  meter.update(6100, at(1e9, '2/3 copies'))
  meter.update(6200, at(1e9, '2/3 copies'))
  assert.equal(meter.shown().trimEnd().split('\n').length, 2)
})

test('on a terminal one line is rewritten within its width and cleared at the end', () => {
  const meter = meterAt(true)
  meter.update(2000, at(1e9))
  meter.update(3000, at(2e9))
  meter.end()
  const parts = meter.shown().split('\r\u001b[K')
  assert.equal(parts.length, 4)
  assert.ok(parts.every(part => part.length < 60))
  assert.equal(parts.at(-1), '')
})
