// How much of a core processes use, so that what runs for an hour leaves the machine to others.
import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'

const TICKS_A_SECOND = 100
const LOOK_EVERY_MS = 1_000

/** CPU seconds of one process so far, all its threads; 0 once it is gone. */
export async function cpuSeconds(pid: number): Promise<number> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold blanks; user and system time are the 12th and 13th field behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
}

/** Counts what processes use that come and go, this one included. */
export class CpuMeter {
  readonly #last = new Map<number, number>()
  #used = 0

  /** Call it before a process ends too: what it used since the last call is lost otherwise. */
  async look(pids: Iterable<number>): Promise<number> {
    for (const pid of [process.pid, ...pids]) {
      const now = await cpuSeconds(pid)
      this.#used += Math.max(0, now - (this.#last.get(pid) ?? 0))
      if (now > 0) this.#last.set(pid, now)
    }
    return this.#used
  }
}

/** Waits until no more than `share` of a core was used on average since `begun` (monotonic ms). */
export async function restUntil(share: number, begun: number, used: () => Promise<number>): Promise<void> {
  while ((await used()) / ((performance.now() - begun) / 1000) > share) await wait(LOOK_EVERY_MS)
}
