// Joining happens on a second libp2p host, up only while invites are open: the main host answers members alone. It
// knows one protocol, lets anyone in for one short request, and authenticates both sides by Noise: the joiner talks to
// the site its ticket names or to nobody, and the handler learns the key the joiner really has (§ Wire, join).
import type { Libp2p, PrivateKey } from '@libp2p/interface'
import { decode, encode } from '../../protocol/codec.ts'
import { HoldfastError, isError } from '../../protocol/errors.ts'
import type { SiteId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import type { Ports } from '../ports.ts'
import { bareAddress } from './addresses.ts'
import { serveFrames } from './frames.ts'
import { createBareHost, startHost } from './host.ts'
import { siteIdOf } from './peer-id.ts'
import { countPending } from './pending.ts'
import { NETWORK_LIMITS, type NetworkTimes } from './settings.ts'
import { wireErrorOf } from './wire-errors.ts'

export const JOIN_PROTOCOL = '/holdfast/join/1'
const REQUEST_CAP = LIMITS.controlFrame

/** `from` is the joiner's key as Noise proved it. A HoldfastError thrown reaches it as wire code and reason. */
export type JoinHandler = (
  from: SiteId,
  request: pb.JoinRequest,
  signal: AbortSignal,
) => Promise<pb.JoinResponse.$Properties>

interface JoinHost extends AsyncDisposable {
  addresses(): string[]
}

export interface JoinDoor extends AsyncDisposable {
  /** Opens the join host, or gives the open one a new handler; where to reach it, for tickets. Throws PORT_IN_USE. */
  open(handler: JoinHandler): Promise<string[]>
  close(): Promise<void>
  /** Empty while closed. */
  addresses(): string[]
}

export interface JoinOptions {
  readonly key: PrivateKey
  readonly listen: readonly string[]
  readonly times: NetworkTimes
  denied(address: string): void
}

/** The join host with its state: closed until opened, and closed again without a trace. */
export function createJoinDoor(options: JoinOptions, { clock, log }: Pick<Ports, 'clock' | 'log'>): JoinDoor {
  let handler: JoinHandler | undefined
  let opening: Promise<JoinHost> | undefined
  let host: JoinHost | undefined

  async function open(next: JoinHandler): Promise<string[]> {
    handler = next
    opening ??= openJoinHost(options, (...call) => (handler ?? next)(...call), { clock, log })
    try {
      host = await opening
    } catch (error) {
      opening = undefined
      throw error
    }
    return host.addresses()
  }

  async function close(): Promise<void> {
    const closing = opening
    opening = undefined
    host = undefined
    await (await closing)?.[Symbol.asyncDispose]()
  }

  return { open, close, addresses: () => host?.addresses() ?? [], [Symbol.asyncDispose]: close }
}

async function openJoinHost(
  options: JoinOptions,
  handle: JoinHandler,
  { clock, log }: Pick<Ports, 'clock' | 'log'>,
): Promise<JoinHost> {
  const { key, listen, times } = options
  const pending = countPending(clock)
  const stop = new AbortController()
  const host: Libp2p = await createBareHost({
    key,
    listen,
    times,
    clock,
    connections: NETWORK_LIMITS.joinConnections,
    gate: {
      denyInboundConnection(connection) {
        if (pending.admits(connection, false)) return false
        options.denied(connection.remoteAddr.toString())
        return true
      },
      denyInboundEncryptedConnection(peer, connection) {
        pending.remove(connection)
        return siteIdOf(peer) === undefined
      },
    },
  })
  host.addEventListener('connection:open', ({ detail: connection }) => {
    const timer = setTimeout(() => connection.abort(new Error('joining took too long')), times.joinMs)
    connection.addEventListener('close', () => clearTimeout(timer), { once: true })
  })
  await serveFrames(host, JOIN_PROTOCOL, 1, async (connection, open) => {
    const from = siteIdOf(connection.remotePeer)
    if (from === undefined) throw new HoldfastError('MESSAGE_INVALID', 'a joiner without an Ed25519 key')
    const edge = AbortSignal.any([stop.signal, AbortSignal.timeout(times.joinMs)])
    using frames = open({ cap: REQUEST_CAP, total: REQUEST_CAP }, { sent: 0, received: 0 }, edge)
    try {
      await frames.write(await respond(from, await frames.readOne(), frames.failed))
      await frames.end()
      await frames.read()
    } catch (error) {
      log.warn({ joiner: from, address: connection.remoteAddr.toString(), err: error }, 'a join was cut off')
    }
  })

  async function respond(from: SiteId, request: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    try {
      return encode(pb.JoinResponse, await handle(from, decode(pb.JoinRequest, request, REQUEST_CAP), signal))
    } catch (error) {
      signal.throwIfAborted()
      if (!isError(error)) log.error({ joiner: from, err: error }, 'the join handler failed')
      const reason = isError(error) ? error.message : 'the inviting site had trouble of its own'
      return encode(pb.JoinResponse, { error: wireErrorOf(error), reason })
    }
  }

  await startHost(host, listen)
  return {
    addresses: () => host.getMultiaddrs().map(bareAddress),
    async [Symbol.asyncDispose]() {
      stop.abort(new HoldfastError('STOPPED', 'no invites are open'))
      await host.stop()
    },
  }
}
