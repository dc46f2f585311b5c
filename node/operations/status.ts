// What people look at: status, whereis, sites. One observer's view; what it doesn't know is null and never reads as
// enough.
import type { CopiesReport } from '../../protocol/copies.ts'
import type { SiteId } from '../../protocol/ids.ts'
import type { SuspicionView } from '../../protocol/local-api-audit.ts'
import type { SiteList, SiteState } from '../../protocol/local-api-mesh.ts'
import type { Left, ProjectStatus, StatusView, WhereisView } from '../../protocol/local-api-status.ts'
import { type Joined, joinedOf, type NodeContext } from '../context.ts'
import type { Project } from '../work/mesh/projects.ts'
import type { Site } from '../work/site.ts'
import type { Suspicion } from '../work/suspects.ts'
import { alarmsOf } from './alarms.ts'
import { captureState, captureView } from './automatic.ts'
import { findProject } from './references.ts'

export async function status(context: NodeContext): Promise<StatusView> {
  const joined = joinedOf(context)
  const { site } = joined
  const at = context.ports.clock.wall()
  const stats = context.store.stats()
  const reports = site.projects.all().map(project => ({ project, report: site.assessor.report(project) }))
  const heard = site.members.sites().flatMap(id => (id === site.me ? [] : (site.liveness.lastSeen(id) ?? [])))
  return {
    mesh: { id: site.mesh, name: site.members.current.name },
    site: { id: site.me, name: site.members.nameOf(site.me) },
    at,
    heardAt: heard.length === 0 ? null : Math.round(Math.max(...heard)),
    sites: site.members.sites().map(id => ({
      id,
      name: site.members.nameOf(id),
      labels: { ...site.members.get(id)?.labels },
      state: siteState(site, id),
      retiring: site.members.get(id)?.retiring ?? false,
      seenAt: seenAt(site, id, at),
    })),
    stored: {
      usedBytes: stats.bytes,
      capacityBytes: stats.capacity ?? null,
      deadBytes: site.collector.deadBytes,
      freedBytes: site.collector.freedBytes,
    },
    repair: repairRate(site),
    projects: reports.map(({ project, report }) => projectStatus(context, project, report)),
    alarms: await alarmsOf(context, joined),
    capture: captureState(context),
  }
}

function repairRate(site: Site): StatusView['repair'] {
  const rates = site.replicator.transfers().flatMap(transfer => site.replicator.rate(transfer) ?? [])
  if (rates.length === 0) return null
  return {
    bytesPerSecond: rates.reduce((sum, rate) => sum + rate.bytesPerSecond, 0),
    measuredSeconds: Math.min(...rates.map(rate => rate.measuredSeconds)),
  }
}

function projectStatus(context: NodeContext, project: Project, report: CopiesReport): ProjectStatus {
  const { site } = joinedOf(context)
  const snapshots = site.projects.retained(project.id)
  const newest = snapshots.findLast(({ state }) => state !== 'suspect') // what is kept aside is not what is current
  return {
    id: project.id,
    name: project.name ?? null,
    phase: project.entry.phase,
    state: report.state,
    live: newest?.state === 'live',
    copies: report.copies,
    inGrace: report.inGrace,
    claimed: report.claimed,
    distinct: { ...report.distinct },
    trusted: report.trusted,
    provedAt: report.provedAt === undefined ? null : Math.round(report.provedAt),
    proofAge: project.entry.policy.proofAge,
    snapshotAt: newest?.time ?? null,
    arriving: report.arriving.length,
    left: leftToHeal(site, project, report),
    unmet: report.placement.unmet.map(({ what, have, need, why }) => ({ what, have, need, why })),
    counted: [...report.counted],
    capture: captureView(context, project),
  }
}

// Bytes that the sites that are to hold the project still lack, by what they say in their beats.
function leftToHeal(site: Site, project: Project, report: CopiesReport): Left | null {
  const total = site.projects.retained(project.id).reduce((sum, snapshot) => sum + snapshot.root.storedBytes, 0)
  if (total === 0) return null
  const filling = report.placement.added
  if (filling.length === 0 && !report.sites.some(({ state }) => state === 'receiving')) return null
  let bytes = 0
  let rate = 0
  let measured = 0
  for (const id of new Set([
    ...filling,
    ...report.sites.filter(({ state }) => state === 'receiving').map(entry => entry.site),
  ])) {
    const at = progressOf(site, id, project)
    bytes += at ? Math.max(0, at.needBytes - at.haveBytes) : total
    if (at && at.rate > 0) {
      rate += at.rate
      measured = RATE_SECONDS
    }
  }
  const waiting =
    filling.length === 0 || rate > 0 ? null : progressAny(site, project) ? null : 'waiting for a site to begin'
  return { bytes, rate: rate > 0 ? { bytesPerSecond: rate, measuredSeconds: measured } : null, waiting, startsAt: null }
}

// A beat carries a rate only once it was measured this long.
const RATE_SECONDS = 30

