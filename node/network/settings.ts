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
  connectionsPerSite: 4, // a third and fourth while connections change
  // The window must fit the read buffer: a stream whose reader is late is reset otherwise.
  streamWindow: 8 * MiB, // of a stream opened here, on which answers come; 200 ms at 300 Mbit/s
  requestWindow: 256 * 1024, // of a stream opened there, on which requests come
  streamReadBuffer: 8 * MiB + 64 * 1024,
  // What comes on streams of other protocols than /holdfast/…, whose requests say how much may come: gossip, ping. A
  // thousand sites' beats and heads are a third of it.
  pacedBytes: { perSecond: 512 * 1024, burst: 2 * MiB },
  // yamux frames that carry nothing: pings, streams opened, words on streams that are no more.
  idleFrames: { perSecond: 2_000, burst: 20_000 },
  // What comes for streams that are no more. One that was reset may have a window under way.
  droppedBytes: { perSecond: 16 * MiB, burst: 256 * MiB },
  // Unsent on a connection whose peer does not read: beside streams' own bytes, answers to its frames.
  connectionWriteBuffer: 8 * MiB,
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
  serveBytesPerSite: 8 * MiB + 8 * 1024, // two of the largest chunks: one that does not read what it asks for keeps no more
  gossipMessage: LIMITS.controlFrame,
  gossipFrame: 4 * LIMITS.controlFrame,
  gossipOutBuffer: 4 * MiB,
  joinConnections: 16,
} as const
