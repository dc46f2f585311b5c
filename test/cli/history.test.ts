import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Operations } from '../../node/api/operations.ts'
import type {
  ChangeView,
  Compared,
  FileEventView,
  FoundFile,
  FoundFiles,
  Linted,
  NamedSnapshot,
} from '../../protocol/local-api-history.ts'
import { fakeDaemon } from '../helpers/cli.ts'
import { NOW, PROJECT, projectIdOf, SNAPSHOT, siteIdOf, snapshotIdOf } from '../helpers/views.ts'

process.env.TZ = 'Europe/Berlin'

const project = { id: projectIdOf(1), name: 'nova-lp' }
const pathOf = (path: string) => ({ path, pathBase64: Buffer.from(path).toString('base64') })
const named = (id: string, takenAt = NOW): NamedSnapshot => ({
  id: snapshotIdOf(id),
  takenAt,
  by: { id: siteIdOf(1), name: 'berlin-a' },
  state: 'settled',
  label: null,
})
const file: FoundFile = {
  project,
  ...pathOf('Audio Files/Vox.wav'),
  size: 82_900_000,
  modifiedAt: NOW,
  format: { container: 'wav', codec: 'pcm', channels: 2, rate: 48_000, bits: 24, durationMs: 192_000 },
  tags: { scene: '12A', take: '3', date: '2026-03-14', time: '13:04:05' },
  category: 'raw',
  live: false,
  snapshot: named('c0ffee12'),
}
const found: FoundFiles = { files: [file], total: 1, unread: 0, searched: 10, of: 10, gaps: [] }

async function run(answers: Partial<Operations>, ...argv: string[]) {
  await using daemon = await fakeDaemon(answers)
  return await daemon.run(argv)
}

test('find shows what people look for, and asks for what was typed', async () => {
  const asked: unknown[] = []
  const find: Operations['find'] = async request => {
    asked.push(request)
    return found
  }
  const plain = { ...file, ...pathOf('Notes.txt'), tags: {}, format: null }
  const { exit, stdout } = await run({ find: async () => ({ ...found, files: [file, plain] }) }, 'find', 'vox')
  assert.equal(exit, 0)
  assert.equal(
    stdout,
    [
      'DATE              PROJECT  SCENE  TAKE  SIZE     FORMAT                     SNAPSHOT  SITE      PATH',
      '2026-03-14 13:04  nova-lp  12A    3     82.9 MB  48 kHz 24 bit, 2 ch, 3:12  c0ffee12  berlin-a  Audio Files/Vox.wav',
      '2026-11-21 14:43  nova-lp               82.9 MB                             c0ffee12  berlin-a  Notes.txt',
      '',
    ].join('\n'),
  )
  await run({ find }, 'find')
  const flags = [
    '--scene',
    '12*',
    '--take',
    '3',
    '--by',
    'zoom',
    '--project',
    'nova',
    '--date',
    '2026-03',
    '--limit',
    '7',
  ]
  await run({ find }, 'find', 'vox', 'Audio Files/', ...flags, '--text', 'lead')
  assert.deepEqual(asked, [
    { words: [], limit: 100 },
    {
      words: ['vox', 'Audio Files/', 'lead'],
      limit: 7,
      project: 'nova',
      scene: '12*',
      take: '3',
      by: 'zoom',
      from: '2026-03-01',
      to: '2026-03-31',
    },
  ])
})

test('find never passes off what was not searched as not there', async () => {
  const gap = {
    project,
    snapshot: named('badc0de1'),
    files: 40,
    why: 'absent' as const,
    instead: named('a1d', NOW - 86_400_000),
  }
  const none = { ...found, files: [], total: 0, searched: 60, of: 100, gaps: [gap] }
  const ran = await run({ find: async () => none }, 'find', 'vox')
  assert.equal(ran.exit, 3)
  assert.equal(ran.stdout, 'nothing found in what could be searched\n')
  assert.equal(
    ran.stderr,
    [
      'searched 60 of 100 files:',
      '  nova-lp@badc0de1 by berlin-a (40 files): its files are not whole at this site; searched as of 2026-11-20 14:43 +01:00 instead',
      '',
    ].join('\n'),
  )
  const unknown = await run(
    { find: async () => ({ ...none, of: null, gaps: [{ ...gap, files: null }] }) },
    'find',
    '--json',
  )
  assert.deepEqual([unknown.exit, JSON.parse(unknown.stdout).complete], [3, false])
  const whole = await run({ find: async () => ({ ...none, gaps: [] }) }, 'find', 'vox')
  assert.deepEqual([whole.exit, whole.stdout], [0, 'nothing found\n'])
  const more = await run({ find: async () => ({ ...found, total: 5000 }) }, 'find', 'wav')
  assert.match(more.stderr, /^1 file of 5,000, newest first; --limit shows more\n$/)
})

