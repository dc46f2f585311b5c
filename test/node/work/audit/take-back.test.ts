import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMemoryStore } from '../../../../node/store/memory-store.ts'
import { AuditLog } from '../../../../node/work/audit/audit.ts'
import { takeBackLog } from '../../../../node/work/audit/take-back.ts'
import { Promises } from '../../../../node/work/mesh/promises.ts'
import type { Peers } from '../../../../node/work/peers.ts'
import { readAudit } from '../../../../protocol/audit.ts'
import { keys } from '../../../../protocol/catalog.ts'
import type { HeadRecord } from '../../../../protocol/head.ts'
import { idOf, parseId } from '../../../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../../../protocol/keys.ts'
import { buildMap } from '../../../../protocol/merkle-map.ts'
import { decodeSigned, encodeSigned } from '../../../../protocol/signed.ts'
import { testPorts } from '../../../helpers/ports.ts'

const mesh = parseId('MeshId', '11'.repeat(32))
const key = signingKeyFromSeed(new Uint8Array(32).fill(3))
const from = parseId('SiteId', '22'.repeat(32))
const signal = new AbortController().signal
// The same acts make the same log, entry by entry.
const ports = { ...testPorts, clock: { wall: () => 1_700_000_000_000 } }

async function openLog() {
  const store = await openMemoryStore({}, testPorts)
  const listed: Uint8Array[] = []
  const own = {
    edit: async (edits: readonly { value: Uint8Array | undefined }[]) => void listed.push(edits[0]!.value!),
  }
  const promises = await Promises.load(store.journal)
  const audit = new AuditLog({ mesh, key, promises, own, rings: new Map(), ringOf: () => undefined }, ports)
  const acts = () => listed.map(value => readAudit(decodeSigned(value)).act)
  return { audit, listed, acts }
}

/** A log of these acts as a peer has it, and the way to ask that peer. */
async function atPeer(acts: readonly string[], change: (values: Uint8Array[]) => void = () => undefined) {
  const { audit, listed } = await openLog()
  for (const act of acts) await audit.record({ act })
  change(listed)
  const entries = listed.map(value => ({ key: keys.audit(readAudit(decodeSigned(value)).seq), value }))
  const { root, nodes } = buildMap([...entries, { key: Buffer.from('self'), value: Buffer.from('x') }])
  const catalog: Peers['catalog'] = async (_site, { nodes: wanted }) => {
    const found = (wanted ?? []).map(hash => nodes.get(idOf('NodeHash', hash)) ?? new Uint8Array(0))
    return { nodes: found } as Partial<Awaited<ReturnType<Peers['catalog']>>> as Awaited<ReturnType<Peers['catalog']>>
  }
  return { listed, nodes, head: { root } as HeadRecord, peers: { catalog } }
}

const ACTS = ['restore', 'pause', 'pause-end', 'restore', 'policy-set', 'site-revoke']

test('the end of a log comes back as it was signed, and the log goes on behind it', async () => {
  const peer = await atPeer(ACTS)
  for (const here of [0, 1, 5]) {
    const { audit, acts } = await openLog()
    if (here > 0) assert.equal(await audit.takeBack(peer.listed.slice(0, here)), true)
    await takeBackLog({ mesh, me: key.id, peers: peer.peers, audit, log: testPorts.log }, peer.head, from, signal)
    assert.deepEqual(acts(), ACTS)
    await audit.record({ act: 'key-rotate' })
    assert.equal(audit.last?.seq, 7)
  }
})

test('nothing comes back behind another branch, from a broken log, or from a peer that lacks a part of it', async () => {
  const forge = (values: Uint8Array[]) => {
    const signed = decodeSigned(values[4]!)
    signed.signature = signed.signature.map(byte => byte ^ 1)
    values[4] = encodeSigned(signed)
  }
  const cut = (values: Uint8Array[]) => void values.splice(3, 1)
  const lacking = await atPeer(ACTS)
  lacking.nodes.clear()
  const cases = [
    { peer: await atPeer(['pause', ...ACTS]), words: 'another branch' },
    { peer: await atPeer(ACTS, forge), words: 'a false signature' },
    { peer: await atPeer(ACTS, cut), words: 'a gap' },
    { peer: lacking, words: 'a missing node' },
    { peer: await atPeer(['restore']), words: 'a shorter log' },
  ]
  const mine = await atPeer(ACTS)
  for (const { peer, words } of cases) {
    const { audit, acts } = await openLog()
    await audit.takeBack(mine.listed.slice(0, 2))
    await takeBackLog({ mesh, me: key.id, peers: peer.peers, audit, log: testPorts.log }, peer.head, from, signal)
    assert.deepEqual(acts(), ['restore', 'pause'], words)
  }
})

test('what is recorded while the peer is asked stays the end of the log', async () => {
  const peer = await atPeer(ACTS)
  const { audit, acts } = await openLog()
  const catalog: Peers['catalog'] = async (...call) => {
    if (audit.last === undefined) await audit.record({ act: 'drill' })
    return peer.peers.catalog(...call)
  }
  await takeBackLog({ mesh, me: key.id, peers: { catalog }, audit, log: testPorts.log }, peer.head, from, signal)
  assert.deepEqual(acts(), ['drill'])
})
