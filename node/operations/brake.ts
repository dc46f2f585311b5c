// The brake on captures: a folder of which most is gone or rewritten at once is still captured, but kept aside until an operator
// says that it is meant; the last good snapshot stays the current one (§ Mass changes).
import { HoldfastError } from '../../protocol/errors.ts'
import type { ReportProgress } from '../../protocol/local-api.ts'
import { type Caller, includesScope } from '../../protocol/local-api-scope.ts'
import type { Alarm } from '../../protocol/local-api-status.ts'
import { formatBytes, formatCount } from '../../protocol/units.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import { diffTrees } from '../work/history/diff.ts'
import { type MassChange, massChange } from '../work/history/mass-change.ts'
import type { Ingested } from '../work/ingest/ingest.ts'
import { lastBy, tipsOf } from '../work/mesh/lines.ts'
import type { Project, Snapshot } from '../work/mesh/projects.ts'
import type { Site } from '../work/site.ts'
import { openTreeSource, paceOf, ringOf } from './tree-source.ts'

/** The site's last snapshot that is not kept aside: what a capture is measured against. */
export function lastGood(site: Site, project: Project): Snapshot | undefined {
  return lastBy(
    site.me,
    site.projects.snapshots(project.id).filter(({ state }) => state !== 'suspect'),
  )
}

/** What happened to most of the files that `good` has, in words; undefined where they are mostly as they were. */
export async function suspicionOf(
  context: NodeContext,
  project: Project,
  good: Snapshot | undefined,
  ingested: Ingested,
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { site } = joinedOf(context)
  const info = good && site.projects.info(good)
  if (good === undefined || info === undefined || good.root.cid === ingested.root.cid) return undefined
  const before = { files: info.files, bytes: info.plainBytes }
  const { source } = await openTreeSource(context, project, [good], progress, signal)
  const after = { cid: ingested.root.cid, storedBytes: ingested.root.stored + ingested.root.below }
  const trees = { ring: ringOf(site, good), source }
  const change = massChange(before, await diffTrees(trees, good.root, after, paceOf(context, signal)))
  return change && words(change, good)
}

/** Throws NOT_ALLOWED unless the caller may say that a mass change is meant: who may capture could be who did it. */
export function requireAcceptor(caller: Caller): void {
  if (includesScope(caller.scope, 'operate')) return
  throw new HoldfastError('NOT_ALLOWED', `${caller.name} may take snapshots, but not accept a mass change`, {
    hint: 'an operator at this site: holdfast snapshot PROJECT --accept-change',
  })
}

/** Every line whose newest snapshot is kept aside. */
export function brakeAlarms(site: Site): Alarm[] {
  return site.projects.all().flatMap(project => {
    const snapshots = site.projects.retained(project.id)
    const aside = tipsOf(snapshots).filter(({ state }) => state === 'suspect')
    const name = project.name ?? project.id.slice(0, 8)
    return aside.map(suspect => {
      const by = suspect.author === site.me ? '' : ` of ${site.members.nameOf(suspect.author)}`
      const why = site.projects.info(suspect)?.suspicion || 'most of the project changed at once'
      const good = lastBy(
        suspect.author,
        snapshots.filter(({ state }) => state !== 'suspect'),
      )
      const at = suspect.author === site.me ? '' : ` at ${site.members.nameOf(suspect.author)}`
      const compare = good ? `compare: holdfast diff ${refer(name, good)} ${refer(name, suspect)}; ` : ''
      const back = good ? `; if not: holdfast restore ${refer(name, good)} --to DIR` : ''
      return {
        code: 'MASS_CHANGE',
        severity: 'critical' as const,
        sentence: `${name}: snapshot ${suspect.id.slice(0, 8)}${by} is kept aside, and the one before stays current: ${why}`,
        next: `${compare}if it is meant: holdfast snapshot ${name} --accept-change${at}${back}`,
        since: suspect.time,
      }
    })
  })
}

function words({ files, bytes, filesBefore, bytesBefore, ...counts }: MassChange, good: Snapshot): string {
  const kinds = Object.entries(counts).flatMap(([kind, count]) => (count > 0 ? `${count} ${kind}` : []))
  const of = `${files} of ${formatCount(filesBefore, 'file')} (${formatBytes(bytes)} of ${formatBytes(bytesBefore)})`
  return `${of} in ${good.id.slice(0, 8)} were hit at once: ${kinds.join(', ')}`
}

function refer(name: string, { id }: Snapshot): string {
  return `${name}@${id.slice(0, 8)}`
}
