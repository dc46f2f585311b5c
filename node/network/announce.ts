// Spreads heads and beats by gossipsub behind the port Announcer. Messages carry their own signatures, so gossip's are
// off; each is judged by Serves.announced before it goes on. Nothing depends on any of it arriving (§ Wire, gossip).
import { type GossipSub, gossipsub, type TopicValidatorFn, TopicValidatorResult } from '@libp2p/gossipsub'
import { decode, encode } from '../../protocol/codec.ts'
import { isError } from '../../protocol/errors.ts'
import type { MeshId, SiteId } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import type { Offence } from '../../protocol/offence.ts'
import type { Clock, Log } from '../ports.ts'
import type { Serves, Topic, Verdict } from '../work/peers.ts'
import { siteIdOf } from './peer-id.ts'
import { createRate } from './rate.ts'
import { NETWORK_LIMITS } from './settings.ts'

export interface Announcer {
  publish(topic: Topic, message: pb.Signed.$Properties): void
}

export const silentAnnouncer: Announcer = { publish: () => undefined }

/** Messages a second that one forwarder may bring, and the burst it may start with. What is over is not looked at. */
const RATES: Record<Topic, { perSecond: number; burst: number }> = {
  head: { perSecond: 20, burst: 200 },
  beat: { perSecond: 100, burst: 400 },
}
/** Of one author through one forwarder. A site signs a head a second and a beat in three. */
const AUTHOR_RATE = { perSecond: 2, burst: 60 }
/** Over the rates, and still what a forwarder may bring that stands between two halves of the largest mesh. */
const OVER_RATE = { perSecond: LIMITS.members, burst: 4 * LIMITS.members }
/** Messages that can't be: an honest site passes on none, but a version may differ. */
const REJECT_RATE = { perSecond: 1, burst: 20 }

// What one frame of gossipsub may hold. A site subscribes to two topics.
const RPC_LIMITS = {
  maxSubscriptions: 16,
  maxMessages: 1024,
  maxIhaveMessageIDs: 5000,
  maxIwantMessageIDs: 5000,
  maxIdontwantMessageIDs: 512,
  maxControlMessages: 64,
  maxPeerInfos: 16,
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
    decodeRpcLimits: RPC_LIMITS,
    maxInboundStreams: 2,
    maxOutboundStreams: 2,
    // Sites of one studio share an address; the membership already says who may be here.
    scoreParams: { IPColocationFactorWeight: 0 },
  })
}

export interface AnnouncerNeeds {
  readonly mesh: MeshId
  readonly serves: Pick<Serves, 'announced'>
  readonly clock: Clock
  readonly log: Log
  /** Counts one message that can't be. */
  rejected(site: SiteId): void
  /** Ends the site's connections: it brings such messages, or far too many, again and again. */
  misbehaved(site: SiteId, cause: Error, offence: Offence): void
}

/** Joins the topics of the mesh on a started host. */
export function startAnnouncer(gossip: GossipSub, needs: AnnouncerNeeds): Announcer {
  const { mesh, serves, clock, log, misbehaved, rejected } = needs
  const over = createRate<SiteId>(OVER_RATE, clock)
  const rejects = createRate<SiteId>(REJECT_RATE, clock)
  for (const topic of ['head', 'beat'] as const) {
    gossip.topicValidators.set(topicName(mesh, topic), validator(topic))
    gossip.subscribe(topicName(mesh, topic))
  }

  function validator(topic: Topic): TopicValidatorFn {
    const rate = createRate<SiteId>(RATES[topic], clock)
    const ofAuthor = createRate<string>(AUTHOR_RATE, clock)

    async function judge(from: SiteId, data: Uint8Array): Promise<Verdict> {
      const signed = decode(pb.Signed, data, NETWORK_LIMITS.gossipMessage)
      // By forwarder too: else one could use up what another's honest messages need.
      if (!ofAuthor.allows(`${from}/${Buffer.from(signed.author).toString('hex', 0, 32)}`)) return 'ignore'
      return serves.announced(from, topic, signed)
    }

    return async (peer, { data }) => {
      const from = siteIdOf(peer)
      if (from === undefined) return TopicValidatorResult.Ignore
      if (!rate.allows(from)) {
        if (!over.allows(from)) misbehaved(from, new Error(`it announced far more ${topic}s than a mesh has`), 'spam')
        return TopicValidatorResult.Ignore
      }
      const verdict = await caught(from, topic, () => judge(from, data))
      if (verdict === 'reject') {
        rejected(from)
        if (!rejects.allows(from))
          misbehaved(from, new Error(`it announced ${topic}s that can not be, in numbers`), 'spam')
      }
      return RESULTS[verdict]
    }
  }

  async function caught(from: SiteId, topic: Topic, judge: () => Promise<Verdict>): Promise<Verdict> {
    try {
      return await judge()
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
