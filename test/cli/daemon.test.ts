import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { runCli, temporaryFolder } from '../helpers/cli.ts'
import { eventually } from '../helpers/eventually.ts'

const daemonMain = fileURLToPath(new URL('../fixtures/fake-daemon.ts', import.meta.url))
const labels = ['--site', 'a', '--location', 'b', '--medium', 'ssd', '--manager', 'M']

test('a daemon that cannot start ends init with its own error and exit', async () => {
  await using folder = await temporaryFolder()
  const { exit, stderr } = await runCli(folder.path, ['init', 'mesh', ...labels], {
    daemonMain,
    env: { FAKE_DAEMON: 'fail' },
  })
  assert.equal(exit, 11)
  assert.match(stderr, /^holdfast: port 4801 is in use\n {2}why: .*\n {2}next: give --listen\n$/)
})

test('a daemon that ends without a word is reported with its log', async () => {
  await using folder = await temporaryFolder()
  const { exit, stderr } = await runCli(folder.path, ['init', 'mesh', ...labels], {
    daemonMain,
    env: { FAKE_DAEMON: 'exit' },
  })
  assert.equal(exit, 10)
  assert.match(stderr, /the daemon did not start: it ended with 7\n(.*\n)* {2}next: see .*daemon\.log\n$/)
})

test('init leaves no daemon running when the rest fails, and can be given again', async () => {
  await using folder = await temporaryFolder()
  const passphrase = join(folder.path, 'pass')
  await writeFile(passphrase, 'short\n')
  const argv = ['init', 'mesh', ...labels, '--passphrase-file', passphrase]
  const { exit, stderr } = await runCli(folder.path, argv, { daemonMain })
  assert.equal(exit, 2)
  assert.match(stderr, /a passphrase has at least 8 characters/)
  await eventually(async () => (await runCli(folder.path, ['stop'])).exit === 10, { within: 5000 })
  const config = await readFile(join(folder.path, 'config.toml'), 'utf8')
  assert.match(config, /location = "b"/)
  assert.equal((await runCli(folder.path, argv, { daemonMain })).exit, 2)
})

test('up runs the daemon until it ends and passes its exit on; stop ends it', async () => {
  await using folder = await temporaryFolder()
  const up = runCli(folder.path, ['up'], { daemonMain })
  await eventually(async () => (await runCli(folder.path, ['stop'])).stdout === 'stopped\n', { within: 10_000 })
  assert.equal((await up).exit, 0)
})

test('up reports why the daemon cannot start', async () => {
  await using folder = await temporaryFolder()
  const { exit, stderr } = await runCli(folder.path, ['up'], { daemonMain, env: { FAKE_DAEMON: 'fail' } })
  assert.equal(exit, 11)
  assert.match(stderr, /next: give --listen/)
})

test('a daemon is started so that it keeps its memory small, however it is started; what its owner set stands', async () => {
  await using folder = await temporaryFolder()
  const env = { FAKE_DAEMON: 'memory' }
  for (const argv of [['up'], ['init', 'mesh', ...labels]])
    assert.match((await runCli(folder.path, argv, { daemonMain, env })).stderr, /--max-semi-space-size=8 2\n/)
  const { stderr } = await runCli(folder.path, ['up'], { daemonMain, env: { ...env, MALLOC_ARENA_MAX: '8' } })
  assert.match(stderr, /size=8 8\n/)
})
