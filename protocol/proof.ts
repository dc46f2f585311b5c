// Challenge and answer (§ Proof): another site names random ranges of what a holder says it has; the holder reads them
// from chunks it has just re-hashed and signs a digest of each under the challenge's nonce. Sampling is proof-sample.ts.
import { decode, encode } from './codec.ts'
import { HoldfastError } from './errors.ts'
import { hash, keyedHash } from './hash.ts'
import { bytesOf, idOf, type MeshId, type ProjectId, packIds, type SiteId, type SnapshotId, unpackIds } from './ids.ts'
import type { SigningKey } from './keys.ts'
import { LIMITS } from './limits.ts'
import { holdfast as pb } from './messages.js'
import type { ChunkRange } from './proof-sample.ts'
import { sign, verifySigned } from './signed.ts'

export { type ChunkRange, distinctRanges, planSamples, rangeAround, type SamplePart } from './proof-sample.ts'

export interface ChallengeFields {
  readonly nonce: Uint8Array // 32 fresh random bytes
  readonly holder: SiteId
  readonly project: ProjectId
  readonly snapshots: readonly SnapshotId[]
  readonly ranges: readonly ChunkRange[]
  readonly generation: number // of the holding challenged
  readonly time: number // ms
}
export interface Challenge extends ChallengeFields {
  readonly challenger: SiteId
  readonly hash: Uint8Array // of the signed body: names this challenge
}
/** One digest a range, undefined where the holder says MISSING. */
export interface Answer {
  readonly holder: SiteId
  readonly challengeHash: Uint8Array
  readonly digests: readonly (Uint8Array | undefined)[]
  readonly time: number
}
/** For each range its bytes, of a chunk whose hash was checked just now; undefined when it isn't held, is damaged or is shorter. */
export type ReadRanges = (ranges: readonly ChunkRange[]) => Promise<readonly (Uint8Array | undefined)[]>

export type Verdict =
  | { readonly result: 'passed' }
  | { readonly result: 'failed'; readonly wrong: readonly number[] } // evidence: indices of ranges missing or wrong
  | { readonly result: 'refused'; readonly why: string } // no answer to this challenge: proves nothing, the proof ages
  | { readonly result: 'unchecked'; readonly ranges: readonly number[] } // the checker itself can't read these

const NONCE_LENGTH = 32
const DIGEST_LENGTH = 32
const MAX_SNAPSHOTS = 4096
const MAX_BYTES = LIMITS.membershipFrame

/** Signs a challenge by `key`'s site. */
export function makeChallenge(
  mesh: MeshId,
  fields: ChallengeFields,
  key: SigningKey,
): { challenge: Challenge; signed: pb.Signed } {
  const body = encode(pb.Challenge, {
    nonce: fields.nonce,
    challenger: key.publicKey,
    holder: bytesOf(fields.holder),
    project: bytesOf(fields.project),
    snapshots: packIds(fields.snapshots),
    ranges: fields.ranges.map(({ cid, offset, length }) => ({ cid: bytesOf(cid), offset, length })),
    time: fields.time,
    generation: fields.generation,
  })
  return { challenge: parseBody(body), signed: sign('challenge', mesh, body, key) }
}

/** Verifies that the challenger signed it. Throws MESSAGE_INVALID, SIGNATURE_INVALID. */
export function parseChallenge(mesh: MeshId, signed: pb.Signed): Challenge {
  const challenge = parseBody(verifySigned('challenge', mesh, signed))
  if (challenge.challenger !== idOf('SiteId', signed.author))
    throw new HoldfastError('SIGNATURE_INVALID', 'a challenge signed by another site than the one it names')
  return challenge
}

/** Answers as `key`'s site. Throws NOT_ALLOWED for a challenge to another site; errors of `read` pass through. */
export async function answerChallenge(
  mesh: MeshId,
  challenge: Challenge,
  read: ReadRanges,
  time: number,
  key: SigningKey,
): Promise<pb.Signed> {
  if (challenge.holder !== key.id) throw new HoldfastError('NOT_ALLOWED', 'a challenge to another site')
  const found = await readWhole(read, challenge.ranges)
  const ranges = challenge.ranges.map((range, i): pb.RangeAnswer.$Properties => {
    const bytes = found[i]
    return bytes === undefined ? { missing: true } : { digest: digestOf(challenge, range, bytes) }
  })
  return sign('answer', mesh, encode(pb.Answer, { challengeHash: challenge.hash, ranges, time }), key)
}

