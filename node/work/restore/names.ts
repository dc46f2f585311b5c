// Names that the target can't hold as they are: two that it takes for one (Kick.wav and kick.wav, or one spelling of ä and
// the other), and those that Windows' file systems or macOS refuse. They get others, and each is reported (§ Restore).
import { hash } from '../../../protocol/hash.ts'
import { LIMITS } from '../../../protocol/limits.ts'
import { showPath } from '../ingest/path.ts'
import { errnoOf } from '../ingest/source.ts'
import { nameTroubles } from '../lint/portable-names.ts'
import {
  eachPlanned,
  type Plan,
  type PlannedDirectory,
  type PlannedFile,
  type PlannedLink,
  showPlanned,
} from './plan.ts'
import type { OpenDirectory } from './target-disk.ts'

/** What a file system does with names. */
export interface NameRules {
  /** Upper and lower case, or two spellings of an accent, are one name. */
  readonly folds: boolean
  /** Refuses what Windows refuses. */
  readonly isWindows: boolean
  /** Takes only names that are UTF-8. */
  readonly isText: boolean
}
/** A name that stands in the target as another. */
export interface Mapped {
  /** What the snapshot calls it, below folders by the names they have in the target. */
  readonly path: string
  /** The name it has there. */
  readonly to: string
}

export const ANY_NAME: NameRules = { folds: false, isWindows: false, isText: false }

type Planned = PlannedFile | PlannedLink | PlannedDirectory

/** Equal for names that the target takes for one. */
export function nameKeyOf({ folds }: NameRules): (name: Uint8Array) => string {
  return folds ? foldedOf : latin1Of
}

/** Whether any name of the plan depends on the rules at all: most projects have none, and nothing needs to be tried. */
export async function needsRules(plan: Plan, breathe: () => Promise<void>): Promise<boolean> {
  const pace = every(NAMES_A_TURN, breathe)
  for (const directory of eachPlanned(plan.root)) {
    const names = entriesOf(directory).map(({ entry }) => entry!.name)
    await pace(names.length)
    if (new Set(names.map(foldedOf)).size < names.length) return true
    if (names.some(name => !PLAIN.test(latin1Of(name)) && nameTroubles(name).length > 0)) return true
  }
  return false
}

/** Finds the rules out by making files in the target and removing them. */
export async function probeNames(root: OpenDirectory): Promise<NameRules> {
  const stem = await freeStem(root)
  const takes = async (name: Buffer, other?: Buffer): Promise<boolean> => {
    try {
      await (await root.createFile(name)).close()
    } catch (error) {
      if (errnoOf(error) === 'EINVAL' || errnoOf(error) === 'EILSEQ' || errnoOf(error) === 'ENOENT') return false
      throw error
    }
    try {
      return other === undefined || (await root.look(other)) === undefined
    } finally {
      await root.remove(name)
    }
  }
  const accent = `${stem}-\u00e4`
  return {
    isWindows: !(await takes(Buffer.from(`${stem}-:`))),
    isText: !(await takes(Buffer.from(`${stem}-\u00ff`, 'latin1'))),
    folds:
      !(await takes(Buffer.from(`${stem}-a`), Buffer.from(`${stem}-A`))) ||
      !(await takes(Buffer.from(accent), Buffer.from(accent.normalize('NFD')))),
  }
}

// What a probe that was cut off left behind stays out of the way.
async function freeStem(root: OpenDirectory): Promise<string> {
  for (let n = 0; ; n++) {
    const stem = `.holdfast-names-${n}`
    const left = await Promise.all(['-a', '-:', '-\u00e4'].map(end => root.look(Buffer.from(stem + end))))
    if (left.every(found => found === undefined)) return stem
  }
}

/** Gives other names to what the target can't hold under its own. The same snapshot gets the same names every time. */
export async function mapNames(plan: Plan, rules: NameRules, breathe: () => Promise<void>): Promise<Mapped[]> {
  const mapped: Mapped[] = []
  if (!rules.folds && !rules.isWindows && !rules.isText) return mapped
  const keyOf = nameKeyOf(rules)
  const pace = every(NAMES_A_TURN, breathe)
  for (const directory of eachPlanned(plan.root)) {
    const entries = entriesOf(directory).sort((a, b) => Buffer.compare(a.entry!.name, b.entry!.name))
    await pace(entries.length)
    // Who can keep its name does, and the first of those that are one.
    const taken = new Set<string>()
    const others: Planned[] = []
    for (const planned of entries) {
      const { name } = planned.entry!
      if (isFit(name, rules) && !taken.has(keyOf(name))) taken.add(keyOf(name))
      else others.push(planned)
    }
    for (const planned of others) {
      const { name } = planned.entry!
      const to = freeName(fitName(name, rules), candidate => taken.has(keyOf(candidate)))
      taken.add(keyOf(to))
      mapped.push({ path: showPlanned(planned), to: showPath(to) })
      rename(planned, to)
    }
  }
  return mapped
}

