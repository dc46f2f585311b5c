import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMemoryStore } from '../../../../node/store/memory-store.ts'
import { Promises } from '../../../../node/work/mesh/promises.ts'
import { holdfast as pb } from '../../../../protocol/messages.js'
import { decodeSigned } from '../../../../protocol/signed.ts'
import { snapshotIdOf } from '../../../../protocol/snapshot.ts'
import { testPorts } from '../../../helpers/ports.ts'

test('a promised snapshot is the same after a restart, and keeps no memory but its own', async () => {
  await using store = await openMemoryStore({}, testPorts)
  const signed = new pb.Signed({
    body: Buffer.from('a record, as far as the journal is concerned'),
    author: new Uint8Array(32).fill(1),
    signature: new Uint8Array(64).fill(2),
  })
  const before = await Promises.load(store.journal)
  await before.record({ snapshotAccepted: signed })
  for (const promises of [before, await Promises.load(store.journal)]) {
    const kept = promises.snapshots.get(snapshotIdOf(signed.body))!
    assert.deepEqual(Buffer.from(decodeSigned(kept).body), signed.body)
    assert.equal(kept.buffer.byteLength, kept.byteLength)
  }
})
