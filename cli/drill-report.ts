// The JSON report of a drill, which the surviving site signs.
import type { DaemonFile } from '../protocol/local-api-daemon.ts'
import type { StatusView } from '../protocol/local-api-status.ts'
import type { DrillOutcome, DrillTargets } from './drill-timeline.ts'

export interface DrillFacts {
  readonly drill: string
  readonly before: StatusView
  readonly victim: DaemonFile
  readonly killedAt: number
  readonly holdSeconds: number
  readonly targets: DrillTargets
  readonly outcome: DrillOutcome
}

export function drillReport({ drill, before, victim, killedAt, holdSeconds, targets, outcome }: DrillFacts) {
  return {
    report_version: 1,
    drill,
    kind: 'kill',
    mesh: before.mesh.id,
    observer: before.site,
    victim: { id: victim.site, name: victim.siteName },
    killedAt: new Date(killedAt).toISOString(),
    holdSeconds,
    targets,
    events: outcome.events,
    fewestCopies: outcome.fewestCopies,
    copiesBefore: before.projects.map(project => ({ id: project.id, copies: project.copies })),
    result: outcome.passed ? 'PASS' : 'FAIL',
  }
}
