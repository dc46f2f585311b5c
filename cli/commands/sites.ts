// holdfast sites: the members of the mesh, their labels, whether they are reachable and how much room they have.

import type { SiteView } from '../../protocol/local-api-mesh.ts'
import { offenceWords } from '../../protocol/offence.ts'
import { formatBytes, formatRate } from '../../protocol/units.ts'
import { defineCommand } from '../command.ts'
import { EXIT } from '../exit.ts'
import { roleCell } from '../invite-list.ts'
import type { Invocation } from '../invocation.ts'
import { age } from '../moments.ts'
import { type Column, printable, renderTable } from '../table.ts'

export const sitesCommand = defineCommand({
  usage: 'sites',
  summary: 'Show the sites of the mesh',
  options: yargs => yargs,
  run: showSites,
})

export async function showSites(invocation: Invocation): Promise<number> {
  const { value, wire } = await invocation.client.call('sites', {})
  invocation.printJson(wire)
  const now = invocation.cli.now()
  const paintRow = (site: SiteView, line: string) => (isSilent(site) ? invocation.paint('yellow', line) : line)
  invocation.print(renderTable(columns(now), value.sites, paintRow).join('\n'))
  return EXIT.done
}

function columns(now: number): Column<SiteView>[] {
  return [
    { title: 'SITE', cell: site => printable(site.name) },
    { title: 'LOCATION', cell: site => printable(site.labels.location ?? '-') },
    { title: 'MEDIUM', cell: site => printable(site.labels.medium ?? '-') },
    { title: 'MANAGER', cell: site => printable(site.labels.manager ?? '-') },
    { title: 'ROLE', cell: roleCell },
    { title: 'KEYS', cell: site => (site.trusted ? 'trusted' : 'blind') },
    { title: 'STATE', cell: stateWord },
    { title: 'SEEN', cell: site => seen(site, now) },
    { title: 'RTT', align: 'right', cell: site => (site.rttMs === null ? '-' : `${Math.round(site.rttMs)} ms`) },
    { title: 'IN', align: 'right', cell: site => rate(site.inBytesPerSecond) },
    { title: 'OUT', align: 'right', cell: site => rate(site.outBytesPerSecond) },
    { title: 'CLOCK', align: 'right', cell: site => clock(site.clockOffsetMs) },
    { title: 'FREE', align: 'right', cell: free },
    { title: 'VERSION', cell: site => printable(site.software) },
    { title: '', cell: site => remark(site, now) },
  ]
}

function isSilent(site: SiteView): boolean {
  return site.state === 'down' || site.state === 'never-seen'
}

function stateWord(site: SiteView): string {
  return site.state === 'down' ? 'DOWN' : site.state.replace('-', ' ')
}

function seen(site: SiteView, now: number): string {
  if (site.state === 'here' || site.state === 'up') return 'now'
  return site.seenAt === null ? 'never' : age(site.seenAt, now)
}

function rate(bytesPerSecond: number | null): string {
  return bytesPerSecond === null ? '-' : formatRate(bytesPerSecond)
}

function clock(offsetMs: number | null): string {
  if (offsetMs === null) return '-'
  const sign = offsetMs < 0 ? '-' : '+'
  const size = Math.abs(offsetMs)
  return size < 10_000 ? `${sign}${Math.round(size)} ms` : `${sign}${Math.round(size / 1000)} s`
}

function free(site: SiteView): string {
  if (site.capacityBytes === null || site.usedBytes === null) return '?'
  return formatBytes(Math.max(0, site.capacityBytes - site.usedBytes))
}

function remark(site: SiteView, now: number): string {
  const parts = [
    site.retiring && site.state !== 'revoked' ? 'retiring' : '',
    site.quotaBytes > 0 ? `quota ${formatBytes(site.quotaBytes)}` : '',
    site.full ? 'full' : '',
    site.sickDisk === null ? '' : `disk fails: ${site.sickDisk}`,
    site.health === 'ok' ? '' : site.health,
  ]
  if (isSilent(site) && site.lastError !== null) parts.push(`last error: ${site.lastError}`)
  parts.push(
    ...site.offences.map(({ offence, times, last }) => `${offenceWords(offence)} (${times}×, ${age(last, now)} ago)`),
  )
  return printable(parts.filter(part => part !== '').join(', '))
}
