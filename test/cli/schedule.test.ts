import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Operations } from '../../node/api/operations.ts'
import type { CaptureView, Pauses } from '../../protocol/local-api-capture.ts'
import type { KeptProject } from '../../protocol/local-api-projects.ts'
import { fakeDaemon } from '../helpers/cli.ts'
import { KEPT, NOW, projectIdOf, projectStatus, STATUS } from '../helpers/views.ts'

process.env.TZ = 'Europe/Berlin'
const HOUR = 3_600_000

function captured(differences: Partial<CaptureView>): CaptureView {
  return { ...KEPT.capture!, ...differences }
}
const kept = (differences: Partial<CaptureView>): KeptProject => ({ ...KEPT, capture: captured(differences) })

async function run(answers: Partial<Operations>, ...argv: string[]) {
  await using daemon = await fakeDaemon(answers)
  return await daemon.run(argv, { now: NOW })
}

/** What `project set nova-lp …flags` asks for. */
async function asked(...flags: string[]) {
  const requests: Parameters<Operations['setProject']>[0][] = []
  const setProject: Operations['setProject'] = async request => {
    requests.push(request)
    return KEPT
  }
  const ran = await run({ setProject }, 'project', 'set', 'nova-lp', ...flags)
  return { ...ran, request: requests[0] }
}

test('project add takes a schedule and says what it understood', async () => {
  const requests: unknown[] = []
  const addProject: Operations['addProject'] = async request => {
    requests.push(request.capture)
    return { project: kept({ ...request.capture } as Partial<CaptureView>), warnings: [] }
  }
  const { exit, stdout, stderr } = await run(
    { addProject },
    ...['project', 'add', 'nova-lp', '--folder', '.', '--watch', '--every', '4h', '--hours', '9-19'],
    ...['--cron', '0 3 * * 1-5', '--timezone', 'Europe/Berlin', '--rehash', '14d'],
  )
  assert.equal(exit, 0, stderr)
  assert.deepEqual(requests, [
    {
      watch: true,
      every: 14_400,
      hours: { from: '09:00', to: '19:00' },
      cron: '0 3 * * 1-5',
      timezone: 'Europe/Berlin',
      rehash: 14 * 86_400,
    },
  ])
  assert.match(
    stdout,
    /\nsnapshots by themselves: on change, every 4 h between 09:00 and 19:00, cron 0 3 \* \* 1-5 \(Europe\/Berlin\)\n$/,
  )
})

test('project add without a schedule asks for none', async () => {
  const requests: object[] = []
  const addProject: Operations['addProject'] = async request => {
    requests.push(request)
    return { project: KEPT, warnings: [] }
  }
  const { stdout } = await run({ addProject }, 'project', 'add', 'nova-lp', '--folder', '.')
  assert.ok(!('capture' in requests[0]!))
  assert.doesNotMatch(stdout, /by themselves/)
})

test('project set changes only what was given, and --no-… takes it back', async () => {
  const { request } = await asked('--no-watch', '--no-hours', '--every', '90m')
  assert.deepEqual(request, { project: 'nova-lp', capture: { watch: false, hours: null, every: 5400 } })
  const rest = await asked('--no-every', '--no-cron', '--no-timezone', '--no-rehash')
  assert.deepEqual(rest.request?.capture, { every: null, cron: null, timezone: null, rehash: null })
})

test('--watch of project is a switch, and does not eat the word after it', async () => {
  const { request, exit } = await asked('--watch', '--every', '1h')
  assert.deepEqual([exit, request?.capture], [0, { watch: true, every: 3600 }])
  const status = async () => STATUS
  // That of status is a time still.
  assert.equal((await run({ status }, 'status', '--watch', '--check')).exit, 3)
})