test('find refuses what is no date and no limit', async () => {
  for (const flags of [
    ['--date', 'march'],
    ['--limit', '0'],
    ['--limit', '20000'],
    ['--limit', 'x'],
  ])
    assert.equal((await run({}, 'find', ...flags)).exit, 2, flags.join(' '))
})

const change = (kind: ChangeView['kind'], path: string, more: Partial<ChangeView> = {}): ChangeView => ({
  kind,
  type: 'file',
  ...pathOf(path),
  from: null,
  size: 1_000_000,
  sizeBefore: null,
  files: null,
  newBytes: 0,
  ...more,
})
const zero = { changes: 0, files: 0, newBytes: 0 }
const totals = { added: zero, removed: zero, changed: zero, moved: zero, retagged: zero, touched: zero }

test('diff tells each change in a line, and what they come to', async () => {
  const changes = [
    change('added', 'New', { type: 'directory', files: 12, newBytes: 600_000 }),
    change('moved', 'Takes', { type: 'directory', size: null, from: pathOf('Audio Files') }),
    change('changed', 'Nova.rpp', { newBytes: 24_000, sizeBefore: 900_000 }),
  ]
  const compared: Compared = {
    project,
    a: named('aaaaaaaa', NOW - 3_600_000),
    b: named('bbbbbbbb'),
    changes,
    total: 5,
    totals: {
      ...totals,
      added: { changes: 1, files: 12, newBytes: 600_000 },
      moved: { changes: 1, files: 0, newBytes: 0 },
      changed: { changes: 3, files: 3, newBytes: 24_000 },
    },
  }
  const asked: unknown[] = []
  const diff: Operations['diff'] = async request => {
    asked.push(request)
    return compared
  }
  const { exit, stdout, stderr } = await run({ diff }, 'diff', 'nova-lp', 'aaaa')
  assert.equal(exit, 0)
  assert.deepEqual(asked, [{ project: 'nova-lp', a: 'aaaa', limit: 1000 }])
  assert.equal(
    stdout,
    [
      'nova-lp  aaaaaaaa (2026-11-21 13:43 +01:00, berlin-a) → bbbbbbbb (2026-11-21 14:43 +01:00, berlin-a)',
      'WHAT     SIZE  NEW     PATH',
      'added    1 MB  600 kB  New/  (12 files)',
      'moved               -  Audio Files/ → Takes/',
      'changed  1 MB   24 kB  Nova.rpp',
      '1 added (12 files), 3 changed, 1 moved; 624 kB new',
      '',
    ].join('\n'),
  )
  assert.match(stderr, /2 more changes; --limit shows more/)
  const same = await run({ diff: async () => ({ ...compared, changes: [], total: 0, totals }) }, 'diff', 'nova-lp')
  assert.match(same.stdout, /\nnothing changed\n$/)
})

