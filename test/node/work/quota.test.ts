import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Quotas } from '../../../node/work/quota.ts'
import { parseId, type SiteId, type SnapshotId } from '../../../protocol/ids.ts'

const site = (n: number): SiteId => parseId('SiteId', n.toString(16).padStart(2, '0').repeat(32))
const snapshot = (n: number): SnapshotId => parseId('SnapshotId', n.toString(16).padStart(2, '0').repeat(32))
const [ME, WRITER, OTHER] = [1, 2, 3].map(site) as [SiteId, SiteId, SiteId]
const MB = 1_000_000

function ledger(state = new Map<string, Uint8Array>()) {
  const quota = new Map([[WRITER, 10 * MB]])
  const reports: string[] = []
  const errors: unknown[] = []
  const promises = {
    state,
    setState: async (key: string, value: Uint8Array | undefined) => {
      state.set(key, value!)
    },
  }
  const log = { error: (fields: object) => errors.push(fields) } as never
  const quotas = new Quotas(
    {
      me: ME,
      promises,
      quotaOf: id => quota.get(id) ?? 0,
      suspects: { report: (id, offence, what) => reports.push(`${id === WRITER ? 'writer' : id} ${offence}: ${what}`) },
    },
    { log },
  )
  return { quotas, quota, state, reports, errors, promises }
}

test('what a site brought is counted against its quota, and nothing bounds one without', () => {
  const { quotas } = ledger()
  quotas.charge(WRITER, 4 * MB)
  quotas.charge(OTHER, 40 * MB)
  quotas.charge(ME, 40 * MB)
  assert.deepEqual([quotas.used(WRITER), quotas.left(WRITER)], [4 * MB, 6 * MB])
  assert.deepEqual([quotas.used(OTHER), quotas.left(OTHER)], [40 * MB, Number.POSITIVE_INFINITY])
  assert.deepEqual([quotas.used(ME), quotas.left(ME)], [0, Number.POSITIVE_INFINITY])
  assert.equal(quotas.withholds(WRITER, snapshot(1)), false)
  assert.deepEqual(quotas.over(), [])
})

test('past its quota nothing more of it is fetched, it is named once a snapshot, and more room ends it', () => {
  const { quotas, quota, reports } = ledger()
  quotas.charge(WRITER, 11 * MB)
  for (const id of [1, 1, 2]) assert.equal(quotas.withholds(WRITER, snapshot(id)), true)
  assert.deepEqual(reports, [
    'writer quota: its snapshots have taken 11 MB here of the 10 MB they may: no more of them is fetched',
    'writer quota: its snapshots have taken 11 MB here of the 10 MB they may: no more of them is fetched',
  ])
  assert.deepEqual(quotas.over(), [{ site: WRITER, usedBytes: 11 * MB, quotaBytes: 10 * MB, snapshots: 2 }])
  assert.equal(quotas.withholds(OTHER, snapshot(3)), false)
  quota.set(WRITER, 20 * MB)
  assert.deepEqual(quotas.over(), [])
  assert.equal(quotas.withholds(WRITER, snapshot(1)), false)
  assert.equal(quotas.left(WRITER), 9 * MB)
})

test('what was counted outlives a restart, and is written on the way of a long transfer', async () => {
  const { quotas, state } = ledger()
  quotas.charge(WRITER, 7 * MB)
  await quotas.settle()
  assert.equal(ledger(state).quotas.used(WRITER), 7 * MB)
  for (let sent = 0; sent < 5; sent++) quotas.charge(OTHER, 4 * MB)
  await Promise.resolve()
  assert.ok(ledger(state).quotas.used(OTHER) >= 17 * MB)
})

test('a write that fails is made again with the next', async () => {
  const { quotas, state, promises } = ledger()
  const write = promises.setState
  promises.setState = async () => {
    throw new Error('no disk')
  }
  quotas.charge(WRITER, MB)
  await assert.rejects(quotas.settle(), /no disk/)
  promises.setState = write
  await quotas.settle()
  assert.equal(ledger(state).quotas.used(WRITER), MB)
})
