// The crash tests can fail: an order of writing broken on purpose is found, each kind of it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { figure } from '../helpers/figure.ts'
import { withoutReplacing, withoutSync, withoutSyncFolder } from './faults.ts'
import type { RecordedDisk } from './recorded-disk.ts'
import { tryStates } from './try-states.ts'
import { workloads } from './workloads.ts'

interface Fault {
  readonly workload: string
  readonly plant: (disk: RecordedDisk) => RecordedDisk
}

// As many states as it may take to meet the one that matters.
const MOST = 1500

const FAULTS: Readonly<Record<string, Fault>> = {
  'the journal answers before its fsync': { workload: 'promises', plant: disk => withoutSync(disk, /^journal$/) },
  'the index and the answer come before the fdatasync of the pack': {
    workload: 'ingest',
    plant: disk => withoutSync(disk, /\.pack$/),
  },
  'a holding is stated over chunks that are not synced': {
    workload: 'replicate',
    plant: disk => withoutSync(disk, /\.pack$/),
  },
  'the folder is not synced after a new pack': {
    workload: 'lanes',
    plant: disk => withoutSyncFolder(disk, /packs$/),
  },
  'a compacted journal gets its name before its bytes': {
    workload: 'lanes',
    plant: disk => withoutSync(disk, /^journal\.new$/),
  },
  'the folder is not synced after a file was replaced': {
    workload: 'identity',
    plant: disk => withoutSyncFolder(disk, /store$/),
  },
  'the identity gets its name before its bytes': {
    workload: 'identity',
    plant: disk => withoutSync(disk, /^identity\.new$/),
  },
  'the identity is removed before the new one has its name': {
    workload: 'identity',
    plant: withoutReplacing,
  },
  'a collection lets go of a pack before the copies are synced': {
    workload: 'collect',
    plant: disk => withoutSync(disk, /\.pack$/),
  },
}

test('each planted fault of the order of writing is caught', { timeout: 3_600_000 }, async t => {
  let caught = 0
  for (const [name, { workload, plant }] of Object.entries(FAULTS)) {
    await t.test(name, async t => {
      const run = workloads[workload]!
      const faulty = { ...run, work: (disk: RecordedDisk, root: string) => run.work(plant(disk), root) }
      const { lostCount, lost, states } = await tryStates(faulty, MOST, 1, true)
      t.diagnostic(`after ${states} states: ${lost[0]}`)
      assert.ok(lostCount > 0, 'no state showed it')
      caught++
    })
  }
  const all = Object.keys(FAULTS).length
  figure('planted faults of the order of writing that are caught', caught, `all of ${all}`, caught === all)
})
