import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HoldfastError } from '../../protocol/errors.ts'
import type { ProjectStatus, StatusView } from '../../protocol/local-api-status.ts'
import { fakeDaemon, runCli, temporaryFolder } from '../helpers/cli.ts'
import { NOW, projectIdOf, projectStatus, STATUS, siteIdOf } from '../helpers/views.ts'

process.env.TZ = 'Europe/Berlin'

async function status(view: StatusView, ...argv: string[]) {
  await using daemon = await fakeDaemon({ status: async () => view })
  return await daemon.run(['status', ...argv], { now: NOW })
}
const withProjects = (...projects: ProjectStatus[]): StatusView => ({ ...STATUS, projects })
const allUp = STATUS.sites.map(site => (site.state === 'down' ? { ...site, state: 'up' as const } : site))

test('status prints the layout that the documentation shows', async () => {
  const { exit, stdout, stderr } = await status(STATUS)
  assert.equal(
    stdout,
    `kreuzberg   ATTENTION   4 projects: 2 ok, 1 healing, 1 below policy        seen 2 s ago
sites 5 of 6 up (frankfurt down 11 min)    stored 6.1 of 18 TB    repairing 61 MB/s

PROJECT            STATE    COPIES LOCATIONS MEDIA MANAGERS PROVED SNAPSHOT LEFT TO HEAL
nova-lp            ok        4/3      3/3     2/2    2/2     6 d    3 min   -
film-q4            ok live   3/3      3/3     2/2    2/2     1 d    live    -
halden-ep          healing   2/3      2/3     2/2    2/2     6 d   12 min   38 GB ~11 min
tape-transfers-82  BELOW     2/3      1/3!    1/2!   1/2!   41 d!   9 d     412 GB at 22:00

! tape-transfers-82: both copies at berlin-studio, on hdd, under Kreuzberg Sound
  next: holdfast invite --location <another place>    why: holdfast policy explain tape-transfers-82
`,
  )
  assert.equal(exit, 4)
  assert.equal(stderr, '')
})

test('status exits 0 only when every project is known to meet its policy', async () => {
  const short = { have: 2, need: 3 }
  const cases: [ProjectStatus, number][] = [
    [projectStatus({}), 0],
    [projectStatus({ inGrace: 1 }), 0],
    [projectStatus({ state: 'arriving', arriving: 1 }), 0],
    [projectStatus({ state: 'arriving', copies: short }), 4],
    [projectStatus({ state: 'healing', copies: short }), 4],
    [projectStatus({ state: 'below', copies: short }), 4],
    [projectStatus({ state: 'ok', copies: short }), 4],
    [projectStatus({ state: 'ok', trusted: { have: 0, need: 1 } }), 4],
    [projectStatus({ state: 'ok', copies: { have: null, need: 3 } }), 4],
    [projectStatus({ state: 'unknown' }), 4],
    [projectStatus({ state: 'empty' }), 4],
  ]
  for (const [project, exit] of cases) {
    assert.equal((await status(withProjects(project))).exit, exit, `${project.state} ${JSON.stringify(project.copies)}`)
  }
})

test('a copy at a silent site stays in the count and is shown as in grace', async () => {
  const { stdout } = await status(withProjects(projectStatus({ inGrace: 1 })))
  assert.match(stdout, /nova-lp {2}ok {6}3\/3, 1 in grace {4}3\/3/)
})

test('what is not known is shown as ? and never as enough', async () => {
  const unknown = projectStatus({
    state: 'unknown',
    copies: { have: null, need: 3 },
    provedAt: null,
    snapshotAt: null,
    left: { bytes: null, rate: null, waiting: null, startsAt: null },
  })
  const { stdout } = await status(withProjects(unknown))
  assert.match(stdout, /^kreuzberg {3}UNKNOWN/)
  assert.match(stdout, /unknown {3}\?\/3! /)
  assert.match(stdout, /! nova-lp: its copies are not known from here\n {2}next: holdfast sites/)
})

