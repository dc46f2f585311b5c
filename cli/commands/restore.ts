// holdfast restore: write a snapshot's files into a folder. Verifies every byte, resumes when run again, overwrites
// nothing unless told.
import { resolve } from 'node:path'
import type { Restored } from '../../protocol/local-api-projects.ts'
import { formatBytes, formatCount, formatElapsed } from '../../protocol/units.ts'
import { defineCommand } from '../command.ts'
import { usageError } from '../context.ts'
import { EXIT } from '../exit.ts'
import type { Invocation } from '../invocation.ts'
import { localTime } from '../moments.ts'
import { positional, repeated, required } from '../options.ts'
import { noteFiles } from '../skipped-files.ts'
import { projectName } from '../status-cells.ts'
import { printable } from '../table.ts'

export const restoreCommand = defineCommand({
  usage: 'restore <source>',
  summary: 'Restore PROJECT or PROJECT@SNAPSHOT into a folder',
  options: yargs =>
    yargs
      .positional('source', positional('PROJECT, or PROJECT@SNAPSHOT'))
      .option('to', required('the folder to write into'))
      .option('include', repeated('only paths that match this pattern'))
      .option('overwrite', {
        type: 'string',
        choices: ['never', 'if-changed', 'always'],
        default: 'never',
        describe: 'what to do with files that are there',
      } as const),
  async run(invocation, { source, to, include, overwrite }) {
    const target = resolve(invocation.cli.cwd, to)
    const request = { ...splitSource(source), to: target, include, overwrite }
    const startedAt = invocation.cli.now()
    const { value, wire } = await invocation.withProgress(report => invocation.client.call('restore', request, report))
    noteLines(invocation, value)
    for (const warning of value.warnings) invocation.note(`note: ${printable(warning)}`)
    noteFiles(invocation, value.refusedLinks, value.refused, 'left out')
    noteFiles(invocation, value.renamedFiles, value.renamed, 'renamed')
    noteFiles(invocation, value.failedFiles, value.failed, 'failed')
    invocation.printJson({ type: 'done', ...wire })
    invocation.print(restoredText(invocation, value, (invocation.cli.now() - startedAt) / 1000))
    return value.refused + value.failed > 0 ? EXIT.skipped : EXIT.done
  },
})

/** The last '@' parts project and snapshot; a project's name may hold one itself. */
export function splitSource(source: string): { project: string; snapshot?: string } {
  const at = source.lastIndexOf('@')
  if (at < 0) return { project: source }
  const project = source.slice(0, at)
  const snapshot = source.slice(at + 1)
  if (project === '' || snapshot === '') throw usageError(`"${source}" is neither PROJECT nor PROJECT@SNAPSHOT`)
  return { project, snapshot }
}

/** Nobody chose this line: says which it is, and how to have another. */
function noteLines(invocation: Invocation, { project, snapshot, otherLines }: Restored): void {
  if (otherLines.length === 0) return
  invocation.note(
    `note: this is the line of ${printable(snapshot.by.name)}, as of ${localTime(snapshot.takenAt)}; it lacks what was changed elsewhere`,
  )
  for (const line of otherLines) {
    const other = `restore ${projectName(project)}@${line.snapshot.slice(0, 8)} --to ANOTHER-FOLDER`
    invocation.note(
      `  the line of ${printable(line.by.name)}, as of ${localTime(line.takenAt)}: ${invocation.say(other)}`,
    )
  }
}

function restoredText(invocation: Invocation, restored: Restored, seconds: number): string {
  const { files, plainBytes, kept, refused, renamed, failed } = restored
  const name = `${projectName(restored.project)}@${restored.snapshot.id.slice(0, 8)}`
  const amount = `${formatCount(files, 'file')}, ${formatBytes(plainBytes)}`
  const there = kept === 0 ? '' : ` (${kept.toLocaleString('en-US')} of them were there already)`
  const lines = [`restored ${name}: ${amount} in ${formatElapsed(seconds)}${there}`]
  if (refused + failed === 0) lines.push('every file matches the snapshot')
  if (refused > 0)
    lines.push(
      invocation.paint(
        'yellow',
        `${formatCount(refused, 'entry', 'entries')} left out: nothing may be made of them here`,
      ),
    )
  if (renamed > 0)
    lines.push(
      invocation.paint('yellow', `${formatCount(renamed, 'name')} changed: this disk can't hold them as they are`),
    )
  if (failed > 0)
    lines.push(
      invocation.paint('red', `${formatCount(failed, 'file or folder', 'files or folders')} could not be restored`),
    )
  return lines.join('\n')
}
