// What work asks of other sites, and what it answers them. node/network implements it over libp2p, the simulation over
// a virtual one. Every peer named here is an authenticated member of the mesh (§ Wire).
//
// Errors of every request: PEER_UNREACHABLE (no connection, time-out, cut off), PEER_BUSY, NOT_ALLOWED, NODE_GONE,
// MESSAGE_INVALID (it says that we sent nonsense), PEER_MISBEHAVED (it sent nonsense: the connection is closed and it is
// counted). signal.reason passes untouched. Every request has its own time-out as well.
import type { Cid, ProjectId, SiteId } from '../../protocol/ids.ts'
import type { holdfast as pb } from '../../protocol/messages.js'

export type Topic = 'head' | 'beat'

/** What becomes of an announced message: forwarded, dropped, or dropped and held against whoever forwarded it. */
export type Verdict = 'accept' | 'ignore' | 'reject'

export interface ChunksWanted {
  readonly project: ProjectId
  /** At most LIMITS.chunkCids, without doubles. */
  readonly cids: readonly Cid[]
  /** Bytes the answer may have, at most LIMITS.chunkWindow. The peer ends early rather than send more. */
  readonly window: number
}

export interface Peers {
  /** Sites with an open connection now. */
  connected(): SiteId[]
  /** Round trip to a connected site, ms; undefined while not measured. */
  rtt(site: SiteId): number | undefined
  hello(site: SiteId, request: pb.HelloRequest.$Properties, signal: AbortSignal): Promise<pb.HelloResponse>
  heads(site: SiteId, request: pb.HeadsRequest.$Properties, signal: AbortSignal): Promise<pb.HeadsResponse>
  catalog(site: SiteId, request: pb.CatalogRequest.$Properties, signal: AbortSignal): Promise<pb.CatalogResponse>
  /** What a site that is reading a folder has stored of it so far; it may wait a little before it says that there is no more. */
  ahead(site: SiteId, request: pb.AheadRequest.$Properties, signal: AbortSignal): Promise<pb.AheadResponse>
  /** Asks a holder to keep snapshots for a while, or gives that back (§ Drop). */
  lease(site: SiteId, request: pb.LeaseRequest.$Properties, signal: AbortSignal): Promise<pb.LeaseResponse>
  /** Sends a signed challenge; the peer's signed answer, not yet verified. */
  prove(site: SiteId, challenge: pb.Signed.$Properties, signal: AbortSignal): Promise<pb.Signed>
  /**
   * Asks for chunks. `onChunk` is called once for each chunk that came, one call at a time, in the order asked, with
   * bytes that match the cid, or undefined when the peer says it has none. A cid the window had no room for, or the
   * peer no time, is not called: ask again. The next chunk is awaited only when `onChunk` has resolved, and its bytes
   * stay valid. Resolves to the number of chunks that came with bytes.
   */
  chunks(
    site: SiteId,
    wanted: ChunksWanted,
    onChunk: (cid: Cid, bytes: Uint8Array | undefined) => Promise<void>,
    signal: AbortSignal,
  ): Promise<number>
  /** Tells every site, as far as it goes; nothing depends on its arrival. */
  announce(topic: Topic, message: pb.Signed.$Properties): void
}

/** What work answers. A HoldfastError thrown by a handler reaches the peer as its wire code. */
export interface Serves {
  hello(from: SiteId, request: pb.HelloRequest, signal: AbortSignal): Promise<pb.HelloResponse.$Properties>
  heads(from: SiteId, request: pb.HeadsRequest, signal: AbortSignal): Promise<pb.HeadsResponse.$Properties>
  catalog(from: SiteId, request: pb.CatalogRequest, signal: AbortSignal): Promise<pb.CatalogResponse.$Properties>
  ahead(from: SiteId, request: pb.AheadRequest, signal: AbortSignal): Promise<pb.AheadResponse.$Properties>
  lease(from: SiteId, request: pb.LeaseRequest, signal: AbortSignal): Promise<pb.LeaseResponse.$Properties>
  prove(from: SiteId, challenge: pb.Signed, signal: AbortSignal): Promise<pb.Signed.$Properties>
  /**
   * The chunks wanted, in the order asked; undefined bytes = not here. Bytes must match their cid. The network stops
   * pulling when the window is full, so the next chunk should be loaded only when asked for.
   */
  chunks(
    from: SiteId,
    wanted: ChunksWanted,
    signal: AbortSignal,
  ): AsyncIterable<{ cid: Cid; bytes: Uint8Array | undefined }>
  /** `from` forwarded the message; its author is inside. Called before it is forwarded on, and not in any order. */
  announced(from: SiteId, topic: Topic, message: pb.Signed): Promise<Verdict>
  connected(site: SiteId): void
  disconnected(site: SiteId): void
}
