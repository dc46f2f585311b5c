// `status --check` speaks Nagios: one line, performance data, 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN. These codes
// stand apart from every other command's, where 1 is "failed" and 2 "usage".
import type { HoldfastError } from '../protocol/errors.ts'
import type { StatusView } from '../protocol/local-api-status.ts'
import { meetsPolicy } from './status-cells.ts'

export const CHECK_UNKNOWN = 3
const WORDS = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const

export interface CheckResult {
  readonly exit: 0 | 1 | 2 | 3
  readonly line: string
}

export function checkStatus(view: StatusView): CheckResult {
  const { projects } = view
  const below = projects.filter(isBelow).length
  const unknown = projects.filter(project => project.state === 'unknown').length
  const healing = projects.filter(project => project.state === 'healing').length
  const arriving = projects.filter(project => project.state === 'arriving' && !meetsPolicy(project)).length
  const inGrace = projects.filter(project => project.inGrace > 0).length
  const down = view.sites.filter(site => site.state === 'down' || site.state === 'never-seen').length
  const critical = view.alarms.filter(alarm => alarm.severity === 'critical').length
  const warnings = view.alarms.length - critical
  const healBytes = projects.reduce((sum, project) => sum + (project.left?.bytes ?? 0), 0)

  const facts = [
    counted(below, 'project below policy', 'projects below policy'),
    counted(unknown, 'project unknown', 'projects unknown'),
    counted(healing, 'healing', 'healing'),
    counted(arriving, 'arriving', 'arriving'),
    counted(inGrace, 'project in grace', 'projects in grace'),
    counted(down, 'site down', 'sites down'),
    counted(view.alarms.length, 'alarm', 'alarms'),
    projects.length === 0 ? 'no projects yet' : '',
  ].filter(fact => fact !== '')
  const isWarning = healing + arriving + inGrace + down + warnings > 0 || projects.length === 0
  const exit = below + critical > 0 ? 2 : unknown > 0 ? 3 : isWarning ? 1 : 0
  const text = facts.length > 0 ? facts.join(', ') : `${counted(projects.length, 'project', 'projects')} at policy`
  const data = `below=${below};0;0 healing=${healing} sites_down=${down};0;2 heal_bytes=${healBytes}B`
  return { exit, line: `${WORDS[exit]} - ${text} | ${data}` }
}

/** Whatever goes wrong under --check is UNKNOWN, on stdout, where monitoring reads it. */
export function checkFailure(failure: HoldfastError): string {
  return `${WORDS[CHECK_UNKNOWN]} - ${failure.message.replace(/[\n|]/g, ' ')}`
}

function isBelow(project: StatusView['projects'][number]): boolean {
  return project.state === 'below' || project.state === 'empty' || (project.state === 'ok' && !meetsPolicy(project))
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? '' : `${count} ${count === 1 ? one : many}`
}
