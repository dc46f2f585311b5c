// holdfast owner: who owns the mesh, how many of them must sign, and whether destructive commands ask for a one-time code.
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Constitution } from '../../protocol/constitution.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { SiteId } from '../../protocol/ids.ts'
import type { Membership } from '../../protocol/membership.ts'
import { defineCommand, defineGroup } from '../command.ts'
import { usageError } from '../context.ts'
import { EXIT } from '../exit.ts'
import type { Invocation } from '../invocation.ts'
import { positional, text } from '../options.ts'
import { ownerFlags } from '../owner-flags.ts'
import { printable } from '../table.ts'
import { signCommand, submitCommand } from './owner-proposal.ts'
import { totpCommand } from './owner-totp.ts'

const list = defineCommand({
  usage: 'list',
  summary: 'Show whose keys own the mesh, and how many must sign',
  options: yargs => yargs,
  async run(invocation) {
    const { loadStatements } = await import('../trust.ts')
    const { membership, refused } = await loadStatements(invocation)
    const { ownerText } = await import('../../protocol/owner-text.ts')
    const shown = [membership.constitution, ...(membership.frozen ? membership.tips : [])]
    invocation.printJson({
      mesh: membership.mesh,
      name: membership.name,
      frozen: membership.frozen,
      ...viewOf(membership.constitution, ownerText),
      branches: membership.frozen ? membership.tips.map(tip => viewOf(tip, ownerText)) : [],
      refused,
    })
    invocation.print(`${printable(membership.name)}: mesh ${membership.mesh}`)
    for (const constitution of shown) invocation.print(paragraph(constitution, membership, ownerText).join('\n'))
    for (const why of refused) invocation.print(`refused: ${printable(why)}`)
    if (membership.frozen) {
      invocation.print('FROZEN: nothing that is dated after the fork counts, but revocations')
      invocation.note(`next: ${invocation.say('owner mend --keep BRANCH')}, signed by enough owners of each branch`)
    }
    return EXIT.done
  },
})

const newKey = defineCommand({
  usage: 'new-key <file>',
  summary: 'Make a key for one who is to own the mesh; needs no daemon',
  options: yargs =>
    yargs
      .positional('file', positional('where to write the key, sealed by a passphrase'))
      .option('passphrase-file', text('the file with the passphrase')),
  async run(invocation, { file, passphraseFile }) {
    const { newOwnerKey } = await import('../owner-key.ts')
    const { ownerText } = await import('../../protocol/owner-text.ts')
    const path = resolve(invocation.cli.cwd, file)
    const key = await newOwnerKey(invocation, path, passphraseFile)
    const shown = ownerText(key.id)
    await writeFile(`${path}.pub`, `${shown}\n`, { flush: true })
    invocation.printJson({ file: path, publicFile: `${path}.pub`, owner: key.id, text: shown })
    invocation.print(shown)
    invocation.note(`the key is ${path}; keep it, and its passphrase, away from the machines that store`)
    invocation.note(`next: send the line above to an owner, who runs: holdfast owner add ${shown.slice(0, 12)}…`)
    return EXIT.done
  },
})

const add = defineCommand({
  usage: 'add <key>',
  summary: 'Make somebody an owner of the mesh',
  options: yargs =>
    ownerFlags(yargs)
      .positional('key', positional('the public key that owner new-key printed, or the file with it'))
      .option('threshold', text('how many owners must sign from then on; default: as before')),
  async run(invocation, { key, threshold, ...flags }) {
    const { changeConstitution } = await import('../constitution-change.ts')
    const added = await keyOf(invocation, key)
    return await changeConstitution(invocation, flags, ({ owners, threshold: before }) => {
      if (owners.includes(added)) throw usageError('this key owns the mesh already')
      return { owners: [...owners, added], threshold: countFlag(threshold) ?? before }
    })
  },
})

const remove = defineCommand({
  usage: 'remove <key>',
  summary: 'Take ownership away; what that owner signed for stays, signed again by you',
  options: yargs =>
    ownerFlags(yargs)
      .positional('key', positional('the public key, or the beginning of it'))
      .option('threshold', text('how many owners must sign from then on; default: as before')),
  async run(invocation, { key, threshold, ...flags }) {
    const { changeConstitution } = await import('../constitution-change.ts')
    const { ownerText } = await import('../../protocol/owner-text.ts')
    return await changeConstitution(invocation, flags, current => {
      const removed = findOwner(current, key, ownerText)
      const owners = current.owners.filter(owner => owner !== removed)
      const most = Math.min(current.threshold, Math.max(1, owners.length))
      return { owners, threshold: countFlag(threshold) ?? most }
    })
  },
})

