// The package as others get it: built from a copy of the sources, packed, installed elsewhere, and run from there beside
// Node 24; an older Node is told what to do. Nothing is built in, or left in, the source tree.
import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { compareFolders } from '../../scripts/compare-folders.ts'
import { LocalMesh, type Ran } from '../../scripts/local-mesh.ts'
import { ONE_COPY, writeFiles } from '../helpers/local-site.ts'
import { BERLIN } from '../helpers/process-mesh.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const SOURCES = ['cli', 'node', 'protocol', 'scripts', 'package.json', 'tsconfig.json', 'tsconfig.build.json']
const PAPERS = ['README.md', 'CHANGELOG.md', 'LICENSE']
const TOOLS = { ...process.env, PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) }

/** Runs a program to its end, whatever its exit code. */
function runIn(cwd: string, command: string, words: readonly string[], env: NodeJS.ProcessEnv = TOOLS): Promise<Ran> {
  return new Promise(done => {
    const child = execFile(command, words, { cwd, env, maxBuffer: 1 << 24 }, (_error, stdout, stderr) =>
      done({ code: child.exitCode ?? -1, stdout, stderr }),
    )
    child.stdin?.end()
  })
}

/** A mesh whose commands are the installed ones. */
class InstalledMesh extends LocalMesh {
  readonly #command: string

  constructor(folder: string, command: string) {
    super(folder, {})
    this.#command = command
  }

  override run(site: string, args: readonly string[]): Promise<Ran> {
    return runIn(this.folder, this.#command, args, { ...TOOLS, ...this.env, HOLDFAST_HOME: this.home(site) })
  }
}

/** A Node that is too old, and its version. */
function olderNode(): { path: string; version: string } | undefined {
  const places = (process.env.PATH ?? '').split(delimiter).map(folder => join(folder, 'node'))
  for (const path of new Set([...places, '/usr/bin/node'])) {
    const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' })
    if (status === 0 && Number(stdout.slice(1).split('.')[0]) < 24) return { path, version: stdout.slice(1).trim() }
  }
  return undefined
}

suite('the package', () => {
  const scope = new AsyncDisposableStack()
  let folder: string
  let tarball: string
  let elsewhere: string
  let uninstallable: string | undefined
  let version: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hf-'))
    scope.defer(() => rm(folder, { recursive: true, force: true }))
    version = (JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version
    const copy = join(folder, 'copy')
    for (const name of [...SOURCES, ...PAPERS]) await cp(join(ROOT, name), join(copy, name), { recursive: true })
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
    const packed = await runIn(copy, 'npm', ['pack', '--pack-destination', folder])
    assert.equal(packed.code, 0, packed.stderr)
    tarball = join(folder, `holdfast-${version}.tgz`)

    elsewhere = join(folder, 'elsewhere')
    await mkdir(elsewhere)
    await writeFile(join(elsewhere, 'package.json'), '{ "private": true }\n')
    // Without the network: what the source tree was installed from lies in npm's cache.
    const installed = await runIn(elsewhere, 'npm', ['install', '--offline', '--no-audit', '--no-fund', tarball])
    if (installed.code === 0) return
    uninstallable = /ENOTCACHED[^\n]*|cache mode is 'only-if-cached'[^\n]*/.exec(installed.stderr)?.[0]
    assert.ok(uninstallable, installed.stderr)
  })
  after(() => scope.disposeAsync())

  test('The tarball holds the built command, the papers and the specification, and nothing else', async () => {
    const { stdout } = await runIn(folder, 'tar', ['-tzf', tarball])
    const names = stdout.trimEnd().split('\n')
    const strange = names.filter(
      name => !/^package\/(dist\/(cli|node|protocol)\/.*\.(js|d\.ts)|package\.json)$/.test(name),
    )
    assert.deepEqual(strange.sort(), [...PAPERS, 'protocol/README.md'].map(name => `package/${name}`).sort())
    assert.ok(names.includes('package/dist/cli/bin.js') && names.includes('package/dist/node/main.js'))
  })

  test('The installed command says its version', async t => {
    if (uninstallable) return t.skip(`not installed without the network: ${uninstallable}`)
    const ran = await runIn(elsewhere, join(elsewhere, 'node_modules', '.bin', 'holdfast'), ['--version'])
    assert.deepEqual([ran.code, ran.stdout, ran.stderr], [0, `${version}\n`, ''])
  })

  test('The installed command founds a mesh, takes a snapshot and gives it back', async t => {
    if (uninstallable) return t.skip(`not installed without the network: ${uninstallable}`)
    const place = join(folder, 'mesh')
    await mkdir(place)
    await using mesh = new InstalledMesh(place, join(elsewhere, 'node_modules', '.bin', 'holdfast'))
    await mesh.init('kreuzberg', BERLIN)
    const source = join(folder, 'session')
    await writeFiles(source, { 'kick.wav': 2_000_000, 'song.rpp': 5_000 })
    await mesh.succeed(BERLIN.name, ['project', 'add', 'song', '--folder', source, '--policy', ONE_COPY])
    await mesh.succeed(BERLIN.name, ['snapshot', 'song'])
    await mesh.succeed(BERLIN.name, ['restore', 'song', '--to', join(folder, 'restored')])
    assert.deepEqual((await compareFolders(source, join(folder, 'restored'))).differences, [])
    if (process.platform !== 'linux') return
    const running = await readFile(`/proc/${await mesh.pid(BERLIN.name)}/cmdline`, 'utf8')
    assert.ok(running.includes(join(elsewhere, 'node_modules', 'holdfast', 'dist', 'node', 'main.js')), running)
    await mesh.succeed(BERLIN.name, ['stop'])
  })

  const old = olderNode()
  test('Beside a Node that is too old the command says how to get a newer one', {
    skip: old ? false : 'there is no Node below 24 here',
  }, async t => {
    if (uninstallable) return t.skip(`not installed without the network: ${uninstallable}`)
    const bin = join(elsewhere, 'node_modules', 'holdfast', 'dist', 'cli', 'bin.js')
    const ran = await runIn(elsewhere, old!.path, [bin, 'status'])
    assert.deepEqual([ran.code, ran.stdout], [78, ''])
    assert.match(
      ran.stderr,
      new RegExp(`^holdfast: needs Node 24 or newer, this is ${old!.version}\n {2}next: npm install node@24`),
    )
  })
})
