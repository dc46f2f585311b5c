// holdfast status: how safe every project is, seen from this site. Exit 4 while any is below its policy.
import { setTimeout as wait } from 'node:timers/promises'
import { defineCommand } from '../command.ts'
import { usageError } from '../context.ts'
import { EXIT } from '../exit.ts'
import type { Invocation } from '../invocation.ts'
import { durationFlag, flag } from '../options.ts'
import { meetsPolicy } from '../status-cells.ts'
import { checkStatus } from '../status-check.ts'
import { renderStatus } from '../status-view.ts'

const CLEAR_SCREEN = '\u001b[H\u001b[2J\u001b[3J'

export const statusCommand = defineCommand({
  usage: 'status',
  summary: 'Show how safe every project is',
  options: yargs =>
    yargs
      .option('watch', { type: 'string', describe: 'show it again and again, every 2s or --watch=DURATION' })
      .option('check', flag('one line for Nagios, with its exit codes')),
  async run(invocation, options) {
    if (options.check && options.watch !== undefined) throw usageError('--check and --watch exclude each other')
    if (options.check) return await check(invocation)
    if (options.watch === undefined) return await show(invocation, '')
    return await watch(invocation, durationFlag('watch', options.watch))
  },
})

async function show(invocation: Invocation, before: string): Promise<number> {
  const { client, cli } = invocation
  const { value, wire } = await client.call('status', {})
  const isMet = value.projects.every(meetsPolicy)
  invocation.printJson({ met: isMet, ...wire })
  invocation.print(before + renderStatus(value, cli.now(), invocation.paint, invocation.say))
  return isMet ? EXIT.done : EXIT.policyUnmet
}

/** Until interrupted. */
async function watch(invocation: Invocation, seconds: number): Promise<number> {
  const { cli } = invocation
  const isTTY = cli.stdout.isTTY === true
  for (let round = 0; ; round++) {
    await show(invocation, isTTY ? CLEAR_SCREEN : round === 0 ? '' : '\n')
    try {
      await wait(Math.max(100, seconds * 1000), undefined, { signal: cli.signal })
    } catch (error) {
      throw cli.signal.aborted ? cli.signal.reason : error
    }
  }
}

async function check(invocation: Invocation): Promise<number> {
  const { value } = await invocation.client.call('status', {})
  const { exit, line } = checkStatus(value)
  invocation.printJson({ exit, line })
  invocation.print(line)
  return exit
}
