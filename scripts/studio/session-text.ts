// A text session as REAPER writes it: tracks with plug-in states in base64, envelopes, and items that name their media.
// A save changes little: the time in the first line, an item, some points of one envelope, a plug-in's state.
import type { Random } from './random.ts'

const STATE_LINES = 16

/** About `bytes` bytes that name every file of `media`, in tracks of one file each. */
export function sessionText(random: Random, bytes: number, media: readonly string[]): string {
  const lines = [firstLine(1_750_000_000), '  RIPPLE 0 0', '  SAMPLERATE 48000 0 0', '  TEMPO 118 4 4 0']
  const share = (bytes - 200) / Math.max(1, media.length)
  for (const file of media) {
    const track = trackOf(random, file)
    let length = lengthOf(track)
    for (let part = 0; length < share; part++) {
      const more = part % 3 === 0 ? item(random, file) : part % 3 === 1 ? envelope(random) : plugIn(random)
      track.push(...more)
      length += lengthOf(more)
    }
    lines.push(...track, '  >')
  }
  lines.push('>')
  return `${lines.join('\n')}\n`
}

/** The text after another save at `time`; `added` files are named by new items. */
export function savedAgain(session: string, random: Random, time: number, added: readonly string[] = []): string {
  const lines = session.split('\n')
  lines[0] = firstLine(time)
  const drawn = find(lines, random, line => line.startsWith('    <VOLENV2'))
  if (drawn !== undefined)
    for (let line = drawn + 3; line < drawn + 15; line++)
      if (lines[line]!.startsWith('      PT ')) lines[line] = point(random)
  const from = find(lines, random, line => line.startsWith('    <VST '))
  if (from !== undefined) for (let line = 1; line <= 6; line++) lines[from + line] = base64Line(random)
  const named = find(lines, random, line => line.startsWith('        FILE '))
  const files = named === undefined ? added : [...added, /"(.*)"/.exec(lines[named]!)![1]!]
  for (const file of files) {
    const at = find(lines, random, line => line.startsWith('    <ITEM')) ?? lines.length - 3
    lines.splice(at, 0, ...item(random, file))
  }
  return lines.join('\n')
}

function firstLine(time: number): string {
  return `<REAPER_PROJECT 0.1 "7.38/linux-x86_64" ${time}`
}

function trackOf(random: Random, file: string): string[] {
  const name = /([^/]+)_\d+\.wav$/.exec(file)?.[1] ?? file
  return [
    `  <TRACK ${guid(random)}`,
    `    NAME "${name}"`,
    `    PEAKCOL ${random.below(33_554_432)}`,
    `    VOLPAN ${random.between(0.2, 1).toFixed(14)} ${random.between(-1, 1).toFixed(14)} -1 -1 1`,
    '    MUTESOLO 0 0 0',
    ...item(random, file),
  ]
}

function item(random: Random, file: string): string[] {
  return [
    '    <ITEM',
    `      POSITION ${random.between(0, 400).toFixed(14)}`,
    `      LENGTH ${random.between(0.5, 30).toFixed(14)}`,
    `      FADEIN 1 0.01 0 1 0 0 0`,
    `      FADEOUT 1 0.01 0 1 0 0 0`,
    `      IGUID ${guid(random)}`,
    `      NAME "${file.slice(file.lastIndexOf('/') + 1)}"`,
    `      SOFFS ${random.between(0, 200).toFixed(14)}`,
    `      GUID ${guid(random)}`,
    '      <SOURCE WAVE',
    `        FILE "${file}"`,
    '      >',
    '    >',
  ]
}

function envelope(random: Random): string[] {
  const points = Array.from({ length: 20 + random.below(60) }, () => point(random))
  return ['    <VOLENV2', `      EGUID ${guid(random)}`, '      ACT 1 -1', ...points, '    >']
}

function point(random: Random): string {
  return `      PT ${random.between(0, 400).toFixed(14)} ${random.between(0, 1.2).toFixed(14)} 0`
}

function plugIn(random: Random): string[] {
  const name = random.pick(['ReaEQ (Cockos)', 'ReaComp (Cockos)', 'Plate 140', 'Tape J-37'])
  const state = Array.from({ length: STATE_LINES }, () => base64Line(random))
  return [`    <VST "VST: ${name}" ${random.below(2_000_000_000)} 0 ""`, ...state, '    >']
}

// A plug-in's state is mostly numbers of few digits and zeros; so about half of it is alike.
function base64Line(random: Random): string {
  const bytes = Buffer.alloc(96)
  for (let at = 0; at < 96; at += 4) if (random.below(2) === 0) bytes.writeInt32LE(random.word(), at)
  return `      ${bytes.toString('base64')}`
}

function guid(random: Random): string {
  const hex = Array.from({ length: 4 }, () => (random.word() >>> 0).toString(16).padStart(8, '0'))
    .join('')
    .toUpperCase()
  return `{${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}}`
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((total, line) => total + line.length + 1, 0)
}

function find(lines: readonly string[], random: Random, fits: (line: string) => boolean): number | undefined {
  const from = random.below(lines.length)
  for (let step = 0; step < lines.length; step++) {
    const at = (from + step) % lines.length
    if (fits(lines[at]!)) return at
  }
  return undefined
}
