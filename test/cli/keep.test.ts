// What `forget`, `pin`, `snapshots --all`, `project close` and `policy set --retention` ask, print and refuse.
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Operations } from '../../node/api/operations.ts'
import type { Explanation } from '../../protocol/local-api-projects.ts'
import type { ForgetPlan, ForgetRequest, RetentionView } from '../../protocol/local-api-retention.ts'
import { fakeDaemon } from '../helpers/cli.ts'
import { KEPT, NOW, PROJECT, SNAPSHOT, siteIdOf, snapshotIdOf } from '../helpers/views.ts'

process.env.TZ = 'Europe/Berlin'
const DAY = 86_400_000
const berlin = { id: siteIdOf(1), name: 'berlin-a' }
const authority = { ...berlin, here: true, countsInMs: null, may: true }
const [old, labelled] = [snapshotIdOf('01d0'), snapshotIdOf('1abe1')]
const planned = { takenAt: NOW - 40 * DAY, by: berlin, label: null, reasons: [], forMs: null }

function plan(differences: Partial<ForgetPlan>): ForgetPlan {
  return {
    project: { id: PROJECT.id, name: 'nova-lp' },
    authority,
    dryRun: true,
    going: [{ ...planned, id: old, blocked: null, lockedMs: 0 }],
    staying: [
      { ...planned, id: labelled, label: 'mix 3', reasons: ['label', 'weekly'] },
      { ...planned, id: SNAPSHOT.id, reasons: ['all', 'daily'], forMs: 3 * DAY },
    ],
    forgotten: 2,
    sites: [
      { ...berlin, snapshots: 1, freeBytes: 1_200_000_000 },
      { id: siteIdOf(2), name: 'potsdam', snapshots: 1, freeBytes: null },
    ],
    ...differences,
  }
}
const view: RetentionView = {
  authority,
  sentences: ['Kept: every snapshot for 7 d.'],
  kept: [
    { reason: 'newest', snapshots: 1 },
    { reason: 'monthly', snapshots: 3 },
  ],
  retained: 3,
  expired: 1,
  noticed: 2,
  noticeMs: 29.5 * DAY,
  forgotten: 12,
  deleted: 0,
}
const explained: Explanation = { project: PROJECT, sentences: [], retention: view, unmet: [], sites: [] }

async function run(answers: Partial<Operations>, ...argv: string[]) {
  await using daemon = await fakeDaemon(answers)
  return await daemon.run(argv)
}

suite('forget', () => {
  const asks = (answer: ForgetPlan, asked: ForgetRequest[] = []): Partial<Operations> => ({
    forget: async request => {
      asked.push(request)
      return { ...answer, dryRun: request.dryRun }
    },
  })

  test('--dry-run says what goes, what stays, why, and what comes free where', async () => {
    const asked: ForgetRequest[] = []
    const { exit, stdout } = await run(asks(plan({}), asked), 'forget', 'nova-lp', '--dry-run')
    assert.equal(exit, 0)
    assert.deepEqual(asked, [{ project: 'nova-lp', snapshots: [], dryRun: true }])
    assert.match(stdout, /^nova-lp: authority berlin-a \(this site\)\n\ngoes: 1 snapshot\nID +TAKEN +BY +LABEL +WHY\n/)
    assert.match(stdout, /01d0\w* .*berlin-a +expired\n/)
    assert.match(stdout, /berlin-a +1 +1\.2 GB\npotsdam +1 +unknown\n/)
    assert.match(stdout, /stays: 2 snapshots\n[\s\S]*mix 3 +labelled, its week's\n[\s\S]*young, its day's; 3 d more\n/)
    assert.match(stdout, /\n2 snapshots forgotten or deleted before\n$/)
  })

  test('asks nothing of a daemon that has no terminal and no --yes, nor for two projects at once', async () => {
    const asked: ForgetRequest[] = []
    assert.equal((await run(asks(plan({}), asked), 'forget', 'nova-lp')).exit, 2)
    assert.equal((await run(asks(plan({}), asked), 'forget', 'nova-lp@01d0', 'second@1abe', '--yes')).exit, 2)
    assert.equal((await run(asks(plan({}), asked), 'forget', 'nova-lp@01d0', 'nova-lp', '--yes')).exit, 2)
    assert.deepEqual(asked, [])
  })

  test('names snapshots, and says that locks hold the bytes', async () => {
    const asked: ForgetRequest[] = []
    const going = [{ ...planned, id: old, blocked: null, lockedMs: 6.5 * DAY }]
    const { stdout } = await run(asks(plan({ going }), asked), 'forget', 'nova-lp@01d0', 'nova-lp@1abe', '--yes')
    assert.deepEqual(asked, [{ project: 'nova-lp', snapshots: ['01d0', '1abe'], dryRun: false }])
    assert.match(stdout, /^nova-lp: forgot 1 snapshot\n1 snapshot locked: each site keeps the bytes/)
    const none = await run(asks(plan({ going: [] })), 'forget', 'nova-lp', '--yes')
    assert.equal(none.stdout, 'nova-lp: nothing has expired\n')
  })

  test('says whose word it is, and that it does not count yet', async () => {
    const lately = { ...authority, name: 'potsdam', here: false, countsInMs: 12.25 * DAY }
    const { stdout } = await run(asks(plan({ authority: lately })), 'forget', 'nova-lp', '--dry-run')
    assert.match(stdout, /authority potsdam, whose word counts in 12 d: nothing expires until then\n/)
    const gone = await run(asks(plan({ authority: { ...lately, may: false } })), 'forget', 'nova-lp', '--dry-run')
    assert.match(gone.stdout, /potsdam, which may direct it no more: nothing expires\n/)
  })

  test('answers --json as it was told', async () => {
    const { stdout } = await run(asks(plan({})), 'forget', 'nova-lp', '--dry-run', '--json')
    const { output_version: version, going } = JSON.parse(stdout)
    assert.deepEqual([version.major, going[0].id], [1, old])
  })
})

