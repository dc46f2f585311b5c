// holdfast pause: holds what is captured by itself, for a while; it goes on by itself.
import type { Pauses } from '../../protocol/local-api-capture.ts'
import { defineCommand } from '../command.ts'
import { usageError } from '../context.ts'
import { EXIT } from '../exit.ts'
import { clockTime } from '../moments.ts'
import { durationFlag, flag, text } from '../options.ts'
import { projectName } from '../status-cells.ts'

const YEAR = 366 * 86_400

export const pauseCommand = defineCommand({
  usage: 'pause [project]',
  summary: 'Hold snapshots by schedule for a while',
  options: yargs =>
    yargs
      .positional('project', { type: 'string', describe: 'name or id; all when left out' })
      .option('for', text('how long, such as 4h'))
      .option('end', flag('go on now'))
      .example('pause --for 4h', 'nothing is captured by itself for four hours'),
  async run(invocation, options) {
    const { client, cli } = invocation
    const project = options.project ?? null
    if (options.end === (options.for !== undefined))
      throw usageError('say how long, or that it ends', 'holdfast pause --for 4h, holdfast pause --end')
    if (options.for === undefined) {
      const { value, wire } = await client.call('endPause', { project })
      invocation.printJson(wire)
      invocation.print(value.ended === 0 ? 'nothing was paused' : 'snapshots by schedule go on')
      return EXIT.done
    }
    const seconds = durationFlag('for', options.for)
    if (seconds <= 0 || seconds > YEAR) throw usageError(`--for can't be "${options.for}"`, 'up to a year, such as 4h')
    const { value, wire } = await client.call('pause', { project, seconds })
    invocation.printJson(wire)
    invocation.print(pausedText(value, cli.now()))
    invocation.note(`next: ${invocation.say('pause --end')} goes on before`)
    return EXIT.done
  },
})

function pausedText({ allUntil, projects }: Pauses, now: number): string {
  const named = projects.map(
    project => `${projectName(project)}: no snapshots by schedule until ${clockTime(project.until, now)}`,
  )
  const all = allUntil === null ? [] : [`no snapshots by schedule until ${clockTime(allUntil, now)}`]
  return [...all, ...named].join('\n')
}
