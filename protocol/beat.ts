// Beats: a few words a site says every few seconds, relayed but never stored: that it lives, how far its catalog is, what
// it fetches and what it means to fetch (§ Beat).
import { decode, encode } from './codec.ts'
import { HoldfastError } from './errors.ts'
import { bytesOf, idOf, type MeshId, type ProjectId, type SiteId } from './ids.ts'
import type { SigningKey } from './keys.ts'
import { LIMITS } from './limits.ts'
import { holdfast as pb } from './messages.js'
import { sign, verifySigned } from './signed.ts'

/** The site means to hold the project. */
export interface Intent {
  readonly project: ProjectId
  /** ms since 1970 UTC. */
  readonly since: number
  /** Its place in the placement it sees, from 0. */
  readonly rank: number
}
/** The site is fetching the project. */
export interface Progress {
  readonly project: ProjectId
  readonly haveBytes: number
  readonly needBytes: number
  /** Bytes a second; 0 = not measured yet. */
  readonly rate: number
}
export interface BeatRecord {
  readonly author: SiteId
  /** Place of the author's newest head; seq 0 before its first. */
  readonly incarnation: number
  readonly seq: number
  /** ms since 1970 UTC, by the author's clock. */
  readonly time: number
  /** Rises with every beat of an incarnation. */
  readonly counter: number
  readonly intents: readonly Intent[]
  readonly progress: readonly Progress[]
  /** Projects whose folder is being read into a snapshot. */
  readonly reading: readonly ProjectId[]
  /** The disk that failed under the author's store, for people: its copies don't count. Absent: none. */
  readonly sick?: string | undefined
  /** Hash of the membership the author knows. */
  readonly membership: Uint8Array
}

const MAX_PROJECTS = 512
const MAX_READING = 64
const MAX_SICK = 512
const HASH_LENGTH = 32

/** What is beyond what a beat may carry is left out. */
export function signBeat(beat: BeatRecord, mesh: MeshId, key: SigningKey): pb.Signed {
  if (beat.author !== key.id) throw new TypeError('a beat is signed by its author')
  const body = encode(pb.Beat, {
    author: bytesOf(beat.author),
    incarnation: beat.incarnation,
    seq: beat.seq,
    time: beat.time,
    counter: beat.counter,
    intents: beat.intents.slice(0, MAX_PROJECTS).map(intent => ({ ...intent, project: bytesOf(intent.project) })),
    progress: beat.progress.slice(0, MAX_PROJECTS).map(part => ({ ...part, project: bytesOf(part.project) })),
    membership: beat.membership,
    reading: beat.reading.slice(0, MAX_READING).map(bytesOf),
    sick: beat.sick?.slice(0, MAX_SICK) ?? '',
  })
  return sign('beat', mesh, body, key)
}

/** Verifies and reads a beat. Throws MESSAGE_INVALID, SIGNATURE_INVALID. */
export function parseBeat(mesh: MeshId, signed: pb.Signed): BeatRecord {
  const message = decode(pb.Beat, verifySigned('beat', mesh, signed), LIMITS.controlFrame, LIMITS.listFields)
  const { incarnation, seq, time, counter, intents, progress, membership, reading, sick } = message
  const author = idOf('SiteId', message.author)
  if (author !== idOf('SiteId', signed.author)) throw invalid('names another author than its signer')
  if (intents.length > MAX_PROJECTS || progress.length > MAX_PROJECTS || reading.length > MAX_READING)
    throw invalid('names too many projects')
  if (sick.length > MAX_SICK) throw invalid('says too much of its disk')
  if (membership.byteLength !== HASH_LENGTH) throw invalid('names no membership')
  return {
    author,
    incarnation,
    seq,
    time,
    counter,
    intents: intents.map(({ project, since, rank }) => ({
      project: idOf('ProjectId', project ?? NOTHING),
      since: since ?? 0,
      rank: rank ?? 0,
    })),
    progress: progress.map(({ project, haveBytes, needBytes, rate }) => ({
      project: idOf('ProjectId', project ?? NOTHING),
      haveBytes: haveBytes ?? 0,
      needBytes: needBytes ?? 0,
      rate: rate ?? 0,
    })),
    reading: reading.map(project => idOf('ProjectId', project)),
    ...(sick !== '' && { sick }),
    membership,
  }
}

/** Whether `next` replaces a `known` beat of the same author. */
export function isNewerBeat(known: BeatRecord, next: BeatRecord): boolean {
  return (next.incarnation - known.incarnation || next.counter - known.counter) > 0
}

const NOTHING = new Uint8Array(0)

function invalid(message: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `a beat ${message}`)
}
