// The owner's key: made and used by the command line alone, sealed by a passphrase, never given to a daemon
// (§ Membership). Losing it means nobody can invite or revoke; the passphrase must not stay beside it.
import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { HoldfastError } from '../protocol/errors.ts'
import { openWithPassphrase, type SigningKey, sealWithPassphrase, signingKeyFromSeed } from '../protocol/keys.ts'
import type { Invocation } from './invocation.ts'
import { ask, canAsk } from './prompt.ts'

const SEED_LENGTH = 32
const MIN_PASSPHRASE = 8
const PASSPHRASE_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789' // no i, l, o, 0, 1
const PASSPHRASE_GROUPS = 5 // of 5 characters: 123 bits

/** Makes a key for one who is to own the mesh too: a new file, sealed by a passphrase as the first owner's is. */
export async function newOwnerKey(
  invocation: Invocation,
  file: string,
  passphraseFile: string | undefined,
): Promise<SigningKey> {
  if (await exists(file)) throw new HoldfastError('USAGE', `${file} is there already`, { hint: 'name another file' })
  return await sealNewKey(invocation, file, `${file}.passphrase`, passphraseFile)
}

/**
 * Opens the home's owner key, or makes it when there is none. Asks for the passphrase where `passphraseFile` is not
 * given and there is a terminal; without one a passphrase is made and left in owner.passphrase, with a note.
 */
export async function makeOwnerKey(invocation: Invocation, passphraseFile: string | undefined): Promise<SigningKey> {
  const { home } = invocation
  if (await exists(home.ownerKey)) return await openOwnerKey(invocation, passphraseFile)
  return await sealNewKey(invocation, home.ownerKey, home.ownerPassphrase, passphraseFile)
}

async function sealNewKey(
  invocation: Invocation,
  file: string,
  noteFile: string,
  passphraseFile: string | undefined,
): Promise<SigningKey> {
  const passphrase =
    passphraseFile === undefined
      ? await choosePassphrase(invocation, file, noteFile)
      : checkLength(await readPassphrase(invocation, passphraseFile))
  const seed = randomBytes(SEED_LENGTH)
  const sealed = await sealWithPassphrase(passphrase, seed, randomBytes(32))
  await writeFile(file, sealed, { mode: 0o600, flag: 'wx', flush: true })
  return signingKeyFromSeed(seed)
}

/** Throws KEY_MISSING when there is no key or no passphrase for it, KEY_WRONG when they don't belong together. */
export async function openOwnerKey(
  invocation: Invocation,
  passphraseFile: string | undefined,
  keyFile?: string,
): Promise<SigningKey> {
  const { home, cli } = invocation
  const file = keyFile === undefined ? home.ownerKey : resolve(cli.cwd, keyFile)
  const sealed = await readOptional(file)
  if (!sealed) {
    throw new HoldfastError('KEY_MISSING', `no owner key at ${file}`, {
      hint: 'run it where the mesh was founded, or say where an owner key is: --owner-key FILE, HOLDFAST_OWNER_KEY',
    })
  }
  const noteFile = file === join(home.path, 'owner.key') ? home.ownerPassphrase : `${file}.passphrase`
  const kept = passphraseFile ?? ((await exists(noteFile)) ? noteFile : undefined)
  if (kept === undefined && !canAsk(cli)) {
    throw new HoldfastError('KEY_MISSING', `the passphrase of ${file} is needed`, {
      hint: 'give --passphrase-file FILE, or run it at a terminal',
    })
  }
  const passphrase =
    kept === undefined ? await ask(cli, 'passphrase of the owner key: ', true) : await readPassphrase(invocation, kept)
  const seed = await openWithPassphrase(passphrase, sealed)
  if (seed.byteLength !== SEED_LENGTH) throw new HoldfastError('MESSAGE_INVALID', `${file} holds no key`)
  return signingKeyFromSeed(seed)
}

async function choosePassphrase({ cli }: Invocation, file: string, noteFile: string): Promise<string> {
  if (!canAsk(cli)) {
    const passphrase = generatePassphrase()
    await writeFile(noteFile, `${passphrase}\n`, { mode: 0o600, flush: true })
    // Said even under --quiet: whoever misses it loses the mesh with the disk.
    cli.stderr.write(
      `note: the owner key's passphrase is in ${noteFile}\n` +
        `      move both it and ${basename(file)} to a safe place away from this machine\n`,
    )
    return passphrase
  }
  const typed = await ask(cli, 'passphrase for the owner key (Enter makes one): ', true)
  if (typed === '') {
    const passphrase = generatePassphrase()
    cli.stderr.write(`passphrase of the owner key, write it down: ${passphrase}\n`)
    return passphrase
  }
  checkLength(typed)
  if ((await ask(cli, 'again: ', true)) !== typed) throw new HoldfastError('USAGE', 'the two passphrases differ')
  return typed
}

function generatePassphrase(): string {
  const group = () => Array.from({ length: 5 }, () => randomLetter()).join('')
  return Array.from({ length: PASSPHRASE_GROUPS }, group).join('-')
}

function randomLetter(): string {
  const limit = 256 - (256 % PASSPHRASE_ALPHABET.length) // refuse the tail, or some letters would be likelier
  while (true) {
    const byte = randomBytes(1)[0] ?? 0
    if (byte < limit) return PASSPHRASE_ALPHABET[byte % PASSPHRASE_ALPHABET.length] ?? ''
  }
}

async function readPassphrase(invocation: Invocation, file: string): Promise<string> {
  const path = resolve(invocation.cli.cwd, file)
  const bytes = await readOptional(path)
  if (!bytes) throw new HoldfastError('USAGE', `no passphrase file at ${path}`)
  return Buffer.from(bytes)
    .toString('utf8')
    .replace(/\r?\n$/, '')
}

function checkLength(passphrase: string): string {
  if (passphrase.length >= MIN_PASSPHRASE) return passphrase
  throw new HoldfastError('USAGE', `a passphrase has at least ${MIN_PASSPHRASE} characters`)
}

async function exists(file: string): Promise<boolean> {
  return (await readOptional(file)) !== undefined
}

async function readOptional(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
