// Folders that are lost, shut or odd, before a real daemon: no snapshot where the folder looks lost, a complete one
// where only single names can't be kept, and always the last good snapshot to go back to.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, open, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { compareFolders } from '../../scripts/compare-folders.ts'
import type { Ran } from '../../scripts/local-mesh.ts'
import { addProject, mountRefusal, refusal, run, writeFiles } from '../helpers/local-site.ts'
import { BERLIN, ProcessMesh } from '../helpers/process-mesh.ts'

const FILES = { 'song.rpp': 3_000, 'audio/kick.wav': 40_000, 'audio/snare.wav': 50_000, 'notes/todo.txt': 10 }
const OTHER_FILE_SYSTEM = '/dev/shm'
// Root that may not read past the permissions of files, as the user of a daemon may not.
const BOUND = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search'] : []
const unbound =
  BOUND.length > 0 && refusal('giving up the right to read everything', BOUND[0]!, ...BOUND.slice(1), 'true')

suite('a bad folder', () => {
  const scope = new AsyncDisposableStack()
  let mesh: ProcessMesh

  before(async () => {
    mesh = scope.use(await ProcessMesh.create())
    await mesh.init('kreuzberg', BERLIN)
    if (BOUND.length === 0 || unbound) return
    await mesh.kill(BERLIN.name, 'SIGTERM')
    await mesh.start(BERLIN.name, {}, BOUND)
  })
  after(() => scope.disposeAsync())

  /** A project with one snapshot of FILES; `folder` is where it lies. */
  async function keep(name: string, folder = join(mesh.folder, 'sessions', name)): Promise<string> {
    await writeFiles(folder, FILES)
    await addProject(mesh, name, folder)
    await mesh.snapshot(BERLIN.name, name)
    return folder
  }

  const take = (name: string, ...more: string[]): Promise<Ran> => mesh.run(BERLIN.name, ['snapshot', name, ...more])

  /** Restores the newest snapshot; `back` is where to, `lines` what the command said. */
  async function restore(name: string): Promise<{ back: string; lines: string }> {
    const back = join(mesh.folder, 'restored', `${name} ${performance.now()}`)
    return { back, lines: (await mesh.succeed(BERLIN.name, ['restore', name, '--to', back])).stdout }
  }

  /** Fails unless the command failed with the message and the next step, and the first snapshot is current and whole. */
  async function expectKept(name: string, ran: Ran, message: RegExp, next: RegExp): Promise<void> {
    assert.equal(ran.code, 1, ran.stderr)
    assert.equal(ran.stdout, '')
    assert.match(ran.stderr, message)
    assert.match(ran.stderr, next)
    assert.deepEqual(
      (await mesh.snapshots(BERLIN.name, name)).map(({ files }) => files),
      [Object.keys(FILES).length],
    )
    assert.match((await restore(name)).lines, /4 files.*\nevery file matches the snapshot/)
  }

  /** Fails unless the newest snapshot gives back exactly what `folder` has, the names in `left` apart. */
  async function expectRestored(name: string, folder: string, left: readonly string[] = []): Promise<void> {
    const { differences } = await compareFolders(folder, (await restore(name)).back)
    assert.deepEqual(differences.map(line => line.split(':')[0]).sort(), [...left].sort())
  }

  async function expectNewest(name: string, files: number, skipped: number): Promise<void> {
    const [newest] = await mesh.snapshots(BERLIN.name, name)
    assert.deepEqual([newest?.files, newest?.skipped], [files, skipped])
  }

  test('A folder that is gone gives no snapshot, and once it is back the next one', async () => {
    const folder = await keep('gone')
    await rename(folder, `${folder} away`)
    await expectKept('gone', await take('gone'), /sessions\/gone is not there/, /next: .*(mount|folder)/)
    await rename(`${folder} away`, folder)
    await writeFiles(folder, { 'new.wav': 5_000 }, 2)
    assert.equal((await take('gone')).code, 0)
    await expectRestored('gone', folder)
  })

  test('A folder without files gives no snapshot where there were files, unless that is said to be meant', async () => {
    const folder = await keep('emptied')
    for (const name of ['song.rpp', 'audio', 'notes']) await rm(join(folder, name), { recursive: true })
    await mkdir(join(folder, 'audio'))
    await expectKept('emptied', await take('emptied'), /has no files, but had 4 at its last snapshot/, /--accept-empty/)
    const accepted = await take('emptied', '--accept-empty')
    assert.equal(accepted.code, 0, accepted.stderr)
    await expectNewest('emptied', 0, 0)
    await expectRestored('emptied', folder)
  })

  test('A folder on another file system than before gives no snapshot, unless that is said to be meant', {
    skip: existsSync(OTHER_FILE_SYSTEM) ? false : `there is no ${OTHER_FILE_SYSTEM} to stand for another disk`,
  }, async () => {
    const link = join(mesh.folder, 'studio disk')
    await mkdir(join(mesh.folder, 'first disk'))
    await symlink(join(mesh.folder, 'first disk'), link)
    await keep('moved', link)
    const other = await mkdtemp(join(OTHER_FILE_SYSTEM, 'hf-'))
    scope.defer(() => rm(other, { recursive: true }))
    await chmod(other, 0o755)
    await writeFiles(other, { ...FILES, 'new.wav': 20_000 })
    await rm(link)
    await symlink(other, link)
    await expectKept('moved', await take('moved'), /is on another file system/, /mount the right disk.*--accept-empty/)
    const accepted = await take('moved', '--accept-empty')
    assert.equal(accepted.code, 0, accepted.stderr)
    await expectRestored('moved', other)
    const again = await take('moved')
    assert.equal(again.code, 0, again.stderr)
  })

  test('A disk that is no longer mounted leaves an empty folder, which gives no snapshot', {
    skip: mountRefusal(),
  }, async () => {
    const folder = join(mesh.folder, 'disk')
    await mkdir(folder)
    run('mount', '-t', 'tmpfs', '-o', 'size=8m', 'hf-studio', folder)
    let mounted = true
    scope.defer(() => (mounted ? run('umount', folder) : undefined))
    await keep('unplugged', folder)
    run('umount', folder)
    mounted = false
    await expectKept('unplugged', await take('unplugged'), /is on another file system/, /mount the right disk/)
  })

  test('A folder that can not be entered gives no snapshot', { skip: unbound }, async () => {
    const folder = await keep('shut')
    await chmod(folder, 0o000)
    await expectKept('shut', await take('shut'), /sessions\/shut can't be read/, /next: .*read/)
    await chmod(folder, 0o755)
    assert.equal((await take('shut')).code, 0)
  })

  test('A file where the folder was gives no snapshot', async () => {
    const folder = await keep('replaced')
    await rm(folder, { recursive: true })
    await writeFile(folder, 'a file')
    await expectKept('replaced', await take('replaced'), /sessions\/replaced is not a folder/, /next: .*folder/)
  })

  test('A file and a folder that may not be read are left out, named and counted', { skip: unbound }, async () => {
    const folder = await keep('partly shut')
    await chmod(join(folder, 'audio/kick.wav'), 0o000)
    await chmod(join(folder, 'notes'), 0o000)
    const ran = await take('partly shut')
    assert.equal(ran.code, 3, ran.stderr)
    assert.match(ran.stderr, /skipped audio\/kick\.wav: .*(permission|allowed)/i)
    assert.match(ran.stderr, /skipped notes: .*(permission|allowed)/i)
    await expectNewest('partly shut', 2, 2)
    await chmod(join(folder, 'notes'), 0o755)
    await expectRestored('partly shut', folder, ['audio/kick.wav', 'notes'])
  })

  test('Names that are not UTF-8 are kept and restored byte for byte', async () => {
    const folder = await keep('latin')
    const at = (...bytes: number[]): Buffer => Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(bytes)])
    await writeFile(at(0x53, 0xfc, 0xdf, 0x2e, 0x77, 0x61, 0x76), 'Latin-1')
    await writeFile(at(0xff, 0xfe, 0x0a, 0x80), 'no text at all')
    await mkdir(at(0xe4, 0x2d, 0x74))
    await writeFile(at(0xe4, 0x2d, 0x74, 0x2f, 0xf6), 'below a folder of such a name')
    const ran = await take('latin')
    assert.equal(ran.code, 0, ran.stderr)
    await expectNewest('latin', 7, 0)
    await expectRestored('latin', folder)
  })

  test('Sockets and fifos are left out, named and counted, and what stands beside them is kept', async () => {
    const folder = await keep('odd')
    await writeFiles(folder, { 'new.wav': 20_000 })
    run('mkfifo', join(folder, 'pipe'))
    const server = createServer().listen(join(folder, 'socket'))
    scope.defer(() => void server.close())
    await new Promise(listening => server.once('listening', listening))
    const ran = await take('odd')
    assert.equal(ran.code, 3, ran.stderr)
    assert.match(ran.stderr, /skipped pipe: is a fifo/)
    assert.match(ran.stderr, /skipped socket: is a socket/)
    await expectNewest('odd', 5, 2)
    await expectRestored('odd', folder, ['pipe', 'socket'])
  })

  test('A device file is left out, named and counted', {
    skip: refusal(
      'making a device file',
      'sh',
      '-c',
      'd=$(mktemp -d) && mknod "$d/n" c 1 5; s=$?; rm -r "$d"; exit $s',
    ),
  }, async () => {
    const folder = await keep('device')
    await writeFiles(folder, { 'new.wav': 20_000 })
    run('mknod', join(folder, 'zero'), 'c', '1', '5')
    const ran = await take('device')
    assert.equal(ran.code, 3, ran.stderr)
    assert.match(ran.stderr, /skipped zero: is a device/)
    await expectNewest('device', 5, 1)
    await expectRestored('device', folder, ['zero'])
  })

  test('A file that keeps changing while it is read is left out, named and counted, and kept once it rests', async () => {
    const folder = await keep('recording')
    await using file = await open(join(folder, 'audio/take.wav'), 'w+')
    // So large that whoever records gets its turn on a busy machine while it is read.
    await file.write(Buffer.alloc(48_000_000, 7), 0, 48_000_000, 0)
    let isRecording = true
    const recorder = (async () => {
      while (isRecording) await file.write('of a take that is written over', 4_000_000)
    })()
    await writeFiles(folder, { 'new.wav': 20_000 })
    const ran = await take('recording')
    isRecording = false
    await recorder
    assert.equal(ran.code, 3, ran.stderr)
    assert.match(ran.stderr, /skipped audio\/take\.wav: kept changing while it was read/)
    await expectNewest('recording', 5, 1)
    assert.equal((await take('recording')).code, 0)
    await expectRestored('recording', folder)
  })

  test('A file that vanishes while others are read counts as deleted and harms nothing', async () => {
    const folder = await keep('vanishing')
    // Documents are read first: the recording is still to come when the first figures arrive.
    await writeFiles(folder, { 'long.rpp': 16_000_000, 'audio/vanishes.wav': 2_000_000 }, 3)
    let figures = ''
    let removed: Promise<void> | undefined
    const ran = await mesh.spawn(BERLIN.name, ['snapshot', 'vanishing', '--json'], {
      onOutput(text) {
        figures += text
        if (figures.includes('"totalFiles":6')) removed ??= rm(join(folder, 'audio/vanishes.wav'))
      },
    })
    assert.ok(removed, `the file was never listed:\n${figures}`)
    await removed
    assert.equal(ran.code, 0, ran.stderr)
    await expectNewest('vanishing', 5, 0)
    await expectRestored('vanishing', folder)
  })
})
