import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { configText } from '../../cli/config-file.ts'
import { loadConfig } from '../../node/config.ts'
import { parseConfig } from '../../protocol/config.ts'
import { isError } from '../../protocol/errors.ts'
import { runCli, temporaryFolder } from '../helpers/cli.ts'

async function check(text: string, ...argv: string[]) {
  await using folder = await temporaryFolder()
  await writeFile(join(folder.path, 'config.toml'), text)
  return await runCli(folder.path, argv.length > 0 ? argv : ['config', 'check'])
}

test('an unknown key exits 78 and names file, line, key and what is allowed', async () => {
  const { exit, stdout, stderr } = await check('config_version = 1\n\n[site]\nname = "a"\ncolour = "red"\n')
  assert.equal(exit, 78)
  assert.equal(stdout, '')
  assert.match(
    stderr,
    /config\.toml:5: unknown key "site\.colour", expected one of: name, location, medium, manager, labels/,
  )
  assert.match(stderr, /next: edit .*config\.toml, then: holdfast config check/)
})

test('every mistake is named at once', async () => {
  const { stderr } = await check('config_version = 1\nfoo = 1\n[store]\ncapacity = "6 lumps"\n[log]\nlevel = "loud"\n')
  assert.match(stderr, /:2: unknown key "foo"/)
  assert.match(stderr, /:4: store\.capacity: expected a size such as "6 TB"/)
  assert.match(stderr, /:6: log\.level: expected one of/)
})

test('text that is not TOML exits 78 with line and column', async () => {
  const { exit, stderr } = await check('config_version = 1\n[site\n')
  assert.equal(exit, 78)
  assert.match(stderr, /config\.toml:2:\d+: /)
})

test('a good file passes, shows its defaults, and describes itself', async () => {
  const text = 'config_version = 1\n[store]\ncapacity = "6 TB"\n'
  assert.match((await check(text)).stdout, /config\.toml is fine\n$/)
  const shown = await check(text, 'config', 'show')
  assert.match(shown.stdout, /capacity = "6 TB"/)
  assert.match(shown.stdout, /p2p = \[ "\/ip4\/0\.0\.0\.0\/tcp\/4801" \]/)
  const json = JSON.parse((await check(text, 'config', 'show', '--json')).stdout)
  assert.equal(json.config.store.capacity, '6 TB')
  const schema = JSON.parse((await check('', 'config', 'schema')).stdout)
  assert.equal(schema.type, 'object')
})

test('without a file config exits 78 and says how to get one', async () => {
  await using folder = await temporaryFolder()
  const { exit, stderr } = await runCli(folder.path, ['config', 'check'])
  assert.equal(exit, 78)
  assert.match(stderr, /next: holdfast init NAME/)
})

test('what the command line writes is read back as it was, to the byte', () => {
  for (const capacity of ['6 TB', '1234567 B', '1.5 TB', '1000 B']) {
    const config = parseConfig(`config_version = 1\n[store]\npath = "/a b"\ncapacity = "${capacity}"\n`, 'x')
    assert.deepEqual(parseConfig(configText(config), 'x'), config)
  }
})

test('the daemon reads the same file, with its store beside it', async () => {
  await using folder = await temporaryFolder()
  await assert.rejects(loadConfig(folder.path), error => isError(error, 'CONFIG_INVALID') && error.exit === 78)
  await writeFile(join(folder.path, 'config.toml'), 'config_version = 1\n')
  assert.equal((await loadConfig(folder.path)).store.path, join(folder.path, 'store'))
  await writeFile(join(folder.path, 'config.toml'), 'config_version = 1\n[store]\npath = "/srv/x"\n')
  assert.equal((await loadConfig(folder.path)).store.path, '/srv/x')
})
