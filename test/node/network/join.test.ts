import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JoinHandler } from '../../../node/network/join.ts'
import { requestJoin } from '../../../node/network/request-join.ts'
import { type ErrorCode, HoldfastError, isError } from '../../../protocol/errors.ts'
import type { SiteId } from '../../../protocol/ids.ts'
import { fakeServes, seedOf, siteOf, startSite } from '../../helpers/network.ts'

const signal = AbortSignal.timeout(60_000)
const has = (code: ErrorCode) => (error: unknown) => isError(error, code)

test('a joiner reaches the handler with its proved key and gets its answer', async () => {
  const serves = fakeServes()
  await using site = await startSite(1, new Map(), serves)
  let joiner: SiteId | undefined
  const handler: JoinHandler = async (from, { name }) => {
    joiner = from
    return { reason: `welcome ${name}`, time: 7 }
  }
  const addresses = await site.openJoin(handler)
  assert.deepEqual(addresses, site.joinAddresses())
  const response = await requestJoin({ addresses, serving: site.site }, seedOf(9), { name: 'barn' }, signal)
  assert.deepEqual([response.reason, response.time], ['welcome barn', 7])
  assert.equal(joiner, await siteOf(9))
  assert.deepEqual(serves.calls, [])
  assert.equal(site.counters.denied, 0)
})

test('a refusal arrives with its code and its words', async () => {
  await using site = await startSite(1, new Map(), fakeServes())
  for (const code of ['TICKET_USED', 'TICKET_EXPIRED', 'TICKET_UNKNOWN', 'NAME_TAKEN', 'LABELS_REFUSED'] as const) {
    const addresses = await site.openJoin(async () => {
      throw new HoldfastError(code, `because of ${code}`)
    })
    await assert.rejects(requestJoin({ addresses, serving: site.site }, seedOf(9), {}, signal), error => {
      return isError(error, code) && error.message === `because of ${code}`
    })
  }
})

test('nothing is sent to a site that is not the one of the ticket', async () => {
  await using site = await startSite(1, new Map(), fakeServes())
  let asked = 0
  const addresses = await site.openJoin(async () => {
    asked++
    return {}
  })
  const ticket = { addresses, serving: await siteOf(2) }
  await assert.rejects(requestJoin(ticket, seedOf(9), {}, signal), has('PEER_UNREACHABLE'))
  assert.equal(asked, 0)
})

test('a closed door and the main host both answer no joiner', async () => {
  await using site = await startSite(1, new Map(), fakeServes())
  const addresses = await site.openJoin(async () => ({}))
  await site.closeJoin()
  assert.deepEqual(site.joinAddresses(), [])
  await assert.rejects(requestJoin({ addresses, serving: site.site }, seedOf(9), {}, signal), has('PEER_UNREACHABLE'))
  await assert.rejects(
    requestJoin({ addresses: site.addresses(), serving: site.site }, seedOf(9), {}, signal),
    has('PEER_UNREACHABLE'),
  )
  const again = await site.openJoin(async () => ({ time: 1 }))
  assert.equal((await requestJoin({ addresses: again, serving: site.site }, seedOf(9), {}, signal)).time, 1)
})

test('a ticket without an address that can be dialled is refused at once', async () => {
  const ticket = { addresses: ['/unix/socket', 'nonsense'], serving: await siteOf(1) }
  await assert.rejects(requestJoin(ticket, seedOf(9), {}, signal), has('TICKET_INVALID'))
})
