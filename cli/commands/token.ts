// holdfast token: lets programs and people speak to this daemon without the control socket, each for as much as it needs.
import { SCOPES, type Scope } from '../../protocol/local-api-scope.ts'
import type { Token } from '../../protocol/local-api-tokens.ts'
import { defineCommand, defineGroup } from '../command.ts'
import { usageError } from '../context.ts'
import { EXIT } from '../exit.ts'
import type { Invocation } from '../invocation.ts'
import { age, localTime } from '../moments.ts'
import { durationFlag, flag, positional, repeated, text } from '../options.ts'
import { canAsk, confirm } from '../prompt.ts'
import { type Column, printable, renderTable } from '../table.ts'

const create = defineCommand({
  usage: 'create <name>',
  summary: 'Make a token and print it, once',
  options: yargs =>
    yargs
      .positional('name', positional('what it is for, one word'))
      .option(
        'scope',
        text('read: how things are; capture: also takes snapshots; restore: also sees inside; operate: all'),
      )
      .option('project', repeated('keep it to this project; may be given again'))
      .option('expires', text('how long it counts, such as 30d; until revoked when left out'))
      .example('token create dashboard --scope read', 'for a page that shows the status')
      .example('token create nightly --scope capture --project nova-lp --expires 90d', 'for a script'),
  async run(invocation, { name, scope, project, expires }) {
    const seconds = expires === undefined ? null : durationFlag('expires', expires)
    if (seconds !== null && seconds < 1) throw usageError(`--expires can't be "${expires}"`, 'such as 30d')
    const request = { name, scope: scopeFlag(scope), projects: [...project], seconds }
    const { value, wire } = await invocation.client.call('createToken', request)
    invocation.printJson(wire)
    invocation.print(value.token)
    invocation.note(`${boundsOf(value)}. It is shown this once: keep it in a file that only its user reads.`)
    invocation.note(`next: ${invocation.say('status')} --token-file FILE, or the token in HOLDFAST_TOKEN`)
    return EXIT.done
  },
})

const list = defineCommand({
  usage: 'list',
  summary: 'Show the tokens, without their text',
  options: yargs => yargs,
  async run(invocation) {
    const { value, wire } = await invocation.client.call('tokens', {})
    invocation.printJson(wire)
    if (value.tokens.length === 0) invocation.print('no tokens')
    else invocation.print(renderTable(columns(invocation.cli.now()), value.tokens).join('\n'))
    return EXIT.done
  },
})

const revoke = defineCommand({
  usage: 'revoke <name>',
  summary: 'End a token at once',
  options: yargs =>
    yargs
      .positional('name', positional('as token list shows it'))
      .option('dry-run', flag('say what would end, and end nothing'))
      .option('yes', flag("don't ask")),
  async run(invocation, { name, dryRun, yes }) {
    if (dryRun) {
      const { value } = await invocation.client.call('tokens', {})
      const token = value.tokens.find(one => one.name === name)
      invocation.printJson({ dry_run: true, name, known: token !== undefined })
      invocation.print(token === undefined ? `no token is called ${name}` : `would end ${name}: ${boundsOf(token)}`)
      return EXIT.done
    }
    if (!yes && !(await agreed(invocation, name))) return EXIT.done
    const { wire } = await invocation.client.call('revokeToken', { name })
    invocation.printJson(wire)
    invocation.print(`${name} is revoked: whoever uses it is refused from now on`)
    return EXIT.done
  },
})

export const tokenCommand = defineGroup('token', 'Let others speak to this daemon, for as much as they need', [
  create,
  list,
  revoke,
])

async function agreed(invocation: Invocation, name: string): Promise<boolean> {
  if (!canAsk(invocation.cli))
    throw usageError('nobody to ask at this terminal', 'give --yes, or --dry-run to look first')
  return await confirm(invocation.cli, `End the token ${name}?`)
}

function scopeFlag(value: string | undefined): Scope {
  const scope = SCOPES.find(one => one === value)
  if (scope === undefined) throw usageError('say what the token is for', `--scope ${SCOPES.join(', --scope ')}`)
  return scope
}

function boundsOf({ scope, projects, expiresAt }: Token): string {
  const which = projects.length === 0 ? 'all projects' : projectNames(projects)
  return `${scope}, ${which}, ${expiresAt === null ? 'until it is revoked' : `until ${localTime(expiresAt)}`}`
}

function projectNames(projects: Token['projects']): string {
  return projects.map(({ id, name }) => printable(name ?? id.slice(0, 8))).join(', ')
}

function columns(now: number): Column<Token>[] {
  return [
    { title: 'TOKEN', cell: token => printable(token.name) },
    { title: 'SCOPE', cell: token => token.scope },
    { title: 'PROJECTS', cell: token => (token.projects.length === 0 ? 'all' : projectNames(token.projects)) },
    { title: 'MADE', cell: token => age(token.createdAt, now) },
    { title: 'EXPIRES', cell: token => (token.expiresAt === null ? 'never' : localTime(token.expiresAt)) },
    { title: '', cell: token => (token.expired ? 'expired' : '') },
  ]
}
