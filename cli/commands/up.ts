// holdfast up: run this site's daemon in the foreground, as a service manager wants it.
import { defineCommand } from '../command.ts'
import { runInForeground } from '../daemon.ts'

export const upCommand = defineCommand({
  usage: 'up',
  summary: "Run this site's daemon in the foreground",
  options: yargs =>
    yargs.option('salvage-journal', {
      type: 'boolean',
      default: false,
      describe: 'after JOURNAL_DAMAGED: go on with what is whole of it; the damaged one stays beside it',
    }),
  run: (invocation, { salvageJournal }) => runInForeground(invocation, salvageJournal ? ['--salvage-journal'] : []),
})
