// Flags that several commands share, and how their text is read. Everything wrong is a usage error that names the flag.
import { isLabelName, isLabelValue, isSiteName } from '../protocol/labels.ts'
import { parseDuration, parseSize } from '../protocol/units.ts'
import { usageError } from './context.ts'

/** A flag with a value, given once. */
export const text = (describe: string) => ({ type: 'string', requiresArg: true, describe }) as const
export const required = (describe: string) =>
  ({ type: 'string', requiresArg: true, demandOption: true, describe }) as const
/** A flag that may be given again and again. */
export const repeated = (describe: string) =>
  ({ type: 'string', array: true, requiresArg: true, default: [] as string[], describe }) as const
export const flag = (describe: string) => ({ type: 'boolean', default: false, describe }) as const
export const positional = (describe: string) => ({ type: 'string', demandOption: true, describe }) as const

export const REPEATED = [
  'more',
  'label',
  'policy',
  'category',
  'words',
  'sources',
  'text',
  'include',
  'address',
  'trust',
  'project',
  'ring',
  'listen',
  'join-listen',
  'joinListen',
]

/** The flags whose value may be left out, and what stands for it then. */
const OPTIONAL_VALUES: Readonly<Record<string, string>> = { '--wait': '15m', '--watch': '2s' }
const DURATION = /^\d+(\.\d+)?(ms|s|m|min|h|d|w)$/

/** What `-` becomes: yargs takes a lone dash after a positional for an empty flag. */
export const STDIN = '/dev/stdin'

/** Gives `--wait` and `--watch` their value, so that the word after them stays what it is; names stdin for `-`. */
export function completeWords(argv: readonly string[]): string[] {
  const filled: string[] = []
  // There --watch says what to do, not how often to look.
  const isProject = commandOf(argv) === 'project'
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? ''
    if (word === '--') return [...filled, ...argv.slice(at)]
    const standard = isProject ? undefined : Object.hasOwn(OPTIONAL_VALUES, word) ? OPTIONAL_VALUES[word] : undefined
    if (standard === undefined) filled.push(word === '-' ? STDIN : word)
    else if (DURATION.test(argv[at + 1] ?? '')) filled.push(`${word}=${argv[++at]}`)
    else filled.push(`${word}=${standard}`)
  }
  return filled
}

const EVERYWHERE = ['--home', '--socket', '--token-file']

/** The first word that is neither a flag nor the value of a flag every command has. */
export function commandOf(argv: readonly string[]): string | undefined {
  return argv.find((word, at) => !word.startsWith('-') && !EVERYWHERE.includes(argv[at - 1] ?? ''))
}

/** Seconds of a flag's duration. */
export function durationFlag(name: string, value: string): number {
  return named(name, () => parseDuration(value))
}

/** Bytes of a flag's size. */
export function sizeFlag(name: string, value: string): number {
  const bytes = named(name, () => parseSize(value))
  if (bytes === 0) throw usageError(`--${name} can't be 0`)
  return bytes
}

export function nameOption(what: string, value: string): string {
  if (!isSiteName(value)) {
    throw usageError(
      `"${value}" can't be the name of a ${what}`,
      'letters, digits, ".", "_" and "-", up to 63, beginning and ending with a letter or digit',
    )
  }
  return value
}

export interface LabelFlags {
  readonly location?: string | undefined
  readonly medium?: string | undefined
  readonly manager?: string | undefined
  readonly label: readonly string[]
}

/** One set of labels from --location, --medium, --manager and every --label k=v. */
export function labelFlags(flags: LabelFlags): Record<string, string> {
  const labels: Record<string, string> = {}
  for (const name of ['location', 'medium', 'manager'] as const) {
    const value = flags[name]
    if (value !== undefined) labels[name] = labelValue(`--${name}`, value)
  }
  for (const word of flags.label) {
    const at = word.indexOf('=')
    const name = word.slice(0, Math.max(at, 0))
    if (!isLabelName(name)) throw usageError(`--label ${word} is not NAME=VALUE`, 'such as --label region=eu')
    if (Object.hasOwn(labels, name)) throw usageError(`the label ${name} is given twice`)
    labels[name] = labelValue(`--label ${name}`, word.slice(at + 1))
  }
  return labels
}

function labelValue(flagName: string, value: string): string {
  if (isLabelValue(value)) return value
  throw usageError(`${flagName} can't be "${value}"`, '1 to 64 characters, no space at the ends, no control characters')
}

function named<T>(name: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw usageError(`--${name}: ${(cause as Error).message}`, 'a number and a unit, such as 10s, 15m, 24h, 6TB')
  }
}
