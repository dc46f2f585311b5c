// Sizes, rates and durations as people read and write them: SI units, seconds inside (§ Units). Pure.
import { HoldfastError } from './errors.ts'

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const
const SIZE_FACTORS: Readonly<Record<string, number>> = {
  b: 1,
  k: 1e3,
  kb: 1e3,
  m: 1e6,
  mb: 1e6,
  g: 1e9,
  gb: 1e9,
  t: 1e12,
  tb: 1e12,
  p: 1e15,
  pb: 1e15,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
}
const DURATION_FACTORS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  min: 60,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
}
const NUMBER_AND_UNIT = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i

/** Bytes of "6 TB", "500GB", "4 MiB", "1000". Throws USAGE. */
export function parseSize(text: string): number {
  const [, number, unit = ''] = NUMBER_AND_UNIT.exec(text.trim()) ?? []
  const factor = SIZE_FACTORS[unit.toLowerCase() || 'b']
  const bytes = Math.round(Number(number) * (factor ?? Number.NaN))
  if (!Number.isSafeInteger(bytes))
    throw new HoldfastError('USAGE', `"${text}" is not a size`, { hint: 'write a number and a unit, such as 6TB' })
  return bytes
}

/** Seconds of "10s", "15m", "15 min", "24h", "7d", "2w". A unit is required. Throws USAGE. */
export function parseDuration(text: string): number {
  const [, number, unit = ''] = NUMBER_AND_UNIT.exec(text.trim()) ?? []
  const value = Number(number) * (DURATION_FACTORS[unit.toLowerCase()] ?? Number.NaN)
  if (!Number.isFinite(value) || value * 1000 > Number.MAX_SAFE_INTEGER)
    throw new HoldfastError('USAGE', `"${text}" is not a duration`, {
      hint: 'write a number and a unit, such as 10s, 15m, 24h or 7d',
    })
  return value
}

/** "38 GB", "6.1 TB", "131.7 GB": three to four digits, never rounded up to the next whole by more than half a step. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.95 && unit < SIZES.length - 1) {
    value /= 1000
    unit++
  }
  const digits = unit === 0 || Number(value.toFixed(1)) === Math.round(value) ? 0 : 1
  return `${value.toFixed(digits)} ${SIZES[unit]}`
}

export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(Math.round(bytesPerSecond))}/s`
}

/** One unit, rounded down: "2 s", "11 min", "3 h", "6 d". Ages and estimates need no more. */
export function formatSpan(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  if (whole < 120) return `${whole} s`
  if (whole < 2 * 3600) return `${Math.floor(whole / 60)} min`
  if (whole < 24 * 3600) return `${Math.floor(whole / 3600)} h`
  return `${Math.floor(whole / 86_400)} d`
}

/** "0:07", "10:56", "1:02:03". */
export function formatElapsed(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  const tail = String(whole % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`
}

/** "60 s" → "1 min", "604800 s" → "7 d": the largest unit that divides it, as people write policies. */
export function formatDuration(seconds: number): string {
  for (const [unit, factor] of [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
  ] as const) {
    if (seconds >= factor && seconds % factor === 0) return `${seconds / factor} ${unit}`
  }
  return `${seconds} s`
}

/** "1 file", "3,911 files". */
export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? singular : plural}`
}
