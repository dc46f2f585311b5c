import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { recordIdOf } from '../../../../node/work/keeping/kept-promises.ts'
import { keys, parseEntry } from '../../../../protocol/catalog.ts'
import { parseConstitution } from '../../../../protocol/constitution.ts'
import { cosignDelete, DELETE_WAIT_S, drawUpDelete, signUndelete } from '../../../../protocol/delete-certificate.ts'
import type { RecordId, SnapshotId } from '../../../../protocol/ids.ts'
import type { SigningKey } from '../../../../protocol/keys.ts'
import { decodeSigned, encodeSigned } from '../../../../protocol/signed.ts'
import { anna, bert, cleo, dora, first, genesis, member, mesh, next, open, sites } from '../../../helpers/owners.ts'
import { DAY, HOUR, Machine, PEER, PROJECT, YEAR } from './stage.ts'

type Run = Awaited<ReturnType<Machine['start']>>

function certificate(snapshots: readonly SnapshotId[], by: readonly SigningKey[], time = 1): Uint8Array {
  const fields = { project: PROJECT, snapshots, time, waitSeconds: DELETE_WAIT_S, why: 'a client asked for it' }
  return by.reduce((signed, key) => cosignDelete(mesh, signed, key), drawUpDelete(mesh, fields))
}

/** As a peer lists it. */
async function learn(site: Run, signed: Uint8Array, by = PEER): Promise<RecordId> {
  const id = recordIdOf('delete', signed)
  await site.kept.learn([parseEntry(keys.delete(id), signed)], by)
  return id
}

async function undelete(
  site: Run,
  id: RecordId,
  key: SigningKey,
  snapshots: readonly SnapshotId[] = [],
): Promise<void> {
  const signed = signUndelete(mesh, { certificate: id, snapshots, time: 5 }, key)
  await site.kept.learn([parseEntry(keys.undelete(recordIdOf('undelete', signed)), signed)], PEER)
}

async function holding(...names: string[]) {
  const machine = new Machine()
  const site = await machine.start()
  const snapshots = []
  for (const name of names) snapshots.push(await machine.take(site, name))
  return { machine, site, snapshots, ids: snapshots.map(({ id }) => id) }
}