// Most names, told at once; the rest are looked at closely.
const PLAIN = /^(?!(?:con|prn|aux|nul|com|lpt))[\w ()+&,'.!@#=~[\]-]*[\w()+&,'!@#=~[\]-]$/i
const NAMES_A_TURN = 4096

/** Calls `breathe` whenever the counts given add up to so many. */
function every(count: number, breathe: () => Promise<void>): (more: number) => Promise<void> {
  let left = count
  return async more => {
    left -= more
    if (left > 0) return
    left = count
    await breathe()
  }
}

function entriesOf({ files, links, directories }: PlannedDirectory): Planned[] {
  return [...files, ...links, ...directories]
}

function rename(planned: Planned, name: Uint8Array): void {
  if ('parent' in planned) planned.entry = { ...planned.entry!, name }
  else if (planned.entry.type === 'file') (planned as PlannedFile).entry = { ...planned.entry, name }
  else (planned as PlannedLink).entry = { ...planned.entry, name }
}

function isFit(name: Uint8Array, { isWindows, isText }: NameRules): boolean {
  return nameTroubles(name).every(({ code }) => {
    if (code === 'name-long') return true
    return !isWindows && !(code === 'name-encoding' && isText)
  })
}

// What is refused is written as %XX, as in addresses; of a word that names a device, its first letter.
function fitName(name: Uint8Array, rules: NameRules): Buffer {
  const bytes = Buffer.from(name)
  const text = bytes.toString('utf8')
  let fit = ''
  if (text.includes('\ufffd')) for (const byte of bytes) fit += byte < 0x80 ? String.fromCharCode(byte) : percent(byte)
  else fit = text
  if (rules.isWindows) {
    fit = fit.replace(REFUSED, character => percent(character.charCodeAt(0)))
    fit = fit.replace(/[. ]$/, character => percent(character.charCodeAt(0)))
    if (!isFit(Buffer.from(fit), rules)) fit = percent(fit.charCodeAt(0)) + fit.slice(1)
  }
  return Buffer.from(fit)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: Windows refuses them
const REFUSED = /[<>:"|?*\\\u0000-\u001f\u007f-\u009f]/g

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
}

// Before the ending, so that a take stays a take: "kick.wav" becomes "kick~2.wav".
function freeName(name: Buffer, isTaken: (name: Buffer) => boolean): Buffer {
  const text = name.toString('utf8')
  const dot = text.lastIndexOf('.')
  const [stem, ending] = dot > 0 && text.length - dot <= 8 ? [text.slice(0, dot), text.slice(dot)] : [text, '']
  for (let n = 1; ; n++) {
    const mark = n === 1 ? '' : `~${n}`
    const whole = Buffer.from(`${stem}${mark}${ending}`)
    const candidate = whole.byteLength <= LIMITS.name ? whole : shortened(stem, `${digestOf(name)}${mark}${ending}`)
    if (!isTaken(candidate)) return candidate
  }
}

function shortened(stem: string, end: string): Buffer {
  let start = stem
  while (Buffer.byteLength(start) + Buffer.byteLength(end) > LIMITS.name) start = [...start].slice(0, -1).join('')
  return Buffer.from(start + end)
}

function digestOf(name: Uint8Array): string {
  return `~${Buffer.from(hash(name)).toString('hex', 0, 4)}`
}

function foldedOf(name: Uint8Array): string {
  const text = Buffer.from(name).toString('utf8')
  return text.includes('\ufffd') ? latin1Of(name) : text.normalize('NFD').toUpperCase().toLowerCase().normalize('NFC')
}

function latin1Of(name: Uint8Array): string {
  return Buffer.from(name.buffer, name.byteOffset, name.byteLength).toString('latin1')
}