test('a time is told only from a rate measured for 30 s, else the reason for waiting', async () => {
  const cases = [
    [{ rate: { bytesPerSecond: 1e6, measuredSeconds: 29 }, waiting: null }, '60 MB measuring'],
    [{ rate: { bytesPerSecond: 1e6, measuredSeconds: 30 }, waiting: null }, '60 MB ~60 s'],
    [{ rate: { bytesPerSecond: 0, measuredSeconds: 30 }, waiting: null }, '60 MB stalled'],
    [{ rate: null, waiting: 'no site has room' }, '60 MB no site has room'],
  ] as const
  for (const [fields, shown] of cases) {
    const left = { bytes: 60_000_000, startsAt: null, ...fields }
    const { stdout } = await status(withProjects(projectStatus({ state: 'healing', left })))
    assert.ok(stdout.includes(shown), `${shown} in ${stdout}`)
  }
})

test('a project this site cannot read is shown by its id', async () => {
  const { stdout } = await status(withProjects(projectStatus({ name: null, id: projectIdOf(0xabcdef) })))
  assert.match(stdout, /^\(00000000\)/m)
})

test('names from other sites cannot drive the terminal', async () => {
  const { stdout } = await status(withProjects(projectStatus({ name: 'a\u001b[2Jb\u202ec\n' })))
  assert.ok(!stdout.includes('\u001b') && !stdout.includes('\u202e'))
  assert.match(stdout, /^a\?\[2Jb\?c\?/m)
})

test('any label a policy asks for gets its column', async () => {
  const distinct = { location: { have: 3, need: 3 }, power: { have: 1, need: 2 } }
  const { stdout } = await status(withProjects(projectStatus({ state: 'below', distinct })))
  assert.match(stdout, /MANAGERS POWER PROVED/)
  assert.match(stdout, / 1\/2! /)
})

test('a mesh without projects, and one without other sites, say so', async () => {
  const alone = { ...STATUS, projects: [], heardAt: null, sites: STATUS.sites.slice(0, 1), repair: null }
  const { exit, stdout } = await status(alone)
  assert.equal(exit, 0)
  assert.match(stdout, /0 projects {8}no other site yet\nsites 1 of 1 up {4}stored/)
  assert.match(stdout, /no projects yet\n {2}next: holdfast project add NAME --folder DIR/)
})

test('alarms are shown with their next step and keep the mesh from reading OK', async () => {
  const alarms = [
    { code: 'HEAD_FORK', sentence: 'a fork', next: 'holdfast sites', severity: 'warning', since: NOW } as const,
  ]
  const { exit, stdout } = await status({ ...withProjects(projectStatus({})), alarms })
  assert.match(stdout, /^kreuzberg {3}ATTENTION/)
  assert.match(stdout, /! a fork\n {2}next: holdfast sites/)
  assert.equal(exit, 0)
})

test('status --json is versioned and carries exact numbers and UTC times', async () => {
  const { exit, stdout } = await status(STATUS, '--json')
  const view = JSON.parse(stdout)
  assert.equal(exit, 4)
  assert.deepEqual(view.output_version, { major: 1, minor: 0 })
  assert.equal(view.command, 'status')
  assert.equal(view.met, false)
  assert.equal(view.at, '2026-11-21T13:43:00.000Z')
  assert.equal(view.projects[2].left.bytes, 38_000_000_000)
  assert.equal(view.projects[0].name, 'nova-lp')
})

test('status --check speaks Nagios', async () => {
  const ok: StatusView = { ...withProjects(projectStatus({})), sites: allUp, repair: null }
  const healing = projectStatus({ state: 'healing', copies: { have: 2, need: 3 } })
  const cases: [StatusView, number, RegExp][] = [
    [ok, 0, /^OK - 1 project at policy \| below=0;0;0 healing=0 sites_down=0;0;2 heal_bytes=0B\n$/],
    [{ ...ok, projects: [healing] }, 1, /^WARNING - 1 healing \|/],
    [{ ...ok, projects: [projectStatus({ inGrace: 1 })] }, 1, /^WARNING - 1 project in grace \|/],
    [
      { ...ok, projects: [projectStatus({ state: 'arriving', copies: { have: 1, need: 3 } })] },
      1,
      /^WARNING - 1 arriving \|/,
    ],
    [{ ...ok, projects: [projectStatus({ state: 'arriving' })] }, 0, /^OK - /],
    [{ ...ok, projects: [] }, 1, /^WARNING - no projects yet/],
    [{ ...ok, projects: [projectStatus({ state: 'unknown' })] }, 3, /^UNKNOWN - 1 project unknown \|/],
    [{ ...ok, projects: [projectStatus({ copies: { have: 1, need: 3 } })] }, 2, /^CRITICAL - 1 project below policy/],
    [
      STATUS,
      2,
      /^CRITICAL - 1 project below policy, 1 healing, 1 site down \| below=1;0;0 healing=1 sites_down=1;0;2 heal_bytes=450000000000B\n$/,
    ],
  ]
  for (const [view, exit, line] of cases) {
    const ran = await status(view, '--check')
    assert.match(ran.stdout, line)
    assert.equal(ran.exit, exit)
    assert.equal(ran.stderr, '')
  }
})

test('under --check whatever goes wrong is UNKNOWN, 3, on stdout', async () => {
  await using folder = await temporaryFolder()
  for (const argv of [
    ['status', '--check'],
    ['status', '--check', '--bogus'],
  ]) {
    const { exit, stdout } = await runCli(folder.path, argv)
    assert.equal(exit, 3)
    assert.match(stdout, /^UNKNOWN - /)
  }
})

test('status --watch goes on until interrupted, then exits 130', async () => {
  const interrupt = new AbortController()
  let asked = 0
  await using daemon = await fakeDaemon({
    status: async () => {
      if (++asked === 3) interrupt.abort(new Error('interrupted'))
      return STATUS
    },
  })
  const { exit, stdout } = await daemon.run(['status', '--watch=100ms', '--json'], {
    now: NOW,
    signal: interrupt.signal,
  })
  assert.equal(exit, 130)
  const lines = stdout.trim().split('\n')
  assert.ok(lines.length >= 2)
  for (const line of lines) assert.equal(JSON.parse(line).command, 'status')
})

test('without a daemon status exits 10 and says how to start one', async () => {
  await using folder = await temporaryFolder()
  const { exit, stdout, stderr } = await runCli(folder.path, ['status'])
  assert.equal(exit, 10)
  assert.equal(stdout, '')
  assert.match(stderr, /^holdfast: nothing answers on .*control\.sock\n {2}why: .*\n {2}next: holdfast up\n$/)
  const named = await runCli(folder.path, ['status', '--home', '/tmp/none'])
  assert.match(named.stderr, /next: holdfast up --home \/tmp\/none/)
})

test("the daemon's error keeps its code, its hint and its exit", async () => {
  await using daemon = await fakeDaemon({
    status: () => Promise.reject(new HoldfastError('STOPPED', 'going down', { hint: 'wait' })),
  })
  const plain = await daemon.run(['status'])
  assert.equal(plain.exit, 1)
  assert.match(plain.stderr, /holdfast: going down\n {2}why: {2}The daemon is stopping\.\n {2}next: wait\n/)
  const json = await daemon.run(['status', '--json'])
  assert.deepEqual(JSON.parse(json.stderr).error, { code: 'STOPPED', message: 'going down', hint: 'wait' })
  assert.equal(json.stdout, '')
})

test('colour is used on a terminal, and not under NO_COLOR or --no-color', async () => {
  await using daemon = await fakeDaemon({ status: async () => STATUS })
  const run = (argv: string[], env: Record<string, string> = {}) => daemon.run(argv, { now: NOW, isTTY: true, env })
  assert.ok((await run(['status'])).stdout.includes('\u001b[31m'))
  for (const plain of [await run(['status', '--no-color']), await run(['status'], { NO_COLOR: '1' })]) {
    assert.ok(!plain.stdout.includes('\u001b'))
  }
})

test('a copy that nobody proved is named as claimed', async () => {
  const claimed = projectStatus({
    state: 'below',
    copies: { have: 0, need: 3 },
    claimed: 2,
    counted: [],
    provedAt: null,
  })
  const { stdout } = await status(withProjects(claimed))
  assert.match(stdout, /! nova-lp: no proved copy, 2 claimed\n {2}next: holdfast whereis nova-lp/)
  assert.match(stdout, / 2\/2 {5}- {6}3 min/)
})

test('an empty project is told to take its first snapshot', async () => {
  const empty = projectStatus({
    state: 'empty',
    copies: { have: 0, need: 3 },
    snapshotAt: null,
    counted: [siteIdOf(9)],
  })
  const { stdout } = await status(withProjects(empty))
  assert.match(stdout, /! nova-lp: no snapshot yet, nothing of it is safe\n {2}next: holdfast snapshot nova-lp\n/)
})
