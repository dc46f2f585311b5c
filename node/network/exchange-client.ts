// Requests to other members: the asking half of Peers. Waits its turn on the connection, opens one stream a request,
// checks what comes back and names every failure (§ Wire, protocols).
import { type Connection, UnsupportedProtocolError } from '@libp2p/interface'
import { decode, encode } from '../../protocol/codec.ts'
import { HoldfastError, isError } from '../../protocol/errors.ts'
import { hash } from '../../protocol/hash.ts'
import { bytesOf, idOf, type SiteId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import type { ChunksWanted, Peers } from '../work/peers.ts'
import { Budget } from './budget.ts'
import { Deadline } from './deadline.ts'
import { CHUNK_FRAME_EXTRA, type Links, PROTOCOLS, type Protocol } from './exchange.ts'
import { type FrameRules, type Frames, openFrames } from './frames.ts'
import { NETWORK_LIMITS, type NetworkTimes } from './settings.ts'
import { throwWireError } from './wire-errors.ts'

export type Requests = Pick<Peers, 'hello' | 'heads' | 'catalog' | 'ahead' | 'lease' | 'prove' | 'chunks'>

/** `stop` ends every request with STOPPED. */
export function exchangeClient(links: Links, times: NetworkTimes, stop: AbortSignal): Requests {
  const slots = new WeakMap<Connection, ReadonlyMap<Protocol, Budget>>()
  const pull = new Budget(NETWORK_LIMITS.pullBytes)

  function slotsOf(connection: Connection, protocol: Protocol): Budget {
    let ofConnection = slots.get(connection)
    if (ofConnection === undefined) {
      ofConnection = new Map(Object.values(PROTOCOLS).map(known => [known, new Budget(known.slots)]))
      slots.set(connection, ofConnection)
    }
    const budget = ofConnection.get(protocol)
    if (budget === undefined) throw new TypeError(`${protocol.name} is not in the table`)
    return budget
  }

  async function converse<T>(
    site: SiteId,
    protocol: Protocol,
    rules: FrameRules,
    signal: AbortSignal,
    talk: (frames: Frames) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted()
    const connection = links.connectionTo(site)
    if (connection === undefined) throw new HoldfastError('PEER_UNREACHABLE', `no connection to ${site}`)
    using deadline = new Deadline(protocol.ms)
    const edge = AbortSignal.any([signal, stop, deadline.signal])
    try {
      using _slot = await slotsOf(connection, protocol).take(1, edge)
      using frames = await openFrames(connection, protocol.name, rules, links.trafficOf(site), edge)
      return await talk(frames)
    } catch (cause) {
      if (signal.aborted) throw signal.reason
      if (stop.aborted) throw new HoldfastError('STOPPED', 'the network is stopping', { cause })
      if (isError(cause, 'PEER_MISBEHAVED'))
        links.misbehaved(site, cause, protocol === PROTOCOLS.chunks ? 'chunk' : 'message')
      if (isError(cause)) throw cause
      if (cause instanceof UnsupportedProtocolError)
        throw new HoldfastError('PEER_NEWER', `${site} does not speak ${protocol.name}`, { cause })
      const why = deadline.signal.aborted ? `${site} did not answer within ${protocol.ms} ms` : `${site} was cut off`
      throw new HoldfastError('PEER_UNREACHABLE', `${protocol.name}: ${why}`, { cause })
    }
  }

  async function ask<Response extends { error: pb.WireError }, Properties>(
    site: SiteId,
    protocol: Protocol,
    request: Uint8Array,
    type: Parameters<typeof decode<Response, Properties>>[0],
    signal: AbortSignal,
  ): Promise<Response> {
    checkRequest(protocol, request)
    const rules = { cap: protocol.response, total: protocol.response }
    const response = await converse(site, protocol, rules, signal, async frames => {
      await frames.write(request)
      await frames.end()
      return decodeFromPeer(type, await frames.readOne(), protocol.response, protocol.fields)
    })
    throwWireError(response.error, protocol.name)
    return response
  }

  return {
    hello: (site, request, signal) =>
      ask(site, PROTOCOLS.hello, encode(pb.HelloRequest, request), pb.HelloResponse, signal),
    heads: (site, request, signal) =>
      ask(site, PROTOCOLS.heads, encode(pb.HeadsRequest, request), pb.HeadsResponse, signal),
    catalog: (site, request, signal) =>
      ask(site, PROTOCOLS.catalog, encode(pb.CatalogRequest, request), pb.CatalogResponse, signal),
    ahead: (site, request, signal) =>
      ask(site, PROTOCOLS.ahead, encode(pb.AheadRequest, request), pb.AheadResponse, signal),

    lease: (site, request, signal) =>
      ask(site, PROTOCOLS.lease, encode(pb.LeaseRequest, request), pb.LeaseResponse, signal),

    async prove(site, challenge, signal) {
      const request = encode(pb.ProveRequest, { challenge })
      const { answer } = await ask(site, PROTOCOLS.prove, request, pb.ProveResponse, signal)
      if (answer) return answer as pb.Signed
      const cause = new HoldfastError('PEER_MISBEHAVED', `${site} answered a challenge with nothing`)
      links.misbehaved(site, cause)
      throw cause
    },

    async chunks(site, wanted, onChunk, signal) {
      const { cids, window } = checkWanted(wanted)
      if (cids.length === 0) return 0
      const request = encode(pb.ChunksRequest, { cids: cids.map(bytesOf), window, project: bytesOf(wanted.project) })
      checkRequest(PROTOCOLS.chunks, request)
      const rules = {
        cap: PROTOCOLS.chunks.response,
        total: window + (cids.length + 1) * CHUNK_FRAME_EXTRA,
        stallMs: times.stallMs,
      }
      // Waiting for memory of our own is not the peer's time.
      using lease = await pull.take(window, AbortSignal.any([signal, stop]))
      let ours: { error: unknown } | undefined
      let came = 0
      let used = 0
      try {
        await converse(site, PROTOCOLS.chunks, rules, signal, async frames => {
          await frames.write(request)
          await frames.end()
          for (let next = 0; ; next++) {
            const frame = decodeFromPeer(pb.ChunkFrame, await frames.readOne(), rules.cap, PROTOCOLS.chunks.fields)
            if (frame.end) return
            const cid = cids[next]
            if (cid === undefined || Buffer.compare(bytesOf(cid), frame.cid) !== 0)
              throw new HoldfastError('PEER_MISBEHAVED', `${site} sent a chunk that was not asked for, or out of turn`)
            const bytes = frame.missing ? undefined : frame.bytes
            if (bytes !== undefined) {
              used += bytes.byteLength
              if (idOf('Cid', hash(bytes)) !== cid)
                throw new HoldfastError('PEER_MISBEHAVED', `${site} sent wrong bytes for chunk ${cid}`)
              came++
            }
            try {
              await onChunk(cid, bytes)
            } catch (error) {
              ours = { error }
              throw error
            }
            lease.shrink(Math.max(0, window - used))
          }
        })
      } catch (error) {
        throw ours === undefined ? error : ours.error
      }
      return came
    },
  }
}

function checkWanted(wanted: ChunksWanted): ChunksWanted {
  const { cids, window } = wanted
  if (cids.length > LIMITS.chunkCids) throw new TypeError(`${cids.length} cids in one request`)
  if (!(window > 0 && window <= LIMITS.chunkWindow)) throw new TypeError(`a window of ${window} bytes`)
  return wanted
}

function checkRequest(protocol: Protocol, request: Uint8Array): void {
  if (request.byteLength > protocol.request)
    throw new TypeError(`a request of ${request.byteLength} bytes on ${protocol.name}, at most ${protocol.request}`)
}

function decodeFromPeer<Message, Properties>(
  type: Parameters<typeof decode<Message, Properties>>[0],
  bytes: Uint8Array,
  cap: number,
  fields: number,
): Message {
  try {
    return decode(type, bytes, cap, fields)
  } catch (cause) {
    throw new HoldfastError('PEER_MISBEHAVED', 'the peer sent bytes that are not the message they should be', { cause })
  }
}