describe('a delete certificate', () => {
  test('waits, lets locks end, leaves a week in quarantine, and only then may free', async () => {
    const { site, ids } = await holding('a', 'b')
    await site.locks.extend([ids[0]!], 20 * DAY)
    await learn(site, certificate([ids[0]!], [anna!, bert!]))
    await site.pass(3 * DAY - HOUR)
    assert.deepEqual(
      site.retained
        .of(PROJECT)
        .map(({ id }) => id)
        .sort(),
      [...ids].sort(),
    )
    await site.pass(2 * HOUR)
    assert.deepEqual(
      site.retained.of(PROJECT).map(({ id }) => id),
      [ids[1]],
      'no longer kept by the mesh',
    )
    assert.ok(site.custody.holds(PROJECT, ids[0]!), 'but held, since it is locked')
    await site.pass(16 * DAY)
    assert.ok(site.custody.holds(PROJECT, ids[0]!))
    await site.pass(DAY)
    assert.equal(site.trash.of(ids[0]!)?.reason, 'deleted')
    assert.ok(!site.custody.holds(PROJECT, ids[0]!))
    await site.pass(7 * DAY - 2 * HOUR)
    assert.deepEqual(await site.trash.due(), [])
    await site.pass(2 * HOUR)
    assert.deepEqual(
      (await site.trash.due()).map(({ snapshot }) => snapshot),
      [ids[0]],
    )
    assert.ok(site.custody.holds(PROJECT, ids[1]!))
    assert.deepEqual(site.acts, ['delete-quarantine'])
  })

  test('frees nothing early where clocks are set, in any phase of it', async () => {
    for (const years of [10, -10]) {
      const { machine, site, ids } = await holding('a')
      await learn(site, certificate(ids, [anna!, bert!]))
      let passed = 0
      for (const hours of [1, 70, 24, 100, 60, 80, 5]) {
        machine.ports.setClock(years * YEAR)
        await site.pass(hours * HOUR)
        machine.ports.setClock(-years * YEAR)
        passed += hours * HOUR
        if (passed < 7 * DAY) assert.ok(site.custody.holds(PROJECT, ids[0]!), `${years}: ${passed / HOUR} h`)
        if (passed < 14 * DAY) assert.deepEqual(await site.trash.due(), [], `${years}: ${passed / HOUR} h`)
      }
      await site.pass(4 * DAY)
      assert.equal((await site.trash.due()).length, 1, 'and it goes in the end')
    }
  })

  test('counts only the time this site was at work', async () => {
    const { machine, site, ids } = await holding('a')
    await learn(site, certificate(ids, [anna!, bert!]))
    await site.pass(DAY)
    await machine.ports.pass(90 * DAY)
    const after = await machine.start()
    assert.equal(after.deletions.all()[0]?.state, 'waiting')
    await after.pass(DAY)
    assert.ok(after.retained.of(PROJECT).length === 1)
    await after.pass(DAY + HOUR)
    assert.equal(after.retained.of(PROJECT).length, 0)
  })

  test('of fewer owners than must sign is passed over, and counts once the others have signed', async () => {
    const { site, ids } = await holding('a')
    await learn(site, certificate(ids, [anna!]))
    assert.deepEqual(site.deletions.all(), [])
    await learn(site, certificate(ids, [anna!, sites[0]!]))
    assert.deepEqual(site.deletions.all(), [])
    await learn(site, certificate(ids, [anna!, cleo!]))
    assert.equal(site.deletions.all().length, 1)
    assert.deepEqual(site.forged, [])
  })

  test('with a signature that does not hold is named, with whoever lists it', async () => {
    const { site, ids } = await holding('a')
    const signed = certificate(ids, [anna!, bert!])
    signed[signed.byteLength - 1]! ^= 1
    await learn(site, signed)
    assert.deepEqual(site.deletions.all(), [])
    assert.equal(site.forged.length, 1)
  })

  test('is kept and listed by whoever accepts it, also after a restart', async () => {
    const { machine, site, ids } = await holding('a')
    const id = await learn(site, certificate(ids, [anna!, bert!]))
    const key = Buffer.from(keys.delete(id)).toString('hex')
    assert.ok(machine.catalog.has(key))
    machine.catalog.delete(key)
    const after = await machine.start()
    assert.ok(machine.catalog.has(key), 'an earlier run promised it and came not to list it')
    assert.equal(after.deletions.get(id)?.state, 'waiting')
  })

  test('is suspended when the owners that signed it own the mesh no more, and frees nothing', async () => {
    const { machine, site, ids } = await holding('a')
    const id = await learn(site, certificate(ids, [anna!, bert!]))
    const two = next([first], [anna!, cleo!, dora!], [anna!, cleo!, dora!])
    assert.equal(parseConstitution(mesh, two).constitution.number, 2)
    machine.membership = machine.membership.merge([two]).membership
    await site.pass(40 * DAY)
    assert.equal(site.deletions.get(id)?.state, 'suspended')
    assert.ok(site.custody.holds(PROJECT, ids[0]!))
    assert.equal(site.retained.of(PROJECT).length, 1)
  })

  test('of former owners is taken over of what nobody holds any more, and of that alone', async () => {
    const { machine, site, ids } = await holding('a')
    const gone = 'dd'.repeat(32) as SnapshotId
    machine.membership = machine.membership.merge([next([first], [cleo!, dora!], [anna!, cleo!, dora!])]).membership
    const held = await learn(site, certificate(ids, [anna!, bert!]))
    await learn(site, certificate([gone], [anna!, bert!]))
    await site.pass(4 * DAY)
    assert.equal(site.deletions.get(held), undefined)
    assert.ok(site.deletions.isOver(gone))
    assert.ok(site.custody.holds(PROJECT, ids[0]!))
  })

  test('does nothing while the owners quarrel', async () => {
    const { machine, site, ids } = await holding('a')
    await learn(site, certificate(ids, [anna!, bert!]))
    await site.pass(8 * DAY)
    assert.equal(site.trash.of(ids[0]!)?.reason, 'deleted')
    const branches = [
      next([first], [anna!, bert!], [anna!, bert!], { time: 2000 }),
      next([first], [anna!, cleo!], [anna!, cleo!], { time: 2001 }),
    ]
    machine.membership = machine.membership.merge(branches).membership
    assert.ok(machine.membership.frozen)
    await site.pass(20 * DAY)
    assert.deepEqual(await site.trash.due(), [])
  })
})

