// Messages: everything that peers sign or send, catalogs, membership, proofs. Signed bodies are signed anew after they were
// spoiled, as a hostile member would.
import { packAhead, unpackAhead } from '../../protocol/ahead.ts'
import { openAuditDetail, readAudit, verifyAudit } from '../../protocol/audit.ts'
import { parseBeat } from '../../protocol/beat.ts'
import { keys, parseEntry, parseKey } from '../../protocol/catalog.ts'
import { decode, encode } from '../../protocol/codec.ts'
import { parseConstitution } from '../../protocol/constitution.ts'
import { drawUpDelete, parseDelete, parseUndelete, signUndelete } from '../../protocol/delete-certificate.ts'
import { parseForget, signForget } from '../../protocol/forget.ts'
import { parseHead } from '../../protocol/head.ts'
import { bytesOf } from '../../protocol/ids.ts'
import { parseAdmission, parseSlot, verifyJoin } from '../../protocol/invite.ts'
import { leaseRequestMessage, makeLease, parseLease, parseLeaseRequest } from '../../protocol/lease-message.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { parseGrant, parseMember } from '../../protocol/member.ts'
import { openMembership } from '../../protocol/membership.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { openPinLabel, parsePin, sealPinLabel, signPin } from '../../protocol/pin.ts'
import { parsePolicy, policyMessage, STANDARD } from '../../protocol/policy.ts'
import { parseProject } from '../../protocol/project-entry.ts'
import { decodeProjectInfo } from '../../protocol/project-info.ts'
import { parseAnswer, parseChallenge } from '../../protocol/proof.ts'
import { decodeSigned, encodeSigned, type SignedType, sign } from '../../protocol/signed.ts'
import { openSnapshotInfo, parseSnapshot, snapshotIdOf } from '../../protocol/snapshot.ts'
import { makeStatement, multiSignedOf, parseStatement, type StatementType, signedOf } from '../../protocol/statement.ts'
import { ring } from '../helpers/chunk-memory.ts'
import {
  admission,
  answer,
  audit,
  beat,
  challenge,
  cid,
  genesis,
  grant,
  head,
  holding,
  join,
  key,
  member,
  membership,
  mesh,
  NOW,
  project,
  proof,
  revision,
  rules,
  self,
  site,
  slot,
  snapshot,
} from './corpus-samples.ts'
import type { Decoder } from './decoder.ts'

const deletion = {
  project,
  snapshots: [snapshotIdOf(snapshot.body)],
  time: NOW,
  waitSeconds: 259_200,
  why: 'asked for',
}
const drawnUp = drawUpDelete(mesh, deletion)
const forget = signForget(mesh, { project, snapshots: [snapshotIdOf(snapshot.body)], time: NOW, why: 'retention' }, key)
const pinPlace = { project, snapshot: snapshotIdOf(snapshot.body), rev: 2 }
const pin = signPin(mesh, { ...pinPlace, pinned: true, time: NOW, sealed: sealPinLabel(ring, pinPlace, 'mix') }, key)
const leaseAsked = {
  project,
  snapshots: deletion.snapshots,
  nonce: '0f'.repeat(16),
  durationMs: 600_000,
  release: false,
  locksLeftMs: [5],
}
const lease = makeLease(mesh, { ...leaseAsked, dropper: site.id, lockLeftMs: 5 }, key)
const undelete = signUndelete(
  mesh,
  { certificate: parseDelete(mesh, drawnUp).certificate.id, snapshots: deletion.snapshots, time: NOW },
  key,
)

