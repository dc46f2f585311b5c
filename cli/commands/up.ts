// holdfast up: run this site's daemon in the foreground, as a service manager wants it.
import { defineCommand } from '../command.ts'
import { runInForeground } from '../daemon.ts'

export const upCommand = defineCommand({
  usage: 'up',
  summary: "Run this site's daemon in the foreground",
  options: yargs => yargs,
  run: invocation => runInForeground(invocation),
})
