import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HoldfastError } from '../../protocol/errors.ts'
import { fakeDaemon } from '../helpers/cli.ts'
import { NOW, WHEREIS } from '../helpers/views.ts'

process.env.TZ = 'Europe/Berlin'

test('whereis prints the layout that the documentation shows', async () => {
  await using daemon = await fakeDaemon({ whereis: async () => WHEREIS })
  const { exit, stdout } = await daemon.run(['whereis', 'nova-lp'], { now: NOW })
  assert.equal(
    stdout,
    `SITE       LOCATION       MEDIUM MANAGER          HAS   STATE        SEEN    PROVED
berlin-a   berlin-studio  ssd    Kreuzberg Sound  100%  copy         now     2 d
frankfurt  frankfurt      hdd    Hosting GmbH     100%  unreachable  11 min  6 d   counts until 14:32
amsterdam  amsterdam      ssd    Hosting GmbH      38%  receiving    now     -     131.7 GB ~29 min

2/3 copies, 1 in grace   snapshot c0ffee12  2026-11-21 14:40 +01:00  212.4 GB, 3,911 files
`,
  )
  assert.equal(exit, 0)
})

test('a share is rounded down, so that 100% means all of it', async () => {
  const [first] = WHEREIS.sites
  const almost = { ...first!, haveBytes: 999_999, needBytes: 1_000_000 }
  await using daemon = await fakeDaemon({ whereis: async () => ({ ...WHEREIS, sites: [almost] }) })
  const { stdout } = await daemon.run(['whereis', 'nova-lp'], { now: NOW })
  assert.match(stdout, / 99% /)
})

test('the project is passed as it was typed, whatever characters it has', async () => {
  const asked: string[] = []
  await using daemon = await fakeDaemon({
    whereis: async ({ project }) => {
      asked.push(project)
      return WHEREIS
    },
  })
  for (const name of ['nova-lp', 'a/b ?#%', '日本語', '..']) {
    assert.equal((await daemon.run(['whereis', name])).exit, 0, name)
  }
  assert.deepEqual(asked, ['nova-lp', 'a/b ?#%', '日本語', '..'])
})

test('a project nobody knows exits 13 with what the daemon suggests', async () => {
  await using daemon = await fakeDaemon({
    whereis: () => Promise.reject(new HoldfastError('PROJECT_UNKNOWN', 'no project "nova"', { hint: 'nova-lp?' })),
  })
  const { exit, stderr } = await daemon.run(['whereis', 'nova'])
  assert.equal(exit, 13)
  assert.match(stderr, /next: nova-lp\?/)
})
