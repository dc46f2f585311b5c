// holdfast snapshot: capture a project now; with --wait, return when its copies are proved. Exit 3 when files had to
// be left out, 4 when the policy wasn't met in time.
import type { TakenSnapshot } from '../../protocol/local-api-projects.ts'
import { formatBytes, formatCount, formatElapsed } from '../../protocol/units.ts'
import { defineCommand } from '../command.ts'
import { EXIT } from '../exit.ts'
import type { Invocation } from '../invocation.ts'
import { durationFlag, flag, positional, text } from '../options.ts'
import { noteFiles } from '../skipped-files.ts'
import { projectName, stateCell } from '../status-cells.ts'
import { printable } from '../table.ts'

export const snapshotCommand = defineCommand({
  usage: 'snapshot <project>',
  summary: 'Take a snapshot of a project now',
  options: yargs =>
    yargs
      .positional('project', positional('name or id'))
      .option('wait', { type: 'string', describe: 'wait until its copies are proved, 15m or --wait=DURATION' })
      .option('label', text('a few words to remember it by'))
      .option('accept-empty', flag('the folder is meant to be empty or on another disk'))
      .option('accept-change', flag('most of the project is meant to be gone or rewritten')),
  async run(invocation, { project, wait, label, acceptEmpty, acceptChange }) {
    const request = {
      project,
      acceptEmpty,
      ...(acceptChange ? { acceptChange } : {}),
      waitSeconds: wait === undefined ? null : durationFlag('wait', wait),
      ...(label === undefined ? {} : { label }),
    }
    const { value, wire } = await invocation.withProgress(report =>
      invocation.client.call('takeSnapshot', request, report),
    )
    for (const warning of value.warnings) invocation.note(`note: ${printable(warning)}`)
    noteFiles(invocation, value.skippedFiles, value.skipped, 'skipped')
    invocation.printJson({ type: 'done', ...wire })
    invocation.print(takenText(invocation, value))
    if (value.snapshot.state === 'suspect') return EXIT.damage
    if (value.wait?.met === false) return EXIT.policyUnmet
    return value.skipped > 0 ? EXIT.skipped : EXIT.done
  },
})

function takenText(invocation: Invocation, taken: TakenSnapshot): string {
  const { snapshot, wait } = taken
  const name = projectName(taken.project)
  const id = `${name}@${snapshot.id.slice(0, 8)}`
  const files = snapshot.files === null ? '' : formatCount(snapshot.files, 'file')
  const size = snapshot.plainBytes === null ? '' : formatBytes(snapshot.plainBytes)
  const fresh = snapshot.newBytes === null ? '' : `${formatBytes(snapshot.newBytes)} new`
  const facts = [files, size, fresh, stateCell(snapshot)].filter(fact => fact !== '').join(', ')
  const lines = [taken.unchanged ? `nothing changed since ${id}  ${facts}` : `${id}  ${facts}`]
  const { rebuildable } = snapshot
  if (rebuildable && rebuildable.files > 0)
    lines.push(`left out: ${formatCount(rebuildable.files, 'rebuildable file')}, ${formatBytes(rebuildable.bytes)}`)
  if (snapshot.state === 'suspect') {
    lines.push(
      invocation.paint('red', `kept aside, the snapshot before stays current: ${printable(snapshot.suspicion ?? '')}`),
      `  next: ${invocation.say('status')} says how to compare, accept or restore`,
    )
  }
  if (wait !== null) {
    const copies = `${wait.copies.have ?? '?'}/${wait.copies.need} copies proved`
    lines.push(
      wait.met
        ? `${copies} after ${formatElapsed(wait.seconds)}`
        : `${invocation.paint('yellow', `${copies} after ${formatElapsed(wait.seconds)}, policy not met yet`)}\n` +
            `  next: ${invocation.say(`whereis ${name}`)}`,
    )
  }
  return lines.join('\n')
}
