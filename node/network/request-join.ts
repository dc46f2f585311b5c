// The joiner's side of /holdfast/join/1: a host of its own for one request, gone afterwards (§ Wire, join).
import { decode, encode } from '../../protocol/codec.ts'
import { HoldfastError, isError } from '../../protocol/errors.ts'
import type { SiteId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { dialableAddresses } from './addresses.ts'
import { openFrames, type Traffic } from './frames.ts'
import { createBareHost } from './host.ts'
import { JOIN_PROTOCOL } from './join.ts'
import { privateKeyOf } from './peer-id.ts'
import { NETWORK_TIMES } from './settings.ts'
import { throwWireError } from './wire-errors.ts'

/**
 * Asks the site that serves a ticket to let this one in. Nothing is sent before Noise has shown that the other side is
 * `serving`. Throws PEER_UNREACHABLE, the refusal's own code (TICKET_…, NAME_TAKEN, LABELS_REFUSED), signal.reason.
 */
export async function requestJoin(
  ticket: { addresses: readonly string[]; serving: SiteId },
  seed: Uint8Array,
  request: pb.JoinRequest.$Properties,
  signal: AbortSignal,
): Promise<pb.JoinResponse> {
  const addresses = dialableAddresses(ticket.serving, ticket.addresses)
  if (addresses.length === 0) throw new HoldfastError('TICKET_INVALID', 'the ticket has no address that can be dialled')
  const host = await createBareHost({
    key: await privateKeyOf(seed),
    listen: [],
    connections: 4,
    times: NETWORK_TIMES,
    gate: { denyInboundConnection: () => true },
  })
  await host.start()
  try {
    const traffic: Traffic = { sent: 0, received: 0 }
    const edge = AbortSignal.any([signal, AbortSignal.timeout(NETWORK_TIMES.dialMs + NETWORK_TIMES.joinMs)])
    const connection = await host.dial(addresses, { signal: edge })
    const rules = { cap: LIMITS.joinFrame, total: LIMITS.joinFrame }
    using frames = await openFrames(connection, JOIN_PROTOCOL, rules, traffic, edge)
    await frames.write(encode(pb.JoinRequest, request))
    await frames.end()
    const response = decode(pb.JoinResponse, await frames.readOne(), LIMITS.joinFrame, LIMITS.listFields)
    throwWireError(response.error, 'the join', response.reason)
    return response
  } catch (cause) {
    if (signal.aborted) throw signal.reason
    if (isError(cause)) throw cause
    const hint =
      'check that the inviting site runs, and that its address can be reached from here; it answers only while an ' +
      'invite is open there: holdfast invite'
    throw new HoldfastError('PEER_UNREACHABLE', 'the inviting site does not answer', { cause, hint })
  } finally {
    await host.stop()
  }
}
