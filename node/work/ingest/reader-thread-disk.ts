// A thread that looks at directories and reads small files for the pool, with calls that block: each costs a fraction of
// what it does through the event loop, and a disk that hangs holds up nobody else (§ Capture).
import { closeSync, fstatSync, lstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import {
  type Answer,
  type Asked,
  type Failure,
  type LookAnswer,
  type Question,
  type ReadAnswer,
  StatRows,
} from './reader-messages.ts'
import { isUnchanged } from './scan.ts'
import { errnoOf, type SourceStat } from './source.ts'
import { NO_ACCESS_TIME, OPEN_FLAGS, statOf } from './stat-disk.ts'
import { loadXattrPackage, loadXattrsNow } from './xattrs-disk.ts'

const port = parentPort
if (!port) throw new TypeError('runs as a thread')
const SLASH = Buffer.from('/')
let flags = OPEN_FLAGS | NO_ACCESS_TIME
const xattrPackage = await loadXattrPackage()

port.on('message', ({ id, ...question }: Asked) => {
  try {
    const answer = question.kind === 'look' ? look(question.directory) : read(question)
    port.postMessage({ id, ...answer } satisfies Answer, [answer.rows])
  } catch (error) {
    port.postMessage({ id, kind: 'failed', failure: failureOf(error, 0) } satisfies Answer)
  }
})

function look(directory: string): LookAnswer {
  const folder = Buffer.from(directory, 'latin1')
  const names = readdirSync(folder, { encoding: 'latin1' }).sort(byCode)
  const rows = new StatRows(names.length)
  const failures: Failure[] = []
  const targets: LookAnswer['targets'][number][] = []
  for (const [index, name] of names.entries()) {
    const path = Buffer.concat([folder, SLASH, Buffer.from(name, 'latin1')])
    try {
      const stat = statOf(lstatSync(path, { bigint: true }))
      if (stat.kind === 'symlink') targets.push({ index, target: readlinkSync(path, { encoding: 'latin1' }) })
      rows.set(index, stat)
    } catch (error) {
      failures.push(failureOf(error, index))
    }
  }
  return { kind: 'look', names: names.join('/'), rows: rows.buffer, failures, targets }
}

function read({ paths, sizes, withXattrs, memory, at }: Extract<Question, { kind: 'read' }>): ReadAnswer {
  const rows = new StatRows(paths.length)
  const xattrs: ReadAnswer['xattrs'][number][] = []
  const bytes = Buffer.from(memory)
  let to = at
  for (const [index, path] of paths.entries()) {
    const size = sizes[index]!
    const place = bytes.subarray(to, to + size)
    to += size
    try {
      readOne(Buffer.from(path, 'latin1'), place, index)
    } catch (error) {
      if (errnoOf(error) === undefined) throw error
      // The caller reads it again, and hears of it then.
    }
  }
  return { kind: 'read', rows: rows.buffer, xattrs }

  function readOne(path: Buffer, place: Buffer, index: number): void {
    const file = open(path)
    try {
      const before = statNow(file)
      if (before.kind !== 'file' || before.size > place.byteLength) return
      const found = withXattrs && xattrPackage ? loadXattrsNow(xattrPackage, file, path) : []
      let length = 0
      while (length < before.size) {
        const count = readSync(file, place, length, before.size - length, length)
        if (count === 0) return
        length += count
      }
      if (!isUnchanged(before, statNow(file))) return
      rows.set(index, before)
      if (found.length > 0) xattrs.push({ index, xattrs: found })
    } finally {
      closeSync(file)
    }
  }
}

function open(path: Buffer): number {
  try {
    return openSync(path, flags)
  } catch (error) {
    if (errnoOf(error) !== 'EPERM' || flags === OPEN_FLAGS) throw error
    flags = OPEN_FLAGS // only the owner may leave the access time alone; ask no more
    return openSync(path, flags)
  }
}

function statNow(file: number): SourceStat {
  return statOf(fstatSync(file, { bigint: true }))
}

function failureOf(error: unknown, index: number): Failure {
  const message = error instanceof Error ? error.message : String(error)
  return { index, code: errnoOf(error), message }
}

// As bytes: the order of the characters of latin1 text.
function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
