import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { runHook } from '../../node/hooks.ts'
import { isError } from '../../protocol/errors.ts'
import { eventually } from '../helpers/eventually.ts'
import { testPorts } from '../helpers/ports.ts'

const { clock } = testPorts
const never = new AbortController().signal
const hook = (command: string, timeout = 20) => ({ command, environment: { HOLDFAST_PROJECT: 'nova lp' }, timeout })

const refused = (message: RegExp) => (error: unknown) => isError(error, 'HOOK_FAILED') && message.test(error.message)

test('a command gets its environment and gives what it printed', async () => {
  const { stdout, stderr } = await runHook(hook('echo "/mnt/$HOLDFAST_PROJECT"; echo noted >&2'), clock, never)
  assert.deepEqual([stdout, stderr], ['/mnt/nova lp\n', 'noted\n'])
})

test('a command that fails tells with what, and its last words', async () => {
  await assert.rejects(
    runHook(hook('echo first >&2; echo no such volume >&2; exit 3'), clock, never),
    refused(/exited with 3: no such volume$/),
  )
  await assert.rejects(runHook(hook('kill -9 $$'), clock, never), refused(/was ended by SIGKILL/))
})

test('a command that takes too long is ended with all it started', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hf-'))
  const file = join(folder, 'pid')
  try {
    const run = runHook(hook(`sh -c 'echo $$ > ${file}; exec sleep 60' & wait`, 0.3), clock, never)
    await assert.rejects(run, refused(/took longer than 0.3 s/))
    const pid = Number(await readFile(file, 'utf8'))
    await eventually(() => isGone(pid), { within: 5_000, every: 10 })
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a command ends when the daemon stops', async () => {
  const stop = new AbortController()
  const run = runHook(hook('sleep 60'), clock, stop.signal)
  stop.abort(new Error('the daemon stops'))
  await assert.rejects(run, /the daemon stops/)
})

test('what a command leaves running in the background does not hold it up', async () => {
  const startedAt = performance.now()
  const { stdout } = await runHook(hook('echo /mnt; sleep 20 & true'), clock, never)
  assert.equal(stdout, '/mnt\n')
  assert.ok(performance.now() - startedAt < 10_000)
})

test('a command that prints without end fills no memory', async () => {
  const { stdout } = await runHook(hook('head -c 3000000 /dev/zero | tr "\\0" x'), clock, never)
  assert.equal(stdout.length, 64 * 1024)
})

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
