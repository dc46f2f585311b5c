// Who may ask a real daemon for what: the read socket for another user of the machine, tokens with their scopes, projects
// and ends, over restarts.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { BIN } from '../../scripts/program-files.ts'
import { eventually } from '../helpers/eventually.ts'
import { addProject, writeFiles } from '../helpers/local-site.ts'
import { BERLIN, PATIENCE, ProcessMesh } from '../helpers/process-mesh.ts'

const NOBODY = 65_534

suite('who may ask a daemon for what', () => {
  const scope = new AsyncDisposableStack()
  let mesh: ProcessMesh
  const run = (token: string, ...args: string[]) => mesh.run(BERLIN.name, args, { env: { HOLDFAST_TOKEN: token } })
  const token = async (name: string, ...more: string[]) =>
    (await mesh.succeed(BERLIN.name, ['token', 'create', name, ...more])).stdout.trim()

  before(async () => {
    mesh = scope.use(await ProcessMesh.create())
    await mesh.init('kreuzberg', BERLIN)
    for (const name of ['nova', 'film']) {
      const folder = join(mesh.folder, name)
      await writeFiles(folder, { 'mix.wav': 50_000, 'notes.txt': 500 })
      await addProject(mesh, name, folder)
      await mesh.succeed(BERLIN.name, ['snapshot', name])
    }
  })
  after(() => scope.disposeAsync())

  test('another user of the machine may look through the read socket, is told so, and may do nothing', async t => {
    if (process.getuid?.() !== 0) return t.skip('only root can become another user')
    const home = mesh.home(BERLIN.name)
    for (const folder of [mesh.folder, home]) await chmod(folder, 0o711)
    const asNobody = (...args: string[]) => runAs(NOBODY, home, args)
    const shown = await asNobody('project', 'list')
    assert.equal(shown.code, 0, shown.stderr)
    assert.match(shown.stdout, /nova/)
    assert.match(shown.stderr, /control\.sock is not yours to open: asking .*read\.sock, which may only look/)
    const [stopped, restored, taken] = [
      await asNobody('stop'),
      await asNobody('restore', 'nova', '--to', '/tmp/hf-nobody'),
      await asNobody('snapshot', 'nova'),
    ]
    for (const { code, stderr } of [stopped, restored, taken]) {
      assert.equal(code, 12)
      assert.match(stderr, /this needs the scope "(operate|restore|capture)"; read\.sock has "read"/)
    }
    assert.notEqual(await mesh.pid(BERLIN.name), undefined)
    const granted = await token('for-nobody', '--scope', 'capture')
    assert.equal((await runAs(NOBODY, home, ['snapshot', 'nova'], { HOLDFAST_TOKEN: granted })).code, 0)
  })

  test('a token does what its scope says, on the control socket too', async () => {
    const [read, capture, restore] = [
      await token('reading', '--scope', 'read'),
      await token('capturing', '--scope', 'capture'),
      await token('restoring', '--scope', 'restore'),
    ]
    const to = (n: number) => join(mesh.home(BERLIN.name), 'restored', `out-${n}`)
    assert.equal((await run(read, 'project', 'list')).code, 0)
    assert.equal((await run(read, 'snapshot', 'nova')).code, 12)
    assert.equal((await run(capture, 'snapshot', 'nova')).code, 0)
    assert.equal((await run(capture, 'restore', 'nova', '--to', to(1))).code, 12)
    assert.equal((await run(restore, 'restore', 'nova', '--to', to(2))).code, 0)
    assert.deepEqual((await readdir(to(2))).sort(), ['mix.wav', 'notes.txt'])
    assert.equal((await run(restore, 'policy', 'set', 'nova', 'copies=1')).code, 12)
    assert.equal((await run(restore, 'token', 'list')).code, 12)
    assert.equal((await run(restore, 'stop')).code, 12)
  })

  test('a token kept to a project restores that one alone, and is shown no other', async () => {
    const kept = await token('nova-only', '--scope', 'restore', '--project', 'nova')
    const { stdout } = await run(kept, 'project', 'list')
    assert.match(stdout, /nova/)
    assert.doesNotMatch(stdout, /film/)
    assert.doesNotMatch((await run(kept, 'status', '--json')).stdout, /film/)
    const found = JSON.parse((await run(kept, 'find', 'mix', '--json')).stdout) as { files: { project: object }[] }
    assert.ok(found.files.length > 0 && !JSON.stringify(found).includes('film'))
    assert.equal((await run(kept, 'restore', 'nova', '--to', join(mesh.home(BERLIN.name), 'restored', 'kept'))).code, 0)
    const refused = await run(kept, 'restore', 'film', '--to', join(mesh.folder, 'not-kept'))
    assert.equal(refused.code, 12)
    assert.match(refused.stderr, /token nova-only may not touch film/)
    await assert.rejects(stat(join(mesh.folder, 'not-kept')), { code: 'ENOENT' })
    assert.equal((await run(kept, 'verify')).code, 12)
  })

  test('a token that may restore writes below one folder, wherever its path seems to lead', async () => {
    const restore = await token('below', '--scope', 'restore')
    const allowed = join(mesh.home(BERLIN.name), 'restored')
    await mkdir(join(mesh.folder, 'elsewhere'))
    await symlink(join(mesh.folder, 'elsewhere'), join(allowed, 'out'))
    for (const to of [
      join(mesh.folder, 'elsewhere'),
      allowed,
      `${allowed}-beside/x`,
      `${allowed}/../x`,
      join(allowed, 'out'),
      join(allowed, 'out', 'deeper', 'x'),
    ]) {
      const { code, stderr } = await run(restore, 'restore', 'nova', '--to', to)
      assert.equal(code, 12, to)
      assert.match(stderr, /token below restores below .*restored alone/)
    }
    assert.deepEqual(await readdir(join(mesh.folder, 'elsewhere')), [])
    assert.equal((await run(restore, 'restore', 'nova', '--to', join(allowed, 'deep', 'x'))).code, 0)
    await mesh.succeed(BERLIN.name, ['restore', 'nova', '--to', join(mesh.folder, 'elsewhere')])
  })

  test('a token ends by revoking and by itself, and outlives a restart', async () => {
    const [lasting, brief] = [
      await token('lasting', '--scope', 'read'),
      await token('brief', '--scope', 'read', '--expires', '1s'),
    ]
    await mesh.kill(BERLIN.name)
    await mesh.start(BERLIN.name)
    const file = join(mesh.folder, 'token')
    await writeFile(file, `${lasting}\n`, { mode: 0o600 })
    assert.equal((await mesh.run(BERLIN.name, ['project', 'list', '--token-file', file])).code, 0)
    await eventually(async () => (await run(brief, 'project', 'list')).code === 12, PATIENCE)
    assert.match((await mesh.succeed(BERLIN.name, ['token', 'list'])).stdout, /brief .*expired/)
    const again = await mesh.run(BERLIN.name, ['token', 'create', 'lasting', '--scope', 'read'])
    assert.match(again.stderr, /called lasting already/)
    const asked = await mesh.run(BERLIN.name, ['token', 'revoke', 'lasting'])
    assert.equal(asked.code, 2)
    await mesh.succeed(BERLIN.name, ['token', 'revoke', 'lasting', '--dry-run'])
    assert.equal((await run(lasting, 'project', 'list')).code, 0)
    await mesh.succeed(BERLIN.name, ['token', 'revoke', 'lasting', '--yes'])
    const { code, stderr } = await run(lasting, 'project', 'list')
    assert.equal(code, 12)
    assert.match(stderr, /does not take the token/)
    const cut = await run(lasting.slice(0, -3), 'status')
    assert.match(cut.stderr, /mistyped/)
  })

  test('the text of a token lies nowhere on the disk of the site', async () => {
    const text = await token('secret', '--scope', 'read')
    const files = await readdir(mesh.home(BERLIN.name), { recursive: true, withFileTypes: true })
    for (const entry of files.filter(one => one.isFile())) {
      const bytes = await readFile(join(entry.parentPath, entry.name))
      assert.equal(bytes.includes(text.slice(4)), false, entry.name)
    }
  })

  test('making and revoking a token is in the audit log, with who did it', async () => {
    const { stdout } = await mesh.succeed(BERLIN.name, ['audit', '--json'])
    const { entries } = JSON.parse(stdout.trim().split('\n').at(-1)!) as { entries: { act: string; who: string }[] }
    for (const act of ['token-create', 'token-revoke', 'project-add'])
      assert.equal(entries.find(entry => entry.act === act)?.who, 'control.sock', act)
  })
})

/** The command in a process of another user. */
async function runAs(uid: number, home: string, args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [BIN, ...args], {
    uid,
    gid: uid,
    cwd: '/',
    env: { PATH: process.env.PATH, HOLDFAST_HOME: home, NO_COLOR: '1', HOME: '/nonexistent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', text => {
    stdout += text
  })
  child.stderr.on('data', text => {
    stderr += text
  })
  const code = await new Promise<number | null>(done => child.once('close', done))
  return { code, stdout, stderr }
}
