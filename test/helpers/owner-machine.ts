// An owner on a machine of their own, without a daemon, for the process tests of what owners sign.
import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCli } from './cli.ts'

export interface OwnerMachine {
  readonly home: string
  readonly key: string
  readonly text: string
  /** For every command that signs with this key. */
  readonly flags: readonly string[]
}

export async function newOwner(folder: string, name: string): Promise<OwnerMachine> {
  const home = join(folder, `${name}-machine`)
  await mkdir(home)
  await writeFile(join(home, 'passphrase'), `correct horse of ${name}\n`)
  const key = join(home, `${name}.key`)
  const made = await runCli(home, ['owner', 'new-key', key, '--passphrase-file', join(home, 'passphrase'), '--json'])
  assert.equal(made.exit, 0, made.stderr)
  const { text } = JSON.parse(made.stdout) as { text: string }
  return { home, key, text, flags: ['--owner-key', key, '--passphrase-file', join(home, 'passphrase')] }
}
