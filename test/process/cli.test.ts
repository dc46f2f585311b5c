// The command line against real daemons: projects, policies and snapshots are changed and read back, by name and by
// prefix, and every answer has its documented form and exit code.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { compareFolders } from '../../scripts/compare-folders.ts'
import type { Ran } from '../../scripts/local-mesh.ts'
import { eventually } from '../helpers/eventually.ts'
import { writeFiles } from '../helpers/local-site.ts'
import { BERLIN, PATIENCE, POTSDAM, type ProcessMesh, startMesh } from '../helpers/process-mesh.ts'

const VERSION = { major: 1, minor: 0 }

suite('the command line', () => {
  const scope = new AsyncDisposableStack()
  let mesh: ProcessMesh
  let folder: string
  let other: string

  before(async () => {
    mesh = scope.use(await startMesh([BERLIN, POTSDAM]))
    folder = join(mesh.folder, 'sessions', 'Nova LP')
    other = join(mesh.folder, 'sessions', 'Nova LP moved')
    await writeFiles(folder, { 'kick.wav': 100_000, 'song.rpp': 3_000 })
    await writeFiles(other, { 'kick.wav': 100_000, 'song.rpp': 3_000, 'snare.wav': 20_000 })
  })
  after(() => scope.disposeAsync())

  const run = (...args: string[]): Promise<Ran> => mesh.run(BERLIN.name, args)

  async function ok(...args: string[]): Promise<string> {
    return (await mesh.succeed(BERLIN.name, args)).stdout
  }

  async function fails(code: number, message: RegExp, ...args: string[]): Promise<void> {
    const ran = await run(...args)
    assert.equal(ran.code, code, `${args.join(' ')}: ${ran.stdout}${ran.stderr}`)
    assert.equal(ran.stdout, '')
    assert.match(ran.stderr, message)
  }

  test('status --check speaks to monitoring: warning, critical, fine, unknown', async () => {
    const check = async (site: string, code: number, line: RegExp): Promise<void> => {
      const ran = await mesh.spawn(site, ['status', '--check'])
      assert.deepEqual([ran.code, ran.stderr], [code, ''], ran.stdout)
      assert.match(ran.stdout, line)
    }
    await check(BERLIN.name, 1, /^WARNING - no projects yet \| below=0;0;0 /)
    await ok('project', 'add', 'nova', '--folder', folder, '--policy', '3-2-1', '--policy', 'copies=2 grace=10m')
    await check(BERLIN.name, 2, /^CRITICAL - 1 project below policy \| below=1;0;0 /)
    await ok('snapshot', 'nova', '--wait=60s')
    await check(BERLIN.name, 0, /^OK - 1 project at policy \| below=0;0;0 healing=0 sites_down=0;0;2 heal_bytes=0B\n$/)
    await mesh.prepare('without')
    await check('without', 3, /^UNKNOWN - nothing answers on .*control\.sock\n$/)
  })

  test('--quiet leaves the result on stdout and nothing else', async () => {
    const ran = await run('snapshot', 'nova', '--label', 'quiet', '--quiet')
    assert.deepEqual([ran.code, ran.stderr], [0, ''])
    assert.match(ran.stdout, /^nova@[0-9a-f]{8} {2}2 files, 103 kB, 0 B new, settled\n$/)
  })

  test('A project gets another name, folder and phase, by its name or the start of its id', async () => {
    const { projects } = await mesh.json<{ projects: { id: string }[] }>(BERLIN.name, ['project', 'list'])
    const prefix = projects[0]!.id.slice(0, 4)
    assert.match(
      await ok('project', 'set', prefix, '--name', 'nova-lp', '--folder', other),
      /^nova-lp: active, from .*moved\n/,
    )
    await fails(13, /no project is called nova\n[\s\S]*next: there are: nova-lp/, 'whereis', 'nova')
    await fails(1, /nowhere is not there/, 'project', 'set', 'nova-lp', '--folder', join(mesh.folder, 'nowhere'))
    await fails(2, /"active", "closed", "archived"/, 'project', 'set', 'nova-lp', '--phase', 'over')
    assert.match(await ok('project', 'set', 'nova-lp', '--phase', 'closed'), /^nova-lp: closed/)
    assert.match((await run('status')).stdout, /nova-lp +(ok|arriving) closed/)
    await ok('project', 'set', 'nova-lp', '--phase', 'active')
    await eventually(
      async () => (await mesh.run(POTSDAM.name, ['project', 'list'])).stdout.includes('nova-lp'),
      PATIENCE,
    )
    assert.match(await ok('snapshot', prefix), /^nova-lp@[0-9a-f]{8} {2}3 files/)
    await mkdir(join(mesh.folder, 'second'))
    await ok(
      'project',
      'add',
      'second',
      '--folder',
      join(mesh.folder, 'second'),
      '--policy',
      'copies=2 location=2 medium=1 manager=1',
    )
    await fails(1, /another project is called second/, 'project', 'set', 'nova-lp', '--name', 'second')
    await fails(1, /nova-lp is already kept from/, 'project', 'add', 'nova-lp', '--folder', other)
  })

  test('A project that is no longer captured keeps its snapshots, and can be taken up again', async () => {
    await fails(2, /next: without a terminal, give --yes/, 'project', 'rm', 'nova-lp')
    assert.match(await ok('project', 'rm', 'nova-lp', '--yes'), /^stopped capturing nova-lp; its 3 snapshots stay/)
    await fails(
      12,
      /capture of nova-lp is stopped[\s\S]*next: holdfast project set nova-lp --phase active/,
      'snapshot',
      'nova-lp',
    )
    assert.equal((await mesh.snapshots(BERLIN.name, 'nova-lp')).length, 3)
    await ok('restore', 'nova-lp', '--to', join(mesh.folder, 'stopped'))
    await ok('project', 'set', 'nova-lp', '--phase', 'active')
    assert.match(await ok('snapshot', 'nova-lp'), /^nothing changed since nova-lp@[0-9a-f]{8}/)
  })

  test('A snapshot is named by its label or by the shortest start of its id that is its own', async () => {
    const snapshots = await mesh.snapshots(BERLIN.name, 'nova-lp')
    const [newest, quiet, first] = snapshots.map(({ id }) => id) as [string, string, string]
    assert.deepEqual(
      snapshots.map(({ label }) => label),
      [null, 'quiet', null],
    )
    const listed = (await ok('snapshots', 'nova-lp')).split('\n')
    for (const [row, id] of [newest, quiet, first].entries()) assert.ok(listed[row + 1]?.startsWith(id.slice(0, 8)))
    for (const [index, [reference, source]] of [
      [first.slice(0, uniqueLength(first, [newest, quiet])), folder],
      ['quiet', folder],
      [newest.slice(0, uniqueLength(newest, [first, quiet])), other],
    ].entries()) {
      const target = join(mesh.folder, `by reference ${index}`)
      await ok('restore', `nova-lp@${reference}`, '--to', target)
      assert.deepEqual((await compareFolders(source!, target)).differences, [])
    }
    await fails(
      13,
      /no snapshot is called dead[\s\S]*next: holdfast snapshots/,
      'restore',
      'nova-lp@dead',
      '--to',
      join(mesh.folder, 'x'),
    )
  })

  test('A policy is shown, changed and explained, and what it lacks is said with the next step', async () => {
    await mesh.untilCopies(BERLIN.name, 'nova-lp', 2)
    assert.match(await ok('policy', 'show', 'nova-lp'), /^preset .*\ncopies +2\nlocation +2\nmedium +2\n/)
    assert.match(
      await ok('policy', 'set', 'nova-lp', 'copies=3', 'grace=15m'),
      /^nova-lp: 3 copies, 2 locations, 2 media, grace 15 min\n/,
    )
    const short = await run('status')
    assert.equal(short.code, 4)
    assert.match(short.stdout, /nova-lp +BELOW +2\/3/)
    assert.match(short.stdout, /next: holdfast invite .*why: holdfast policy explain nova-lp/)
    const explained = await ok('policy', 'explain', 'nova-lp')
    assert.match(explained, /^nova-lp asks for\n {2}3 proved copies, each on a site of its own\.\n/)
    assert.match(explained, /\npotsdam +potsdam +hdd +A\. Weiss +yes +counts as a copy\n/)
    assert.match(explained, /\n! copies 2\/3: only 2 sites can hold it/)
    await fails(
      2,
      /"copeis" is not part of a policy\n[\s\S]*next: the words are /,
      'policy',
      'set',
      'nova-lp',
      'copeis=4',
    )
    await fails(2, /copies must be 1 to 64\n[\s\S]*next: /, 'policy', 'set', 'nova-lp', 'copies=0')
    await fails(
      2,
      /no preset is called "standrad"[\s\S]*next: the presets are standard, 3-2-1/,
      'policy',
      'set',
      'nova-lp',
      'standrad',
    )
    await ok('policy', 'set', 'nova-lp', 'copies=2')
    await ok('project', 'rm', 'second', '--yes')
    assert.match((await run('status')).stdout, /nova-lp +ok +2\/2/)
  })

  test('Every answer under --json says its version, and errors are JSON on stderr', async () => {
    for (const words of [
      ['status'],
      ['status', '--check'],
      ['whereis', 'nova-lp'],
      ['sites'],
      ['project', 'list'],
      ['snapshots', 'nova-lp'],
      ['policy', 'show', 'nova-lp'],
      ['policy', 'explain', 'nova-lp'],
      ['config', 'show'],
      ['snapshot', 'nova-lp'],
      ['verify'],
    ]) {
      const { stdout } = await run(...words, '--json')
      const documents = stdout
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line) as { output_version: unknown; command: string })
      for (const { output_version, command } of documents) {
        assert.deepEqual(output_version, VERSION)
        assert.equal(command, words.slice(0, ['project', 'policy', 'config'].includes(words[0]!) ? 2 : 1).join(' '))
      }
      if (!['snapshot', 'verify'].includes(words[0]!)) assert.equal(documents.length, 1, words.join(' '))
    }
    const failed = await run('whereis', 'lost', '--json')
    assert.deepEqual([failed.code, failed.stdout], [13, ''])
    assert.deepEqual(JSON.parse(failed.stderr), {
      output_version: VERSION,
      command: 'whereis',
      type: 'error',
      error: { code: 'PROJECT_UNKNOWN', message: 'no project is called lost', hint: 'there are: nova-lp, second' },
    })
  })

  test('What was mistyped is answered with what may have been meant', async () => {
    await fails(2, /Did you mean status\?/, 'statsu')
    await fails(2, /Did you mean list\?/, 'project', 'lst')
    await fails(2, /next: did you mean --json\?/, 'status', '--jsno')
  })

  test('completion prints a script the shell accepts, and the words it asks for', async () => {
    const script = await ok('completion')
    const checked = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })
    assert.deepEqual([checked.status, checked.stderr], [0, ''])
    const words = (await mesh.spawn(BERLIN.name, ['--get-yargs-completions', 'holdfast', 'project', ''])).stdout
    for (const word of ['add', 'list', 'set', 'rm']) assert.ok(words.split('\n').includes(word), words)
  })
})

/** How much of an id tells it from the others; three characters at least. */
function uniqueLength(id: string, others: readonly string[]): number {
  let length = 3
  while (others.some(one => one.startsWith(id.slice(0, length)))) length++
  return length
}
