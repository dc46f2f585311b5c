// Files that an operation left out, on stderr: the first few with their reasons, then how many more.
import type { SkippedFile } from '../protocol/local-api-projects.ts'
import { formatCount } from '../protocol/units.ts'
import type { Invocation } from './invocation.ts'
import { printable } from './table.ts'

const SHOWN = 10

export function noteFiles(
  invocation: Invocation,
  files: readonly SkippedFile[],
  total: number,
  verb: 'skipped' | 'left out' | 'failed' | 'renamed',
): void {
  if (total === 0) return
  for (const file of files.slice(0, SHOWN)) invocation.note(`${verb} ${printable(file.path)}: ${printable(file.why)}`)
  const more = total - Math.min(files.length, SHOWN)
  if (more > 0) invocation.note(`${verb} ${formatCount(more, 'more file')}; all of them with --json`)
}
