// Answers members' requests from Serves: one request a stream, read under its cap and its time, errors sent as wire
// codes; chunks go out within the window asked for, one loaded at a time (§ Wire, protocols).
import type { Connection, Libp2p } from '@libp2p/interface'
import { decode, encode } from '../../protocol/codec.ts'
import { HoldfastError, isError } from '../../protocol/errors.ts'
import { bytesOf, idOf, type SiteId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import type { Log } from '../ports.ts'
import type { ChunksWanted, Serves } from '../work/peers.ts'
import { Budget } from './budget.ts'
import { Deadline } from './deadline.ts'
import { chunkFrameStart, type Links, PROTOCOLS, type Protocol } from './exchange.ts'
import { type Frames, serveFrames } from './frames.ts'
import { siteIdOf } from './peer-id.ts'
import { NETWORK_LIMITS, type NetworkTimes } from './settings.ts'
import { wireErrorOf } from './wire-errors.ts'

interface Call {
  readonly from: SiteId
  readonly request: Uint8Array
  /** Aborted when the peer gives up, the time is over or the network stops. */
  readonly signal: AbortSignal
}

/** Registers all handlers. They live as long as the host; `stop` ends those that run. */
export async function serveExchange(
  host: Libp2p,
  serves: Serves,
  links: Links,
  times: NetworkTimes,
  log: Log,
  stop: AbortSignal,
): Promise<void> {
  const sending = new Budget(NETWORK_LIMITS.serveBytes)
  // By site: one that asks and does not read keeps its own share busy, and nobody else waiting.
  const shares = new Map<SiteId, { readonly budget: Budget; streams: number }>()

  await answer(PROTOCOLS.hello, pb.HelloResponse, ({ from, request, signal }) =>
    serves.hello(from, decode(pb.HelloRequest, request, PROTOCOLS.hello.request, PROTOCOLS.hello.fields), signal),
  )
  await answer(PROTOCOLS.heads, pb.HeadsResponse, ({ from, request, signal }) =>
    serves.heads(from, decode(pb.HeadsRequest, request, PROTOCOLS.heads.request, PROTOCOLS.heads.fields), signal),
  )
  await answer(PROTOCOLS.catalog, pb.CatalogResponse, ({ from, request, signal }) =>
    serves.catalog(from, decode(pb.CatalogRequest, request, PROTOCOLS.catalog.request), signal),
  )
  await answer(PROTOCOLS.ahead, pb.AheadResponse, ({ from, request, signal }) =>
    serves.ahead(from, decode(pb.AheadRequest, request, PROTOCOLS.ahead.request), signal),
  )
  await answer(PROTOCOLS.lease, pb.LeaseResponse, ({ from, request, signal }) =>
    serves.lease(from, decode(pb.LeaseRequest, request, PROTOCOLS.lease.request, PROTOCOLS.lease.fields), signal),
  )
  await answer(PROTOCOLS.prove, pb.ProveResponse, async ({ from, request, signal }) => {
    const { challenge } = decode(pb.ProveRequest, request, PROTOCOLS.prove.request)
    if (!challenge) throw new HoldfastError('MESSAGE_INVALID', 'a prove request without a challenge')
    return { answer: await serves.prove(from, challenge as pb.Signed, signal) }
  })
  await serve(PROTOCOLS.chunks, sendChunks)

  async function serve(protocol: Protocol, reply: (call: Call, frames: Frames) => Promise<void>): Promise<void> {
    await serveFrames(host, protocol.name, protocol.slots * 2, async (connection, open) => {
      const from = memberOf(connection)
      const isBulk = protocol.name === PROTOCOLS.chunks.name
      const rules = { cap: protocol.request, total: protocol.request, ...(isBulk ? { stallMs: times.stallMs } : {}) }
      using deadline = new Deadline(protocol.ms)
      const edge = AbortSignal.any([stop, deadline.signal])
      using frames = open(rules, links.trafficOf(from), edge)
      try {
        const request = await readRequest(frames)
        await reply({ from, request, signal: frames.failed }, frames)
        await frames.end()
        await frames.read() // lets the peer end its side, so that disposing doesn't reset what is still under way
      } catch (error) {
        if (isError(error, 'PEER_MISBEHAVED')) links.misbehaved(from, error)
        else log.debug({ site: from, protocol: protocol.name, err: error }, 'a request was not answered to its end')
        frames.abort(error instanceof Error ? error : new Error(String(error)))
      }
    })
  }

  async function answer<Message, Properties>(
    protocol: Protocol,
    type: Parameters<typeof encode<Message, Properties | { error: pb.WireError }>>[0],
    handle: (call: Call) => Promise<Properties>,
  ): Promise<void> {
    await serve(protocol, async (call, frames) => {
      let response: Properties | { error: pb.WireError }
      try {
        response = await handle(call)
      } catch (error) {
        call.signal.throwIfAborted()
        if (!isError(error)) log.error({ site: call.from, protocol: protocol.name, err: error }, 'a handler failed')
        response = { error: wireErrorOf(error) }
      }
      const bytes = encode(type, response)
      if (bytes.byteLength > protocol.response)
        throw new TypeError(`an answer of ${bytes.byteLength} bytes on ${protocol.name}, at most ${protocol.response}`)
      await frames.write(bytes)
    })
  }

  async function sendChunks({ from, request, signal }: Call, frames: Frames): Promise<void> {
    const wanted = parseWanted(request)
    using share = shareOf(from)
    let room = wanted.window
    const iterator = serves.chunks(from, wanted, signal)[Symbol.asyncIterator]()
    try {
      while (true) {
        // Taken before the chunk is loaded, for the largest there is; held until it is on its way.
        using own = await share.budget.take(LIMITS.chunk, signal)
        using lease = await sending.take(LIMITS.chunk, signal)
        const { done, value } = await iterator.next()
        if (done) break
        const { cid, bytes } = value
        if (bytes !== undefined && bytes.byteLength > room) break
        room -= bytes?.byteLength ?? 0
        for (const held of [own, lease]) held.shrink(bytes?.byteLength ?? 0)
        if (bytes === undefined) await frames.write(encode(pb.ChunkFrame, { cid: bytesOf(cid), missing: true }))
        else await frames.writeParts(chunkFrameStart(cid, bytes.byteLength), bytes)
      }
    } finally {
      await iterator.return?.()
    }
    await frames.write(encode(pb.ChunkFrame, { end: true }))
  }

  /** The site's part of what may be in memory to be sent; kept while it has a stream. */
  function shareOf(site: SiteId): Disposable & { readonly budget: Budget } {
    const share = shares.get(site) ?? { budget: new Budget(NETWORK_LIMITS.serveBytesPerSite), streams: 0 }
    shares.set(site, share)
    share.streams++
    return {
      budget: share.budget,
      [Symbol.dispose]: () => {
        if (--share.streams === 0) shares.delete(site)
      },
    }
  }

  // The gate lets members in alone; this is for one removed while its request was under way.
  function memberOf(connection: Connection): SiteId {
    const site = siteIdOf(connection.remotePeer)
    if (site !== undefined && links.isMember(site)) return site
    const error = new HoldfastError('NOT_MEMBER', 'a request of a site that is not a member')
    connection.abort(error)
    throw error
  }

  async function readRequest(frames: Frames): Promise<Uint8Array> {
    const late = new HoldfastError('PEER_UNREACHABLE', `no whole request within ${times.requestMs} ms`)
    const timer = setTimeout(() => frames.abort(late), times.requestMs)
    try {
      return await frames.readOne()
    } finally {
      clearTimeout(timer)
    }
  }
}

function parseWanted(request: Uint8Array): ChunksWanted {
  const { cids, window, project } = decode(pb.ChunksRequest, request, PROTOCOLS.chunks.request)
  if (cids.length > LIMITS.chunkCids || window === 0 || window > LIMITS.chunkWindow)
    throw new HoldfastError('MESSAGE_INVALID', `a request for ${cids.length} chunks within ${window} bytes`)
  const ids = cids.map(cid => idOf('Cid', cid))
  if (new Set(ids).size !== ids.length) throw new HoldfastError('MESSAGE_INVALID', 'a chunk is asked for twice')
  return { project: idOf('ProjectId', project), cids: ids, window }
}
