// holdfast whereis: which sites have a project, and which of these copies count.
import { defineCommand } from '../command.ts'
import { EXIT } from '../exit.ts'
import { positional } from '../options.ts'
import { renderWhereis } from '../whereis-view.ts'

export const whereisCommand = defineCommand({
  usage: 'whereis <project>',
  summary: 'Show which sites have a project, and what counts',
  options: yargs => yargs.positional('project', positional('name or id')),
  async run(invocation, { project }) {
    const { value, wire } = await invocation.client.call('whereis', { project })
    invocation.printJson(wire)
    invocation.print(renderWhereis(value, invocation.cli.now(), invocation.paint))
    return EXIT.done
  },
})
