// holdfast key wrap, key unwrap: this site's keys on its own disk, sealed by a passphrase or by a credential of the service
// manager, or open again (§ Identity file). The running daemon does it and goes on.
import { readFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import type { WrapRequest } from '../../protocol/local-api-trust.ts'
import { defineCommand } from '../command.ts'
import { loadConfigFile, writeConfigFile } from '../config-file.ts'
import { usageError } from '../context.ts'
import { EXIT } from '../exit.ts'
import type { Invocation } from '../invocation.ts'
import { flag, text } from '../options.ts'
import { ask, canAsk, confirm } from '../prompt.ts'

const MIN_PASSPHRASE = 8

export const wrapCommand = defineCommand({
  usage: 'wrap',
  summary: "Seal this site's keys on its disk by a passphrase or a credential",
  options: yargs =>
    yargs
      .option('passphrase-file', text('the file with the passphrase; the daemon reads it at every start'))
      .option(
        'credential',
        text('a file of 32 random bytes, which the service manager must hand to the daemon as holdfast-key'),
      ),
  async run(invocation, { passphraseFile, credential }) {
    if (passphraseFile !== undefined && credential !== undefined)
      throw usageError('--passphrase-file and --credential exclude each other')
    const request =
      credential === undefined
        ? await passphraseOf(invocation, passphraseFile)
        : { with: 'credential' as const, credential: await credentialOf(invocation, credential) }
    // The config first: a daemon that is killed in between still finds what opens its keys.
    if (passphraseFile !== undefined) await nameFile(invocation, resolve(invocation.cli.cwd, passphraseFile))
    const { value, wire } = await invocation.client.call('wrapKeys', request)
    if (passphraseFile === undefined) await nameFile(invocation, undefined)
    invocation.printJson(wire)
    invocation.print(`the keys of this site are wrapped with a ${value.with}: ${value.file}`)
    invocation.note(nextStart(invocation, value.with, passphraseFile))
    invocation.note('what lay there before was overwritten; a flash disk, a backup or swap may still have it')
    return EXIT.done
  },
})

export const unwrapCommand = defineCommand({
  usage: 'unwrap',
  summary: "Store this site's keys open again",
  options: yargs => yargs.option('yes', flag("don't ask")),
  async run(invocation, { yes }) {
    const { cli } = invocation
    if (!yes && !canAsk(cli)) throw usageError('key unwrap asks before it acts', 'without a terminal, give --yes')
    const question = 'store the keys open? whoever takes the disk can then read everything this site can'
    if (!yes && !(await confirm(cli, question))) return EXIT.failed
    const { value, wire } = await invocation.client.call('wrapKeys', { with: 'nothing' })
    await nameFile(invocation, undefined)
    invocation.printJson(wire)
    invocation.print(`the keys of this site are stored open: ${value.file}`)
    return EXIT.done
  },
})

async function passphraseOf(invocation: Invocation, file: string | undefined): Promise<WrapRequest> {
  const { cli } = invocation
  if (file !== undefined) {
    const passphrase = (await read(invocation, file)).toString('utf8').replace(/\r?\n$/, '')
    return { with: 'passphrase', passphrase: checkLength(passphrase) }
  }
  if (!canAsk(cli)) throw usageError('a passphrase is needed', 'give --passphrase-file FILE or --credential FILE')
  const passphrase = checkLength(await ask(cli, "passphrase for this site's keys: ", true))
  if ((await ask(cli, 'again: ', true)) !== passphrase) throw usageError('the two passphrases differ')
  return { with: 'passphrase', passphrase }
}

async function credentialOf(invocation: Invocation, file: string): Promise<Uint8Array> {
  // Loaded when needed, as all that touches keys.
  const { parseCredential } = await import('../../protocol/key-wrap.ts')
  const credential = parseCredential(await read(invocation, file))
  if (credential !== undefined) return credential
  throw usageError(`${file} holds neither 32 bytes nor 64 hex digits`, `head -c 32 /dev/urandom > ${file}`)
}

/** Says in the config where the daemon finds the passphrase; undefined: nowhere. */
async function nameFile({ home }: Invocation, file: string | undefined): Promise<void> {
  const config = await loadConfigFile(home)
  if (config === undefined || config.keys.passphrase_file === file) return
  const inside = file === undefined ? undefined : relative(home.path, file)
  const named = inside === undefined || inside.startsWith('..') ? file : inside
  await writeConfigFile(home, { ...config, keys: named === undefined ? {} : { passphrase_file: named } })
}

function nextStart({ cli, say }: Invocation, kind: string, passphraseFile: string | undefined): string {
  if (kind === 'credential') {
    return 'next: under systemd, LoadCredential=holdfast-key:FILE in the unit; the daemon finds it at its next start'
  }
  if (passphraseFile === undefined) return `next: at its next start the daemon asks at the terminal: ${say('up')}`
  return `the daemon reads ${resolve(cli.cwd, passphraseFile)} at every start: keep it on another disk, or it protects nothing`
}

async function read({ cli }: Invocation, file: string): Promise<Buffer> {
  const path = resolve(cli.cwd, file)
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new HoldfastError('USAGE', `no file at ${path}`)
  }
}

function checkLength(passphrase: string): string {
  if (passphrase.length >= MIN_PASSPHRASE) return passphrase
  throw usageError(`a passphrase has at least ${MIN_PASSPHRASE} characters`)
}
