// Keys at rest, with a real daemon: wrapped while it runs, opened at its next start by the file, the credential or nobody,
// and nowhere on the site's disks in clear.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { addProject, writeFiles } from '../helpers/local-site.ts'
import { BERLIN, ProcessMesh } from '../helpers/process-mesh.ts'

const NOT_OPENED = 78

test('wrapped keys open with what wraps them alone, and lie nowhere in clear', async () => {
  await using mesh = await ProcessMesh.create()
  await mesh.init('kreuzberg', BERLIN)
  const site = BERLIN.name
  const folder = join(mesh.folder, 'nocturne')
  await writeFiles(folder, { 'take 1.bin': 300_000, 'notes.txt': 900 })
  await addProject(mesh, 'nocturne', folder)
  await mesh.snapshot(site, 'nocturne')
  const secrets = await secretsOf(mesh)
  assert.ok(secrets.length >= 4, 'two seeds, and the root and the epoch of a ring')
  assert.notDeepEqual(await placesOf(mesh, secrets), [], 'or the search would find nothing anyway')
  const me = (await mesh.json<{ site: { id: string } }>(site, ['status'])).site.id

  const passphrase = join(mesh.folder, 'passphrase')
  await writeFile(passphrase, 'nine lives of a cat\n')
  const wrapped = await mesh.succeed(site, ['key', 'wrap', '--passphrase-file', passphrase])
  assert.match(wrapped.stdout, /wrapped with a passphrase/)
  assert.deepEqual(await placesOf(mesh, secrets), [])
  // Rings that come later are wrapped as well.
  await mesh.succeed(site, ['key', 'rotate', '--yes'])
  assert.deepEqual(await placesOf(mesh, secrets), [])
  await mesh.kill(site)
  await mesh.start(site)
  assert.equal((await mesh.json<{ site: { id: string } }>(site, ['status'])).site.id, me)
  await restores(mesh, 'once')
  assert.deepEqual(await placesOf(mesh, secrets), [])

  // Without it, and with another, the daemon says so and does not start.
  await mesh.kill(site)
  await writeFile(passphrase, 'nine lives of a dog\n')
  const wrong = await mesh.spawn(site, ['up'])
  assert.equal(wrong.code, NOT_OPENED, wrong.stderr)
  assert.match(
    wrong.stderr,
    /wrapped with a passphrase: the passphrase does not open them\n.*why: .*\n.*next: run holdfast up/,
  )
  await rm(passphrase)
  const missing = await mesh.spawn(site, ['up'])
  assert.equal(missing.code, NOT_OPENED, missing.stderr)
  assert.match(missing.stderr, /can't be read/)
  await writeFile(passphrase, 'nine lives of a cat\n')
  await mesh.start(site)

  // Over to a credential of the service manager.
  const credentials = join(mesh.folder, 'credentials')
  await mkdir(credentials)
  await writeFile(join(credentials, 'holdfast-key'), randomBytes(32))
  await mesh.succeed(site, ['key', 'wrap', '--credential', join(credentials, 'holdfast-key')])
  assert.deepEqual(await placesOf(mesh, secrets), [])
  await mesh.kill(site)
  const without = await mesh.spawn(site, ['up'])
  assert.equal(without.code, NOT_OPENED)
  assert.match(without.stderr, /\$CREDENTIALS_DIRECTORY is not set/)
  await mesh.start(site, { CREDENTIALS_DIRECTORY: credentials })
  await restores(mesh, 'twice')

  const open = await mesh.succeed(site, ['key', 'unwrap', '--yes'])
  assert.match(open.stdout, /stored open/)
  await mesh.kill(site)
  await mesh.start(site)
  await restores(mesh, 'thrice')
})

test('a new site whose config names a passphrase never stores its keys open', async () => {
  await using mesh = await ProcessMesh.create()
  const listen = await mesh.prepare(BERLIN.name)
  const home = mesh.home(BERLIN.name)
  const passphrase = join(mesh.folder, 'passphrase')
  await writeFile(passphrase, 'nine lives of a cat\n')
  await writeFile(join(home, 'config.toml'), `config_version = 1\n[keys]\npassphrase_file = "${passphrase}"\n`)
  const site = ['--site', BERLIN.name, '--location', 'berlin', '--medium', 'ssd', '--manager', 'Kreuzberg Sound']
  await mesh.succeed(BERLIN.name, ['init', 'kreuzberg', ...site, ...listen])
  const text = await readFile(join(home, 'store', 'identity'), 'utf8')
  assert.match(text, /^holdfast identity 2\n{"with":"passphrase"/)
  assert.match(await readFile(join(home, 'config.toml'), 'utf8'), /passphrase_file/, 'init keeps what stood there')
})

/** The seeds and ring keys of a site whose identity is stored open. */
async function secretsOf(mesh: ProcessMesh): Promise<Buffer[]> {
  const text = await readFile(join(mesh.home(BERLIN.name), 'store', 'identity'), 'utf8')
  const fields = JSON.parse(text.split('\n')[1] ?? '') as { siteSeed: string; sealingSeed: string; rings: string[] }
  const { decodeRing } = await import('../../protocol/ring.ts')
  const rings = fields.rings.map(hex => decodeRing(Buffer.from(hex, 'hex')))
  return [
    Buffer.from(fields.siteSeed, 'hex'),
    Buffer.from(fields.sealingSeed, 'hex'),
    ...rings.flatMap(ring => [ring.root, ...ring.secrets().map(([, secret]) => secret)]).map(key => Buffer.from(key)),
  ]
}

/** Files of the home that hold a secret, as bytes, hex or base64. */
async function placesOf(mesh: ProcessMesh, secrets: readonly Buffer[]): Promise<string[]> {
  const home = mesh.home(BERLIN.name)
  const places: string[] = []
  for (const name of await readdir(home, { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue
    const file = join(name.parentPath, name.name)
    const bytes = await readFile(file)
    const forms = secrets.flatMap(secret => [secret, secret.toString('hex'), secret.toString('base64').slice(0, 40)])
    if (forms.some(form => bytes.includes(form))) places.push(file.slice(home.length + 1))
  }
  return places
}

async function restores(mesh: ProcessMesh, name: string): Promise<void> {
  const target = join(mesh.folder, `restored-${name}`)
  await mesh.succeed(BERLIN.name, ['restore', 'nocturne', '--to', target])
  const take = await readFile(join(target, 'take 1.bin'))
  assert.ok(take.equals(await readFile(join(mesh.folder, 'nocturne', 'take 1.bin'))))
}
