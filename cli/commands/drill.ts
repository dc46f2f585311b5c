// holdfast drill: break something on purpose, and see the mesh mend it. `drill run kill SITE` kills the daemon of a site
// on this machine, keeps it down, and measures until every project meets its policy again.

import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { kill } from 'node:process'
import { HoldfastError } from '../../protocol/errors.ts'
import type { StatusView } from '../../protocol/local-api-status.ts'
import { defineCommand, defineGroup } from '../command.ts'
import { usageError } from '../context.ts'
import { holdDown } from '../drill-hold.ts'
import { drillReport } from '../drill-report.ts'
import { type DrillTargets, followDrill } from '../drill-timeline.ts'
import { EXIT } from '../exit.ts'
import { durationFlag, flag, positional, text } from '../options.ts'
import { canAsk, confirm } from '../prompt.ts'
import { findLocalSite } from '../registry.ts'
import { projectName } from '../status-cells.ts'

const runKill = defineCommand({
  usage: 'kill <site>',
  summary: 'Kill the daemon of a site on this machine and watch the others heal',
  options: yargs =>
    yargs
      .positional('site', positional('name or id'))
      .option('hold', { ...text('how long it stays down'), default: '10m' })
      .option('target', { ...text('until when every project must meet its policy again'), default: '15m' })
      .option('notice', { ...text('until when the others must have noticed'), default: '30s' })
      .option('allow-risk', flag('go on though a project may be left without a proved copy'))
      .option('report', text('write the signed report to this file'))
      .option('yes', flag("don't ask")),
  async run(invocation, options) {
    const { client, cli } = invocation
    const targets: DrillTargets = {
      noticeSeconds: durationFlag('notice', options.notice),
      healSeconds: durationFlag('target', options.target),
    }
    const holdSeconds = durationFlag('hold', options.hold)
    const before = (await client.call('status', {})).value
    const victim = await findLocalSite(invocation, before, options.site)
    if (victim.site === before.site.id) {
      throw usageError(`${options.site} is the site this command talks to`, 'give --home or --socket of another site')
    }
    const losing = projectsWithoutCopy(before, victim.site)
    if (losing.length > 0 && !options.allowRisk) {
      throw new HoldfastError(
        'NOT_ALLOWED',
        `without ${options.site} no proved copy of ${losing.join(', ')} would stand`,
        {
          hint: 'wait until status shows more copies, or give --allow-risk',
        },
      )
    }
    if (!options.yes) {
      if (!canAsk(cli)) throw usageError('a drill asks before it kills', 'without a terminal, give --yes')
      const question = `SIGKILL ${options.site} (pid ${victim.pid}) and keep it down for ${options.hold}; go on?`
      if (!(await confirm(cli, question))) return EXIT.failed
    }
    const drill = `d-${new Date(cli.now()).toISOString().slice(0, 19).replace(/[-:T]/g, '')}`
    await holdDown(victim.home, drill, cli.now() + holdSeconds * 1000)
    const killedAt = cli.now()
    kill(victim.pid, 'SIGKILL')
    const outcome = await followDrill(invocation, { before, victim: victim.site, killedAt, targets })
    const report = drillReport({ drill, before, victim, killedAt, holdSeconds, targets, outcome })
    const signed = (await client.call('signReport', { report: JSON.stringify(report) })).wire
    const file = options.report === undefined ? undefined : resolve(cli.cwd, options.report)
    if (file !== undefined) await writeFile(file, `${JSON.stringify({ report, signed }, undefined, 2)}\n`)
    invocation.printJson({ type: 'done', report, signed })
    invocation.print(outcome.summary + (file === undefined ? '' : `   report ${file} (signed)`))
    invocation.note(`${options.site} stays down until its hold ends; then: holdfast --home ${victim.home} up`)
    return outcome.passed ? EXIT.done : EXIT.failed
  },
})

export const drillCommand = defineGroup('drill', 'Break something on purpose and watch it heal', [
  defineGroup('run', 'Run a drill', [runKill]),
])

function projectsWithoutCopy(view: StatusView, victim: string): string[] {
  return view.projects
    .filter(project => project.state !== 'empty' && !project.counted.some(site => site !== victim))
    .map(projectName)
}
