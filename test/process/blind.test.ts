// Blind sites hold, prove, scrub, serve and heal between each other, and neither their disks nor their memory hold a word
// of what they keep (§ Blind sites): no plaintext, no name of a file, folder, project or user, and no key.
import assert from 'node:assert/strict'
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseIdentity } from '../../node/store/identity.ts'
import { decodeRing } from '../../protocol/ring.ts'
import { eventually } from '../helpers/eventually.ts'
import { asWritten, type Leak, leaksInFolder, leaksInProcess, type Needle, samplesOf } from '../helpers/leaks.ts'
import { refusal } from '../helpers/local-site.ts'
import { AMSTERDAM, BERLIN, FRANKFURT, PATIENCE, POTSDAM, ProcessMesh, untilMet } from '../helpers/process-mesh.ts'
import { writeSession } from '../helpers/session-folder.ts'

/** A word that stands in every name and every text of the source, and nowhere else. */
const WORD = 'Zwielichtquarz'
const USER = 'Quarzschleifer'
const POLICY = ['copies=2', 'location=2', 'medium=1', 'manager=1', 'grace=6s']
const BLIND = [POTSDAM, FRANKFURT, AMSTERDAM]

const cantNameUser = refusal('a mount name space', 'unshare', '--mount', 'true')
const cantReadMemory = process.platform !== 'linux' || process.getuid?.() !== 0 ? 'reading memory takes root' : false

