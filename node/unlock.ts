// Finds what opens this site's keys when they are wrapped at rest (§ Identity file): the passphrase from the file that the
// config names, the credential that the service manager hands over, or whoever sits at the terminal.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import type { Config } from '../protocol/config.ts'
import { CREDENTIAL_NAME, type KeyWrap, parseCredential } from '../protocol/key-wrap.ts'
import { type FindWrap, keysLocked } from './store/identity.ts'

export interface Unlock {
  readonly find: FindWrap
  /** What a site's new keys are wrapped with from the start; undefined: they are stored open. */
  forNew(): Promise<KeyWrap | undefined>
}

export function unlockWith(config: Config): Unlock {
  const passphraseFile = config.keys.passphrase_file
  const folder = process.env.CREDENTIALS_DIRECTORY
  const credentialFile = folder === undefined || folder === '' ? undefined : join(folder, CREDENTIAL_NAME)

  async function fromFile(file: string): Promise<KeyWrap> {
    const passphrase = (await load('passphrase', file)).toString('utf8').replace(/\r?\n$/, '')
    if (passphrase === '') throw keysLocked('passphrase', `${file} is empty`)
    return { with: 'passphrase', passphrase }
  }

  async function fromCredential(file: string): Promise<KeyWrap> {
    const credential = parseCredential(await load('credential', file))
    if (credential === undefined) throw keysLocked('credential', `${file} holds neither 32 bytes nor 64 hex digits`)
    return { with: 'credential', credential }
  }

  return {
    async find(kind) {
      if (kind === 'credential') {
        if (credentialFile === undefined) throw keysLocked(kind, '$CREDENTIALS_DIRECTORY is not set')
        return await fromCredential(credentialFile)
      }
      if (passphraseFile !== undefined) return await fromFile(passphraseFile)
      if (process.stdin.isTTY !== true || process.stderr.isTTY !== true)
        throw keysLocked(kind, 'no file is named for it, and nobody is at a terminal')
      return { with: kind, passphrase: await askAtTerminal("passphrase of this site's keys: ") }
    },
    async forNew() {
      if (passphraseFile !== undefined) return await fromFile(passphraseFile)
      if (credentialFile === undefined) return undefined
      try {
        return await fromCredential(credentialFile)
      } catch (error) {
        // A service may have other credentials and none of this name.
        if ((error as { cause?: NodeJS.ErrnoException }).cause?.code === 'ENOENT') return undefined
        throw error
      }
    },
  }
}

async function load(kind: KeyWrap['with'], file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw keysLocked(kind, `${file} can't be read: ${(cause as Error).message}`, cause)
  }
}

/** One line, not shown while it is typed. */
async function askAtTerminal(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  // The terminal shows what is typed until this is made.
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  process.stderr.write(question)
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve)
      const ended = () => reject(keysLocked('passphrase', 'nothing was typed'))
      lines.once('SIGINT', ended)
      lines.once('close', ended)
    })
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}
