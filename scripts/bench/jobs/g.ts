// Job G: `holdfast status` from the shell, with the built package, on a mesh that has grown for years.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startDaemon } from '../../start-daemon.ts'
import { benchPorts } from '../bench-ports.ts'
import type { Job } from '../job.ts'
import { writeLargeMesh } from '../large-mesh.ts'
import { measure, noteDaemon } from '../meter.ts'
import { run as runProgram } from '../program.ts'

const SIZE = { sites: 100, projects: 1_000, snapshots: 100 }
const PORT = 19_940
const ROOT = join(import.meta.dirname, '..', '..', '..')
const BUILT = join(ROOT, 'dist', 'cli', 'bin.js')
/** Below policy: nobody but this site runs, so its copies are not known. */
const POLICY_UNMET = 4
/** It looks at all projects once before it is asked, as it has long since done in a daemon that runs. */
const SETTLE_MS = 10_000

export const job: Job = {
  name: 'G',
  shows:
    '`holdfast status` on 100 sites, 1,000 projects, 100,000 snapshots: the built command from the shell, its start ' +
    'included; the daemon runs, the other sites are silent. Peak is the daemon’s',
  goal: { wall_s: 0.3 },
  alone: true,
  async *run({ tool, run, work, remark }) {
    if (!existsSync(BUILT)) await runProgram('bash', [join(ROOT, 'scripts', 'build.sh')])
    const home = join(work, 'home')
    const written = performance.now()
    await writeLargeMesh(home, SIZE, PORT, benchPorts().log)
    const start = performance.now()
    const pid = await startDaemon(home, join(work, 'daemon.log'), {})
    noteDaemon(pid)
    try {
      remark(
        `G: written in ${seconds(start - written)}, the daemon was ready after ${seconds(performance.now() - start)}`,
      )
      await status(home)
      await wait(SETTLE_MS)
      await status(home)
      const figure = await measure([pid], () => status(home))
      yield { job: 'G', tool, run, ...figure, wire_bytes: null, stored_bytes: null }
    } finally {
      process.kill(pid, 'SIGKILL')
    }
  },
}

function status(home: string): Promise<void> {
  const child = spawn(process.execPath, [BUILT, 'status', '--home', home], { stdio: ['ignore', 'ignore', 'inherit'] })
  return new Promise((done, failed) => {
    child.once('error', failed)
    child.once('close', code => {
      if (code === 0 || code === POLICY_UNMET) done()
      else failed(new Error(`holdfast status exited with ${code}`))
    })
  })
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
