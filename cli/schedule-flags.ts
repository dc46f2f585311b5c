// The flags of `project add` and `project set` that say when a project is captured by itself, and how its files are sorted.
// What is wrong is a usage error that says what was expected.
import type { Argv } from 'yargs'
import { CATEGORIES, type Category, type CategoryRule } from '../protocol/category.ts'
import { HoldfastError } from '../protocol/errors.ts'
import type { CaptureChange } from '../protocol/local-api-capture.ts'
import { compilePattern } from '../protocol/patterns.ts'
import { checkCron, checkZone, parseHours } from '../protocol/schedule.ts'
import { usageError } from './context.ts'
import { durationFlag } from './options.ts'

const LEAST_SECONDS = 60
const MOST_SECONDS = 366 * 86_400

/** A flag with a value; `--no-…` takes back what was set. */
const clearable = (describe: string) => ({ type: 'string', requiresArg: true, clearable: true, describe }) as const

export interface ScheduleFlags {
  readonly watch: boolean | undefined
  readonly every: string | false | undefined
  readonly hours: string | false | undefined
  readonly cron: string | false | undefined
  readonly timezone: string | false | undefined
  readonly rehash: string | false | undefined
}

export function scheduleOptions<T>(yargs: Argv<T>) {
  return yargs
    .option('watch', { type: 'boolean', describe: 'take a snapshot when something changed' })
    .option('every', clearable('take a snapshot this often, such as 4h'))
    .option('hours', clearable('only begin between these times of the day, such as 09-19'))
    .option('cron', clearable("take a snapshot at these times, such as '0 3 * * 1-5'"))
    .option('timezone', clearable("of --hours and --cron, such as Europe/Berlin; else the machine's"))
    .option('rehash', clearable('read every file again this often, whatever its times say; 30d'))
}

/** Undefined when no flag was given. Throws USAGE. */
export function scheduleChange(flags: ScheduleFlags): CaptureChange | undefined {
  const { watch, every, hours, cron, timezone, rehash } = flags
  const change: CaptureChange = {
    ...(watch === undefined ? {} : { watch }),
    ...setOrCleared('every', every, text => interval('every', text)),
    ...setOrCleared('hours', hours, text => named('hours', () => parseHours(text))),
    ...setOrCleared('cron', cron, text => checked('cron', text.trim(), checkCron)),
    ...setOrCleared('timezone', timezone, text => checked('timezone', text, checkZone)),
    ...setOrCleared('rehash', rehash, text => interval('rehash', text)),
  }
  return Object.keys(change).length === 0 ? undefined : change
}

/** Of `--category 'Bounces/**=master'`, in the order given. Throws USAGE. */
export function categoryFlags(words: readonly (string | false)[]): CategoryRule[] {
  return words.map(word => {
    if (word === false) throw usageError('--no-category is not known', '--no-categories takes all rules back')
    const at = word.lastIndexOf('=')
    const pattern = word.slice(0, Math.max(0, at))
    const category = word.slice(at + 1)
    if (pattern === '') throw usageError(`--category ${word} is not PATTERN=CATEGORY`, "such as 'Bounces/**=master'")
    if (!isCategory(category))
      throw usageError(`--category: "${category}" is not a category`, `one of: ${CATEGORIES.join(', ')}`)
    named('category', () => compilePattern(pattern))
    return { pattern, category }
  })
}

function isCategory(word: string): word is Category {
  return (CATEGORIES as readonly string[]).includes(word)
}

function setOrCleared<Name extends string, T>(
  name: Name,
  value: string | false | undefined,
  read: (text: string) => T,
): { [key in Name]?: T | null } {
  if (value === undefined) return {}
  return { [name]: value === false ? null : read(value) } as { [key in Name]: T | null }
}

function interval(name: string, text: string): number {
  const seconds = durationFlag(name, text)
  if (seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS) return seconds
  throw usageError(`--${name} can't be "${text}"`, 'from a minute to a year, such as 15m, 4h or 1d')
}

function checked(name: string, text: string, check: (text: string) => void): string {
  named(name, () => check(text))
  return text
}

function named<T>(name: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (!(cause instanceof HoldfastError)) throw cause
    throw usageError(`--${name}: ${cause.message}`, cause.hint)
  }
}
