// The numbers of the network: what bounds a stranger, a slow peer and a fast one (§ Wire, limits and times).
import { LIMITS } from '../../protocol/limits.ts'

const MiB = 1024 * 1024

export interface NetworkTimes {
  /** From accepted socket to authenticated connection. */
  readonly upgradeMs: number
  /** Protocol negotiation of one stream. */
  readonly negotiateMs: number
  /** From the opening of a stream to the whole request. */
  readonly requestMs: number
  /** A bulk transfer in which nothing moves for so long is cut off. */
  readonly stallMs: number
  readonly dialMs: number
  readonly dialAddressMs: number
  /** How often an open connection is asked whether the peer still lives, and for how long it may not answer. */
  readonly pingEveryMs: number
  readonly pingMs: number
  /** The larger of two site ids waits so long before it dials, so that both don't at once. */
  readonly yieldDialMs: number
  readonly redialMinMs: number
  readonly redialMaxMs: number
  /** A peer that misbehaved is neither dialled nor let in for so long. */
  readonly shunMs: number
  /** A connection to the join host is cut after so long. */
  readonly joinMs: number
}

export const NETWORK_TIMES: NetworkTimes = {
  upgradeMs: 4_000,
  negotiateMs: 3_000,
  requestMs: 10_000,
  stallMs: 30_000,
  dialMs: 10_000,
  dialAddressMs: 6_000,
  pingEveryMs: 10_000,
  pingMs: 15_000,
  yieldDialMs: 1_000,
  redialMinMs: 1_000,
  redialMaxMs: 30_000,
  shunMs: 30_000,
  joinMs: 20_000,
}

export const NETWORK_LIMITS = {
  pendingConnections: 256, // not yet authenticated, all hosts together
  pendingPerHost: 16, // not yet authenticated, from one address that no member is known by
  dialsPerSecondPerHost: 64,
  connections: LIMITS.members + 64,
  sockets: LIMITS.members + 512,
  streamsIn: 32, // a connection
  streamsOut: 64,
  // The window must fit the read buffer: a stream whose reader is late is reset otherwise.
  streamWindow: 8 * MiB, // 200 ms at 300 Mbit/s
  streamReadBuffer: 8 * MiB + 64 * 1024,
  streamWriteBuffer: 8 * MiB,
  // The writer of a bulk stream loads the next chunk when less than this is unsent.
  writeAhead: 1 * MiB,
  // What a socket takes before it asks its writer to wait; a Noise message has 64 KiB.
  socketBuffer: 1 * MiB,
  addressesPerSite: 16,
  // Two halves of LIMITS.bufferedBytes. Serving never waits for pulling: two sites that pull from each other with one
  // shared budget could starve each other.
  pullBytes: 64 * MiB,
  serveBytes: LIMITS.bufferedBytes - 64 * MiB,
  gossipMessage: LIMITS.controlFrame,
  gossipFrame: 4 * LIMITS.controlFrame,
  gossipOutBuffer: 4 * MiB,
  joinConnections: 16,
} as const