test('three blind sites keep a project between them and know nothing of it', async t => {
  await using mesh = await ProcessMesh.create()
  const folder = join(mesh.folder, `${WORD} Sessions`, 'Requiem')
  await mesh.init('kreuzberg', BERLIN)
  if (!cantNameUser) await startAs(USER)
  for (const spec of BLIND) await mesh.add(spec, [], ['--blind'])
  await untilMet(mesh)
  const needles = [...(await writeSource()), ...asWritten('a name or a text', WORD)]
  if (!cantNameUser) needles.push(...asWritten('the user', USER))
  needles.push(...(await keysOf(BERLIN.name)))
  const project = `${WORD.toLowerCase()}-lp`
  needles.push(...asWritten('the name of the project', project))

  await mesh.keep(BERLIN.name, project, folder, POLICY)
  await mesh.succeed(BERLIN.name, ['snapshot', project, '--label', `${WORD} before mastering`])
  const { id } = await mesh.untilCopies(BERLIN.name, project, 2)
  if (!cantNameUser) {
    const { stdout } = await mesh.succeed(BERLIN.name, ['find', '--by', USER, '--json'])
    assert.match(stdout, new RegExp(WORD), 'the snapshot names the user')
  }

  await t.test(
    'what is looked for is found where it must be: at the trusted site',
    { skip: cantReadMemory },
    async () => {
      const { leaks } = await leaksInProcess((await mesh.pid(BERLIN.name))!, needles)
      const disk = await leaksInFolder(mesh.home(BERLIN.name), needles)
      const found = new Set([...leaks, ...disk].map(({ what }) => what))
      for (const what of ['a name or a text', 'the name of the project', 'a key of a ring, in hex'])
        assert.ok(found.has(what), `${what} was not found at the studio: this test could not fail`)
    },
  )

  await t.test('a blind site sees the project by its id and size, and has nothing to show for a name', async () => {
    for (const { name } of BLIND) {
      const { projects } = await mesh.json<{ projects: { id: string; name: null }[] }>(name, ['status'])
      assert.deepEqual(
        projects.map(one => [one.id, one.name]),
        [[id, null]],
      )
      const { rings } = await mesh.json<{ rings: { epoch: number | null }[] }>(name, ['key', 'list'], [0])
      assert.deepEqual(
        rings.map(({ epoch }) => epoch),
        [null],
      )
      const refused = await mesh.run(name, ['restore', id, '--to', join(mesh.folder, 'never')])
      assert.equal(refused.code, 12, refused.stdout)
      assert.match(refused.stderr, /holds no keys/)
    }
  })

  let first = ''
  await t.test('the studio dies: a blind site heals from a blind site, and they prove each other', async () => {
    const holders = await holdersAt(POTSDAM.name, id)
    first = holders.find(name => name !== BERLIN.name)!
    await mesh.kill(BERLIN.name)
    await eventually(async () => (await countedAt(first, id)).length === 2, PATIENCE)
    const status = await mesh.run(first, ['status'])
    assert.equal(status.code, 4, status.stdout)
    assert.match(status.stdout, /hold no keys|keys/, 'two copies that nobody can read are not ok')
  })

  let second = ''
  await t.test('one of those dies: the last two hold it, from a source that can read no byte of it', async () => {
    second = (await countedAt(first, id)).find(name => name !== first)!
    const third = BLIND.map(({ name }) => name).find(name => name !== first && name !== second)!
    await mesh.kill(first)
    await eventually(async () => {
      const counted = await countedAt(third, id)
      return counted.length === 2 && counted.includes(second) && counted.includes(third)
    }, PATIENCE)
    for (const name of [second, third]) {
      const { bad, missing, chunks } = await mesh.json<Verified>(name, ['verify'], [0])
      assert.deepEqual([bad, missing], [0, 0])
      assert.ok(chunks > 3, `${chunks} chunks verified`)
    }
  })

  await t.test('no byte of the source is in what a blind site has on disk', async () => {
    for (const { name } of BLIND) assertNone(await leaksInFolder(mesh.home(name), needles), name)
  })

  await t.test('nor in its memory and the files it maps', { skip: cantReadMemory }, async () => {
    for (const { name } of BLIND) {
      const pid = await mesh.pid(name)
      if (pid === undefined) continue // the one that died
      const { leaks, bytes } = await leaksInProcess(pid, needles)
      t.diagnostic(`${name}: ${needles.length} byte strings looked for in ${Math.round(bytes / 1e6)} MB of memory`)
      assert.ok(bytes > 20e6)
      assertNone(leaks, name)
    }
  })

  await t.test('the studio returns with its keys and reads what the blind sites kept', async () => {
    await mesh.start(BERLIN.name)
    const target = join(mesh.folder, 'restored')
    await mesh.succeed(BERLIN.name, ['restore', project, '--to', target])
    assert.deepEqual(
      await readFile(join(target, `${WORD} notes.txt`)),
      await readFile(join(folder, `${WORD} notes.txt`)),
    )
  })

  /** The daemon of the studio, run by somebody of that name. */
  async function startAs(user: string): Promise<void> {
    const passwd = join(mesh.folder, 'passwd')
    const lines = (await readFile('/etc/passwd', 'utf8')).split('\n')
    await writeFile(passwd, lines.map(line => line.replace(/^[^:]*:x:0:/, `${user}:x:0:`)).join('\n'))
    await mesh.kill(BERLIN.name, 'SIGTERM')
    const script = `mount --bind '${passwd}' /etc/passwd && exec "$@"`
    await mesh.start(BERLIN.name, {}, ['unshare', '--mount', 'sh', '-c', script, 'sh'])
  }

  async function writeSource(): Promise<Needle[]> {
    await mkdir(folder, { recursive: true })
    await writeSession(folder, { takes: 2, takeBytes: 900_044, seed: 77 })
    const text = Array.from({ length: 400 }, (_, line) => `${WORD} bar ${line * 7919}: second verse, half a tone down`)
    await writeFile(join(folder, `${WORD} notes.txt`), text.join('\n'))
    await mkdir(join(folder, `${WORD} stems`))
    await copyFile(join(folder, 'Nova LP.rpp'), join(folder, `${WORD} stems`, `${WORD}.rpp`))
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(entry => entry.isFile())
    return (
      await Promise.all(files.map(({ parentPath, name }) => samplesOf(join(parentPath, name), `content of ${name}`, 3)))
    ).flat()
  }

  /** The secrets themselves: of the ring, and of every epoch. */
  async function keysOf(site: string): Promise<Needle[]> {
    const { rings } = parseIdentity(await readFile(join(mesh.store(site), 'identity')))
    return rings.map(decodeRing).flatMap(ring =>
      [ring.root, ring.pidKey, ...ring.secrets().map(([, secret]) => secret)].flatMap(key => [
        { what: 'a key of a ring', bytes: Buffer.from(key) },
        { what: 'a key of a ring, in hex', bytes: Buffer.from(Buffer.from(key).toString('hex')) },
      ]),
    )
  }

  async function holdersAt(at: string, of: string): Promise<string[]> {
    return (await mesh.whereis(at, of)).sites.filter(site => (site.haveBytes ?? 0) > 0).map(site => site.name)
  }
  async function countedAt(at: string, of: string): Promise<string[]> {
    return (await mesh.whereis(at, of)).sites
      .filter(({ counted, state }) => counted && state === 'copy')
      .map(site => site.name)
  }
})

interface Verified {
  readonly chunks: number
  readonly bad: number
  readonly missing: number
}

function assertNone(leaks: readonly Leak[], site: string): void {
  const words = [...new Set(leaks.map(({ what, where }) => `${what}: ${where}`))]
  assert.deepEqual(words, [], `${site} knows what it must not`)
}
