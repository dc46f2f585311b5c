// Sets the daemon's disk priority to idle: whoever records on this machine goes first (§ Schedule). Best effort, for it
// takes Linux, util-linux and a scheduler that knows classes.
import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { Log } from './ports.ts'

const run = promisify(execFile)
const PATIENCE_MS = 2_000

/** All threads there are; those to come inherit it. */
export async function setIdleIo(log: Log): Promise<void> {
  if (process.platform !== 'linux') return
  try {
    const threads = await readdir('/proc/self/task')
    await run('ionice', ['-c', '3', '-p', ...threads], { timeout: PATIENCE_MS })
    log.debug({ threads: threads.length }, 'reads and writes when the disk is idle')
  } catch (error) {
    log.debug({ err: error }, 'the disk priority stays as it is')
  }
}
