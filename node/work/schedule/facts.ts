// What the schedule must still know after a restart, kept as promises of this site (§ Schedule): one small JSON document a
// fact and project. A document that can't be read counts as absent, and whoever reads it is told.
import * as z from 'zod'
import type { ProjectId } from '../../../protocol/ids.ts'
import { type CaptureSettings, captureSettings, NOT_BY_ITSELF } from '../../../protocol/local-api-capture.ts'
import type { Log } from '../../ports.ts'

/** What facts need of a site's promises; setState resolves when durable. */
export interface State {
  readonly state: ReadonlyMap<string, Uint8Array>
  setState(key: string, value: Uint8Array | undefined): Promise<void>
}

const ms = z.number().int().nonnegative()
const FACTS = {
  /** How it is captured by itself; `since`: when that was set. */
  capture: z.object({ ...captureSettings.shape, since: ms }),
  /** When the last capture began that ended well. */
  captured: z.object({ at: ms }),
  /** When the last one that read everything began; `tries`: those since that had to give way. */
  rehashed: z.object({ at: ms, tries: ms }),
  pause: z.object({ until: ms }),
  /** Files whose content changed while size and times did not. */
  changed: z.object({
    since: ms,
    at: ms,
    count: ms,
    paths: z.array(z.string()),
    before: z.string().nullable(), // the last snapshot that has them as they were
  }),
} as const

type Facts = typeof FACTS
export type FactName = keyof Facts
export type Fact<Name extends FactName> = z.output<Facts[Name]>
export type Settings = CaptureSettings & { readonly since: number }

/** `project` '' stands for all of them. */
export function factOf<Name extends FactName>(
  { state }: Pick<State, 'state'>,
  name: Name,
  project: ProjectId | '',
  log?: Log,
): Fact<Name> | undefined {
  const bytes = state.get(`${name}/${project}`)
  if (bytes === undefined) return undefined
  const found = FACTS[name].safeParse(parse(bytes))
  if (found.success) return found.data as Fact<Name>
  log?.error({ fact: name, project, why: z.prettifyError(found.error) }, 'a fact of the schedule is not valid: ignored')
  return undefined
}

export async function setFact<Name extends FactName>(
  state: State,
  name: Name,
  project: ProjectId | '',
  value: Fact<Name> | undefined,
): Promise<void> {
  await state.setState(`${name}/${project}`, value && Buffer.from(JSON.stringify(FACTS[name].parse(value))))
}

export function settingsOf(state: Pick<State, 'state'>, project: ProjectId): Settings {
  return factOf(state, 'capture', project) ?? { ...NOT_BY_ITSELF, since: 0 }
}

/** When the pause that holds the project now is over; undefined when none does. */
export function pausedUntil(state: Pick<State, 'state'>, project: ProjectId, now: number): number | undefined {
  const untils = [factOf(state, 'pause', project)?.until ?? 0, factOf(state, 'pause', '')?.until ?? 0]
  const until = Math.max(...untils)
  return until > now ? until : undefined
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return undefined
  }
}
