// How a blank machine with the recovery identity learns of its mesh: one hello to one address, on a host of its own that
// is gone afterwards (§ Recovery). What comes back proves itself: the mesh's id is the hash of its first constitution.
import type { Connection } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { decode, encode } from '../../protocol/codec.ts'
import { HoldfastError, isError } from '../../protocol/errors.ts'
import type { SiteId } from '../../protocol/ids.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { parseStatement } from '../../protocol/statement.ts'
import { parseTcpAddress } from './addresses.ts'
import { PROTOCOLS } from './exchange.ts'
import { openFrames } from './frames.ts'
import { createBareHost } from './host.ts'
import { privateKeyOf, siteIdOf } from './peer-id.ts'
import { NETWORK_TIMES } from './settings.ts'
import { throwWireError } from './wire-errors.ts'

export interface Introduced {
  /** Who answered, as Noise proved it. */
  readonly site: SiteId
  readonly statements: readonly pb.Statement[]
}

const TURNS = 32

/** Asks whoever listens at `address` for every membership statement it has. Throws PEER_UNREACHABLE, USAGE, signal.reason. */
export async function requestMembership(address: string, seed: Uint8Array, signal: AbortSignal): Promise<Introduced> {
  if (parseTcpAddress(address) === undefined)
    throw new HoldfastError('USAGE', `${address} is no address of a site`, {
      hint: 'such as /ip4/203.0.113.7/tcp/4801',
    })
  const host = await createBareHost({
    key: await privateKeyOf(seed),
    listen: [],
    connections: 4,
    times: NETWORK_TIMES,
    gate: { denyInboundConnection: () => true },
  })
  await host.start()
  try {
    const edge = AbortSignal.any([signal, AbortSignal.timeout(NETWORK_TIMES.dialMs + PROTOCOLS.hello.ms)])
    const connection = await host.dial(multiaddr(address), { signal: edge })
    const site = siteIdOf(connection.remotePeer)
    if (site === undefined) throw new HoldfastError('PEER_MISBEHAVED', `${address} is no site`)
    const known = new Map<string, pb.Statement>()
    // One answer carries what fits.
    for (let turn = 0; turn < TURNS; turn++) {
      const before = known.size
      for (const one of await askFor([...known.keys()], connection, edge)) known.set(parseStatement(one).id, one)
      if (known.size === before) break
    }
    return { site, statements: [...known.values()] }
  } catch (cause) {
    if (signal.aborted) throw signal.reason
    if (isError(cause)) throw cause
    throw new HoldfastError('PEER_UNREACHABLE', `nothing at ${address} answers the recovery identity`, {
      cause,
      hint: 'check the address, that the site there runs, and that the phrase and the mesh belong together',
    })
  } finally {
    await host.stop()
  }
}

async function askFor(known: readonly string[], connection: Connection, signal: AbortSignal): Promise<pb.Statement[]> {
  const { name, request, response, fields } = PROTOCOLS.hello
  using frames = await openFrames(
    connection,
    name,
    { cap: response, total: response },
    { sent: 0, received: 0 },
    signal,
  )
  const hello = encode(pb.HelloRequest, { statements: known.map(id => Buffer.from(id, 'hex')) })
  if (hello.byteLength > request) throw new HoldfastError('PEER_MISBEHAVED', 'more statements than a mesh has')
  await frames.write(hello)
  await frames.end()
  const answer = decode(pb.HelloResponse, await frames.readOne(), response, fields)
  throwWireError(answer.error, name)
  return answer.statements as pb.Statement[]
}
