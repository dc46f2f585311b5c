// Reads `status` without the schemas, which take longer to load than the answer to come: a monitor asks every minute. It
// takes what the schema in local-api-status.ts takes and gives the same value (a test holds the two together); of what it
// can't read it says nothing: the schema then tells what is wrong.
import type { StatusView } from './local-api-status.ts'

type Fields = Record<string, unknown>

const STATES = ['ok', 'healing', 'below', 'arriving', 'unknown', 'empty']
const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/** The view, or undefined for an answer that is not as expected. */
export function readStatus(wire: unknown): StatusView | undefined {
  try {
    const view = fields(wire)
    return {
      ...view,
      mesh: named(view.mesh),
      site: named(view.site),
      at: time(view.at),
      heardAt: timeOrNull(view.heardAt),
      sites: list(view.sites).map(site => ({
        ...named(site),
        labels: fields(site.labels),
        seenAt: timeOrNull(site.seenAt),
      })),
      stored: fields(view.stored),
      repair: view.repair === null ? null : fields(view.repair),
      projects: list(view.projects).map(readProject),
      alarms: list(view.alarms).map(alarm => ({ ...alarm, sentence: text(alarm.sentence), since: time(alarm.since) })),
      capture: withTimes(fields(view.capture), 'pausedUntil', 'since'),
    } as StatusView
  } catch (error) {
    if (error instanceof Unexpected) return undefined
    throw error
  }
}

function readProject(project: Fields): Fields {
  if (!STATES.includes(text(project.state)) || !Array.isArray(project.counted)) throw new Unexpected()
  for (const figures of [project.copies, project.trusted, ...Object.values(fields(project.distinct))]) haveNeed(figures)
  return {
    ...project,
    id: text(project.id),
    name: project.name === null ? null : text(project.name),
    phase: text(project.phase),
    inGrace: number(project.inGrace),
    claimed: number(project.claimed),
    arriving: number(project.arriving),
    proofAge: number(project.proofAge),
    provedAt: timeOrNull(project.provedAt),
    snapshotAt: timeOrNull(project.snapshotAt),
    left: project.left === null ? null : withTimes(fields(project.left), 'startsAt'),
    unmet: list(project.unmet).map(unmet => ({ ...unmet, what: text(unmet.what), why: text(unmet.why) })),
    capture:
      project.capture === null
        ? null
        : withTimes(fields(project.capture), 'nextAt', 'lastAt', 'rehashedAt', 'pausedUntil'),
  }
}

class Unexpected extends Error {}

function fields(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Unexpected()
  return value as Fields
}

function list(value: unknown): Fields[] {
  if (!Array.isArray(value)) throw new Unexpected()
  return value.map(fields)
}

function named(value: unknown): Fields {
  const named = fields(value)
  text(named.id)
  text(named.name)
  return named
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Unexpected()
  return value
}

function number(value: unknown): number {
  if (typeof value !== 'number') throw new Unexpected()
  return value
}

function haveNeed(value: unknown): void {
  const { have, need } = fields(value)
  if (have !== null) number(have)
  number(need)
}

function time(value: unknown): number {
  const ms = UTC.test(text(value)) ? Date.parse(text(value)) : Number.NaN
  if (Number.isNaN(ms)) throw new Unexpected()
  return ms
}

function timeOrNull(value: unknown): number | null {
  return value === null ? null : time(value)
}

function withTimes(value: Fields, ...names: readonly string[]): Fields {
  return { ...value, ...Object.fromEntries(names.map(name => [name, timeOrNull(value[name])])) }
}
