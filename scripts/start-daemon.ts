// Starts a daemon on a home in the background, as `holdfast up` under a supervisor would; resolves when it is ready.
import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { DAEMON_OPTIONS, daemonEnvironment } from '../cli/daemon-memory.ts'
import { DAEMON } from './program-files.ts'

const READY_WITHIN_MS = 60_000

/** `before` are words to put before the command, such as setpriv's. */
export function startDaemon(
  home: string,
  logFile: string,
  env: Readonly<Record<string, string>>,
  before: readonly string[] = [],
): Promise<number> {
  const log = openSync(logFile, 'a', 0o600)
  const [command, ...words] = [...before, process.execPath, ...DAEMON_OPTIONS, DAEMON, '--home', home]
  const child = spawn(command!, words, {
    detached: true,
    env: daemonEnvironment({ ...process.env, ...env }),
    stdio: ['ignore', log, log, 'ipc'],
  })
  return new Promise((ready, reject) => {
    const late = setTimeout(
      () => end(new Error(`the daemon in ${home} was not ready in time; see ${logFile}`)),
      READY_WITHIN_MS,
    )
    const end = (error?: Error): void => {
      clearTimeout(late)
      if (child.connected) child.disconnect()
      child.unref()
      if (error) {
        child.kill('SIGKILL')
        reject(error)
      } else ready(child.pid!)
    }
    child.once('error', end)
    child.once('exit', code => end(new Error(`the daemon in ${home} ended with ${code}; see ${logFile}`)))
    child.once('message', message => {
      const { type, message: sentence } = message as { type: string; message?: string }
      end(type === 'ready' ? undefined : new Error(sentence))
    })
  })
}
