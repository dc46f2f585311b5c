// What an operator must know when the store takes no more: how much there is to store, and where room can be made.
import { join } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Alarm } from '../../protocol/local-api-status.ts'
import { formatBytes } from '../../protocol/units.ts'
import { fillOf } from '../../protocol/watermark.ts'
import type { NodeContext } from '../context.ts'
import type { Site } from '../work/site.ts'

/** The store's DISK_FULL, told for a snapshot. `fresh`: bytes of the folder that had to be read, if known. */
export async function outOfRoom(
  context: NodeContext,
  cause: HoldfastError,
  fresh: number | undefined,
  stored: number,
): Promise<HoldfastError> {
  // What is stored takes less than what was read, so this much is enough and may be more than it takes.
  const lacking = Math.max(0, (fresh ?? 0) - stored - (await context.store.room()))
  const missing = fresh
    ? `, and the folder has ${formatBytes(fresh)} that are new: up to ${formatBytes(lacking)} more are needed`
    : ''
  return new HoldfastError('DISK_FULL', `${cause.message}${missing}`, {
    cause,
    hint: `${makeRoom(context)}, then take the snapshot again: it goes on from here`,
  })
}

/** What gives this site's store more room. */
export function makeRoom({ home, config }: NodeContext): string {
  const { path, capacity } = config.store
  if (capacity === undefined) return `make room on the disk of ${path}`
  return `make room on the disk of ${path}, or raise store.capacity in ${join(home, 'config.toml')} and start anew`
}

/** How near a store that still takes chunks is to its end (§ Room). */
export function roomAlarms(context: NodeContext, site: Site, since: number): Alarm[] {
  const self = site.view.self(site.me)
  if (self === undefined) return []
  const fill = site.replicator.isOutOfRoom ? 'kept' : fillOf(self)
  if (fill === 'open') return []
  const { used, capacity } = self
  const words = `${formatBytes(used)} of ${formatBytes(capacity)} are used`
  const meanings = {
    told: `the store fills up: ${words}`,
    closed: `the store is nearly full: ${words}; no project that is not here yet is placed here`,
    kept: `the store is full: ${words}; nothing comes from other sites any more, the rest is for what is captured here`,
  }
  const next = `${makeRoom(context)}; holdfast sites shows which others have room`
  const isFull = fill === 'kept'
  const [code, severity] = isFull ? (['DISK_FULL', 'critical'] as const) : (['DISK_FILLING', 'warning'] as const)
  return [{ code, severity, sentence: meanings[fill], next, since }]
}
