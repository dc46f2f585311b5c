// holdfast pin: keeps a snapshot whatever its age, until the pin is removed.
import type { Pinned } from '../../protocol/local-api-retention.ts'
import { defineCommand } from '../command.ts'
import { usageError } from '../context.ts'
import { EXIT } from '../exit.ts'
import { reasonWords } from '../keep-words.ts'
import { flag, positional } from '../options.ts'
import { projectName } from '../status-cells.ts'
import { printable } from '../table.ts'
import { splitSource } from './restore.ts'

export const pinCommand = defineCommand({
  usage: 'pin <source>',
  summary: 'Keep a snapshot whatever its age',
  options: yargs =>
    yargs
      .positional('source', positional('PROJECT@SNAPSHOT'))
      .option('label', { type: 'string', requiresArg: true, describe: 'what to call it' } as const)
      .option('remove', flag('keep it no longer for that'))
      .example("pin nova-lp@3f2a --label 'sent to the client'", 'retention never lets go of it'),
  async run(invocation, { source, label, remove }) {
    const { project, snapshot } = splitSource(source)
    if (snapshot === undefined) throw usageError('say which snapshot', `holdfast pin ${project}@SNAPSHOT`)
    if (remove && label !== undefined) throw usageError('--label and --remove exclude each other')
    const request = { project, snapshot, pinned: !remove, ...(label === undefined ? {} : { label }) }
    const { value, wire } = await invocation.client.call('pin', request)
    invocation.printJson(wire)
    invocation.print(pinnedText(value))
    return EXIT.done
  },
})

function pinnedText({ project, snapshot, pinned, wasForgotten }: Pinned): string {
  const name = `${projectName(project)}@${snapshot.id.slice(0, 8)}`
  if (!pinned) {
    const why = reasonWords(snapshot.reasons)
    return `${name} is not pinned any more; ${why === '' ? 'retention keeps it no more' : `still kept: ${why}`}`
  }
  const label = snapshot.label === null ? '' : `, "${printable(snapshot.label)}"`
  const back = wasForgotten ? '; it was forgotten, and is kept again where its bytes still are' : ''
  return `${name} is pinned${label}: kept whatever its age${back}`
}
