// holdfast policy: what a project must have to be safe, and why it has or lacks it.
import type { Explanation } from '../../protocol/local-api-projects.ts'
import { defineCommand, defineGroup } from '../command.ts'
import { usageError } from '../context.ts'
import { EXIT } from '../exit.ts'
import type { Invocation } from '../invocation.ts'
import { retentionLines } from '../keep-words.ts'
import { positional, text } from '../options.ts'
import { policyRows, policySummary } from '../policy-words.ts'
import { projectName } from '../status-cells.ts'
import { printable, renderTable } from '../table.ts'

const show = defineCommand({
  usage: 'show <project>',
  summary: "Show a project's policy",
  options: yargs => yargs.positional('project', positional('name or id')),
  async run(invocation, { project }) {
    const { value, wire } = await invocation.client.call('policy', { project })
    invocation.printJson(wire)
    const rows = policyRows(value.policy)
    const width = Math.max(...rows.map(([key]) => key.length))
    invocation.print(rows.map(([key, text]) => `${key.padEnd(width)}  ${printable(text)}`).join('\n'))
    return EXIT.done
  },
})

const set = defineCommand({
  usage: 'set <project> [words..]',
  summary: "Change a project's policy: a preset, or key=value",
  options: yargs =>
    yargs
      .positional('project', positional('name or id'))
      .positional('words', {
        type: 'string',
        array: true,
        default: [] as string[],
        describe: 'such as copies=4 grace=10s',
      })
      .option('retention', text("how long what is kept, such as 'all=7d daily=35d weekly=26w monthly=yes'"))
      .example('policy set nova-lp copies=4 grace=10s', 'four copies, ten seconds of grace'),
  async run(invocation, { project, words: given, retention }) {
    const words = [...given, ...(retention ?? '').split(/\s+/).filter(word => word !== '')]
    if (words.length === 0) throw usageError('nothing to change', 'a preset, key=value, or --retention')
    const { value, wire } = await invocation.client.call('setPolicy', { project, words })
    invocation.printJson(wire)
    invocation.print(`${projectName(value.project)}: ${policySummary(value.policy)}`)
    if (words.some(word => /^(all|daily|weekly|monthly)=/.test(word))) {
      const { value: explained } = await invocation.client.call('explainPolicy', { project })
      invocation.print(retentionLines(explained.retention).join('\n'))
    }
    return EXIT.done
  },
})

const explain = defineCommand({
  usage: 'explain <project>',
  summary: 'Show what the policy asks for and what each site could do about it',
  options: yargs => yargs.positional('project', positional('name or id')),
  async run(invocation, { project }) {
    const { value, wire } = await invocation.client.call('explainPolicy', { project })
    invocation.printJson(wire)
    invocation.print(explanationText(invocation, value))
    return EXIT.done
  },
})

export const policyCommand = defineGroup('policy', 'Show, change, explain policies', [show, set, explain])

function explanationText(invocation: Invocation, value: Explanation): string {
  const sites = renderTable<Explanation['sites'][number]>(
    [
      { title: 'SITE', cell: site => printable(site.name) },
      { title: 'LOCATION', cell: site => printable(site.labels.location ?? '-') },
      { title: 'MEDIUM', cell: site => printable(site.labels.medium ?? '-') },
      { title: 'MANAGER', cell: site => printable(site.labels.manager ?? '-') },
      { title: 'WANTED', cell: site => (site.wanted ? 'yes' : 'no') },
      { title: 'WHY', cell: site => printable(site.why) },
    ],
    value.sites,
  )
  const unmet = value.unmet.map(({ what, have, need, why }) =>
    invocation.paint('yellow', `! ${printable(what)} ${have ?? '?'}/${need}: ${printable(why)}`),
  )
  const verdict = unmet.length === 0 ? ["today's sites can meet it"] : unmet
  return [
    `${projectName(value.project)} asks for`,
    ...value.sentences.map(line => `  ${printable(line)}`),
    '',
    'retention',
    ...retentionLines(value.retention)
      .filter(line => !value.sentences.includes(line))
      .map(line => `  ${printable(line)}`),
    '',
    ...sites,
    '',
    ...verdict,
  ].join('\n')
}
