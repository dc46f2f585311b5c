// holdfast invite: one use, one day. Prints the ticket as the only line on stdout. `invite list` and `invite revoke ID`
// show and take back what this site has opened.
import { HoldfastError } from '../../protocol/errors.ts'
import type { Identity } from '../../protocol/local-api-mesh.ts'
import { MEMBER_ROLES } from '../../protocol/role.ts'
import { defineCommand } from '../command.ts'
import { usageError } from '../context.ts'
import { EXIT } from '../exit.ts'
import { listInvites, revokeInvite } from '../invite-list.ts'
import { invitedTo } from '../invite-rings.ts'
import { localTime } from '../moments.ts'
import { durationFlag, flag, labelFlags, nameOption, repeated, sizeFlag, text } from '../options.ts'

export const inviteCommand = defineCommand({
  usage: 'invite [action] [id]',
  summary: 'Make a ticket that lets one site join; list or revoke invites',
  options: yargs =>
    yargs
      .positional('action', { type: 'string', choices: ['list', 'revoke'], describe: 'instead of making one' } as const)
      .positional('id', { type: 'string', describe: 'of the invite to revoke, or the start of it' } as const)
      .option('location', text('where the new site stands: the place that burns down together'))
      .option('site', text('its name; left open, the joiner chooses'))
      .option('medium', text('what it stores on; left open, the joiner says'))
      .option('manager', text('who administers it; left open, the joiner says'))
      .option('label', repeated('any other label, NAME=VALUE'))
      .option('role', {
        type: 'string',
        choices: MEMBER_ROLES,
        default: 'writer',
        describe: 'what it may do; a holder is blind unless --ring gives it keys',
      } as const)
      .option('project', repeated('the only projects it may touch; it gets the keys of these alone'))
      .option('quota', text('how much its own snapshots may take at each holder, such as 500GB; default: no bound'))
      .option('blind', flag('gives it no keys: it stores what it can never read'))
      .option('ring', repeated('whose keys it gets: a ring, a project whose ring is meant, or all'))
      .option('expires', { ...text('how long the ticket holds'), default: '24h' })
      .option('address', repeated("one more address of this site for the ticket, such as a router's"))
      .option('passphrase-file', text("the file with the owner key's passphrase"))
      .option('owner-key', text('the file of the owner key (HOLDFAST_OWNER_KEY); default: owner.key in the home'))
      .example('invite --site nas --location attic --role holder', 'a site that keeps copies and can read none')
      .example('invite --location home --role writer --project nova-lp --quota 200GB', 'a freelancer'),
  async run(invocation, options) {
    if (options.action === 'list') return listInvites(invocation)
    if (options.action === 'revoke') {
      if (options.id === undefined) throw usageError('which invite?', 'holdfast invite list shows them')
      return revokeInvite(invocation, options.id)
    }
    if (options.location === undefined) throw usageError('Missing required argument: location')
    const { client, cli } = invocation
    const labels = labelFlags(options)
    const name = options.site === undefined ? '' : nameOption('site', options.site)
    const lifeSeconds = durationFlag('expires', options.expires)
    if (lifeSeconds < 1) throw usageError('--expires must be a second or more')
    const quota = options.quota === undefined ? 0 : sizeFlag('quota', options.quota)
    const { site: serving, mesh } = foundedOf((await client.call('identity', {})).value)
    const { projects, rings, notes } = await invitedTo(client, mesh.rings, options)
    // Loaded when needed: keys and signatures would slow every other command's start.
    const { openOwnerKey } = await import('../owner-key.ts')
    const { makeInvitation } = await import('../invitation.ts')
    const owner = await openOwnerKey(invocation, options.passphraseFile, options.ownerKey)
    const expires = 1000 * Math.floor(cli.now() / 1000 + lifeSeconds)
    const invitation = makeInvitation(
      { mesh: mesh.id, serving, name, labels, expires, rings, role: options.role, projects, quota },
      owner,
    )
    const { value } = await client.call('openInvite', { slot: invitation.slot })
    const ticket = invitation.ticket([...new Set([...options.address, ...value.addresses])])
    const expiresAt = new Date(expires).toISOString()
    const bound = { role: options.role, rings, projects, quotaBytes: quota }
    invocation.printJson({
      ticket,
      id: invitation.id,
      siteName: name === '' ? null : name,
      labels,
      ...bound,
      expiresAt,
    })
    invocation.print(ticket)
    for (const note of notes) invocation.note(note)
    invocation.note(`one use, until ${localTime(expires)}; it is a secret: whoever has it can join`)
    invocation.note(`to take it back: ${invocation.say(`invite revoke ${invitation.id.slice(0, 8)}`)}`)
    invocation.note('next: on the new machine, holdfast join TICKET --store DIR --capacity SIZE')
    return EXIT.done
  },
})

function foundedOf({ site, mesh }: Identity): { site: Identity['site']; mesh: NonNullable<Identity['mesh']> } {
  if (mesh !== null) return { site, mesh }
  throw new HoldfastError('NOT_FOUNDED', 'this site belongs to no mesh yet', {
    hint: 'holdfast init NAME founds one, holdfast join TICKET joins one',
  })
}