suite('pin', () => {
  const answer = {
    project: { id: PROJECT.id, name: 'nova-lp' },
    snapshot: { ...planned, id: old },
    wasForgotten: false,
  }

  test('passes label and removal on, and says what keeps it now', async () => {
    const asked: unknown[] = []
    const pin: Operations['pin'] = async request => {
      asked.push(request)
      return { ...answer, pinned: request.pinned, wasForgotten: request.pinned }
    }
    const set = await run({ pin }, 'pin', 'nova-lp@01d0', '--label', 'sent')
    assert.match(set.stdout, /^nova-lp@01d0\w* is pinned: kept whatever its age; it was forgotten, and is kept again/)
    const removed = await run({ pin }, 'pin', 'nova-lp@01d0', '--remove')
    assert.match(removed.stdout, /is not pinned any more; retention keeps it no more\n$/)
    assert.deepEqual(asked, [
      { project: 'nova-lp', snapshot: '01d0', pinned: true, label: 'sent' },
      { project: 'nova-lp', snapshot: '01d0', pinned: false },
    ])
    for (const wrong of [['nova-lp'], ['nova-lp@01d0', '--remove', '--label', 'x']])
      assert.equal((await run({ pin }, 'pin', ...wrong)).exit, 2)
  })
})

test('snapshots leaves out what was let go of, unless all are asked for', async () => {
  const gone = {
    ...SNAPSHOT,
    id: old,
    keeping: { state: 'forgotten', pinned: false, here: 'held', forMs: 6 * DAY, deletion: null },
  } as const
  const kept = { ...SNAPSHOT, keeping: { ...SNAPSHOT.keeping, pinned: true } }
  const snapshots = async () => ({ project: PROJECT, snapshots: [kept, gone], lines: [] })
  const some = await run({ snapshots }, 'snapshots', 'nova-lp')
  assert.match(some.stdout, /c0ffee12 .* pinned\n$/)
  assert.doesNotMatch(some.stdout, /01d0/)
  assert.match(some.stderr, /1 forgotten or deleted: holdfast snapshots nova-lp --all/)
  const all = await run({ snapshots }, 'snapshots', 'nova-lp', '--all')
  assert.match(all.stdout, /01d0.* forgotten, locked here for another 6 d\n/)
  const count = async (...more: string[]) =>
    JSON.parse((await run({ snapshots }, 'snapshots', 'nova-lp', '--json', ...more)).stdout).snapshots.length
  assert.deepEqual([await count(), await count('--all')], [1, 2])
})

test('closing asks, changes the phase, and says what goes after the notice', async () => {
  const asked: unknown[] = []
  const setProject: Operations['setProject'] = async request => {
    asked.push(request)
    return { ...KEPT, phase: request.phase ?? 'active' }
  }
  const answers = { setProject, explainPolicy: async () => explained }
  assert.equal((await run(answers, 'project', 'close', 'nova-lp')).exit, 2)
  const { stdout } = await run(answers, 'project', 'close', 'nova-lp', '--yes')
  assert.match(stdout, /^nova-lp is closed: nothing is captured any more\nauthority: berlin-a \(this site\)\n/)
  assert.match(
    stdout,
    /3 kept \(1 newest, 3 its month's\), 1 expired, 12 forgotten, 0 deleted\n2 of them only by what was/,
  )
  assert.match(stdout, /for another 29 d at least\n$/)
  await run(answers, 'project', 'reopen', 'nova-lp')
  await run(answers, 'project', 'set', 'nova-lp', '--authority', 'potsdam', '--retention', 'all=3d monthly=no')
  assert.deepEqual(asked, [
    { project: 'nova-lp', phase: 'closed' },
    { project: 'nova-lp', phase: 'active' },
    { project: 'nova-lp', authority: 'potsdam', retention: ['all=3d', 'monthly=no'] },
  ])
})

test('policy set takes retention as words of its own', async () => {
  const asked: unknown[] = []
  const setPolicy: Operations['setPolicy'] = async request => {
    asked.push(request.words)
    return { project: PROJECT, policy: PROJECT.policy }
  }
  const answers = { setPolicy, explainPolicy: async () => explained }
  const { stdout } = await run(answers, 'policy', 'set', 'nova-lp', 'copies=4', '--retention', 'all=3d daily=10d')
  assert.deepEqual(asked, [['copies=4', 'all=3d', 'daily=10d']])
  assert.match(stdout, /authority: berlin-a \(this site\)/)
  assert.equal((await run(answers, 'policy', 'set', 'nova-lp')).exit, 2)
})
