import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Network } from '../../../node/network/network.ts'
import { HoldfastError } from '../../../protocol/errors.ts'
import { eventually } from '../../helpers/eventually.ts'
import { type Directory, type FakeServes, fakeServes, startSite } from '../../helpers/network.ts'

const message = (body: string) => ({
  body: Buffer.from(body),
  author: new Uint8Array(32),
  signature: new Uint8Array(64),
})

// Sites in a row: each knows only the one before it.
async function startRow(scope: AsyncDisposableStack, served: FakeServes[], announcements = true): Promise<Network[]> {
  const row: Network[] = []
  for (const [at, serves] of served.entries()) {
    const before = row.at(-1)
    const known: Directory = new Map(before && [[before.site, before.addresses()]])
    row.push(
      scope.use(
        await startSite(at + 1, new Map(), serves, {
          announcements,
          addressesOf: () => [...known].map(([site, addresses]) => ({ site, addresses })),
        }),
      ),
    )
  }
  await eventually(() => row.every((site, at) => site.connected().length === (at > 0 && at < row.length - 1 ? 2 : 1)), {
    within: 5_000,
  })
  return row
}

test('an announcement reaches a third site through the second, and each hears it once', async () => {
  await using scope = new AsyncDisposableStack()
  const served = [fakeServes(), fakeServes(), fakeServes()]
  const [first, second, third] = await startRow(scope, served)
  await eventually(
    () => {
      first?.announce('head', message(`head ${performance.now()}`))
      return served[2]?.heard.length
    },
    { within: 8_000 },
  )
  const before = served.map(({ heard }) => heard.length)
  third?.announce('beat', message('beat'))
  await eventually(() => served[0]?.heard.some(({ body }) => body === 'beat'), { within: 5_000 })
  assert.deepEqual(
    served[0]?.heard.filter(({ topic }) => topic === 'beat'),
    [{ from: second?.site, topic: 'beat', body: 'beat' }],
  )
  assert.deepEqual(
    served[1]?.heard.filter(({ topic }) => topic === 'beat'),
    [{ from: third?.site, topic: 'beat', body: 'beat' }],
  )
  assert.ok((before[2] ?? 0) > 0)
  assert.ok(served[2]?.heard.every(({ from }) => from === second?.site))
})

test('what a site rejects goes no further and is counted against who brought it; what it ignores just ends', async () => {
  await using scope = new AsyncDisposableStack()
  const middle = fakeServes({
    async announced(_from, _topic, { body }) {
      const text = Buffer.from(body).toString()
      if (text.startsWith('forged')) throw new HoldfastError('SIGNATURE_INVALID', 'forged')
      return text.startsWith('stale') ? 'ignore' : 'accept'
    },
  })
  const last = fakeServes()
  const [first, second] = await startRow(scope, [fakeServes(), middle, last])
  await eventually(
    () => {
      first?.announce('head', message(`good ${performance.now()}`))
      return last.heard.length
    },
    { within: 8_000 },
  )
  first?.announce('head', message('forged'))
  first?.announce('head', message('stale'))
  first?.announce('head', message('good at last'))
  await eventually(() => last.heard.some(({ body }) => body === 'good at last'), { within: 5_000 })
  assert.ok(last.heard.every(({ body }) => body.startsWith('good')))
  assert.equal(second?.counters.misbehaved.get(first?.site ?? second.site), 1)
  assert.equal(second?.connected().length, 2)
})

test('who brings one message after the other that can not be is cut off, and named as a spammer', async () => {
  await using scope = new AsyncDisposableStack()
  const refusing = fakeServes({ announced: async () => 'reject' })
  const offences: string[] = []
  const second = scope.use(
    await startSite(2, new Map(), refusing, { offended: (site, offence) => offences.push(`${site} ${offence}`) }),
  )
  const known: Directory = new Map([[second.site, second.addresses()]])
  const first = scope.use(await startSite(1, known, fakeServes()))
  await eventually(
    () => {
      first.announce('head', message(`forged ${performance.now()}`))
      return second.connected().length === 0 && (second.counters.misbehaved.get(first.site) ?? 0) > 20
    },
    { within: 60_000, every: 20 },
  )
  assert.deepEqual(new Set(offences), new Set([`${first.site} spam`]))
})

test('with announcements off nothing is announced and requests work', async () => {
  await using scope = new AsyncDisposableStack()
  const served = [fakeServes(), fakeServes()]
  const [first, second] = await startRow(scope, served, false)
  first?.announce('head', message('unheard'))
  const answer = await first?.hello(second?.site ?? first.site, { software: 'x' }, AbortSignal.timeout(5_000))
  assert.equal(answer?.software, 'hello x')
  assert.deepEqual(served[1]?.heard, [])
})
