import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Operations } from '../../node/api/operations.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Cid } from '../../protocol/ids.ts'
import type { Progress } from '../../protocol/local-api.ts'
import type { Restored, TakenSnapshot, Verified } from '../../protocol/local-api-projects.ts'
import { fakeDaemon } from '../helpers/cli.ts'
import { KEPT, PROJECT, SNAPSHOT } from '../helpers/views.ts'

process.env.TZ = 'Europe/Berlin'
const progress: Progress = { stage: 'read', bytes: 5, totalBytes: 10, files: 1, totalFiles: null, note: null }
const skippedFile = { path: 'Mix/take 1.wav', pathBase64: 'TWl4', why: 'it changed while it was read' }

function taken(differences: Partial<TakenSnapshot>): TakenSnapshot {
  const plain = { unchanged: false, skipped: 0, skippedFiles: [], warnings: [], wait: null }
  return { project: PROJECT, snapshot: SNAPSHOT, ...plain, ...differences }
}
const restored: Restored = {
  project: PROJECT,
  snapshot: SNAPSHOT,
  files: 3911,
  plainBytes: 212_400_000_000,
  kept: 0,
  refused: 0,
  refusedLinks: [],
  failed: 0,
  failedFiles: [],
  renamed: 0,
  renamedFiles: [],
  otherLines: [],
  warnings: [],
}
const verified: Verified = { chunks: 10, bytes: 4_000_000, bad: 0, missing: 0, badChunks: [] }

async function run(answers: Partial<Operations>, ...argv: string[]) {
  await using daemon = await fakeDaemon(answers)
  return await daemon.run(argv)
}

test('snapshot says what it captured, and passes its flags on', async () => {
  const asked: unknown[] = []
  const takeSnapshot: Operations['takeSnapshot'] = async request => {
    asked.push(request)
    return taken({})
  }
  const { exit, stdout } = await run({ takeSnapshot }, 'snapshot', 'nova-lp')
  assert.equal(exit, 0)
  assert.equal(stdout, 'nova-lp@c0ffee12  3,911 files, 212.4 GB, 1.9 GB new, settled\n')
  await run({ takeSnapshot }, 'snapshot', '--wait', 'nova-lp', '--accept-empty', '--label', 'vocals done')
  assert.deepEqual(asked, [
    { project: 'nova-lp', acceptEmpty: false, waitSeconds: null },
    { project: 'nova-lp', acceptEmpty: true, waitSeconds: 900, label: 'vocals done' },
  ])
})

test('snapshot exits 3 when files were left out, and names them', async () => {
  const takeSnapshot = async () => taken({ skipped: 12, skippedFiles: [skippedFile] })
  const { exit, stdout, stderr } = await run({ takeSnapshot }, 'snapshot', 'nova-lp')
  assert.equal(exit, 3)
  assert.match(stderr, /^skipped Mix\/take 1\.wav: it changed while it was read\nskipped 11 more files/)
  assert.match(stdout, /^nova-lp@c0ffee12/)
})

test('snapshot --wait exits 0 when the policy was met, 4 when not', async () => {
  const wait = (met: boolean, have: number) => ({ met, seconds: 12, copies: { have, need: 3 } })
  const met = await run({ takeSnapshot: async () => taken({ wait: wait(true, 3) }) }, 'snapshot', 'nova-lp', '--wait')
  assert.equal(met.exit, 0)
  assert.match(met.stdout, /3\/3 copies proved after 0:12\n$/)
  const late = await run(
    { takeSnapshot: async () => taken({ skipped: 1, wait: wait(false, 2) }) },
    ...['snapshot', 'nova-lp', '--wait=12s'],
  )
  assert.equal(late.exit, 4)
  assert.match(late.stdout, /2\/3 copies proved after 0:12, policy not met yet\n {2}next: holdfast whereis nova-lp\n$/)
})

test('a folder that is suddenly empty makes no snapshot and tells the way out', async () => {
  const refusal = new HoldfastError('FOLDER_EMPTY', '/srv/nova is empty', {
    hint: 'holdfast snapshot nova --accept-empty',
  })
  const { exit, stderr } = await run({ takeSnapshot: () => Promise.reject(refusal) }, 'snapshot', 'nova')
  assert.equal(exit, 1)
  assert.match(stderr, /next: holdfast snapshot nova --accept-empty/)
})

test('long commands stream JSON Lines under --json, and only the result under --quiet too', async () => {
  const takeSnapshot: Operations['takeSnapshot'] = async (_request, report) => {
    report(progress)
    return taken({})
  }
  const lines = (await run({ takeSnapshot }, 'snapshot', 'a', '--json')).stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  assert.deepEqual(
    lines.map(line => [line.command, line.type]),
    [
      ['snapshot', 'progress'],
      ['snapshot', 'done'],
    ],
  )
  assert.equal(lines[1].snapshot.takenAt, '2026-11-21T13:40:00.000Z')
  const quiet = await run({ takeSnapshot }, 'snapshot', 'a', '--json', '--quiet')
  assert.equal(quiet.stdout.trim().split('\n').length, 1)
})

