// Spreads heads and beats by gossipsub behind the port Announcer. Messages carry their own signatures, so gossip's are
// off; each is judged by Serves.announced before it goes on. Nothing depends on any of it arriving (§ Wire, gossip).
import { type GossipSub, gossipsub, type TopicValidatorFn, TopicValidatorResult } from '@libp2p/gossipsub'
import { decode, encode } from '../../protocol/codec.ts'
import { isError } from '../../protocol/errors.ts'
import type { MeshId, SiteId } from '../../protocol/ids.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import type { Clock, Log } from '../ports.ts'
import type { Serves, Topic, Verdict } from '../work/peers.ts'
import { siteIdOf } from './peer-id.ts'
import { createRate } from './rate.ts'
import { NETWORK_LIMITS } from './settings.ts'

export interface Announcer {
  publish(topic: Topic, message: pb.Signed.$Properties): void
}

export const silentAnnouncer: Announcer = { publish: () => undefined }

/** Messages a second that one forwarder may bring, and the burst it may start with. */
const RATES: Record<Topic, { perSecond: number; burst: number }> = {
  head: { perSecond: 20, burst: 200 },
  beat: { perSecond: 100, burst: 400 },
}

export function topicName(mesh: MeshId, topic: Topic): string {
  return `/holdfast/${mesh}/${topic}/1`
}

/** The libp2p service. */
export function gossipService(mesh: MeshId): ReturnType<typeof gossipsub> {
  return gossipsub({
    globalSignaturePolicy: 'StrictNoSign',
    allowPublishToZeroTopicPeers: true,
    ignoreDuplicatePublishError: true,
    fallbackToFloodsub: false,
    emitSelf: false,
    doPX: false,
    allowedTopics: [topicName(mesh, 'head'), topicName(mesh, 'beat')],
    maxInboundDataLength: NETWORK_LIMITS.gossipFrame,
    maxOutboundBufferSize: NETWORK_LIMITS.gossipOutBuffer,
    maxInboundStreams: 2,
    maxOutboundStreams: 2,
    // Sites of one studio share an address; the membership already says who may be here.
    scoreParams: { IPColocationFactorWeight: 0 },
  })
}

/** Joins the topics of the mesh on a started host. */
export function startAnnouncer(
  gossip: GossipSub,
  mesh: MeshId,
  serves: Pick<Serves, 'announced'>,
  clock: Clock,
  log: Log,
  rejected: (site: SiteId) => void,
): Announcer {
  for (const topic of ['head', 'beat'] as const) {
    gossip.topicValidators.set(topicName(mesh, topic), validator(topic))
    gossip.subscribe(topicName(mesh, topic))
  }

  function validator(topic: Topic): TopicValidatorFn {
    const rate = createRate<SiteId>(RATES[topic], clock)
    return async (peer, { data }) => {
      const from = siteIdOf(peer)
      if (from === undefined || !rate.allows(from)) return TopicValidatorResult.Ignore
      const verdict = await judge(from, topic, data)
      if (verdict === 'reject') rejected(from)
      return RESULTS[verdict]
    }
  }

  async function judge(from: SiteId, topic: Topic, data: Uint8Array): Promise<Verdict> {
    try {
      return await serves.announced(from, topic, decode(pb.Signed, data, NETWORK_LIMITS.gossipMessage))
    } catch (error) {
      if (isError(error, 'MESSAGE_INVALID') || isError(error, 'SIGNATURE_INVALID')) return 'reject'
      log.warn({ site: from, topic, err: error }, 'an announcement could not be judged')
      return 'ignore'
    }
  }

  return {
    publish(topic, message) {
      const bytes = encode(pb.Signed, message)
      if (bytes.byteLength > NETWORK_LIMITS.gossipMessage)
        throw new TypeError(`a ${topic} of ${bytes.byteLength} bytes`)
      gossip.publish(topicName(mesh, topic), bytes).catch((error: unknown) => {
        log.debug({ topic, err: error }, 'an announcement was not sent')
      })
    },
  }
}

const RESULTS: Record<Verdict, TopicValidatorResult> = {
  accept: TopicValidatorResult.Accept,
  ignore: TopicValidatorResult.Ignore,
  reject: TopicValidatorResult.Reject,
}