for (const [flags, what] of [
  [['--every', '4'], /"4" is not a duration[\s\S]*such as 10s, 15m/],
  [['--every', '5s'], /--every can't be "5s"[\s\S]*from a minute to a year/],
  [['--rehash', '2000d'], /--rehash can't be "2000d"/],
  [['--hours', '19'], /--hours: "19" is not a span of hours[\s\S]*such as 09-19/],
  [['--cron', '0 3 * *'], /--cron: "0 3 \* \*" is not a cron expression[\s\S]*minute hour day month weekday/],
  [['--cron', '61 * * * *'], /not a cron expression: Invalid value for minute/],
  [['--timezone', 'Mars'], /--timezone: "Mars" is not a time zone[\s\S]*Europe\/Berlin/],
  [['--category', 'Bounces/**'], /is not PATTERN=CATEGORY[\s\S]*'Bounces\/\*\*=master'/],
  [['--category', 'Bounces/**=best'], /"best" is not a category[\s\S]*one of: session, master/],
  [['--category', '[z-a]=master'], /not a pattern for paths/],
  [['--category', 'a=raw', '--no-categories'], /exclude each other/],
  [[], /nothing to change/],
] as const) {
  test(`project set ${flags.join(' ') || 'without a flag'} exits 2 and tells what was expected`, async () => {
    const { exit, stderr, request } = await asked(...flags)
    assert.deepEqual([exit, request], [2, undefined])
    assert.match(stderr, what)
  })
}

test('project set --category takes the place of all rules, in the order given', async () => {
  const { request } = await asked('--category', 'Bounces/**=master', '--category', 'old=takes/*=rebuildable')
  assert.deepEqual(request?.rules, [
    { pattern: 'Bounces/**', category: 'master' },
    { pattern: 'old=takes/*', category: 'rebuildable' },
  ])
  assert.deepEqual((await asked('--no-categories')).request?.rules, [])
  const setProject: Operations['setProject'] = async request => ({ ...KEPT, rules: request.rules ?? [] })
  const { stdout } = await run({ setProject }, 'project', 'set', 'nova-lp', '--category', 'Bounces/**=master')
  assert.match(stdout, /categories, before the built-in rules:\n {2}Bounces\/\*\* = master\n$/)
})

test('project set --acknowledge says that silent changes have been looked at', async () => {
  assert.deepEqual((await asked('--acknowledge')).request, { project: 'nova-lp', acknowledge: true })
})

test('project list shows when each project is taken and comes next', async () => {
  const rows: [Partial<CaptureView> | null, RegExp][] = [
    [{}, /when asked +- /],
    [{ watch: true, watching: 'on', nextAt: NOW + HOUR }, /on change +15:43 /],
    [{ watch: true, watching: 'failed', nextAt: NOW + HOUR }, /on change \(scans only\) +15:43 /],
    [{ every: 14_400, nextAt: NOW + 24 * HOUR }, /every 4 h +2026-11-22 14:43 /],
    [{ every: 14_400, running: 'snapshot', nextAt: NOW }, /every 4 h +now /],
    [{ every: 14_400, running: 'rehash', nextAt: NOW }, /every 4 h +reading all again /],
    [{ cron: '0 3 * * *', pausedUntil: NOW + HOUR, nextAt: NOW + HOUR }, /cron 0 3 \* \* \* +paused until 15:43 /],
    [null, / - +- /],
  ]
  for (const [differences, cells] of rows) {
    const project = differences === null ? { ...KEPT, capture: null } : kept(differences)
    const { stdout } = await run({ projects: async () => ({ projects: [project] }) }, 'project', 'list')
    assert.match(stdout, cells)
  }
})

test('status names what comes next by itself, what is paused, and what gives way', async () => {
  const project = (n: number, name: string, differences: Partial<CaptureView>) =>
    projectStatus({ id: projectIdOf(n), name, capture: captured(differences) })
  const view = {
    ...STATUS,
    projects: [
      project(1, 'nova-lp', { every: 14_400, nextAt: NOW + 2 * HOUR }),
      project(2, 'film-q4', { watch: true, nextAt: NOW + HOUR }),
      project(3, 'halden-ep', {}),
    ],
  }
  const shown = await run({ status: async () => view }, 'status')
  assert.match(shown.stdout, /\nsnapshots by themselves: film-q4 15:43, nova-lp 16:43\n/)
  const many = Array.from({ length: 5 }, (_, i) => project(i + 1, `p${i}`, { every: 3600, nextAt: NOW + i * HOUR }))
  const full = await run({ status: async () => ({ ...view, projects: many }) }, 'status')
  assert.match(full.stdout, /\nsnapshots by themselves: p0 now, p1 15:43, p2 16:43, 2 more\n/)
  const held = { pausedUntil: NOW + HOUR, yielding: true, since: NOW }
  const paused = await run({ status: async () => ({ ...view, capture: held }) }, 'status')
  assert.match(paused.stdout, /\nsnapshots by themselves: paused until 15:43 {4}next: holdfast pause --end\n/)
  assert.match(paused.stdout, /\na take is growing: large reads are slow, scrub rests\n/)
})

test('pause holds one project or all for a while, and ends when told', async () => {
  const calls: unknown[] = []
  const none: Pauses = { allUntil: null, projects: [], ended: 0 }
  const answers: Partial<Operations> = {
    pause: async request => {
      calls.push(request)
      const projects = [{ id: projectIdOf(1), name: 'nova-lp', until: NOW + 4 * HOUR }]
      return request.project === null ? { ...none, allUntil: NOW + 4 * HOUR } : { ...none, projects }
    },
    endPause: async request => {
      calls.push(request)
      return { ...none, ended: request.project === null ? 1 : 0 }
    },
  }
  const all = await run(answers, 'pause', '--for', '4h')
  assert.equal(all.stdout, 'no snapshots by schedule until 18:43\n')
  assert.match(all.stderr, /next: holdfast pause --end/)
  const one = await run(answers, 'pause', 'nova-lp', '--for', '4h')
  assert.equal(one.stdout, 'nova-lp: no snapshots by schedule until 18:43\n')
  assert.equal((await run(answers, 'pause', '--end')).stdout, 'snapshots by schedule go on\n')
  assert.equal((await run(answers, 'pause', 'nova-lp', '--end')).stdout, 'nothing was paused\n')
  assert.deepEqual(calls, [
    { project: null, seconds: 14_400 },
    { project: 'nova-lp', seconds: 14_400 },
    { project: null },
    { project: 'nova-lp' },
  ])
  const json = JSON.parse((await run(answers, 'pause', '--for', '4h', '--json')).stdout)
  assert.deepEqual([json.command, json.allUntil], ['pause', '2026-11-21T17:43:00.000Z'])
  for (const flags of [[], ['--for', '4h', '--end'], ['--for', '0s'], ['--for', '2000d'], ['--for', 'long']])
    assert.equal((await run(answers, 'pause', ...flags)).exit, 2, flags.join(' '))
})
