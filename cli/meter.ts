// The progress line on stderr: share, bytes, rate, time left. One line rewritten on a terminal, else a plain line
// every few seconds. Nothing at all for what ends within a second.
import type { Progress } from '../protocol/local-api.ts'
import { formatBytes, formatRate, formatSpan } from '../protocol/units.ts'
import type { Cli } from './context.ts'

const FIRST_MS = 1000
const TTY_EVERY_MS = 250
const PLAIN_EVERY_MS = 5000
/** Below this a rate says nothing about the time left. */
const ESTIMATE_AFTER_MS = 3000
const CLEAR_LINE = '\r\u001b[K'

export interface Meter extends Disposable {
  update(progress: Progress): void
}

export function startMeter(cli: Cli): Meter {
  const isTTY = cli.stderr.isTTY === true
  const startedAt = cli.now()
  let stage: { name: string; startedAt: number; fromBytes: number; note: string | null } | undefined
  let shownAt = 0
  let hasLine = false

  return {
    update(progress) {
      const now = cli.now()
      if (stage?.name !== progress.stage)
        stage = { name: progress.stage, startedAt: now, fromBytes: progress.bytes, note: null }
      const isNews = progress.note !== null && progress.note !== stage.note
      stage.note = progress.note ?? stage.note
      const every = isTTY ? TTY_EVERY_MS : PLAIN_EVERY_MS
      if (now - startedAt < FIRST_MS || (now - shownAt < every && !isNews)) return
      shownAt = now
      const shown = { ...progress, note: stage.note }
      const text = progressLine(shown, now - stage.startedAt, progress.bytes - stage.fromBytes)
      cli.stderr.write(isTTY ? `${CLEAR_LINE}${text.slice(0, (cli.stderr.columns ?? 80) - 1)}` : `${text}\n`)
      hasLine = isTTY
    },
    [Symbol.dispose]() {
      if (hasLine) cli.stderr.write(CLEAR_LINE)
    },
  }
}

/** `movedBytes` in `elapsedMs`: what the rate is measured from. */
export function progressLine(progress: Progress, elapsedMs: number, movedBytes: number): string {
  const { stage, bytes, totalBytes, files, totalFiles, note } = progress
  const parts = [stage.padEnd(7)]
  if (totalBytes !== null && totalBytes > 0) parts.push(`${Math.floor((100 * bytes) / totalBytes)}%`.padStart(4))
  if (totalBytes !== null && totalBytes > 0) parts.push(`${formatBytes(bytes)} of ${formatBytes(totalBytes)}`)
  else if (bytes > 0) parts.push(formatBytes(bytes))
  const rate = elapsedMs >= FIRST_MS ? (1000 * movedBytes) / elapsedMs : 0
  if (rate > 0) parts.push(formatRate(rate))
  if (rate > 0 && totalBytes !== null && elapsedMs >= ESTIMATE_AFTER_MS)
    parts.push(`~${formatSpan((totalBytes - bytes) / rate)} left`)
  if (stage === 'copies') return [...parts, note ?? `${files}/${totalFiles ?? '?'} copies`].join('  ')
  if (totalFiles !== null) parts.push(`${files.toLocaleString('en-US')} of ${totalFiles.toLocaleString('en-US')} files`)
  else if (files > 0) parts.push(`${files.toLocaleString('en-US')} files`)
  if (note !== null) parts.push(note)
  return parts.join('  ')
}
