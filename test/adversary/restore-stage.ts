// Where hostile trees are restored: a target with a canary beside it, and a close look at both afterwards.
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Restored } from '../../node/work/restore/restore.ts'
import { isError } from '../../protocol/errors.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { countOf, eachLegal, type Planted } from './hostile-trees.ts'

export interface RestoreStage extends Disposable {
  /** A folder that must stay as it is, beside the target and of known names. */
  readonly outside: string
  /** The target of the next restore: nothing is there. */
  target(): string
  /** What the restore did wrong; empty when it kept every promise. */
  faults(planted: readonly Planted[], ended: Restored | unknown): string[]
  /** What changed outside the target. */
  trespasses(): string[]
}

/** `inside`: a folder that exists. */
export function openRestoreStage(inside: string): RestoreStage {
  const base = mkdtempSync(join(inside, 'holdfast-hostile-'))
  const yard = join(base, 'yard')
  const outside = join(yard, 'outside')
  const target = join(yard, 'target')
  mkdirSync(join(outside, 'deep', 'deeper'), { recursive: true })
  for (const name of ['evil.txt', 'secret.txt', 'deep/secret.txt', 'deep/deeper/secret.txt']) {
    writeFileSync(join(outside, name), `the canary of ${name}`)
  }
  writeFileSync(join(yard, 'evil'), 'must stay')
  writeFileSync(join(base, 'evil'), 'must stay')
  symlinkSync(outside, join(yard, 'way-out'))
  const before = describe(base, target)
  return {
    outside,
    target() {
      rmSync(target, { recursive: true, force: true })
      return target
    },
    faults(planted, ended) {
      const found = this.trespasses()
      if (ended instanceof Error || !isRestored(ended))
        return [...found, `ended with ${isError(ended) ? ended.code : ''} ${ended}`]
      found.push(...missing(planted, target), ...surplus(planted, target), ...unsafe(target))
      const isOpen = countOf(planted, 'either') > 0
      const [refused, lost] = [countOf(planted, 'refused'), countOf(planted, 'lost')]
      if (isOpen ? ended.refused.length < refused : ended.refused.length !== refused)
        found.push(`${ended.refused.length} refused where ${refused} should be`)
      if (isOpen ? ended.failed.length < lost : ended.failed.length !== lost)
        found.push(`${ended.failed.length} failed where ${lost} should be`)
      if (ended.mapped.length > 0) found.push(`${ended.mapped.length} names changed where none had to be`)
      return found
    },
    trespasses() {
      const now = describe(base, target)
      const changed = [...before].filter(([path, line]) => now.get(path) !== line).map(([path]) => path)
      return [...changed, ...[...now.keys()].filter(path => !before.has(path))].map(path => `${path} changed outside`)
    },
    [Symbol.dispose]: () => rmSync(base, { recursive: true, force: true }),
  }
}

function isRestored(ended: unknown): ended is Restored {
  return typeof ended === 'object' && ended !== null && 'refused' in ended
}

// Everything below the folder but the target, with its content and times.
function describe(base: string, target: string): Map<string, string> {
  const found = new Map<string, string>()
  const visit = (folder: Buffer): void => {
    for (const name of readdirSync(folder, { encoding: 'buffer' })) {
      const path = Buffer.concat([folder, SLASH, name])
      if (path.equals(Buffer.from(target))) continue
      const stat = lstatSync(path, { bigint: true })
      const kind = stat.isDirectory()
        ? 'folder'
        : stat.isSymbolicLink()
          ? readlinkSync(path)
          : readFileSync(path, 'hex')
      // The target comes and goes in the yard.
      const times = path.equals(Buffer.from(join(base, 'yard'))) ? '' : `${stat.nlink} ${stat.mtimeNs} ${stat.ctimeNs}`
      found.set(path.toString('latin1'), `${stat.mode} ${times} ${kind}`)
      if (stat.isDirectory()) visit(path)
    }
  }
  visit(Buffer.from(base))
  return found
}

