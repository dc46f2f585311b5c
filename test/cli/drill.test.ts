import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import type { Operations } from '../../node/api/operations.ts'
import { daemonFile } from '../../protocol/local-api-daemon.ts'
import type { StatusView } from '../../protocol/local-api-status.ts'
import { type FakeDaemon, fakeDaemon } from '../helpers/cli.ts'
import { meshId, NOW, projectStatus, STATUS, siteIdOf } from '../helpers/views.ts'

const fixture = fileURLToPath(new URL('../fixtures/fake-daemon.ts', import.meta.url))
const VICTIM = siteIdOf(2)

type Site = StatusView['sites'][number]
const sites = (state: Site['state']) => STATUS.sites.map(site => (site.id === VICTIM ? { ...site, state } : site))
const view = (state: Site['state'], project: Parameters<typeof projectStatus>[0] = {}): StatusView => ({
  ...STATUS,
  sites: sites(state),
  projects: [projectStatus(project)],
})
const short = { have: 2, need: 3 }
const HEALED = view('down', { counted: [siteIdOf(1), siteIdOf(3), siteIdOf(5)] })

/** A daemon for frankfurt in a process of its own, registered as running on this machine. */
async function victimOf(daemon: FakeDaemon): Promise<AsyncDisposable & { process: ChildProcess; home: string }> {
  const home = join(daemon.home, 'frankfurt')
  const registry = join(daemon.home, `holdfast-${userInfo().uid}`)
  await mkdir(home)
  await mkdir(registry)
  const child = spawn(process.execPath, [fixture, '--home', home], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  await once(child, 'message')
  const entry = { pid: child.pid ?? 0, socket: join(home, 'control.sock'), home, site: VICTIM, siteName: 'frankfurt' }
  const text = JSON.stringify(z.encode(daemonFile, { ...entry, mesh: meshId, startedAt: NOW }))
  await writeFile(join(registry, `${VICTIM}.json`), text)
  return {
    process: child,
    home,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}

/** Status answers one after the other; the last one stays. */
function statusOf(...views: StatusView[]): Partial<Operations> {
  let at = 0
  return {
    status: async () => views[Math.min(at++, views.length - 1)]!,
    signReport: async ({ report }) => ({
      site: siteIdOf(1),
      mesh: meshId,
      body: Buffer.from(report),
      signature: new Uint8Array(64),
    }),
  }
}

test('a drill kills the site, keeps it down, follows the healing, and signs its report', async () => {
  const views = [
    view('up'),
    view('up'),
    view('down', { inGrace: 1 }),
    view('down', { state: 'healing', copies: short }),
  ]
  await using daemon = await fakeDaemon(statusOf(...views, HEALED))
  await using victim = await victimOf(daemon)
  const died = once(victim.process, 'exit')
  const file = join(daemon.home, 'report.json')
  const { exit, stdout } = await daemon.run(['drill', 'run', 'kill', 'frankfurt', '--yes', '--report', file])
  assert.deepEqual(await died, [null, 'SIGKILL'])
  assert.equal(exit, 0)
  for (const line of [
    /\+0:00 {2}killed/,
    /noticed .*target 0:30 {2}ok/,
    /repair starts: 1 project/,
    /every project at policy .*ok/,
  ]) {
    assert.match(stdout, line)
  }
  assert.match(
    stdout,
    /PASS {2}noticed 0:0\d, whole again 0:0\d, fewest copies 2 {3}report .*report\.json \(signed\)\n$/,
  )
  const hold = JSON.parse(await readFile(join(victim.home, 'drill-hold'), 'utf8'))
  assert.ok(Date.parse(hold.until) > Date.now() + 9 * 60_000)
  const { report, signed } = JSON.parse(await readFile(file, 'utf8'))
  assert.equal(report.result, 'PASS')
  assert.deepEqual(report.victim, { id: VICTIM, name: 'frankfurt' })
  assert.equal(Buffer.from(signed.body, 'base64').toString(), JSON.stringify(report))
})

test('a drill that is not healed in time fails', async () => {
  await using daemon = await fakeDaemon(statusOf(view('up'), view('down', { state: 'healing', copies: short })))
  await using _victim = await victimOf(daemon)
  const { exit, stdout } = await daemon.run(['drill', 'run', 'kill', 'frankfurt', '--yes', '--target', '1s'])
  assert.equal(exit, 1)
  assert.match(stdout, /FAIL {2}noticed 0:0\d, whole again not within 0:01, fewest copies 2\n$/)
})

test('a drill refuses what would cost the last copy, and kills nobody', async () => {
  await using daemon = await fakeDaemon(statusOf(view('up', { counted: [VICTIM] })))
  await using victim = await victimOf(daemon)
  const { exit, stderr } = await daemon.run(['drill', 'run', 'kill', 'frankfurt', '--yes'])
  assert.equal(exit, 12)
  assert.match(stderr, /no proved copy of nova-lp would stand\n(.*\n)* {2}next: .*--allow-risk/)
  assert.equal(victim.process.exitCode, null)
  assert.equal(victim.process.signalCode, null)
})

test('a drill needs a site that runs here, another one than it talks to, and a yes', async () => {
  await using daemon = await fakeDaemon(statusOf(view('up')))
  const cases: [string[], number, RegExp][] = [
    [['nowhere', '--yes'], 13, /no site is called "nowhere"\n(.*\n)* {2}next: the sites are: berlin-a, frankfurt/],
    [['potsdam', '--yes'], 10, /no daemon of potsdam runs on this machine/],
    [['000', '--yes'], 2, /may be any of/],
  ]
  for (const [argv, exit, message] of cases) {
    const ran = await daemon.run(['drill', 'run', 'kill', ...argv])
    assert.match(ran.stderr, message)
    assert.equal(ran.exit, exit)
  }
  await using victim = await victimOf(daemon)
  const unasked = await daemon.run(['drill', 'run', 'kill', 'frankfurt'])
  assert.equal(unasked.exit, 2)
  assert.match(unasked.stderr, /without a terminal, give --yes/)
  assert.equal(victim.process.signalCode, null)
})

test('a registration whose process is another by now is not killed', async () => {
  await using daemon = await fakeDaemon(statusOf(view('up')))
  await using victim = await victimOf(daemon)
  const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  try {
    await once(bystander, 'spawn')
    const file = join(daemon.home, `holdfast-${userInfo().uid}`, `${VICTIM}.json`)
    const entry = JSON.parse(await readFile(file, 'utf8'))
    await writeFile(file, JSON.stringify({ ...entry, pid: bystander.pid }))
    const { exit, stderr } = await daemon.run(['drill', 'run', 'kill', 'frankfurt', '--yes', '--target', '1s'])
    assert.equal(exit, 10, stderr)
    assert.equal(victim.process.signalCode, null)
    assert.equal(bystander.signalCode, null)
  } finally {
    bystander.kill('SIGKILL')
  }
})