test('restore reports what it wrote and exits 3 when something was left out', async () => {
  const whole = await run({ restore: async () => ({ ...restored, kept: 11 }) }, 'restore', 'nova-lp', '--to', 'there')
  assert.equal(whole.exit, 0)
  const head = 'restored nova-lp@c0ffee12: 3,911 files, 212.4 GB in 0:00 (11 of them were there already)'
  assert.equal(whole.stdout, `${head}\nevery file matches the snapshot\n`)
  for (const less of [
    { refused: 1, refusedLinks: [{ ...skippedFile, why: 'it leads out' }] },
    { failed: 1, failedFiles: [skippedFile] },
  ]) {
    const partly = await run({ restore: async () => ({ ...restored, ...less }) }, 'restore', 'nova-lp', '--to', 'there')
    assert.equal(partly.exit, 3)
    assert.match(partly.stderr, /(left out|failed) Mix\/take 1\.wav: it/)
    assert.ok(!partly.stdout.includes('every file matches'))
  }
})

test('restore asks for what was typed, with an absolute target', async () => {
  const asked: Parameters<Operations['restore']>[0][] = []
  await using daemon = await fakeDaemon({
    restore: async request => {
      asked.push(request)
      return restored
    },
  })
  const flags = ['--include', 'Audio Files/Vox*', '--include', '*.ptx', '--overwrite', 'if-changed']
  await daemon.run(['restore', 'me@home@c0ffee', '--to', 'out', ...flags])
  assert.deepEqual(asked, [
    {
      project: 'me@home',
      snapshot: 'c0ffee',
      to: `${daemon.home}/out`,
      include: ['Audio Files/Vox*', '*.ptx'],
      overwrite: 'if-changed',
    },
  ])
})

test('verify exits 5 when it found damage, even if it was repaired', async () => {
  assert.match(
    (await run({ verify: async () => verified }, 'verify')).stdout,
    /^10 chunks, 4 MB read, nothing wrong\n$/,
  )
  const bad = {
    ...verified,
    bad: 1,
    badChunks: [{ cid: '77ac'.padEnd(64, '0') as Cid, repaired: true, from: 'berlin-a' }],
  }
  const { exit, stdout } = await run({ verify: async () => bad }, 'verify', 'nova-lp')
  assert.equal(exit, 5)
  assert.match(stdout, /^bad 77ac00000000 {2}repaired from berlin-a\n10 chunks, 4 MB read, 1 bad, 0 missing\n/)
})

test('project add passes the policy as words, however the shell split them', async () => {
  const asked: unknown[] = []
  await using daemon = await fakeDaemon({
    addProject: async request => {
      asked.push(request)
      return { project: KEPT, warnings: ['store and folder are on one disk'] }
    },
  })
  const { stdout, stderr } = await daemon.run([
    ...['project', 'add', 'nova-lp', '--folder', 'sessions', '--policy', '3-2-1 copies=4', '--policy', 'grace=10s'],
  ])
  const folder = `${daemon.home}/sessions`
  assert.deepEqual(asked, [{ name: 'nova-lp', folder, policy: ['3-2-1', 'copies=4', 'grace=10s'] }])
  assert.equal(
    stdout,
    `keeping nova-lp from ${folder}: standard: 3 copies, 3 locations, 2 media, 2 managers, grace 15 min\n`,
  )
  assert.match(stderr, /note: store and folder are on one disk\nnext: holdfast snapshot nova-lp --wait/)
})

test('policy set takes any number of words', async () => {
  const asked: unknown[] = []
  await using daemon = await fakeDaemon({
    setPolicy: async request => {
      asked.push(request)
      return { project: PROJECT, policy: PROJECT.policy }
    },
  })
  assert.equal((await daemon.run(['policy', 'set', 'nova-lp', 'copies=4', 'grace=10s'])).exit, 0)
  assert.deepEqual(asked, [{ project: 'nova-lp', words: ['copies=4', 'grace=10s'] }])
})

test('snapshots shows as much of each id as tells them apart', async () => {
  const other = {
    ...SNAPSHOT,
    id: 'c0ffee123f'.padEnd(64, '0') as typeof SNAPSHOT.id,
    label: 'vocals',
    state: 'live' as const,
    liveFiles: 2,
  }
  const snapshots = async () => ({ project: PROJECT, snapshots: [SNAPSHOT, other], lines: [] })
  const { stdout } = await run({ snapshots }, 'snapshots', 'nova-lp')
  assert.equal(
    stdout,
    `ID          TAKEN                    BY        FILES  SIZE      NEW     STATE    COPIES
c0ffee1234  2026-11-21 14:40 +01:00  berlin-a  3,911  212.4 GB  1.9 GB  settled  3/3
c0ffee123f  2026-11-21 14:40 +01:00  berlin-a  3,911  212.4 GB  1.9 GB  live(2)  3/3     "vocals"
`,
  )
})

test('project rm asks the daemon once and takes its time for the answer', async () => {
  const asked: unknown[] = []
  const stopProject: Operations['stopProject'] = async request => {
    asked.push(request)
    // As long as a write to a disk: whatever else the request carries has arrived by then.
    for (let turn = 0; turn < 20; turn++) await new Promise(next => setImmediate(next))
    return { ...PROJECT, phase: 'stopped' }
  }
  const { exit, stdout, stderr } = await run({ stopProject }, 'project', 'rm', 'nova-lp', '--yes')
  assert.equal(exit, 0, stderr)
  assert.match(stdout, /^stopped capturing nova-lp; its \d+ snapshots stay as they are\n$/)
  assert.deepEqual(asked, [{ project: 'nova-lp' }])
})