test('history tells who changed a file, when, where and how', async () => {
  const event = (kind: FileEventView['kind'], more: Partial<FileEventView> = {}): FileEventView => ({
    kind,
    ...pathOf('Takes/Vox.wav'),
    from: null,
    snapshot: named('c0ffee12'),
    user: 'ada',
    folder: '/srv/nova',
    size: 2_000_000,
    modifiedAt: NOW,
    newBytes: 0,
    earlierUnknown: false,
    ...more,
  })
  const events = [
    event('renamed', { from: pathOf('Audio/Vox.wav') }),
    event('added', { newBytes: 900_000, user: null, earlierUnknown: true }),
  ]
  const answer = { project, events, total: 2, snapshots: 9, unread: [] }
  const { exit, stdout } = await run({ history: async () => answer }, 'history', 'nova-lp', 'Takes/Vox.wav')
  assert.equal(exit, 0)
  assert.equal(
    stdout,
    [
      'TAKEN                    SITE      USER  SNAPSHOT  SIZE  NEW     WHAT                                       FROM',
      '2026-11-21 14:43 +01:00  berlin-a  ada   c0ffee12  2 MB       -  renamed from Audio/Vox.wav: Takes/Vox.wav  /srv/nova',
      '2026-11-21 14:43 +01:00  berlin-a  ?     c0ffee12  2 MB  900 kB  added (or earlier): Takes/Vox.wav          /srv/nova',
      '',
    ].join('\n'),
  )
  const partly = await run({ history: async () => ({ ...answer, unread: [named('dead')] }) }, 'history', 'nova-lp', 'x')
  assert.equal(partly.exit, 3)
  assert.match(partly.stderr, /1 snapshot could not be read: more may have happened there/)
})

test('lint exits 3 for errors alone', async () => {
  const finding = {
    severity: 'error' as const,
    code: 'media-missing',
    ...pathOf('Nova.rpp'),
    message: 'names "x", which is not',
  }
  const clean: Linted = {
    project,
    snapshot: named('c0ffee12'),
    files: 12,
    sessionsRead: 1,
    sessionsUnread: 0,
    counts: { error: 0, warning: 0, info: 0 },
    findings: [],
  }
  const asked: unknown[] = []
  const lint: Operations['lint'] = async request => {
    asked.push(request)
    return clean
  }
  const good = await run({ lint }, 'lint', 'nova-lp@c0ffee')
  assert.deepEqual(asked, [{ project: 'nova-lp', snapshot: 'c0ffee' }])
  assert.deepEqual([good.exit, good.stdout], [0, 'nova-lp@c0ffee12: 12 files, 1 session read: nothing to say\n'])
  const warned = {
    ...clean,
    counts: { error: 0, warning: 3, info: 1 },
    findings: [{ ...finding, severity: 'warning' as const }],
  }
  const warning = await run({ lint: async () => warned }, 'lint', 'nova-lp')
  assert.equal(warning.exit, 0)
  assert.match(warning.stderr, /3 more findings; --limit shows more/)
  const failed = { ...clean, counts: { error: 1, warning: 0, info: 0 }, findings: [finding] }
  const bad = await run({ lint: async () => failed }, 'lint', 'nova-lp')
  assert.equal(bad.exit, 3)
  assert.match(
    bad.stdout,
    /^error {4}Nova\.rpp: names "x", which is not\n.*: 1 error, 0 warnings, 0 for information\n$/,
  )
})

test('snapshots and restore say that there are several lines', async () => {
  const other = { ...SNAPSHOT, id: snapshotIdOf('badc0de1'), by: { id: siteIdOf(2), name: 'potsdam' } }
  const lines = [SNAPSHOT, other].map(({ id, takenAt, by }) => ({ snapshot: id, takenAt, by }))
  const listed = await run(
    { snapshots: async () => ({ project: PROJECT, snapshots: [SNAPSHOT, other], lines }) },
    'snapshots',
    'nova-lp',
  )
  assert.equal(listed.stdout.match(/newest of its line/g)?.length, 2)
  assert.match(
    listed.stderr,
    /^2 lines \(berlin-a, potsdam\): each has changes the others lack\n {2}next: holdfast diff nova-lp badc0de1 c0ffee12/,
  )
  const counts = {
    files: 1,
    plainBytes: 1,
    kept: 0,
    refused: 0,
    refusedLinks: [],
    failed: 0,
    failedFiles: [],
    renamed: 0,
    renamedFiles: [],
    warnings: [],
  }
  const answer = { project: PROJECT, snapshot: SNAPSHOT, ...counts, otherLines: lines.slice(1) }
  const restored = await run({ restore: async () => answer }, 'restore', 'nova-lp', '--to', 'there')
  assert.equal(restored.exit, 0)
  assert.match(restored.stderr, /this is the line of berlin-a, as of .*; it lacks what was changed elsewhere\n/)
  assert.match(restored.stderr, /the line of potsdam, as of .*: holdfast restore nova-lp@badc0de1 --to ANOTHER-FOLDER/)
})