/** Verifies that its author signed it. Throws MESSAGE_INVALID, SIGNATURE_INVALID. */
export function parseAnswer(mesh: MeshId, signed: pb.Signed): Answer {
  const message = decode(pb.Answer, verifySigned('answer', mesh, signed), MAX_BYTES, LIMITS.listFields)
  if (message.challengeHash.byteLength !== 32) throw invalid('an answer without the hash of its challenge')
  if (message.ranges.length > LIMITS.proofRanges) throw invalid('an answer with too many ranges')
  const digests = message.ranges.map(({ missing, digest }) => {
    if ((digest?.byteLength ?? 0) !== (missing ? 0 : DIGEST_LENGTH))
      throw invalid('an answer with a digest of a wrong length')
    return missing ? undefined : (digest ?? undefined)
  })
  return { holder: idOf('SiteId', signed.author), challengeHash: message.challengeHash, digests, time: message.time }
}

/**
 * Compares an answer with the checker's own bytes. Only `failed` speaks against the holder, and only once a second site
 * has found the same: an answer to another challenge, or ranges the checker can't read, prove nothing.
 */
export async function checkAnswer(challenge: Challenge, answer: Answer, read: ReadRanges): Promise<Verdict> {
  if (answer.holder !== challenge.holder) return { result: 'refused', why: 'another site answered' }
  if (Buffer.compare(answer.challengeHash, challenge.hash) !== 0)
    return { result: 'refused', why: 'the answer is to another challenge' }
  if (answer.digests.length !== challenge.ranges.length)
    return { result: 'refused', why: 'the answer has another number of ranges' }
  const wrong: number[] = []
  const unchecked: number[] = []
  const found = await readWhole(read, challenge.ranges)
  for (const [index, range] of challenge.ranges.entries()) {
    const bytes = found[index]
    const digest = answer.digests[index]
    if (bytes === undefined) unchecked.push(index)
    else if (digest === undefined || Buffer.compare(digest, digestOf(challenge, range, bytes)) !== 0) wrong.push(index)
  }
  if (wrong.length > 0) return { result: 'failed', wrong }
  return unchecked.length > 0 ? { result: 'unchecked', ranges: unchecked } : { result: 'passed' }
}

// A read that gives another length than was asked for is no read.
async function readWhole(read: ReadRanges, ranges: readonly ChunkRange[]): Promise<(Uint8Array | undefined)[]> {
  const found = await read(ranges)
  return ranges.map(({ length }, i) => (found[i]?.byteLength === length ? found[i] : undefined))
}

function digestOf({ nonce, holder }: Challenge, { cid, offset }: ChunkRange, bytes: Uint8Array): Uint8Array {
  const place = Buffer.alloc(4)
  place.writeUInt32LE(offset)
  return keyedHash(nonce, bytesOf(holder), bytesOf(cid), place, bytes)
}

function parseBody(body: Uint8Array): Challenge {
  const message = decode(pb.Challenge, body, MAX_BYTES, LIMITS.listFields)
  const { nonce, ranges } = message
  if (nonce.byteLength !== NONCE_LENGTH) throw invalid('a challenge with a nonce of a wrong length')
  if (ranges.length < 1 || ranges.length > LIMITS.proofRanges) throw invalid(`a challenge of ${ranges.length} ranges`)
  const snapshots = unpackIds('SnapshotId', message.snapshots)
  if (snapshots.length < 1 || snapshots.length > MAX_SNAPSHOTS)
    throw invalid(`a challenge of ${snapshots.length} snapshots`)
  return {
    nonce,
    challenger: idOf('SiteId', message.challenger),
    holder: idOf('SiteId', message.holder),
    project: idOf('ProjectId', message.project),
    snapshots,
    ranges: ranges.map(parseRange),
    generation: message.generation,
    time: message.time,
    hash: hash(body),
  }
}

function parseRange({ cid, offset, length }: pb.Range.$Properties): ChunkRange {
  const range = { cid: idOf('Cid', cid ?? new Uint8Array()), offset: offset ?? 0, length: length ?? 0 }
  if (range.length < 1 || range.length > LIMITS.rangeLength || range.offset + range.length > LIMITS.chunk)
    throw invalid('a challenge with a range outside any chunk')
  return range
}
function invalid(what: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', what)
}
