// What an operator must be told beside the figures: each with why and the next step.
import { TIMES_MS } from '../../protocol/limits.ts'
import type { Alarm } from '../../protocol/local-api-status.ts'
import type { Joined, NodeContext } from '../context.ts'
import { brakeAlarms } from './brake.ts'
import { captureAlarms } from './capture-alarms.ts'
import { deletionAlarms } from './deletion-alarms.ts'
import { recoveryAlarms } from './recovery-alarms.ts'
import { retentionAlarms } from './retention-alarms.ts'
import { makeRoom, roomAlarms } from './room.ts'
import { suspectAlarms } from './suspect-alarms.ts'

export async function alarmsOf(context: NodeContext, joined: Joined): Promise<Alarm[]> {
  const { site } = joined
  const now = context.ports.clock.wall()
  const alarms: Alarm[] = []
  const say = (code: string, severity: Alarm['severity'], sentence: string, next: string | null): void => {
    alarms.push({ code, severity, sentence, next, since: now })
  }
  const offset = site.members.medianOffset()
  if (offset !== undefined && Math.abs(offset) > TIMES_MS.futureTolerance) {
    const minutes = Math.round(Math.abs(offset) / 60_000)
    say(
      'CLOCK_SKEW',
      'critical',
      `this site's clock is ${minutes} min ${offset > 0 ? 'behind' : 'ahead of'} its peers': proofs it signs don't count`,
      'timedatectl set-ntp true',
    )
  }
  const health = context.store.health()
  if (health.state === 'sick')
    alarms.push({
      code: 'DISK_SICK',
      severity: 'critical',
      sentence: `the disk fails: ${health.disk}: ${health.why}; nothing on it counts as a copy`,
      next: 'replace the disk, the mesh keeps the copies elsewhere; or, once it is known to be well: holdfast verify --accept-disk',
      since: health.since,
    })
  for (const id of site.members.sites()) {
    const disk = id === site.me ? undefined : site.assessor.sickDisk(id)
    if (disk === undefined) continue
    const name = site.members.nameOf(id)
    const sentence = `the disk at ${name} fails: ${disk}; nothing on it counts as a copy`
    say(
      'SITE_DISK_SICK',
      'warning',
      sentence,
      `replace the disk at ${name}; holdfast status shows what is healed elsewhere`,
    )
  }
  if (health.state === 'full')
    say(
      'DISK_FULL',
      'critical',
      `the store is full: ${health.why}`,
      `${makeRoom(context)}; holdfast sites shows which others have room`,
    )
  else alarms.push(...roomAlarms(context, site, now))
  for (const fork of site.promises.forks.keys()) {
    if (site.suspects.of(fork).some(({ offence }) => offence === 'fork')) continue // told below, with its words
    say(
      'HEAD_FORK',
      'warning',
      `the catalog of ${site.members.nameOf(fork)} has forked (a machine restored from an image does this); both branches are kept`,
      'holdfast sites',
    )
  }
  const { current } = site.members
  if (current.frozen) {
    const branches = current.tips.map(({ hash, number }) => `${hash.slice(0, 12)} (${number})`).join(' and ')
    say(
      'MEMBERSHIP_FROZEN',
      'critical',
      `the constitution has forked into ${branches}: nobody joins, and of what owners sign only revocations count`,
      'holdfast owner list; then holdfast owner mend, signed by the owners of each branch',
    )
  }
  for (const { site: newer, kind, since, why } of site.gossip.newer.all()) {
    if (!site.members.has(newer)) continue
    alarms.push({
      code: kind === 'catalog' ? 'CATALOG_FORMAT' : 'PEER_NEWER',
      severity: 'warning',
      sentence: `${site.members.nameOf(newer)} runs a newer Holdfast, and what it holds is not known here: ${why.replaceAll(newer, 'it')}`,
      next: 'upgrade Holdfast at this site',
      since,
    })
  }
  for (const { why } of current.aside) say('CONSTITUTION_REFUSED', 'warning', `refused: ${why}`, 'holdfast owner list')
  const lost = await site.mender.loadLost()
  if (lost.length > 0)
    say(
      'CHUNK_CORRUPT',
      'critical',
      `${lost.length} damaged ${lost.length === 1 ? 'chunk' : 'chunks'} here could not be fetched from any reachable site yet`,
      'holdfast sites',
    )
  return [
    ...alarms,
    ...recoveryAlarms(site, now),
    ...suspectAlarms(site, now),
    ...brakeAlarms(site),
    ...deletionAlarms(site, now),
    ...retentionAlarms(site, now),
    ...captureAlarms(joined, now),
  ]
}
