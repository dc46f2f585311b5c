// Threads that compute without end give way to the one that answers heartbeats and the command line: on few cores it would
// else wait for its turn behind them. Best effort: only Linux gives each thread a priority of its own.
import { readlinkSync } from 'node:fs'
import { constants, getPriority, setPriority } from 'node:os'

const STEPS = 5

/** Lowers the priority of the calling thread. */
export function giveWay(): void {
  if (process.platform !== 'linux') return
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1))
    setPriority(thread, Math.min(getPriority(thread) + STEPS, constants.priority.PRIORITY_LOW))
  } catch {
    return // without /proc, or where the system forbids it, all threads stay equal
  }
}
