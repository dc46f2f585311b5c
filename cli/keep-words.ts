// Why a snapshot is kept, how long, and what becomes of one that is not, as people read it.
import type { ForgetPlan, Keeping, RetentionView } from '../protocol/local-api-retention.ts'
import type { KeepReason } from '../protocol/retention.ts'
import { formatSpan } from '../protocol/units.ts'
import { printable } from './table.ts'

const WORDS: Readonly<Record<KeepReason, string>> = {
  pin: 'pinned',
  label: 'labelled',
  newest: 'newest',
  fork: 'of a fork',
  suspect: 'suspect, to be looked at',
  unread: "its label can't be read here",
  undated: 'not dated yet',
  all: 'young',
  daily: "its day's",
  weekly: "its week's",
  monthly: "its month's",
}

export function reasonWords(reasons: readonly KeepReason[]): string {
  return reasons.map(reason => WORDS[reason]).join(', ')
}

/** "for another 3 d". */
export function spanWords(ms: number): string {
  return `for another ${formatSpan(ms / 1000)}`
}

/** What is to be said of a snapshot beside its state; '' for one that is kept as any other. */
export function keepingWords({ state, pinned, here, forMs, deletion }: Keeping): string {
  const going = deletion === null ? '' : `to be deleted: holdfast undelete ${deletion.slice(0, 12)}`
  if (state === 'retained') return [pinned ? 'pinned' : '', going].filter(word => word !== '').join(', ')
  if (here === 'none') return state
  if (here === 'held') return `${state}, locked here${forMs === null ? '' : ` ${spanWords(forMs)}`}`
  return forMs === null || forMs === 0 ? `${state}, to be freed` : `${state}, in the trash ${spanWords(forMs)}`
}

/** Who says what need not be kept, and why that may count for nothing now. */
export function authorityWords({ name, here, countsInMs, may }: ForgetPlan['authority']): string {
  const who = here ? `${printable(name)} (this site)` : printable(name)
  if (!may) return `${who}, which may direct it no more: nothing expires`
  return countsInMs === null
    ? who
    : `${who}, whose word counts in ${formatSpan(countsInMs / 1000)}: nothing expires until then`
}

/** What retention says of a whole project, a line each. */
export function retentionLines(view: RetentionView): string[] {
  const { kept, retained, expired, noticed, noticeMs, forgotten, deleted } = view
  const counts = kept.map(({ reason, snapshots }) => `${snapshots} ${WORDS[reason]}`).join(', ')
  const lines = [`authority: ${authorityWords(view.authority)}`, ...view.sentences]
  lines.push(
    `${retained} kept${counts === '' ? '' : ` (${counts})`}, ${expired} expired, ${forgotten} forgotten, ${deleted} deleted`,
  )
  if (noticed > 0 && noticeMs !== null)
    lines.push(`${noticed} of them only by what was asked for before: ${spanWords(noticeMs)} at least`)
  return lines
}
