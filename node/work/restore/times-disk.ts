// Modification times to the nanosecond. Node sets times through a double, which is good to 0.24 µs; the rest is done by
// the system's own tools, perl or touch, where there are such.
import { spawn } from 'node:child_process'
import type { OpenDirectory } from './target-disk.ts'

export interface Timed {
  readonly directory: OpenDirectory
  readonly name: Uint8Array
  /** ns since 1970. */
  readonly mtime: bigint
}

const DIRECTORIES_AT_ONCE = 256
const FILES_AT_ONCE = 8000

/** The number or date that Node's utimes gets nearest with. */
export function nearTime(mtime: bigint): number | Date {
  // It takes a negative number for "now".
  return mtime < 0n ? new Date(Number(mtime / 1_000_000n)) : Number(mtime / NS) + Number(mtime % NS) / 1e9
}

/** Whether nearTime is exact, by the arithmetic of libuv. */
export function isExact(mtime: bigint): boolean {
  const near = nearTime(mtime)
  if (typeof near !== 'number') return false
  const seconds = Math.trunc(near)
  return BigInt(seconds) * NS + BigInt(Math.trunc((near - seconds) * 1e9)) === mtime
}

/** Sets the time of the thing itself (symlinks not followed) as near as Node can. */
export async function setNearTime({ directory, name, mtime }: Timed): Promise<void> {
  await directory.setTime(name, nearTime(mtime))
}

/** Sets times exactly. Returns how many stay near because the system has no tool for it. */
export async function setExactTimes(items: readonly Timed[]): Promise<number> {
  const inexact = items.filter(({ mtime }) => !isExact(mtime))
  if (process.platform !== 'linux') return inexact.length
  let failed = 0
  for (let at = 0; at < inexact.length; ) {
    const directories = new Set<OpenDirectory>()
    let to = at
    for (; to < inexact.length && to - at < FILES_AT_ONCE && directories.size < DIRECTORIES_AT_ONCE; to++) {
      directories.add(inexact[to]!.directory)
    }
    const batch = inexact.slice(at, to)
    if (!(await runTool(batch, [...directories]))) failed += await countInexact(batch)
    at = to
  }
  return failed
}

type Tool = { readonly command: string; readonly args: readonly string[]; readonly write: (timed: Timed) => string }

// utimensat(AT_FDCWD, path, {UTIME_OMIT, mtime}, AT_SYMLINK_NOFOLLOW): one process for all of them.
const UTIMENSAT = { x64: 280, arm64: 88 } as Readonly<Record<string, number | undefined>>
const PERL = `$/ = "\\0"; while (<STDIN>) { chomp; my ($s, $n, $path) = split / /, $_, 3;
  syscall($ARGV[0], -100, $path, pack('qqqq', 0, (1 << 30) - 2, $s, $n), 0x100) == 0 or $failed = 1 } exit $failed`
// Half a millisecond and a process each, but in every system.
const TOUCH: Tool = {
  command: 'xargs',
  args: ['-0', '-n', '2', '-P', '2', 'touch', '-c', '-h', '-m', '-d'],
  write: ({ mtime }) => `@${decimal(mtime)}\0`,
}

async function runTool(batch: readonly Timed[], directories: readonly OpenDirectory[]): Promise<boolean> {
  const call = UTIMENSAT[process.arch]
  const perl: Tool = {
    command: 'perl',
    args: ['-e', PERL, String(call)],
    write: ({ mtime }) => `${floorSeconds(mtime)} ${mtime - floorSeconds(mtime) * NS} `,
  }
  return (call !== undefined && (await run(perl, batch, directories))) || (await run(TOUCH, batch, directories))
}

// The child inherits the directories' handles, so no path is resolved anew.
function run(tool: Tool, batch: readonly Timed[], directories: readonly OpenDirectory[]): Promise<boolean> {
  const fds = new Map(directories.map((directory, i) => [directory, 3 + i]))
  const input: Buffer[] = []
  for (const timed of batch) {
    const folder = `/proc/self/fd/${fds.get(timed.directory)}/`
    input.push(Buffer.from(tool.write(timed) + folder), Buffer.from(timed.name), Buffer.of(0))
  }
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const child = spawn(tool.command, tool.args, {
    stdio: ['pipe', 'ignore', 'ignore', ...directories.map(directory => directory.handle.fd)],
  })
  child.once('error', () => resolve(false)) // the system does not have it
  child.once('close', code => resolve(code === 0))
  child.stdin?.once('error', () => resolve(false))
  child.stdin?.end(Buffer.concat(input))
  return promise
}

async function countInexact(batch: readonly Timed[]): Promise<number> {
  let count = 0
  for (const { directory, name, mtime } of batch) {
    if ((await directory.look(name))?.mtimeNs !== mtime) count++
  }
  return count
}

const NS = 1_000_000_000n

function floorSeconds(mtime: bigint): bigint {
  return mtime / NS - (mtime % NS < 0n ? 1n : 0n)
}

function decimal(mtime: bigint): string {
  const size = mtime < 0n ? -mtime : mtime
  return `${mtime < 0n ? '-' : ''}${size / NS}.${String(size % NS).padStart(9, '0')}`
}
