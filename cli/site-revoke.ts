// holdfast site revoke: puts a site out at once, for ever. An owner signs the record that names its last accepted head;
// every ring it had keys of gets a new epoch (§ Membership, Leaving).
import { defineCommand } from './command.ts'
import { usageError } from './context.ts'
import { EXIT } from './exit.ts'
import { flag, positional, text } from './options.ts'
import { ownerOptions } from './owner-flags.ts'
import { canAsk, confirm } from './prompt.ts'
import { departureLines } from './site-departure.ts'
import { openEpochs } from './site-epochs.ts'
import { refuseOwn } from './site-retire.ts'
import { printable } from './table.ts'

export const revokeCommand = defineCommand({
  usage: 'revoke <site>',
  summary: 'Put a site out at once, for ever: stolen, or not to be trusted',
  options: yargs =>
    ownerOptions(
      yargs
        .positional('site', positional('name or id'))
        .option('dry-run', flag('only shows what would be missing'))
        .option('yes', flag("don't ask"))
        .option('reason', text('why, for the audit log')),
    ),
  async run(invocation, { site, dryRun, yes, reason, passphraseFile, ownerKey, totp }) {
    const { client, cli } = invocation
    const { value: plan, wire } = await client.call('departure', { site })
    if (dryRun) {
      invocation.printJson({ dryRun: true, ...wire })
      invocation.print(departureLines(plan).join('\n'))
      return EXIT.done
    }
    refuseOwn(plan)
    if (!yes && !canAsk(cli)) throw usageError('site revoke asks before it acts', 'without a terminal, give --yes')
    if (!yes) for (const line of departureLines(plan)) invocation.note(line)
    if (!yes && !(await confirm(cli, `revoke ${plan.name}? it can never come back as it is`))) return EXIT.failed
    const { openRecord } = await import('./site-record.ts')
    const { member, sign } = await openRecord(invocation, plan.site, { passphraseFile, ownerKey, totp })
    const name = printable(plan.name)
    if (member.revoked) invocation.note(`${name} is revoked already`)
    else {
      await sign({ revoked: true, lastHead: plan.lastHead ?? undefined }, reason)
      const head = plan.lastHead === null ? 'none of its heads' : `its head ${plan.lastHead.seq}`
      invocation.print(`${name} is revoked; the last that counts of it is ${head}`)
    }
    const rotated = await openEpochs(invocation, plan.rings)
    invocation.printJson({ site: plan.site, name: plan.name, state: 'revoked', lastHead: plan.lastHead, rotated })
    invocation.note('what it proved is proved again by others, and healed only where that fails')
    invocation.note(`next: ${invocation.say('status')}`)
    return EXIT.done
  },
})
