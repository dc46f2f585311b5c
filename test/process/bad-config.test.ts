// Settings a daemon can't run with: each is refused before anything is changed, with the place, the next step and the
// documented exit code; and what was set right starts as if nothing had been.
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import type { Ran } from '../../scripts/local-mesh.ts'
import { BERLIN, POTSDAM, ProcessMesh, type SitesJson } from '../helpers/process-mesh.ts'

function refused(ran: Ran, code: number, message: RegExp, next: RegExp): void {
  assert.equal(ran.code, code, ran.stderr)
  assert.match(ran.stderr, message)
  assert.match(ran.stderr, next)
}

/** Another program on a port, until disposed. */
async function occupy(port: number): Promise<AsyncDisposable> {
  const server = createServer()
  await new Promise<void>((listening, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', listening)
  })
  return { [Symbol.asyncDispose]: () => new Promise(closed => server.close(() => closed())) }
}

suite('bad settings', () => {
  const scope = new AsyncDisposableStack()
  let mesh: ProcessMesh
  let config: string
  let good: string

  before(async () => {
    mesh = scope.use(await ProcessMesh.create())
    await mesh.init('kreuzberg', BERLIN)
    await mesh.succeed(BERLIN.name, ['stop'])
    config = join(mesh.home(BERLIN.name), 'config.toml')
    good = await readFile(config, 'utf8')
  })
  after(() => scope.disposeAsync())

  const up = (...more: string[]): Promise<Ran> => mesh.spawn(BERLIN.name, ['up', ...more])

  for (const { what, edit, message } of [
    {
      what: 'An unknown section',
      edit: (text: string) => `${text}\n[storage]\nsize = "6 TB"\n`,
      message:
        /config\.toml:(\d+): unknown key "storage", expected one of: config_version, site, listen, store, keys, api, surplus, log/,
    },
    {
      what: 'An unknown key',
      edit: (text: string) => text.replace('[store]', '[store]\ncapactiy = "6 TB"'),
      message: /config\.toml:(\d+): unknown key "store\.capactiy", expected one of: path, capacity/,
    },
    {
      what: 'A value of another kind',
      edit: (text: string) => text.replace('[store]', '[store]\ncapacity = "six terabytes"'),
      message: /config\.toml:(\d+): store\.capacity: expected a size such as "6 TB"/,
    },
    {
      what: 'Text that is no TOML',
      edit: (text: string) => text.replace('[store]', '[store'),
      message: /config\.toml:(\d+):\d+: /,
    },
    {
      what: 'A config of a later version',
      edit: (text: string) => text.replace('config_version = 1', 'config_version = 2'),
      message: /config\.toml:(\d+): config_version: expected 1/,
    },
  ]) {
    test(`${what} is refused with its line, by the daemon and by config check`, async () => {
      const bad = edit(good)
      assert.notEqual(bad, good)
      await writeFile(config, bad)
      try {
        for (const ran of [await up(), await mesh.run(BERLIN.name, ['config', 'check'])]) {
          refused(ran, 78, message, /next: edit .*config\.toml, then: holdfast config check/)
          const line = Number(message.exec(ran.stderr)?.[1])
          assert.notEqual(bad.split('\n')[line - 1], good.split('\n')[line - 1], `line ${line} is not the bad one`)
        }
      } finally {
        await writeFile(config, good)
      }
    })
  }

  test('A socket whose path is too long for the system is refused', async () => {
    const ran = await up('--socket', join(mesh.folder, 'x'.repeat(108)))
    refused(ran, 78, /the socket path .*xxx is over 107 bytes/, /next: give a shorter one with --socket/)
  })

  test('A store of a later format is refused and left as it is', async () => {
    const format = join(mesh.store(BERLIN.name), 'format')
    const before = await readFile(format, 'utf8')
    const later = before.replace('holdfast store 1', 'holdfast store 2')
    await writeFile(format, later)
    refused(await up(), 78, /store\/format names format 2; this Holdfast reads 1/, /next: run the newer Holdfast/)
    assert.equal(await readFile(format, 'utf8'), later)
    await writeFile(format, before)
  })

  test('A port that another program has is named, and free again it is used', async () => {
    const port = Number(/"\/ip4\/127\.0\.0\.1\/tcp\/(\d+)"/.exec(good)?.[1])
    {
      await using _other = await occupy(port)
      const inUse = new RegExp(`127\\.0\\.0\\.1 port ${port} is in use by another program`)
      refused(await up(), 11, inUse, /next: stop the other program, or choose another port/)
    }
    await mesh.start(BERLIN.name)
    await mesh.succeed(BERLIN.name, ['status'])
  })

  test('A join that finds its port taken leaves the ticket unused, and nobody in the mesh', async () => {
    const ticket = await mesh.invite(POTSDAM)
    const listen = await mesh.prepare(POTSDAM.name)
    {
      await using _other = await occupy(Number(listen[1]!.split('/').at(-1)))
      const ran = await mesh.spawn(POTSDAM.name, ['join', ticket, ...listen])
      refused(ran, 11, /is in use by another program/, /next: stop the other program, or choose another port/)
      assert.equal(await mesh.pid(POTSDAM.name), undefined)
    }
    assert.equal((await mesh.json<SitesJson>(BERLIN.name, ['sites'])).sites.length, 1)
    const again = await mesh.run(POTSDAM.name, ['join', ticket, ...listen])
    assert.equal(again.code, 0, again.stderr)
  })

  test('A mesh whose first site finds its port taken is not founded, and is once it is free', async () => {
    const listen = await mesh.prepare('lone')
    const words = ['init', 'lone', '--site', 'lone', '--location', 'a', '--medium', 'ssd', '--manager', 'b', ...listen]
    {
      await using _other = await occupy(Number(listen[1]!.split('/').at(-1)))
      refused(await mesh.run('lone', words), 11, /is in use by another program/, /next: stop the other program/)
    }
    const again = await mesh.run('lone', words)
    assert.equal(again.code, 0, again.stderr)
    assert.match(again.stdout, /^founded lone/)
  })
})
