// What `delete` and `undelete` ask, print and refuse. Signing and submitting is test/process/delete.test.ts's.
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Operations } from '../../node/api/operations.ts'
import type { RecordId } from '../../protocol/ids.ts'
import type {
  DeletionPlan,
  DeletionView,
  PlanDeletionRequest,
  UndeleteRequest,
} from '../../protocol/local-api-deletions.ts'
import { fakeDaemon } from '../helpers/cli.ts'
import { meshId, NOW, PROJECT, snapshotIdOf } from '../helpers/views.ts'

process.env.TZ = 'Europe/Berlin'
const DAY_S = 86_400
const [old, other] = [snapshotIdOf('01d0'), snapshotIdOf('07e4')]
const [first, second] = ['aa11', 'bb22'].map(start => start.padEnd(64, '0') as RecordId)

const plan: DeletionPlan = {
  mesh: meshId,
  project: PROJECT.id,
  name: 'nova-lp',
  snapshots: [
    { id: old, takenAt: NOW, label: 'mix 3', storedBytes: 3_000_000, lockSeconds: 5 * DAY_S },
    { id: other, takenAt: NOW, label: null, storedBytes: 4_000_000, lockSeconds: 0 },
  ],
  left: 0,
}

function deletion(differences: Partial<DeletionView>): DeletionView {
  return {
    certificate: first!,
    project: PROJECT.id,
    name: 'nova-lp',
    why: '',
    state: 'waiting',
    snapshots: [old, other],
    undeleted: [],
    waitSeconds: 2 * DAY_S,
    held: 2,
    quarantined: 0,
    freesSeconds: 9 * DAY_S,
    ...differences,
  }
}

async function run(answers: Partial<Operations>, ...args: string[]) {
  await using daemon = await fakeDaemon(answers)
  return await daemon.run(args)
}

suite('holdfast delete', () => {
  test('says what would go, how long each site waits, and when nothing stays', async () => {
    const asked: PlanDeletionRequest[] = []
    const planDeletion = async (request: PlanDeletionRequest) => {
      asked.push(request)
      return plan
    }
    const words = ['nova-lp@01d0', 'nova-lp@07e4', '--dry-run']
    const { stdout, exit } = await run({ planDeletion }, 'delete', ...words)
    assert.equal(exit, 0)
    assert.deepEqual(asked, [{ project: 'nova-lp', snapshots: ['01d0', '07e4'] }])
    assert.match(stdout, /^nova-lp: 2 snapshots to delete at every site, 0 stay\n/)
    assert.match(stdout, /01d00000 {2}2026-\S+ \S+ \S+ {2}3 MB {2}"mix 3"\n/)
    assert.match(stdout, /each site waits 3 d of its own running time, then keeps the bytes for 7 d more/)
    assert.match(stdout, /1 is locked here, the last for 5 d: locks end first/)
    assert.match(stdout, /NOTHING OF THE PROJECT STAYS/)
    const json = JSON.parse((await run({ planDeletion }, 'delete', 'nova-lp', '--dry-run', '--json')).stdout)
    assert.deepEqual([json.command, json.dryRun, json.waitSeconds, json.left], ['delete', true, 3 * DAY_S, 0])
  })

  test('asks before it signs, and takes no shorter wait and no two projects', async () => {
    const planDeletion = async () => plan
    for (const args of [
      ['nova-lp'],
      ['nova-lp', '--yes', '--wait', '2d'],
      ['nova-lp@01d0', 'other@07e4', '--yes'],
      ['nova-lp', 'nova-lp@07e4', '--yes'],
    ])
      assert.equal((await run({ planDeletion }, 'delete', ...args)).exit, 2, args.join(' '))
  })
})

suite('holdfast undelete', () => {
  const all = [
    deletion({}),
    deletion({ certificate: second!, snapshots: [old], state: 'over', waitSeconds: 0, held: 0, quarantined: 1 }),
  ]

  test('without a word lists what is to be deleted', async () => {
    const { stdout } = await run({ deletions: async () => ({ deletions: all }) }, 'undelete')
    assert.match(stdout, /aa1100000000 +nova-lp +2 +waits 2 d more; bytes here go in 9 d/)
    assert.match(stdout, /bb2200000000 +nova-lp +1 +1 in quarantine here; bytes here go in 9 d/)
    assert.equal(
      (await run({ deletions: async () => ({ deletions: [] }) }, 'undelete')).stdout,
      'nothing is to be deleted\n',
    )
  })

  test('calls back a certificate, all of a project, or one snapshot wherever it is named', async () => {
    const called: UndeleteRequest[] = []
    const answers = {
      deletions: async () => ({ deletions: all }),
      undelete: async (request: UndeleteRequest) => {
        called.push(request)
        return all.find(({ certificate }) => certificate === request.certificate)!
      },
    }
    const { stdout } = await run(answers, 'undelete', 'bb22')
    assert.match(stdout, /1 snapshot of nova-lp stays: deletion bb2200000000 is called back/)
    await run(answers, 'undelete', 'nova-lp')
    await run(answers, 'undelete', 'nova-lp@07e4')
    assert.deepEqual(called, [
      { certificate: second, snapshots: [] },
      { certificate: first, snapshots: [] },
      { certificate: second, snapshots: [] },
      { certificate: first, snapshots: [other] },
    ])
    assert.equal((await run(answers, 'undelete', 'nothing')).exit, 13)
    assert.equal((await run(answers, 'undelete', 'nova-lp@ffff')).exit, 13)
  })
})
