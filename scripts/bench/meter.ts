// The one meter of the bench: wall time, CPU seconds over all processes of a tool, peak memory, bytes on the wire. Read from
// /proc, so that it needs no right of its own. A tool's processes are the daemons it names, everything below them, and
// whatever the bench itself starts meanwhile: only one tool works at a time. What a process that ended has used is found
// in the sums its parent keeps of its children.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { loopbackBytes } from './wire.ts'

export interface Measure {
  readonly wall_s: number
  readonly cpu_s: number | null
  /** The most the largest single process had resident (VmHWM), pages it shares included. */
  readonly rss_bytes: number | null
  /** All that went over the network to all copies together, headers included. */
  readonly wire_bytes: number | null
  /** What the first copy takes, or has grown by. */
  readonly stored_bytes: number | null
}

/** What a command takes in its last moments may be missed; a daemon's peak is kept by the kernel. */
const PEEK_MS = 100
/** The kernel's unit in /proc/PID/stat; 100 on every Linux Node runs on. */
const TICKS_A_SECOND = 100

// Every daemon the bench has running, of whichever tool: none of them is a command of the tool that works now.
const running = new Set<number>()

/** For every child of this process that is no command: its work counts only for the tool that names it. */
export function noteDaemon(pid: number): void {
  running.add(pid)
}

/** `daemons`: the processes that do the work or have a part in it, besides what is started meanwhile. */
export async function measure(
  daemons: readonly number[],
  work: () => Promise<unknown>,
  countWire: () => Promise<number | undefined> = loopbackBytes,
): Promise<Omit<Measure, 'stored_bytes'>> {
  const ours = new Set(daemons)
  for (const pid of ours) attempt(() => writeFileSync(`/proc/${pid}/clear_refs`, '5')) // VmHWM starts anew
  let peak = 0
  const peek = (): void => {
    peak = Math.max(peak, ...processes(ours).map(peakOf))
  }
  const wire = await countWire()
  const cpu = cpuSeconds(ours)
  const watch = setInterval(peek, PEEK_MS)
  const start = performance.now()
  try {
    await work()
  } finally {
    clearInterval(watch)
  }
  const wall = (performance.now() - start) / 1000
  peek()
  const cpuAfter = cpuSeconds(ours)
  const wireAfter = await countWire()
  return {
    wall_s: wall,
    cpu_s: cpu === undefined || cpuAfter === undefined ? null : cpuAfter - cpu,
    rss_bytes: peak === 0 ? null : peak,
    wire_bytes: wire === undefined || wireAfter === undefined ? null : wireAfter - wire,
  }
}

/** Used so far by the daemons, what is below them and every command that has ended; undefined without /proc. */
function cpuSeconds(daemons: ReadonlySet<number>): number | undefined {
  const self = statOf('self')
  if (self === undefined) return undefined
  let ticks = self.reaped
  for (const pid of processes(daemons)) {
    const stat = statOf(String(pid))
    if (stat !== undefined) ticks += stat.own + stat.reaped
  }
  return ticks / TICKS_A_SECOND
}

// The daemons, the commands running now, and what either has started.
function processes(daemons: ReadonlySet<number>): number[] {
  const commands = childrenOf('self').filter(pid => !running.has(pid))
  const found = new Set<number>()
  for (const todo = [...daemons, ...commands]; todo.length > 0; ) {
    const pid = todo.pop()!
    if (found.has(pid)) continue
    found.add(pid)
    todo.push(...childrenOf(String(pid)).filter(child => !running.has(child)))
  }
  return [...found]
}

function childrenOf(pid: string): number[] {
  const threads = attempt(() => readdirSync(`/proc/${pid}/task`)) ?? []
  return threads.flatMap(thread => {
    const list = attempt(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')) ?? ''
    return list.split(' ').filter(Boolean).map(Number)
  })
}

function statOf(pid: string): { own: number; reaped: number } | undefined {
  const text = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  if (text === undefined) return undefined
  // utime, stime, cutime, cstime are fields 14 to 17; the second, the name, may hold blanks but ends in the last ')'.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fields.slice(11, 15).map(Number)
  return { own: utime + stime, reaped: cutime + cstime }
}

function peakOf(pid: number): number {
  const text = attempt(() => readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(text?.match(/^VmHWM:\s*(\d+) kB$/m)?.[1] ?? 0) * 1024
}

// A process may end between being found and being read; elsewhere than on Linux there is no /proc at all.
function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    return undefined
  }
}
