// Answers about everything, as a caller that is kept to some projects gets them: nothing of any other project, and a word
// where something was left out (§ Local API, Callers).
import type { Pauses } from '../../protocol/local-api-capture.ts'
import { type Caller, seesProject } from '../../protocol/local-api-scope.ts'
import type { StatusView } from '../../protocol/local-api-status.ts'

type Alarm = StatusView['alarms'][number]

export function statusFor(caller: Caller, view: StatusView): StatusView {
  if (caller.projects === undefined) return view
  const hidden = view.projects.filter(({ id }) => !seesProject(caller, id))
  const words = hidden.flatMap(({ id, name }) => [id.slice(0, 8), ...(name === null ? [] : [name])])
  return {
    ...view,
    projects: view.projects.filter(({ id }) => seesProject(caller, id)),
    // Which project an alarm is about stands in its words alone. Too many are veiled sooner than one too few.
    alarms: view.alarms.map(alarm => (words.some(word => tells(alarm, word)) ? veiled(alarm) : alarm)),
  }
}

export function pausesFor(caller: Caller, pauses: Pauses): Pauses {
  return { ...pauses, projects: pauses.projects.filter(({ id }) => seesProject(caller, id)) }
}

function tells({ sentence, next }: Alarm, word: string): boolean {
  return sentence.includes(word) || (next?.includes(word) ?? false)
}

function veiled(alarm: Alarm): Alarm {
  return { ...alarm, sentence: 'an alarm about what this token may not see', next: 'ask the operator of the site' }
}
