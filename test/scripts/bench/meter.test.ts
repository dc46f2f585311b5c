// What is counted as a tool's own. CPU time is burnt by the amount, so that a slow machine changes nothing.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { measure, noteDaemon } from '../../../scripts/bench/meter.ts'
import { run } from '../../../scripts/bench/program.ts'

const BURN_S = 0.4
const BURN = `while (process.cpuUsage().user < ${BURN_S * 1e6});`
const skip = process.platform === 'linux' ? false : 'reads /proc'

/** A daemon that burns CPU time when it is told to and says when it is done; `inChild`: a child of it does. */
function startBurner(inChild: boolean): ChildProcess & { pid: number } {
  const work = inChild
    ? `require('child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(BURN)}])`
    : `const from = process.cpuUsage().user; while (process.cpuUsage().user - from < ${BURN_S * 1e6});`
  const program = `process.on('message', () => { ${work}; process.send('done') })`
  return spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }) as never
}

test('the work of a command that has ended is counted, with its memory', { skip }, async () => {
  const { cpu_s, rss_bytes, wall_s } = await measure([], () => run(process.execPath, ['-e', BURN]))
  assert.ok(cpu_s! >= BURN_S * 0.95, `${cpu_s} s`)
  assert.ok(rss_bytes! > 10_000_000, `${rss_bytes} bytes`)
  assert.ok(wall_s > 0)
})

for (const inChild of [false, true]) {
  test(`the work of a daemon${inChild ? "'s child" : ''} is counted for the tool that names it alone`, {
    skip,
  }, async () => {
    const daemon = startBurner(inChild)
    noteDaemon(daemon.pid)
    try {
      const burn = async (): Promise<void> => {
        daemon.send('burn')
        await once(daemon, 'message')
      }
      await burn() // it has started
      const own = await measure([daemon.pid], burn)
      assert.ok(own.cpu_s! >= BURN_S * 0.95, `${own.cpu_s} s`)
      const others = await measure([], burn)
      assert.equal(others.cpu_s, 0)
    } finally {
      daemon.kill('SIGKILL')
    }
  })
}

test('bytes on the wire are by how much the counter grows', async () => {
  const counts = [1000, 1234]
  const { wire_bytes } = await measure(
    [],
    async () => undefined,
    async () => counts.shift(),
  )
  assert.equal(wire_bytes, 234)
})
