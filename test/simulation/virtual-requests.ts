// The requests of virtual sites: encoded and decoded as on the wire, cut off or timed out as the network wills.
import { throwWireError, wireErrorOf } from '../../node/network/wire-errors.ts'
import type { ChunksWanted, Peers } from '../../node/work/peers.ts'
import { verifyCid } from '../../protocol/chunk.ts'
import { decode, encode } from '../../protocol/codec.ts'
import { HoldfastError, isError } from '../../protocol/errors.ts'
import { bytesOf, type Cid, type SiteId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import type { Connection, End, VirtualNetwork } from './virtual-network.ts'
import { hang } from './virtual-process.ts'

const TIMEOUT_MS = {
  hello: 10_000,
  heads: 10_000,
  catalog: 15_000,
  ahead: 10_000,
  lease: 10_000,
  prove: 20_000,
  chunks: 60_000,
} as const
type Kind = keyof typeof TIMEOUT_MS

type Message<M, P> = { readonly type: Parameters<typeof decode<M, P>>[0] }

export function requestsOf(network: VirtualNetwork, from: End): Omit<Peers, 'connected' | 'announce' | 'rtt'> {
  /** Encodes the request, has the peer serve it, decodes the answer. */
  async function ask<Q, QP, R extends { error: pb.WireError }, RP>(
    kind: Kind,
    site: SiteId,
    request: QP,
    question: Message<Q, QP>,
    answer: Message<R, RP>,
    serve: (to: End, request: Q, signal: AbortSignal) => Promise<RP>,
    signal: AbortSignal,
  ): Promise<R> {
    if (from.life.ended) return hang()
    using call = new Call(network, from, site, kind, signal)
    const body = encode(question.type, request)
    await call.carry('request', body)
    const { to } = call
    const served = await call.wait(
      answered(() => serve(to, decode(question.type, body, body.byteLength), call.signal), kind),
    )
    const response = encode(answer.type, served as RP)
    await call.carry('answer', response)
    const message = decode(answer.type, response, response.byteLength)
    throwWireError(message.error, kind)
    return message
  }

  async function answered<RP>(serve: () => Promise<RP>, kind: Kind): Promise<RP | { error: pb.WireError }> {
    try {
      return await serve()
    } catch (error) {
      if (!isError(error) && !isOver(error)) network.hooks.bug(error, `answering ${kind}`)
      return { error: wireErrorOf(error) }
    }
  }

  async function chunks(
    site: SiteId,
    wanted: ChunksWanted,
    onChunk: (cid: Cid, bytes: Uint8Array | undefined) => Promise<void>,
    signal: AbortSignal,
  ): Promise<number> {
    if (from.life.ended) return hang()
    if (wanted.cids.length > LIMITS.chunkCids || !(wanted.window > 0 && wanted.window <= LIMITS.chunkWindow))
      throw new TypeError('a request for chunks beyond the limits')
    using call = new Call(network, from, site, 'chunks', signal)
    const { cids, window, project } = wanted
    await call.carry(
      'request',
      encode(pb.ChunksRequest, { cids: cids.map(bytesOf), window, project: bytesOf(project) }),
    )
    const iterator = call.to.serves.chunks(from.id, wanted, call.signal)[Symbol.asyncIterator]()
    let room = window
    let came = 0
    while (true) {
      const next = await call.wait(pulled(iterator))
      if (next.done || (next.value.bytes?.byteLength ?? 0) > room) break
      const { cid, bytes } = next.value
      room -= bytes?.byteLength ?? 0
      await call.carry('answer', bytes ?? bytesOf(cid))
      if (bytes !== undefined) verifyCid(cid, bytes)
      if (bytes !== undefined) came++
      await onChunk(cid, bytes)
    }
    return came
  }

  async function pulled<T>(iterator: AsyncIterator<T>): Promise<IteratorResult<T>> {
    try {
      return await iterator.next()
    } catch (error) {
      if (!isError(error) && !isOver(error)) network.hooks.bug(error, 'serving chunks')
      throw new HoldfastError('PEER_UNREACHABLE', 'cut off while it was sending chunks', { cause: error })
    }
  }

  return {
    hello: (site, request, signal) =>
      ask('hello', site, request, HELLO.question, HELLO.answer, (to, q, s) => to.serves.hello(from.id, q, s), signal),
    heads: (site, request, signal) =>
      ask('heads', site, request, HEADS.question, HEADS.answer, (to, q, s) => to.serves.heads(from.id, q, s), signal),
    catalog: (site, request, signal) =>
      ask(
        'catalog',
        site,
        request,
        CATALOG.question,
        CATALOG.answer,
        (to, q, s) => to.serves.catalog(from.id, q, s),
        signal,
      ),
    ahead: (site, request, signal) =>
      ask('ahead', site, request, AHEAD.question, AHEAD.answer, (to, q, s) => to.serves.ahead(from.id, q, s), signal),
    lease: (site, request, signal) =>
      ask('lease', site, request, LEASE.question, LEASE.answer, (to, q, s) => to.serves.lease(from.id, q, s), signal),
    async prove(site, challenge, signal) {
      const serve = async (to: End, { challenge: asked }: pb.ProveRequest, end: AbortSignal) => {
        network.hooks.challenged(to.id, asked as pb.Signed)
        return { answer: await to.serves.prove(from.id, asked as pb.Signed, end) }
      }
      const { answer } = await ask('prove', site, { challenge }, PROVE.question, PROVE.answer, serve, signal)
      return answer as pb.Signed
    },
    chunks,
  }
}

const HELLO = { question: { type: pb.HelloRequest }, answer: { type: pb.HelloResponse } }
const HEADS = { question: { type: pb.HeadsRequest }, answer: { type: pb.HeadsResponse } }
const CATALOG = { question: { type: pb.CatalogRequest }, answer: { type: pb.CatalogResponse } }
const AHEAD = { question: { type: pb.AheadRequest }, answer: { type: pb.AheadResponse } }
const LEASE = { question: { type: pb.LeaseRequest }, answer: { type: pb.LeaseResponse } }
const PROVE = { question: { type: pb.ProveRequest }, answer: { type: pb.ProveResponse } }

// One for all: thousands of calls end, and nobody reads where.
const OVER = new Error('the call is over')
const isOver = (error: unknown): boolean => error === OVER

/** One request under way. Disposing it ends what its server still does. */
class Call implements Disposable {
  readonly to: End
  readonly #network: VirtualNetwork
  readonly #from: End
  readonly #connection: Connection
  readonly #kind: Kind
  readonly #failed = Promise.withResolvers<never>()
  readonly #server = new AbortController()
  readonly #caller: AbortSignal
  readonly #timer: { cancelled: boolean }
  readonly cutOff = (): void => this.#fail(new HoldfastError('PEER_UNREACHABLE', 'cut off'))
  readonly #stop = (): void => this.#fail(this.#caller.reason)

  constructor(network: VirtualNetwork, from: End, site: SiteId, kind: Kind, signal: AbortSignal) {
    signal.throwIfAborted()
    const connection = from.connections.get(site)
    if (connection === undefined) throw new HoldfastError('PEER_UNREACHABLE', `no connection to ${site}`)
    this.to = connection.ends[0] === from ? connection.ends[1] : connection.ends[0]
    this.#network = network
    this.#from = from
    this.#connection = connection
    this.#kind = kind
    this.#caller = signal
    this.#failed.promise.catch(() => undefined)
    connection.calls.add(this)
    signal.addEventListener('abort', this.#stop)
    this.#timer = network.timeline.after(TIMEOUT_MS[kind], () =>
      this.#fail(new HoldfastError('PEER_UNREACHABLE', `no answer within ${TIMEOUT_MS[kind]} ms`)),
    )
  }

  /** Aborted when the caller gives up. */
  get signal(): AbortSignal {
    return this.#server.signal
  }

  /** Resolves when the message has arrived. Rejects when the call fails before. */
  carry(direction: 'request' | 'answer', bytes: Uint8Array): Promise<void> {
    const network = this.#network
    const [sender, receiver] = direction === 'request' ? [this.#from, this.to] : [this.to, this.#from]
    const arrived = Promise.withResolvers<void>()
    const breaks = network.random.chance(network.weather(sender.id, receiver.id).failed)
    network.timeline.after(network.delay(sender.id, receiver.id), () => {
      if (breaks) this.cutOff()
      if (breaks || !network.passes(this.#connection, receiver, sender)) return
      network.trace.message(`${this.#kind} ${direction}`, sender.id, receiver.id, bytes)
      arrived.resolve()
    })
    return this.wait(arrived.promise)
  }

  wait<T>(what: Promise<T>): Promise<T> {
    return Promise.race([what, this.#failed.promise])
  }

  #fail(reason: unknown): void {
    if (!this.#from.life.ended) this.#failed.reject(reason)
    this.#server.abort(OVER)
  }

  [Symbol.dispose](): void {
    this.#timer.cancelled = true
    this.#connection.calls.delete(this)
    this.#caller.removeEventListener('abort', this.#stop)
    this.#server.abort(OVER)
  }
}
