// Follows a drill by the status of a surviving site: killed, noticed, repair starts, whole again; against targets.
import { setTimeout as wait } from 'node:timers/promises'
import type { SiteId } from '../protocol/ids.ts'
import type { ProjectStatus, StatusView } from '../protocol/local-api-status.ts'
import { formatCount, formatElapsed } from '../protocol/units.ts'
import type { Invocation } from './invocation.ts'
import { clockSeconds } from './moments.ts'
import { meetsPolicy } from './status-cells.ts'

const POLL_MS = 500

export interface DrillTargets {
  readonly noticeSeconds: number
  readonly healSeconds: number
}
export interface Drill {
  readonly before: StatusView
  readonly victim: SiteId
  readonly killedAt: number
  readonly targets: DrillTargets
}
export type DrillEvent = 'killed' | 'noticed' | 'repairing' | 'whole'
export interface DrillOutcome {
  readonly passed: boolean
  /** Seconds after the kill; absent when it didn't happen in time. */
  readonly events: readonly { event: DrillEvent; seconds: number; note: string }[]
  readonly fewestCopies: number | null
  readonly summary: string
}

/** Resolves when every project meets its policy without the victim, or the target has passed. */
export async function followDrill(invocation: Invocation, drill: Drill): Promise<DrillOutcome> {
  const { cli, client } = invocation
  const { targets, killedAt } = drill
  const events: DrillOutcome['events'][number][] = []
  const elapsed = () => (cli.now() - killedAt) / 1000
  const has = (event: DrillEvent) => events.some(known => known.event === event)
  const add = (event: DrillEvent, note: string, target?: number) => {
    const seconds = elapsed()
    events.push({ event, seconds, note })
    invocation.printJson({ type: 'event', event, seconds, note })
    const against = target === undefined ? '' : `target ${formatElapsed(target)}  ${seconds <= target ? 'ok' : 'LATE'}`
    const line = `${clockSeconds(cli.now())}  ${`+${formatElapsed(seconds)}`.padStart(8)}  ${note.padEnd(44)}  ${against}`
    invocation.print(line.trimEnd())
  }
  let fewestCopies: number | null = null

  add('killed', 'killed')
  while (elapsed() <= targets.healSeconds && !has('whole')) {
    const view = (await client.call('status', {})).value
    const projects = view.projects.filter(project => project.state !== 'empty')
    const site = view.sites.find(site => site.id === drill.victim)
    if (!has('noticed') && site?.state === 'down') add('noticed', 'noticed', targets.noticeSeconds)
    for (const { copies } of projects) {
      if (copies.have !== null) fewestCopies = Math.min(fewestCopies ?? copies.have, copies.have)
    }
    const mending = projects.filter(project => project.state === 'healing' || project.left !== null)
    if (has('noticed') && !has('repairing') && mending.length > 0)
      add('repairing', `repair starts: ${formatCount(mending.length, 'project')}`)
    if (has('noticed') && projects.every(project => isWhole(project, drill.victim)))
      add('whole', 'every project at policy', targets.healSeconds)
    if (!has('whole')) await wait(POLL_MS, undefined, { signal: cli.signal })
  }

  const at = (event: DrillEvent) => events.find(known => known.event === event)?.seconds
  const noticed = at('noticed')
  const whole = at('whole')
  const passed = noticed !== undefined && noticed <= targets.noticeSeconds && whole !== undefined
  const facts = [
    `noticed ${noticed === undefined ? 'never' : formatElapsed(noticed)}`,
    `whole again ${whole === undefined ? `not within ${formatElapsed(targets.healSeconds)}` : formatElapsed(whole)}`,
    `fewest copies ${fewestCopies ?? '?'}`,
  ]
  return { passed, events, fewestCopies, summary: `${passed ? 'PASS' : 'FAIL'}  ${facts.join(', ')}` }
}

/** At policy without leaning on the dead site's grace. */
function isWhole(project: ProjectStatus, victim: SiteId): boolean {
  return meetsPolicy(project) && !project.counted.includes(victim)
}