function progressOf(site: Site, id: SiteId, project: Project) {
  if (id !== site.me) return site.gossip.heard.beat(id)?.progress.find(entry => entry.project === project.id)
  const transfer = site.replicator.transfers().find(entry => entry.project === project.id)
  return transfer && { ...transfer, rate: site.replicator.rate(transfer)?.bytesPerSecond ?? 0 }
}

function progressAny(site: Site, project: Project): boolean {
  return site.members.sites().some(id => progressOf(site, id, project) !== undefined)
}

export function whereis(context: NodeContext, reference: string): WhereisView {
  const { site } = joinedOf(context)
  const project = findProject(site.projects, reference)
  const report = site.assessor.report(project)
  const at = context.ports.clock.wall()
  const snapshot =
    site.projects.retained(project.id).findLast(entry => report.deciding.includes(entry.id)) ??
    site.projects.retained(project.id).at(-1)
  const snapshots = site.projects.retained(project.id)
  const total = snapshots.reduce((sum, entry) => sum + entry.root.storedBytes, 0)
  return {
    project: { id: project.id, name: project.name ?? null },
    at,
    copies: report.copies,
    inGrace: report.inGrace,
    snapshot: snapshot
      ? {
          id: snapshot.id,
          takenAt: snapshot.time,
          storedBytes: snapshot.root.storedBytes,
          files: site.projects.info(snapshot)?.files ?? null,
        }
      : null,
    sites: report.sites.flatMap(entry => {
      const member = site.members.get(entry.site)
      if (member === undefined) return []
      const held = new Set(site.view.holding(entry.site, project.id)?.snapshots)
      const transfer = progressOf(site, entry.site, project)
      const whole = snapshots.filter(one => held.has(one.id)).reduce((sum, one) => sum + one.root.storedBytes, 0)
      if (entry.state === 'missing' && !report.placement.added.includes(entry.site) && !transfer) return []
      return {
        id: entry.site,
        name: member.displayName,
        labels: { ...member.labels },
        here: entry.site === site.me,
        reachable: entry.site === site.me || site.liveness.isUp(entry.site),
        haveBytes: Math.min(total, whole + (transfer?.haveBytes ?? 0)),
        needBytes: total,
        state: entry.state,
        counted: entry.counted,
        seenAt: seenAt(site, entry.site, at),
        provedAt: round(entry.provedAt),
        scrubbedAt: round(entry.scrubbedAt),
        countsUntil: round(entry.countsUntil),
        left: transfer
          ? {
              bytes: Math.max(0, transfer.needBytes - transfer.haveBytes),
              rate: transfer.rate > 0 ? { bytesPerSecond: transfer.rate, measuredSeconds: RATE_SECONDS } : null,
              waiting: null,
              startsAt: null,
            }
          : null,
        note: entry.why ?? null,
      }
    }),
  }
}

export function sites(context: NodeContext): SiteList {
  const joined = joinedOf(context)
  const { site, network } = joined
  const at = context.ports.clock.wall()
  return {
    sites: [...site.members.current.members.values()].map(member => {
      const self = site.view.self(member.site)
      const offset = site.members.offsets.get(member.site)
      return {
        id: member.site,
        name: member.displayName,
        role: member.role,
        labels: { ...member.labels },
        trusted: member.rings.size > 0,
        projects: [...member.projects],
        quotaBytes: member.quota,
        retiring: member.retiring,
        state: member.revoked ? 'revoked' : siteState(site, member.site),
        seenAt: seenAt(site, member.site, at),
        addresses: member.site === site.me ? network.addresses() : [...(self?.addresses ?? member.addresses)],
        rttMs: network.rtt(member.site) ?? null,
        inBytesPerSecond: null,
        outBytesPerSecond: null,
        clockOffsetMs: member.site === site.me ? 0 : offset === undefined ? null : Math.round(offset),
        capacityBytes: self?.capacity ? self.capacity : null,
        usedBytes: self?.used ?? null,
        full: self?.full ?? false,
        health: self?.health || 'unknown',
        sickDisk: site.assessor.sickDisk(member.site) ?? null,
        software: self?.software || site.members.software.get(member.site) || 'unknown',
        lastError: dialError(joined, member.site),
        offences: site.suspects.of(member.site).map(offenceView),
      }
    }),
  }
}

function offenceView({ offence, times, first, last, what }: Suspicion): SuspicionView {
  return { offence, times, first, last, what }
}

function siteState(site: Site, id: SiteId): SiteState {
  if (id === site.me) return 'here'
  if (site.liveness.lastSeen(id) === undefined) return 'never-seen'
  return site.liveness.isUp(id) ? 'up' : 'down'
}

function seenAt(site: Site, id: SiteId, at: number): number | null {
  return id === site.me ? at : round(site.liveness.lastSeen(id))
}

function dialError({ network }: Joined, id: SiteId): string | null {
  const status = network.dialStatus() as { attempts?: { site: SiteId; lastError?: string }[] } | undefined
  return status?.attempts?.find(attempt => attempt.site === id)?.lastError ?? null
}

function round(ms: number | undefined): number | null {
  return ms === undefined ? null : Math.round(ms)
}
