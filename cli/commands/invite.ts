// holdfast invite: one use, one day. Prints the ticket as the only line on stdout.
import { HoldfastError } from '../../protocol/errors.ts'
import { defineCommand } from '../command.ts'
import { usageError } from '../context.ts'
import { EXIT } from '../exit.ts'
import { localTime } from '../moments.ts'
import { durationFlag, labelFlags, nameOption, repeated, required, text } from '../options.ts'

export const inviteCommand = defineCommand({
  usage: 'invite',
  summary: 'Make a ticket that lets one site join',
  options: yargs =>
    yargs
      .option('location', required('where the new site stands: the place that burns down together'))
      .option('site', text('its name; left open, the joiner chooses'))
      .option('medium', text('what it stores on; left open, the joiner says'))
      .option('manager', text('who administers it; left open, the joiner says'))
      .option('label', repeated('any other label, NAME=VALUE'))
      .option('expires', { ...text('how long the ticket holds'), default: '24h' })
      .option('address', repeated("one more address of this site for the ticket, such as a router's"))
      .option('passphrase-file', text("the file with the owner key's passphrase")),
  async run(invocation, options) {
    const { client, cli } = invocation
    const labels = labelFlags(options)
    const name = options.site === undefined ? '' : nameOption('site', options.site)
    const lifeSeconds = durationFlag('expires', options.expires)
    if (lifeSeconds < 1) throw usageError('--expires must be a second or more')
    const { site: serving, mesh } = (await client.call('identity', {})).value
    if (mesh === null) {
      throw new HoldfastError('NOT_FOUNDED', 'this site belongs to no mesh yet', {
        hint: 'holdfast init NAME founds one, holdfast join TICKET joins one',
      })
    }
    // Loaded when needed: keys and signatures would slow every other command's start.
    const { openOwnerKey } = await import('../owner-key.ts')
    const { makeInvitation } = await import('../invitation.ts')
    const owner = await openOwnerKey(invocation, options.passphraseFile)
    const expires = 1000 * Math.floor(cli.now() / 1000 + lifeSeconds)
    const bounds = { role: 'writer', projects: [], quota: 0 } as const
    const invitation = makeInvitation(
      { mesh: mesh.id, serving, name, labels, expires, rings: mesh.rings, ...bounds },
      owner,
    )
    const { value } = await client.call('openInvite', { slot: invitation.slot })
    const ticket = invitation.ticket([...new Set([...options.address, ...value.addresses])])
    const expiresAt = new Date(expires).toISOString()
    invocation.printJson({ ticket, siteName: name === '' ? null : name, labels, expiresAt })
    invocation.print(ticket)
    invocation.note(`one use, until ${localTime(expires)}; it is a secret: whoever has it can join`)
    invocation.note('next: on the new machine, holdfast join TICKET --store DIR --capacity SIZE')
    return EXIT.done
  },
})
