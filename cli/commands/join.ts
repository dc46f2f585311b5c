// holdfast join: this machine becomes a site of the mesh that gave the ticket. `join -` reads the ticket from stdin, so
// that it stays out of the shell's history.
import { createInterface } from 'node:readline'
import { type ErrorCode, HoldfastError, isError } from '../../protocol/errors.ts'
import { defineCommand } from '../command.ts'
import { withSite, writeConfigFile } from '../config-file.ts'
import { usageError } from '../context.ts'
import { EXIT } from '../exit.ts'
import type { Invocation } from '../invocation.ts'
import { localTime } from '../moments.ts'
import { labelFlags, nameOption, positional, repeated, STDIN, text } from '../options.ts'
import { withUnfoundedDaemon } from '../set-up.ts'
import { printable } from '../table.ts'

export const joinCommand = defineCommand({
  usage: 'join <ticket>',
  summary: 'Join a mesh with a ticket from holdfast invite',
  options: yargs =>
    yargs
      .positional('ticket', positional('the ticket, or - to read it from stdin'))
      .option('store', text('the folder for the chunks; default: store in the home'))
      .option('capacity', text('how much it may store, such as 6TB; default: what the disk has'))
      .option('site', text("this site's name, where the invite left it open"))
      .option('medium', text('what it stores on, where the invite left it open: ssd, hdd, tape, object'))
      .option('manager', text('who administers it, where the invite left it open'))
      .option('label', repeated('any other label, NAME=VALUE'))
      .option('listen', repeated('address to listen on, default /ip4/0.0.0.0/tcp/4801'))
      .option('join-listen', repeated('address for joining sites, default /ip4/0.0.0.0/tcp/4802')),
  async run(invocation, options) {
    const ticket = options.ticket === STDIN ? await readTicket(invocation) : options.ticket
    const { parseTicket } = await import('../../protocol/ticket.ts')
    const { expires } = parseTicket(ticket)
    if (expires <= invocation.cli.now()) {
      throw new HoldfastError('TICKET_EXPIRED', `the ticket expired at ${localTime(expires)}`, {
        hint: 'ask for a new one: holdfast invite; if it is new, check the clock of this machine',
      })
    }
    const name = options.site === undefined ? undefined : nameOption('site', options.site)
    const labels = labelFlags(options)
    if (labels.location !== undefined) throw usageError('the location is set by the invite')
    return await withUnfoundedDaemon(invocation, options, { name, labels }, async (_identity, config) => {
      const request = { ticket, labels, ...(name === undefined ? {} : { name }) }
      const { value, wire } = await invocation.withProgress(report =>
        invocation.client.call('join', request, report).catch(withNextStep),
      )
      await writeConfigFile(invocation.home, withSite(config, value.siteName, value.labels))
      invocation.printJson({ type: 'done', ...wire, home: invocation.home.path })
      const where = `${printable(value.siteName)} at ${printable(value.labels.location ?? '?')}`
      invocation.print(
        `joined ${printable(value.name)} as ${where}, ${value.sites} sites, by way of ${printable(value.via)}`,
      )
      invocation.note(`next: ${invocation.say('status')}`)
      return EXIT.done
    })
  },
})

const NEW_TICKET = 'ask for a new one: holdfast invite at a site of the mesh'
const NEXT: Partial<Record<ErrorCode, string>> = {
  CLOCK_SKEW:
    'set the clock that is wrong, here or at the inviting site: timedatectl set-ntp true; the ticket is still good',
  NAME_TAKEN: 'the ticket is still good: join again with another name, --site',
  LABELS_REFUSED: 'the ticket is still good: join again with --site, --medium or --manager, as it says',
  TICKET_EXPIRED: `${NEW_TICKET}; if it is new, check the clock of this machine`,
  TICKET_UNKNOWN: NEW_TICKET,
  TICKET_USED: NEW_TICKET,
  TICKET_REVOKED: NEW_TICKET,
}

/** The mesh says why it refused; which flag or command helps is known here. */
function withNextStep(error: unknown): never {
  const hint = isError(error) && error.hint === undefined ? NEXT[error.code] : undefined
  if (!isError(error) || hint === undefined) throw error
  throw new HoldfastError(error.code, error.message, { cause: error, hint })
}

async function readTicket(invocation: Invocation): Promise<string> {
  const { stdin } = invocation.cli
  for await (const line of createInterface({ input: stdin })) {
    if (line.trim() !== '') return line.trim()
  }
  throw usageError('no ticket on stdin')
}
