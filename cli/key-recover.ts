// holdfast key sheet and recover: the recovery sheet, and what it is for. On a blank machine the phrase and any one site of
// the mesh, also one that holds no keys, are enough to read every project.
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { HoldfastError } from '../protocol/errors.ts'
import { defineCommand } from './command.ts'
import type { ChangeFlags } from './constitution-change.ts'
import { usageError } from './context.ts'
import { EXIT } from './exit.ts'
import type { Invocation } from './invocation.ts'
import { flag, repeated, required, STDIN, text } from './options.ts'
import { ownerFlags } from './owner-flags.ts'
import { ask, canAsk } from './prompt.ts'
import type { SheetFields } from './recovery-sheet.ts'
import { withUnfoundedDaemon } from './set-up.ts'
import { printable } from './table.ts'

export const sheetCommand = defineCommand({
  usage: 'sheet',
  summary: 'Print the recovery sheet again, with the addresses of today and without the phrase',
  options: yargs =>
    ownerFlags(yargs.option('new', flag('an owner makes a new phrase; the one before opens nothing new'))),
  async run(invocation, options) {
    const sheet = await todaysSheet(invocation)
    if (options.new) return await renew(invocation, options, sheet)
    const { sheetText } = await import('./recovery-sheet.ts')
    const { mesh, name, sites } = sheet
    invocation.printJson({ mesh, name, sites })
    invocation.print(sheetText(sheet).trimEnd())
    return EXIT.done
  },
})

async function todaysSheet({ client }: Invocation): Promise<SheetFields> {
  const { mesh } = (await client.call('identity', {})).value
  if (mesh === null) throw new HoldfastError('NOT_FOUNDED', 'this site belongs to no mesh yet')
  const { sites } = (await client.call('sites', {})).value
  const known = sites.filter(({ state }) => state !== 'revoked').map(({ name, addresses }) => ({ name, addresses }))
  return { mesh: mesh.id, name: mesh.name, sites: known, phrase: undefined }
}

/** A new recovery identity in the constitution, and new epochs: whoever has the phrase before reads nothing that comes. */
async function renew(invocation: Invocation, flags: ChangeFlags, sheet: SheetFields): Promise<number> {
  const { changeConstitution } = await import('./constitution-change.ts')
  const { RECOVERY_SECRET_LENGTH, recoveryOf, recoveryPhrase } = await import('../protocol/recovery-phrase.ts')
  const { showSheet } = await import('./keep-sheet.ts')
  const secret = randomBytes(RECOVERY_SECRET_LENGTH)
  const recovery = recoveryOf(secret)
  const exit = await changeConstitution(invocation, flags, async () => {
    if (!flags.dryRun) await showSheet(invocation, { ...sheet, phrase: recoveryPhrase(secret) })
    return { recovery }
  })
  const { loadMembership } = await import('./trust.ts')
  const { constitution } = await loadMembership(invocation)
  if (constitution.recovery?.identity !== recovery.identity) return exit
  const { openEpochs } = await import('./site-epochs.ts')
  const { rings } = (await invocation.client.call('keys', {})).value
  await openEpochs(
    invocation,
    rings.filter(({ epoch }) => epoch !== null).map(({ ring }) => ring),
  )
  invocation.note('whoever has the phrase before can read what was sealed until now, if it was granted to them')
  return exit
}

export const recoverCommand = defineCommand({
  usage: 'recover',
  summary: 'On a blank machine: read every project, from the recovery phrase and one site',
  options: yargs =>
    yargs
      .option('mesh', required('the mesh id on the sheet, 16 digits of it or more'))
      .option('address', repeated('an address on the sheet, such as /ip4/203.0.113.7/tcp/4801'))
      .option('phrase-file', text('the file with the phrase, - for stdin; at a terminal it is asked for'))
      .option('store', text('the folder for its own records; default: store in the home'))
      .option('capacity', text('how much it may store, such as 6TB; default: what the disk has'))
      .option('listen', repeated('address to listen on, default /ip4/0.0.0.0/tcp/4801'))
      .option('join-listen', repeated('unused: nobody joins here')),
  async run(invocation, options) {
    const mesh = options.mesh.replaceAll(/[\s-]/g, '').toLowerCase()
    if (!/^[0-9a-f]{16,64}$/.test(mesh)) throw usageError('--mesh is the mesh id on the sheet, 16 digits of it or more')
    if (options.address.length === 0) throw usageError('say where one site is', '--address, as the sheet shows them')
    const { parseRecoveryPhrase, recoverySeeds } = await import('../protocol/recovery-phrase.ts')
    const { signing, sealing } = recoverySeeds(parseRecoveryPhrase(await phraseFor(invocation, options.phraseFile)))
    const site = { name: 'recovery', labels: {} }
    return await withUnfoundedDaemon(invocation, options, site, async () => {
      const request = { mesh, signing, sealing, addresses: options.address }
      const { value, wire } = await invocation.withProgress(report =>
        invocation.client.call('recover', request, report),
      )
      invocation.printJson({ type: 'done', ...wire, home: invocation.home.path })
      invocation.print(
        `reading ${printable(value.name)} by way of ${printable(value.via)}: ${value.sites} sites, keys of ${value.rings === 1 ? 'one ring' : `${value.rings} rings`}`,
      )
      invocation.note('this machine is no site of the mesh: it reads and restores, and changes nothing')
      invocation.note(`next: ${invocation.say('project list')}`)
      invocation.note(`next: ${invocation.say('restore PROJECT --to DIR')}`)
      return EXIT.done
    })
  },
})

/** The phrase: a file with nothing else, or the sheet itself. */
async function phraseFor({ cli }: Invocation, file: string | undefined): Promise<string> {
  if (file === undefined) {
    if (!canAsk(cli))
      throw usageError('the recovery phrase is needed', 'give --phrase-file FILE, or run it at a terminal')
    return await ask(cli, 'recovery phrase: ')
  }
  const content = file === STDIN ? await readAll(cli.stdin) : await readFileOf(resolve(cli.cwd, file))
  return /^phrase\s+(.+)$/m.exec(content)?.[1] ?? content
}

async function readAll(stream: AsyncIterable<Uint8Array | string>): Promise<string> {
  const parts: string[] = []
  for await (const part of stream) parts.push(Buffer.from(part as Uint8Array).toString('utf8'))
  return parts.join('')
}

async function readFileOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw usageError(`there is no ${path}`)
  }
}
