import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { MemoryMedium, openMemoryStore } from '../../../../node/store/memory-store.ts'
import { AuditLog } from '../../../../node/work/audit/audit.ts'
import { checkLog } from '../../../../node/work/audit/check-log.ts'
import { Promises } from '../../../../node/work/mesh/promises.ts'
import type { Edit } from '../../../../node/work/mesh/view.ts'
import { openAuditDetail, readAudit } from '../../../../protocol/audit.ts'
import { keys } from '../../../../protocol/catalog.ts'
import { parseId } from '../../../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../../../protocol/keys.ts'
import { createRing, type Ring } from '../../../../protocol/ring.ts'
import { decodeSigned } from '../../../../protocol/signed.ts'
import { eventually } from '../../../helpers/eventually.ts'
import { testPorts } from '../../../helpers/ports.ts'

const mesh = parseId('MeshId', '11'.repeat(32))
const key = signingKeyFromSeed(new Uint8Array(32).fill(3))
const nova = parseId('ProjectId', '55'.repeat(16))
const first = ringOf(7)
const second = ringOf(8)

function ringOf(byte: number): Ring {
  const id = parseId('RingId', byte.toString(16).padStart(2, '0').repeat(16))
  return createRing(id, new Uint8Array(32).fill(byte), new Uint8Array(32).fill(byte))
}

/** A log over a catalog that is only a list; nothing is listed while `isOff`. */
async function scene(rings: readonly Ring[] = [first, second], medium = new MemoryMedium()) {
  const store = await openMemoryStore({ medium }, testPorts)
  const promises = await Promises.load(store.journal)
  const catalog = { listed: new Map<string, Uint8Array>(), isOff: false }
  const own = {
    async edit(edits: readonly Edit[]): Promise<void> {
      if (catalog.isOff) return new Promise(() => undefined)
      for (const { key: at, value } of edits) catalog.listed.set(Buffer.from(at).toString('hex'), value!)
    },
  }
  const log = new AuditLog(
    { mesh, key, promises, own, rings: new Map(rings.map(ring => [ring.id, ring])), ringOf: () => second.id },
    testPorts,
  )
  const entries = () => [...catalog.listed].map(([at, value]) => ({ key: Buffer.from(at, 'hex'), value }))
  const records = () => entries().map(({ value }) => readAudit(decodeSigned(value)))
  const restart = async (listed?: Uint8Array) => {
    await store[Symbol.asyncDispose]()
    const again = await scene(rings, medium)
    again.log.restore(listed)
    return again
  }
  return { log, catalog, entries, records, restart, promises }
}

describe('acts', () => {
  test('that come at once stand one behind the other, and the log holds together', async () => {
    const { log, entries, records } = await scene()
    await Promise.all(Array.from({ length: 20 }, (_, at) => log.record({ act: 'restore', who: `caller ${at}` })))
    const checked = await checkLog(entries(), { mesh, author: key.id, seen: log.last, signaturesFrom: 0 })
    assert.deepEqual([checked.entries, checked.problems, checked.holdsSeen], [20, [], true])
    const whos = records().map(record => openAuditDetail(first, record).who)
    assert.deepEqual(
      whos,
      whos.map((_, at) => `caller ${at}`),
    )
  })

  test("are sealed to the project's ring where this site has it, else to its first", async () => {
    const { log, records } = await scene()
    await log.record({ act: 'restore', project: nova, text: 'all of it' })
    await log.record({ act: 'pause', text: 'everything' })
    const [restore, pause] = records()
    assert.equal(openAuditDetail(second, restore!).text, 'all of it')
    assert.equal(openAuditDetail(first, pause!).text, 'everything')
  })

  test('at a site without keys are listed without their words', async () => {
    const { log, records, promises } = await scene([])
    await log.record({ act: 'invite-open', text: 'for lisbon', who: 'control.sock' })
    assert.equal(records()[0]?.sealed.byteLength, 0)
    assert.equal(
      [...promises.state.values()].some(value => Buffer.from(value).includes('lisbon')),
      false,
    )
  })
})

describe('a site that dies before an entry is listed', () => {
  test('lists it at its next start, and goes on behind it', async () => {
    const before = await scene()
    await before.log.record({ act: 'restore' })
    before.catalog.isOff = true
    await before.log.record({ act: 'policy-set' })
    await before.log.record({ act: 'site-revoke' })
    assert.equal(before.records().length, 1)
    const after = await before.restart([...before.catalog.listed.values()][0])
    await after.log.record({ act: 'pause' })
    assert.deepEqual(
      after.records().map(({ seq, act }) => [seq, act]),
      [
        [2, 'policy-set'],
        [3, 'site-revoke'],
        [4, 'pause'],
      ],
    )
    const whole = [...before.entries(), ...after.entries()]
    const checked = await checkLog(whole, { mesh, author: key.id, seen: after.log.last, signaturesFrom: 0 })
    assert.deepEqual([checked.entries, checked.problems, checked.holdsSeen], [4, [], true])
  })

  test('forgets what is listed, so that the journal does not grow with the log', async () => {
    const { log, promises } = await scene()
    for (let at = 0; at < 5; at++) await log.record({ act: 'restore' })
    await eventually(() => ![...promises.state.keys()].some(name => name.startsWith('audit-due/')), { within: 10_000 })
    assert.deepEqual(log.due(), [])
  })

  test('goes on behind what its catalog lists, where the journal lost the newest', async () => {
    const before = await scene()
    for (const act of ['restore', 'pause', 'site-set']) await before.log.record({ act })
    const listed = before.catalog.listed.get(Buffer.from(keys.audit(3)).toString('hex'))
    const after = await scene()
    after.log.restore(listed)
    await after.log.record({ act: 'pause-end' })
    assert.deepEqual(
      after.records().map(({ seq, prev }) => [seq, prev]),
      [[4, before.log.last?.hash]],
    )
  })
})
