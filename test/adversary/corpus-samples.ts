import { sealAuditDetail, signAudit } from '../../protocol/audit.ts'
import { signBeat } from '../../protocol/beat.ts'
import { encodeHolding, encodeProof, encodeSelf } from '../../protocol/catalog.ts'
import { encode } from '../../protocol/codec.ts'
import { foundMesh } from '../../protocol/constitution.ts'
import { signHead } from '../../protocol/head.ts'
import { parseId } from '../../protocol/ids.ts'
import { admissionStatement, makeJoinRequest, makeSlot } from '../../protocol/invite.ts'
import { signingKeyFromSeed } from '../../protocol/keys.ts'
import { grantStatement, memberStatement, UNBOUND } from '../../protocol/member.ts'
import { openMembership } from '../../protocol/membership.ts'
import { EMPTY_ROOT } from '../../protocol/merkle-map.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { STANDARD } from '../../protocol/policy.ts'
import { projectIdOf, signProject } from '../../protocol/project-entry.ts'
import { encodeProjectInfo } from '../../protocol/project-info.ts'
import { makeChallenge } from '../../protocol/proof.ts'
import { decodeSigned } from '../../protocol/signed.ts'
import { signSnapshot } from '../../protocol/snapshot.ts'
import { ring } from '../helpers/chunk-memory.ts'

export const key = signingKeyFromSeed(new Uint8Array(32).fill(1))
export const site = signingKeyFromSeed(new Uint8Array(32).fill(2))
export const joiner = signingKeyFromSeed(new Uint8Array(32).fill(7))
export const oneTime = signingKeyFromSeed(new Uint8Array(32).fill(3))
export const NOW = 1_700_000_000_000
export const { mesh, statement: genesis } = foundMesh({
  name: 'kreuzberg',
  owners: [key],
  salt: new Uint8Array(32),
  time: NOW,
})
export const nonce = Buffer.alloc(16, 9)
export const project = projectIdOf(key.id, nonce)
export const cid = parseId('Cid', '33'.repeat(32))
export const snapshotId = parseId('SnapshotId', '44'.repeat(32))

export const labels = { location: 'berlin', medium: 'nas', manager: 'ada' }
export const member = memberStatement(
  mesh,
  {
    ...UNBOUND,
    site: site.id,
    sealing: new Uint8Array(32).fill(6),
    role: 'writer',
    name: 'berlin',
    labels,
    rings: [ring.id],
    addresses: ['/ip4/10.0.0.1/tcp/4801'],
    version: 1,
    time: NOW,
  },
  key,
)
export const slot = makeSlot(
  mesh,
  {
    oneTime: oneTime.publicKey,
    name: 'potsdam',
    role: 'writer',
    labels,
    expires: NOW + 1000,
    serving: key.id,
    rings: [ring.id],
    nonce,
    projects: [project],
    quota: 5,
  },
  key,
)
export const join = makeJoinRequest(
  {
    site: joiner.id,
    sealing: new Uint8Array(32).fill(6),
    name: 'potsdam',
    labels: {},
    addresses: ['/ip4/10.0.0.1/tcp/4801'],
    time: NOW,
  },
  oneTime,
)
export const admission = admissionStatement(mesh, slot, join, NOW, key)
export const grant = grantStatement(
  mesh,
  { ring: ring.id, epoch: 1, member: site.id, sealedKeys: Buffer.alloc(120, 5) },
  key,
)
export const membership = openMembership(mesh, [genesis, member]).membership

export const head = signHead(
  {
    mesh,
    author: key.id,
    incarnation: 1,
    nonce,
    seq: 7,
    prev: parseId('HeadId', '55'.repeat(32)),
    root: EMPTY_ROOT,
    membership: Buffer.alloc(32, 9),
    time: NOW,
    entries: 4,
  },
  key,
)
export const beat = signBeat(
  {
    author: key.id,
    incarnation: 2,
    seq: 17,
    time: NOW,
    counter: 5,
    intents: [{ project, since: NOW, rank: 1 }],
    progress: [{ project, haveBytes: 5, needBytes: 2 ** 40, rate: 9 }],
    membership: Buffer.alloc(32, 9),
    reading: [project],
  },
  mesh,
  key,
)
export const { signed: challenge } = makeChallenge(
  mesh,
  {
    nonce: Buffer.alloc(32, 1),
    holder: site.id,
    project,
    snapshots: [snapshotId],
    ranges: [
      { cid, offset: 0, length: 4096 },
      { cid, offset: 8192, length: 17 },
    ],
    generation: 3,
    time: NOW,
  },
  key,
)
export const answer = encode(pb.Answer, {
  challengeHash: Buffer.alloc(32, 3),
  ranges: [{ digest: Buffer.alloc(32, 4) }, { missing: true }],
  time: NOW,
})
export const { signed: snapshot } = signSnapshot(
  {
    project,
    root: { cid, storedBytes: 5e9 },
    incarnation: 1,
    seq: 7,
    parents: [snapshotId],
    state: 'settled',
    time: NOW,
  },
  {
    projectName: 'Nocturne',
    label: 'mix',
    path: Buffer.from('/s'),
    user: 'ada',
    files: 1,
    directories: 1,
    plainBytes: 9,
    skipped: 0,
    newBytes: 1,
    liveFiles: 0,
    rebuildableFiles: 0,
    rebuildableBytes: 0,
  },
  ring,
  mesh,
  key,
)
export const revision = signProject(
  mesh,
  {
    founder: key.id,
    nonce,
    rev: 2,
    prev: Buffer.alloc(32, 3),
    policy: STANDARD,
    ring: ring.id,
    phase: 'active',
    sealed: Buffer.from('sealed'),
    time: NOW,
  },
  key,
)
export const audit = decodeSigned(
  signAudit(
    mesh,
    {
      seq: 1,
      prev: undefined,
      time: NOW,
      act: 'restore',
      project,
      site: site.id,
      snapshot: snapshotId,
      by: Buffer.alloc(8, 1),
      sealed: sealAuditDetail(ring, key.id, 1, { text: 'three files', who: 'ada' }),
    },
    key,
  ),
)
export const self = encodeSelf({
  addresses: ['/ip4/127.0.0.1/tcp/4001'],
  capacity: 2 ** 40,
  used: 5,
  full: false,
  health: 'ok',
  software: 'holdfast 0.1.0',
  features: ['zstd', 'pcm'],
})
export const holding = encodeHolding({
  snapshots: [snapshotId],
  storedBytes: 9,
  scrubbedAt: 8,
  since: 7,
  voided: false,
  generation: 3,
})
export const proof = encodeProof({
  snapshots: [snapshotId],
  time: 6,
  challengeHash: Buffer.alloc(32, 4),
  ranges: 688,
  result: 'passed',
  generation: 3,
})
export const rules = encodeProjectInfo({
  name: 'Nova LP',
  rules: [{ pattern: '**/Bounces/*.wav', category: 'master' }],
} as never)