describe('an undelete', () => {
  test('by one owner or by an operator brings back out of quarantine, locked anew', async () => {
    for (const who of [cleo!, sites[0]!]) {
      const { site, ids } = await holding('a', 'b')
      const id = await learn(site, certificate(ids, [anna!, bert!]))
      await site.pass(8 * DAY)
      assert.equal(site.trash.marks().length, 2)
      await undelete(site, id, who, [ids[1]!])
      await site.pass(HOUR)
      assert.ok(site.custody.holds(PROJECT, ids[1]!))
      assert.ok(site.locks.isLocked(ids[1]!))
      assert.deepEqual(
        site.retained.of(PROJECT).map(({ id }) => id),
        [ids[1]],
      )
      await site.pass(30 * DAY)
      assert.deepEqual(
        (await site.trash.due()).map(({ snapshot }) => snapshot),
        [ids[0]],
      )
      assert.ok(site.custody.holds(PROJECT, ids[1]!))
    }
  })

  test('by a writer, a stranger or a former owner does not count', async () => {
    const { site, ids } = await holding('a')
    const id = await learn(site, certificate(ids, [anna!, bert!]))
    for (const who of [sites[1]!, sites[3]!, dora!]) await undelete(site, id, who)
    assert.equal(site.deletions.get(id)?.state, 'waiting')
    await undelete(site, id, anna!)
    assert.equal(site.deletions.get(id)?.state, 'undeleted')
  })

  test('that is heard of before its certificate counts once that comes', async () => {
    const { site, ids } = await holding('a')
    const signed = certificate(ids, [anna!, bert!])
    await undelete(site, recordIdOf('delete', signed), anna!)
    const id = await learn(site, signed)
    assert.equal(site.deletions.get(id)?.state, 'undeleted')
  })

  test('does not stand against a later certificate', async () => {
    const { site, ids } = await holding('a')
    await undelete(site, await learn(site, certificate(ids, [anna!, bert!])), anna!)
    await learn(site, certificate(ids, [anna!, bert!], 2))
    await site.pass(4 * DAY)
    assert.equal(site.retained.of(PROJECT).length, 0)
  })
})

test('a record under a wrong key, or signed as something else, is passed over', async () => {
  const { site, ids } = await holding('a')
  const signed = certificate(ids, [anna!, bert!])
  await site.kept.learn([parseEntry(keys.delete('ab'.repeat(32) as RecordId), signed)], PEER)
  assert.deepEqual(site.deletions.all(), [])
  const undone = decodeSigned(
    signUndelete(mesh, { certificate: recordIdOf('delete', signed), snapshots: [], time: 1 }, anna!),
  )
  await site.kept.learn([parseEntry(keys.forget(PROJECT, 'ab'.repeat(32) as RecordId), encodeSigned(undone))], PEER)
  assert.deepEqual(site.kept.all('undelete'), [])
})

test('the members of the stage are what the tests take them for', () => {
  const membership = open([genesis, member(sites[1]!, anna!)])
  assert.equal(membership.members.get(PEER)?.role, 'writer')
})
