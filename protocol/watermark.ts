// How full a store is, and what it still does: a full site serves, proves, restores and reports as any other (§ Room).

/** Shares of the capacity. */
export const WATERMARKS = {
  /** From here on an operator is told. */
  told: 0.85,
  /** No project that is not here yet is placed here. */
  closed: 0.92,
  /** Nothing comes from other sites any more: what is left is for this site's own snapshots and for mending. */
  kept: 0.97,
} as const

export interface Room {
  /** Bytes the site may use in all: what it was given, or what the disk can still take beside what is used. */
  readonly capacity: number
  readonly used: number
}

export type Fill = 'open' | 'told' | 'closed' | 'kept'

export function fillOf({ capacity, used }: Room): Fill {
  if (used >= capacity * WATERMARKS.kept) return 'kept'
  if (used >= capacity * WATERMARKS.closed) return 'closed'
  return used >= capacity * WATERMARKS.told ? 'told' : 'open'
}

/** Bytes that may still come from other sites. */
export function spareBytes({ capacity, used }: Room): number {
  return Math.max(0, Math.floor(capacity * WATERMARKS.kept) - used)
}