function missing(planted: readonly Planted[], target: string): string[] {
  const found: string[] = []
  for (const [path, { entry, content }] of eachLegal(planted)) {
    const full = Buffer.concat([Buffer.from(target), ...path.flatMap(name => [SLASH, name])])
    const shown = JSON.stringify(full.subarray(target.length, target.length + 80).toString('latin1'))
    try {
      const stat = lstatSync(full)
      if (entry.type === pb.EntryType.DIRECTORY && !stat.isDirectory()) found.push(`${shown} is no folder`)
      if (entry.type === pb.EntryType.SYMLINK && !readlinkSync(full, { encoding: 'buffer' }).equals(entry.target!))
        found.push(`${shown} leads elsewhere`)
      if (entry.type === pb.EntryType.FILE && (!stat.isFile() || !readFileSync(full).equals(content!)))
        found.push(`${shown} has other content`)
    } catch (error) {
      found.push(`${shown} is missing: ${error}`)
    }
  }
  return found
}

// What stands in the target and was planted nowhere.
function surplus(planted: readonly Planted[], target: string): string[] {
  const found: string[] = []
  const visit = (folder: Buffer, expected: readonly Planted[]): void => {
    const names = new Map(
      expected
        .filter(({ fate }) => fate !== 'refused')
        .map(one => [Buffer.from(one.entry.name!).toString('latin1'), one] as const),
    )
    for (const name of readdirSync(folder, { encoding: 'buffer' })) {
      const one = names.get(name.toString('latin1'))
      const isPart = /^\.holdfast-[0-9a-f]{20}(-\d+)?\.part$/.test(name.toString('latin1'))
      if (!one && !isPart) found.push(`${JSON.stringify(name.toString('latin1'))} was planted nowhere`)
      const path = Buffer.concat([folder, SLASH, name])
      if (lstatSync(path).isDirectory()) visit(path, one?.below ?? [])
    }
  }
  visit(Buffer.from(target), planted)
  return found
}

// Rights nobody gave, and symlinks that lead out, followed here as the system would.
function unsafe(target: string): string[] {
  const found: string[] = []
  const visit = (above: readonly Buffer[]): void => {
    for (const name of readdirSync(pathOf(target, above), { encoding: 'buffer' })) {
      const path = [...above, name]
      const stat = lstatSync(pathOf(target, path))
      if (stat.isFile() && (stat.mode & 0o6000) !== 0) found.push(`${name} has set-id bits`)
      if (!stat.isFile() && !stat.isDirectory() && !stat.isSymbolicLink()) found.push(`${name} is something else`)
      if (stat.isSymbolicLink() && escapes(target, above, path)) found.push(`${name} leads out`)
      if (stat.isDirectory()) visit(path)
    }
  }
  visit([])
  return found
}

function escapes(target: string, above: readonly Buffer[], link: readonly Buffer[]): boolean {
  const at = [...above]
  const left = componentsOf(readlinkSync(pathOf(target, link), { encoding: 'buffer' })).reverse()
  if (left.at(-1)?.byteLength === 0) return true
  for (let hops = 0; ; ) {
    const step = left.pop()
    if (step === undefined || hops > 40) return false // the system gives up as well
    const name = step.toString('latin1')
    if (name === '' || name === '.') continue
    if (name === '..') {
      if (at.pop() === undefined) return true
      continue
    }
    const full = pathOf(target, [...at, step])
    const stat = full.byteLength < 4000 ? lstatSync(full, { throwIfNoEntry: false }) : undefined
    if (!stat?.isSymbolicLink()) at.push(step)
    else {
      hops++
      const further = componentsOf(readlinkSync(full, { encoding: 'buffer' }))
      if (further[0]?.byteLength === 0) return true
      left.push(...further.reverse())
    }
  }
}

const SLASH = Buffer.from('/')

function pathOf(target: string, names: readonly Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.from(target), ...names.flatMap(name => [SLASH, name])])
}

function componentsOf(target: Buffer): Buffer[] {
  return target
    .toString('latin1')
    .split('/')
    .map(step => Buffer.from(step, 'latin1'))
}
