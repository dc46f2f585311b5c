// holdfast key export and import: the keys of every ring a site holds, in a file sealed by a passphrase (scrypt). With it
// and any copy of the chunks everything can be read; without the passphrase it is noise.
import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { HoldfastError } from '../protocol/errors.ts'
import { defineCommand } from './command.ts'
import { usageError } from './context.ts'
import { EXIT } from './exit.ts'
import type { Invocation } from './invocation.ts'
import { positional, text } from './options.ts'
import { ask, canAsk } from './prompt.ts'

const FIRST_LINE = 'holdfast keys 1'
const MIN_PASSPHRASE = 8
const LINE = 76

export const exportCommand = defineCommand({
  usage: 'export <file>',
  summary: 'Write the keys of all rings here into a file sealed by a passphrase',
  options: yargs =>
    yargs
      .positional('file', positional('a new file'))
      .option('passphrase-file', text('the file with the passphrase; at a terminal it is asked for')),
  async run(invocation, { file, passphraseFile }) {
    const path = resolve(invocation.cli.cwd, file)
    const passphrase = await passphraseFor(invocation, passphraseFile, true)
    const { sealWithPassphrase } = await import('../protocol/keys.ts')
    const { value } = await invocation.client.call('exportKeys', {})
    const keys = { mesh: value.mesh, rings: value.rings.map(ring => Buffer.from(ring).toString('hex')) }
    const sealed = await sealWithPassphrase(passphrase, Buffer.from(JSON.stringify(keys)), randomBytes(32))
    const lines =
      Buffer.from(sealed)
        .toString('base64')
        .match(new RegExp(`.{1,${LINE}}`, 'g')) ?? []
    await writeNew(path, `${[FIRST_LINE, ...lines].join('\n')}\n`)
    invocation.printJson({ file: path, rings: value.rings.length })
    invocation.print(
      `the keys of ${value.rings.length === 1 ? 'one ring' : `${value.rings.length} rings`} are in ${path}`,
    )
    invocation.note('export again after key rotate: the file knows no epoch that came later')
    return EXIT.done
  },
})

export const importCommand = defineCommand({
  usage: 'import <file>',
  summary: 'Take the keys of a key file, so that this site can read',
  options: yargs =>
    yargs
      .positional('file', positional('what key export wrote'))
      .option('passphrase-file', text('the file with the passphrase; at a terminal it is asked for')),
  async run(invocation, { file, passphraseFile }) {
    const path = resolve(invocation.cli.cwd, file)
    const [first, ...lines] = (await readText(path)).split('\n')
    if (first !== FIRST_LINE) throw new HoldfastError('MESSAGE_INVALID', `${path} is no file of keys`)
    const passphrase = await passphraseFor(invocation, passphraseFile, false)
    const { openWithPassphrase } = await import('../protocol/keys.ts')
    const keys = parseKeys(await openWithPassphrase(passphrase, Buffer.from(lines.join(''), 'base64')))
    const { mesh } = (await invocation.client.call('identity', {})).value
    if (mesh !== null && mesh.id !== keys.mesh)
      throw new HoldfastError(
        'MESH_MISMATCH',
        `${path} holds keys of mesh ${keys.mesh.slice(0, 8)}, not of ${mesh.name}`,
      )
    const { value, wire } = await invocation.client.call('addKeys', { rings: keys.rings })
    invocation.printJson(wire)
    invocation.print(`this site has the keys of ${value.rings.map(({ ring }) => ring.slice(0, 8)).join(', ')}`)
    invocation.note(`${invocation.say('key list')} shows for which of them an owner calls it trusted`)
    return EXIT.done
  },
})

function parseKeys(bytes: Uint8Array): { mesh: string; rings: Uint8Array[] } {
  const { mesh, rings } = JSON.parse(Buffer.from(bytes).toString('utf8')) as { mesh: unknown; rings: unknown }
  if (typeof mesh !== 'string' || !Array.isArray(rings) || !rings.every(ring => typeof ring === 'string'))
    throw new HoldfastError('MESSAGE_INVALID', 'the file opens, and holds no keys')
  return { mesh, rings: rings.map(ring => Buffer.from(ring, 'hex')) }
}

async function passphraseFor(invocation: Invocation, file: string | undefined, isNew: boolean): Promise<string> {
  const { cli } = invocation
  if (file !== undefined) return checked((await readText(resolve(cli.cwd, file))).replace(/\r?\n$/, ''))
  if (!canAsk(cli)) throw usageError('a passphrase is needed', 'give --passphrase-file FILE, or run it at a terminal')
  const typed = checked(await ask(cli, 'passphrase of the key file: ', true))
  if (isNew && (await ask(cli, 'again: ', true)) !== typed) throw usageError('the two passphrases differ')
  return typed
}

function checked(passphrase: string): string {
  if (passphrase.length >= MIN_PASSPHRASE) return passphrase
  throw usageError(`a passphrase has at least ${MIN_PASSPHRASE} characters`)
}

async function writeNew(path: string, content: string): Promise<void> {
  try {
    await writeFile(path, content, { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw usageError(`${path} is there already`, 'name another file')
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw usageError(`there is no ${path}`)
  }
}
