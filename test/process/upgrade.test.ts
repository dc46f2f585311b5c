// Homes that earlier versions left behind open for ever, and what a later version wrote is refused and left as it is.
// test/fixtures/homes has one for each format there was: a site with project `nova`, two snapshots, stopped by SIGTERM. Its
// folder is written anew here, so that what is restored can be compared (§ Versions).
import assert from 'node:assert/strict'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { hash } from '../../protocol/hash.ts'
import { compareFolders } from '../../scripts/compare-folders.ts'
import { run, writeFiles } from '../helpers/local-site.ts'
import { BERLIN, ProcessMesh } from '../helpers/process-mesh.ts'

const HOMES = fileURLToPath(new URL('../fixtures/homes/', import.meta.url))
const FIRST = { 'Takes/kick.wav': 60_000, 'Takes/snare.wav': 30_000, 'song.rpp': 3_000, 'notes/todo.txt': 10 }
const THEN = { 'Takes/snare.wav': 31_000, 'Takes/hat.wav': 9_000 }

async function unpack(mesh: ProcessMesh, archive: string): Promise<void> {
  await mesh.prepare(BERLIN.name)
  run('tar', '-xzf', join(HOMES, archive), '-C', mesh.folder)
  const config = join(mesh.home(BERLIN.name), 'config.toml')
  let port = mesh.port(BERLIN.name)
  await writeFile(
    config,
    (await readFile(config, 'utf8')).replace(/tcp\/\d+/g, () => `tcp/${port++}`),
  )
}

for (const archive of await readdir(HOMES)) {
  test(`The home of ${archive} opens: its snapshots are there, verify, restore and go on`, async () => {
    await using mesh = await ProcessMesh.create()
    await unpack(mesh, archive)
    await mesh.start(BERLIN.name)
    const snapshots = await mesh.snapshots(BERLIN.name, 'nova')
    assert.deepEqual(
      snapshots.map(({ seq, files }) => ({ seq, files })),
      [
        { seq: 2, files: 5 },
        { seq: 1, files: 4 },
      ],
    )
    const [first, second] = [join(mesh.folder, 'first'), join(mesh.folder, 'second')]
    await writeFiles(first, FIRST)
    await writeFiles(second, FIRST)
    await writeFiles(second, THEN, 2)
    for (const [folder, { id }] of [
      [first, snapshots[1]!],
      [second, snapshots[0]!],
    ] as const) {
      const back = `${folder} back`
      await mesh.succeed(BERLIN.name, ['restore', `nova@${id}`, '--to', back])
      const { differences } = await compareFolders(folder, back)
      assert.deepEqual(
        differences.filter(what => !what.endsWith('has another time')),
        [],
      )
    }
    assert.match((await mesh.succeed(BERLIN.name, ['verify'])).stdout, /nothing wrong/)
    await writeFiles(second, { 'Takes/hat.wav': 9_500 }, 3)
    await mesh.succeed(BERLIN.name, ['project', 'set', 'nova', '--folder', second])
    await mesh.snapshot(BERLIN.name, 'nova')
    await mesh.kill(BERLIN.name)
    await mesh.start(BERLIN.name)
    assert.equal((await mesh.snapshots(BERLIN.name, 'nova')).length, 3)
  })
}

suite('what a later version wrote', () => {
  const scope = new AsyncDisposableStack()
  let mesh: ProcessMesh
  const file = (...path: string[]) => join(mesh.home(BERLIN.name), ...path)

  before(async () => {
    mesh = scope.use(await ProcessMesh.create())
    await unpack(mesh, (await readdir(HOMES)).sort().at(-1)!)
  })
  after(() => scope.disposeAsync())

  /** Bytes of everything in the store that is not made anew at a start. */
  async function content(): Promise<string[]> {
    const names = (await readdir(file('store'), { recursive: true, withFileTypes: true })).filter(
      one => one.isFile() && !/lock|pid|index/.test(join(one.parentPath, one.name)),
    )
    const read = names.map(async one => {
      const path = join(one.parentPath, one.name)
      return `${path} ${(await readFile(path)).toString('base64')}`
    })
    return (await Promise.all(read)).sort()
  }

  const later = {
    format: (text: string) => text.replace(/^holdfast store \d+/, 'holdfast store 9'),
    identity(text: string) {
      const body = text.slice(0, -65).replace(/^holdfast identity \d+/, 'holdfast identity 9')
      return `${body}${Buffer.from(hash(Buffer.from(body))).toString('hex')}\n`
    },
  }
  for (const [name, rewrite] of Object.entries(later)) {
    test(`into ${name} is refused with exit 78, says so and stays as it is`, async () => {
      const path = file('store', name)
      const good = await readFile(path, 'utf8')
      await writeFile(path, rewrite(good))
      try {
        const before = await content()
        const { code, stderr } = await mesh.run(BERLIN.name, ['up'])
        assert.equal(code, 78, stderr)
        assert.match(stderr, /names format 9|begins with "holdfast identity 9"/)
        assert.deepEqual(await content(), before)
      } finally {
        await writeFile(path, good)
      }
    })
  }

  test('with everything as it was it starts', async () => {
    await mesh.start(BERLIN.name)
    assert.equal((await mesh.snapshots(BERLIN.name, 'nova')).length, 2)
  })
})