const threshold = defineCommand({
  usage: 'threshold <count>',
  summary: 'Say how many owners must sign a change of owners',
  options: yargs => ownerFlags(yargs).positional('count', positional('from 1 to the number of owners')),
  async run(invocation, { count, ...flags }) {
    const { changeConstitution } = await import('../constitution-change.ts')
    const next = countFlag(count)
    return await changeConstitution(invocation, flags, current => {
      if (next === current.threshold) throw usageError(`${count} of ${current.owners.length} must sign already`)
      return { threshold: next ?? current.threshold }
    })
  },
})

const mend = defineCommand({
  usage: 'mend',
  summary: 'End a fork of the constitution: names all branches, keeps the owners of one',
  options: yargs => ownerFlags(yargs).option('keep', text('the branch whose owners stay, by the beginning of its id')),
  async run(invocation, { keep, ...flags }) {
    const { changeConstitution } = await import('../constitution-change.ts')
    return await changeConstitution(
      invocation,
      flags,
      () => ({}),
      membership => {
        if (!membership.frozen) throw usageError('the constitution has not forked: there is nothing to mend')
        return { prev: membership.tips, base: branchOf(membership, keep) }
      },
    )
  },
})

export const ownerCommand = defineGroup('owner', 'Say who owns the mesh, and how many must sign', [
  list,
  newKey,
  add,
  remove,
  threshold,
  signCommand,
  submitCommand,
  mend,
  totpCommand,
])

function viewOf(constitution: Constitution, ownerText: (owner: SiteId) => string) {
  const { hash, number, prev, owners, threshold: must, totp, recovery, time } = constitution
  return {
    constitution: hash,
    number,
    prev,
    owners: owners.map(id => ({ id, text: ownerText(id) })),
    threshold: must,
    totp: totp !== undefined,
    recovery: recovery !== undefined,
    since: new Date(time).toISOString(),
  }
}

function paragraph(one: Constitution, membership: Membership, ownerText: (owner: SiteId) => string): string[] {
  const isBranch = membership.frozen && one.hash !== membership.constitution.hash
  const what = isBranch ? `branch ${one.hash.slice(0, 12)}, constitution` : 'constitution'
  const codes = one.totp === undefined ? '' : '; destructive commands ask for a one-time code'
  return [
    `${what} ${one.number}: ${one.threshold} of ${one.owners.length} must sign${codes}`,
    ...one.owners.map(owner => `  ${ownerText(owner)}`),
  ]
}

/** The key itself, or a file that holds it. */
async function keyOf({ cli }: Invocation, given: string): Promise<SiteId> {
  const { parseOwnerText } = await import('../../protocol/owner-text.ts')
  if (/^hfo1/i.test(given)) return parseOwnerText(given)
  try {
    return parseOwnerText(await readFile(resolve(cli.cwd, given), 'latin1'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw usageError(`"${given}" is neither an owner's public key nor a file`, 'owner new-key prints one, hfo1…')
  }
}

function findOwner(current: Constitution, given: string, ownerText: (owner: SiteId) => string): SiteId {
  const typed = given.trim().toLowerCase().replace(/…$/, '')
  const found = current.owners.filter(owner => ownerText(owner).startsWith(typed) || owner.startsWith(typed))
  const [owner] = found
  if (typed === '' || owner === undefined)
    throw usageError(`no owner's key begins with "${given}"`, 'holdfast owner list')
  if (found.length > 1)
    throw new HoldfastError('AMBIGUOUS', `"${given}" may be any of ${found.map(ownerText).join(', ')}`)
  return owner
}

function branchOf({ tips }: Membership, keep: string | undefined): Constitution {
  const ids = tips.map(({ hash }) => hash.slice(0, 12)).join(', ')
  if (keep === undefined) throw usageError('say which branch is kept', `--keep one of ${ids}`)
  const found = tips.filter(({ hash }) => hash.startsWith(keep.toLowerCase()))
  if (found.length !== 1) throw usageError(`no one branch begins with "${keep}"`, `--keep one of ${ids}`)
  return found[0]!
}

function countFlag(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  if (!/^[1-9]\d?$/.test(value)) throw usageError(`${value} is not a number of owners`)
  return Number(value)
}