/** Bodies that a member signs: spoiled, then signed by one who may. */
function signedBodies(): Decoder[] {
  const of = (type: SignedType, body: Uint8Array, parse: (signed: pb.Signed) => unknown, by = key): Decoder => ({
    name: `signed ${type}`,
    seeds: [body],
    weight: 0.4,
    run: bytes => parse(sign(type, mesh, bytes, by)),
  })
  return [
    of('head', head.body, signed => parseHead(mesh, signed)),
    of('beat', beat.body, signed => parseBeat(mesh, signed)),
    of('challenge', challenge.body, signed => parseChallenge(mesh, signed)),
    of('answer', answer, signed => parseAnswer(mesh, signed), site),
    of('snapshot', snapshot.body, signed => openSnapshotInfo(ring, parseSnapshot(mesh, signed))),
    of('project', revision.body, signed => parseProject(mesh, signed)),
    of('slot', slot.body, signed => parseSlot(mesh, signed)),
    of('audit', audit.body, signed => {
      verifyAudit(mesh, signed)
      return openAuditDetail(ring, readAudit(signed))
    }),
    of('forget', decodeSigned(forget).body, signed => parseForget(mesh, encodeSigned(signed))),
    of('pin', decodeSigned(pin).body, signed => openPinLabel(ring, parsePin(mesh, encodeSigned(signed)))),
    of('lease', lease.body, signed => parseLease(mesh, signed)),
    {
      name: 'lease request',
      seeds: [encode(pb.LeaseRequest, leaseRequestMessage(leaseAsked))],
      weight: 0.4,
      run: bytes => parseLeaseRequest(decode(pb.LeaseRequest, bytes, LIMITS.membershipFrame)),
    },
    of('undelete', decodeSigned(undelete).body, signed => parseUndelete(mesh, encodeSigned(signed))),
    {
      name: 'signed delete',
      seeds: [decode(pb.MultiSigned, drawnUp, LIMITS.mapValue).body],
      weight: 0.4,
      run: bytes => {
        const { author, signature } = sign('delete', mesh, bytes, key)
        return parseDelete(mesh, encode(pb.MultiSigned, { body: bytes, signatures: [{ author, signature }] }))
      },
    },
    { name: 'delete certificate', seeds: [drawnUp], weight: 0.4, run: bytes => parseDelete(mesh, bytes) },
  ]
}

/** Statements of membership: as bytes, and with bodies spoiled and signed again. */
function statements(): Decoder[] {
  const bodyOf = (
    type: StatementType,
    body: Uint8Array,
    parse: (statement: ReturnType<typeof makeStatement>) => unknown,
  ): Decoder => ({
    name: `statement ${type}`,
    seeds: [body],
    weight: 0.4,
    run: bytes => parse(makeStatement(type, encodeSigned(sign(type as SignedType, mesh, bytes, key)))),
  })
  const constitution = multiSignedOf(genesis).body
  return [
    bodyOf('member', signedOf(member).body, one => parseMember(mesh, one)),
    bodyOf('admission', signedOf(admission).body, one => parseAdmission(mesh, one)),
    bodyOf('grant', signedOf(grant).body, one => parseGrant(mesh, one)),
    {
      name: 'statement constitution',
      seeds: [constitution],
      weight: 0.4,
      run: bytes => {
        const { author, signature } = sign('constitution', undefined, bytes, key)
        const signed = encode(pb.MultiSigned, { body: bytes, signatures: [{ author, signature }] })
        return parseConstitution(mesh, makeStatement('constitution', signed))
      },
    },
    {
      name: 'statements as they come',
      seeds: [genesis, member, admission, grant].map(({ type, body }) => encode(pb.Statement, { type, body })),
      weight: 0.5,
      run: bytes => openMembership(mesh, [genesis, parseStatement(decode(pb.Statement, bytes, LIMITS.controlFrame))]),
    },
    {
      name: 'join request',
      seeds: [encode(pb.JoinRequest, join)],
      weight: 0.3,
      run: bytes => verifyJoin(membership, slot, decode(pb.JoinRequest, bytes, LIMITS.controlFrame), NOW),
    },
  ]
}

