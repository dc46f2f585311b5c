// A real daemon's find, diff, history and lint over a session whose takes carry bext and iXML (§ Find, § Diff and history,
// § Lint).
import assert from 'node:assert/strict'
import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { bextBlock, ixmlBlock } from '../helpers/audio-blocks.ts'
import { buildWav } from '../helpers/audio-file.ts'
import { noise } from '../helpers/chunk-memory.ts'
import { eventually } from '../helpers/eventually.ts'
import { addProject } from '../helpers/local-site.ts'
import { BERLIN, PATIENCE, startMesh } from '../helpers/process-mesh.ts'

interface FoundJson {
  complete: boolean
  total: number
  files: { path: string; tags: Record<string, string>; snapshot: { id: string } }[]
}
interface DiffJson {
  changes: { kind: string; path: string; from: { path: string } | null; type: string; newBytes: number }[]
}

const SITE = BERLIN.name

function wav(scene: string, take: number, seed: number, bytes = 1_600_000): Buffer {
  const before = [
    bextBlock({ description: 'Boom and two lavs', originator: 'Zoom F8n Pro', date: '2026-03-14', time: '13:04:05' }),
    ixmlBlock(`<BWFXML><PROJECT>Nova LP</PROJECT><SCENE>${scene}</SCENE><TAKE>${take}</TAKE></BWFXML>`),
  ]
  return buildWav(noise(seed, bytes), { channels: 2, bits: 24, before }).bytes
}

const rpp = (...media: string[]) =>
  `<REAPER_PROJECT 0.1 "7.0"\n${media.map(name => `  <SOURCE WAVE\n    FILE "${name}"\n  >\n`).join('')}>\n`

test('a site tells where files are, what changed, what happened to one, and what is missing', async t => {
  await using mesh = await startMesh([BERLIN])
  const folder = join(mesh.folder, 'sessions', 'Nova LP')
  await mkdir(join(folder, 'Audio Files'), { recursive: true })
  const put = async (path: string, bytes: Buffer | string, at = 1_760_000_000) => {
    await writeFile(join(folder, path), bytes)
    await utimes(join(folder, path), at, at)
  }
  for (let take = 1; take <= 4; take++) await put(`Audio Files/T${take}.wav`, wav('12A', take, take))
  await put('Audio Files/Wild.wav', wav('99', 1, 9))
  await put('Nova LP.rpp', rpp('Audio Files/T1.wav', 'Audio Files\\T2.wav', 'Audio Files/Gone.wav'))
  await addProject(mesh, 'nova-lp', folder)
  const first = await mesh.snapshot(SITE, 'nova-lp')

  const found = (...flags: string[]) =>
    eventually(async () => {
      const ran = await mesh.run(SITE, ['find', ...flags, '--json'])
      const answer = JSON.parse(ran.stdout) as FoundJson
      assert.equal(ran.code === 0, answer.complete)
      return answer.complete && answer
    }, PATIENCE) as Promise<FoundJson>

  await t.test('files are found by scene and take, by who recorded them, and by the day', async () => {
    const byTake = await found('--scene', '12a', '--take', '3')
    assert.deepEqual(
      byTake.files.map(file => file.path),
      ['Audio Files/T3.wav'],
    )
    assert.equal(byTake.files[0]?.tags.project, 'Nova LP')
    assert.equal((await found('--by', 'zoom', '--date', '2026-03')).total, 5)
    assert.equal((await found('audio files', '--scene', '9*', '--project', 'nova-lp')).total, 1)
    assert.equal((await found('--date', '2026-04')).total, 0)
    const shown = await mesh.succeed(SITE, ['find', 'wild'])
    assert.match(shown.stdout, /^DATE +PROJECT +SCENE +TAKE +SIZE +FORMAT/)
    assert.match(shown.stdout, /2026-03-14 13:04 {2}nova-lp +99 +1 +1\.6 MB {2}48 kHz 24 bit, 2 ch, 0:06/)
  })

  await t.test('a renamed folder is one line of a diff, and costs next to nothing', async () => {
    await rename(join(folder, 'Audio Files'), join(folder, 'Takes'))
    const second = await mesh.snapshot(SITE, 'nova-lp')
    const { changes } = await mesh.json<DiffJson>(SITE, ['diff', 'nova-lp'])
    const [moved, ...more] = changes
    assert.deepEqual(
      [moved?.kind, moved?.type, moved?.from?.path, moved?.path],
      ['moved', 'directory', 'Audio Files', 'Takes'],
    )
    assert.deepEqual(more, [])
    const snapshot = (await mesh.snapshots(SITE, 'nova-lp')).find(({ id }) => id === second)
    assert.ok(snapshot!.newBytes! < 20_000, `${snapshot?.newBytes} new bytes`)
    assert.deepEqual(
      (await found('--scene', '12A', '--take', '3')).files.map(file => file.path),
      ['Takes/T3.wav'],
    )
    assert.equal(
      (await mesh.json<DiffJson>(SITE, ['diff', 'nova-lp', second.slice(0, 8), first.slice(0, 8)])).changes.length,
      1,
    )
  })

  await t.test('the history of a file follows it through its renames', async () => {
    await put('Takes/T3.wav', wav('12A', 3, 30), 1_760_000_100)
    await mesh.snapshot(SITE, 'nova-lp')
    await rm(join(folder, 'Takes', 'T3.wav'))
    await mesh.snapshot(SITE, 'nova-lp')
    const { events } = await mesh.json<{ events: { kind: string; path: string }[] }>(SITE, [
      'history',
      'nova-lp',
      'Takes/T3.wav',
    ])
    assert.deepEqual(
      events.map(event => [event.kind, event.path]),
      [
        ['removed', 'Takes/T3.wav'],
        ['changed', 'Takes/T3.wav'],
        ['renamed', 'Takes/T3.wav'],
        ['added', 'Audio Files/T3.wav'],
      ],
    )
    const shown = await mesh.succeed(SITE, ['history', 'nova-lp', 'Takes/T3.wav'])
    assert.match(shown.stdout, /renamed from Audio Files\/T3\.wav: Takes\/T3\.wav/)
    const never = await mesh.run(SITE, ['history', 'nova-lp', 'Takes/T9.wav'])
    assert.equal(never.code, 13)
    assert.match(never.stderr, /no snapshot of nova-lp has a file Takes\/T9\.wav\n.*\n {2}next: holdfast find/)
  })

  await t.test('lint misses the media a session names, and exits 3', async () => {
    const atFirst = await mesh.run(SITE, ['lint', `nova-lp@${first.slice(0, 8)}`])
    assert.equal(atFirst.code, 3)
    assert.match(atFirst.stdout, /^error +Nova LP\.rpp: names "Audio Files\/Gone\.wav", which is not in the folder\n/)
    assert.match(atFirst.stdout, /info +Audio Files\/Wild\.wav: no session names it\n/)
    await put('Nova LP.rpp', rpp('Takes/T1.wav', 'Takes/T2.wav', 'Takes/T4.wav', 'Takes/Wild.wav'), 1_760_000_200)
    await mesh.snapshot(SITE, 'nova-lp')
    const clean = await mesh.succeed(SITE, ['lint', 'nova-lp'])
    assert.match(clean.stdout, /^nova-lp@[0-9a-f]{8}: 5 files, 1 session read: nothing to say\n$/)
  })
})
