// Local API: what is captured by itself, and when (§ Schedule). Settings belong to one site; category rules to the project.
import * as z from 'zod'
import { CATEGORIES } from './category.ts'
import { LIMITS } from './limits.ts'
import { count, projectId, reference, time } from './local-api-fields.ts'
import { compilePattern } from './patterns.ts'
import { checkCron, checkZone, isHours } from './schedule.ts'

export const DEFAULT_REHASH = 30 * 86_400 // seconds
const YEAR = 366 * 86_400

/** Seconds between two of something that reads a folder: a minute to a year. */
export const interval = z.number().min(60).max(YEAR)
const hours = z
  .strictObject({ from: z.string(), to: z.string() })
  .refine(isHours, 'expected two times of the day, HH:MM')
const cron = z.string().max(128).refine(passes(checkCron), 'expected a cron expression of five fields')
const timezone = z.string().min(1).max(64).refine(passes(checkZone), 'expected a time zone, such as Europe/Berlin')

export const captureSettings = z.strictObject({
  watch: z.boolean(),
  every: interval.nullable(),
  hours: hours.nullable(),
  cron: cron.nullable(),
  timezone: timezone.nullable(), // null: the machine's
  rehash: interval.nullable(), // every file is read again this often, whatever its stat says; null: never
})
/** What differs from the present settings. */
export const captureChange = captureSettings.partial()

export const watching = z.enum(['off', 'on', 'failed']) // failed: scans only

/** How and when this site captures a project by itself. */
export const captureView = z.strictObject({
  ...captureSettings.shape,
  nextAt: time.nullable(), // null: only when asked for, or paused
  lastAt: time.nullable(), // when the last capture began, whether anything had changed or not
  rehashedAt: time.nullable(),
  pausedUntil: time.nullable(),
  running: z.enum(['snapshot', 'rehash']).nullable(),
  watching,
})

const pathPattern = z.string().min(1).max(1024).refine(passes(compilePattern), 'expected a pattern for paths')
/** A project's own categories; the first whose pattern matches decides. */
export const categoryRules = z
  .array(z.strictObject({ pattern: pathPattern, category: z.enum(CATEGORIES) }))
  .max(LIMITS.categoryRules)

export const pauseRequest = z.strictObject({
  project: reference.nullable(), // null: every project
  seconds: z.number().positive().max(YEAR),
})
export const endPauseRequest = z.strictObject({ project: reference.nullable() })
/** What is paused now. */
export const pauses = z.strictObject({
  allUntil: time.nullable(),
  projects: z.array(z.strictObject({ id: projectId, name: z.string().nullable(), until: time })),
  ended: count, // pauses that this call ended
})

/** What captures do at this site as a whole. */
export const captureState = z.strictObject({
  pausedUntil: time.nullable(),
  yielding: z.boolean(), // a take grows: large reads are slow and scrub rests
  since: time.nullable(), // of the yielding
})

export type CaptureSettings = z.output<typeof captureSettings>
export type CaptureChange = z.output<typeof captureChange>
export type CaptureView = z.output<typeof captureView>
export type CaptureState = z.output<typeof captureState>
export type PauseRequest = z.output<typeof pauseRequest>
export type EndPauseRequest = z.output<typeof endPauseRequest>
export type Pauses = z.output<typeof pauses>

export const NOT_BY_ITSELF: CaptureSettings = {
  watch: false,
  every: null,
  hours: null,
  cron: null,
  timezone: null,
  rehash: DEFAULT_REHASH,
}

function passes(check: (text: string) => unknown): (text: string) => boolean {
  return text => {
    try {
      check(text)
      return true
    } catch {
      return false
    }
  }
}