/** Entries of a catalog: key and value in one input, the key's length before it. */
function catalog(): Decoder[] {
  const pairs: [Uint8Array, Uint8Array][] = [
    [keys.self(), self],
    [keys.project(project), encodeSigned(revision)],
    [keys.snapshot(project, snapshotIdOf(snapshot.body)), encodeSigned(snapshot)],
    [keys.holding(project), holding],
    [keys.proof(site.id, project), proof],
    [keys.grant(ring.id, 1, key.id), encodeSigned(head)],
    [Buffer.from('unknown/thing'), Buffer.from('whatever')],
  ]
  const kinds = pairs.map(
    ([entryKey, value], i): Decoder => ({
      name: `catalog value ${i}`,
      seeds: [value],
      run: bytes => parseEntry(entryKey, bytes),
    }),
  )
  return [
    ...kinds,
    { name: 'catalog key', seeds: pairs.map(([entryKey]) => entryKey), run: bytes => parseKey(bytes) },
    {
      name: 'catalog edit',
      seeds: pairs.map(([entryKey, value]) =>
        encode(pb.CatalogResponse, { edits: [{ key: entryKey, value }], editsComplete: true }),
      ),
      run: bytes => {
        const { edits } = decode(pb.CatalogResponse, bytes, LIMITS.catalogFrame, LIMITS.listFields)
        return edits.map(edit =>
          parseEntry(edit.key ?? new Uint8Array(0), edit.removed ? undefined : (edit.value ?? undefined)),
        )
      },
    },
    { name: 'project info', seeds: [rules], run: bytes => decodeProjectInfo(bytes) },
    {
      name: 'policy',
      seeds: [encode(pb.Policy, policyMessage(STANDARD))],
      run: bytes => parsePolicy(decode(pb.Policy, bytes, LIMITS.mapValue)),
    },
  ]
}

interface MessageClass {
  decode(reader: unknown): object
  encode(message: object): { finish(): Uint8Array }
}

/** Every message there is, by its own decoder: what is added to messages.proto is tried from then on. */
function everyMessage(): Decoder[] {
  const seeds = [
    head.body,
    beat.body,
    challenge.body,
    answer,
    snapshot.body,
    revision.body,
    self,
    holding,
    proof,
    rules,
  ]
  const frames = [
    encode(pb.HelloRequest, {
      mesh: bytesOf(mesh),
      statements: [Buffer.alloc(32, 1)],
      push: [{ type: 'member', body: member.body }],
      time: NOW,
    }),
    encode(pb.HeadsResponse, { heads: [head], beats: [beat] }),
    encode(pb.ChunksRequest, { cids: [bytesOf(cid)], window: 5, project: bytesOf(project) }),
    encode(pb.ChunkFrame, { cid: bytesOf(cid), bytes: Buffer.alloc(300, 7) }),
    encode(pb.JoinResponse, { membership: { statements: [{ type: 'member', body: member.body }] }, heads: [head] }),
    encode(pb.JournalEntry, { headAccepted: head }),
  ]
  return Object.entries(pb)
    .filter((entry): entry is [string, MessageClass & never] => typeof entry[1] === 'function' && 'decode' in entry[1])
    .map(([name, type]) => ({
      name: `message ${name}`,
      seeds: [...seeds, ...frames],
      weight: 0.5,
      run: bytes => decode(type as never, bytes, LIMITS.joinFrame, LIMITS.listFields),
    }))
}

export function messageDecoders(): Decoder[] {
  const ahead = packAhead([{ cid, stored: 5 }])
  return [
    ...signedBodies(),
    ...statements(),
    ...catalog(),
    ...everyMessage(),
    {
      name: 'signed as it comes',
      seeds: [encodeSigned(head), encodeSigned(beat)],
      weight: 0.5,
      run: bytes => parseHead(mesh, decodeSigned(bytes)),
    },
    { name: 'chunks ahead', seeds: [ahead], run: bytes => unpackAhead(bytes) },
  ]
}
