import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DialTarget, dialer } from '../../../node/network/dial.ts'
import { createRate } from '../../../node/network/rate.ts'
import { NETWORK_TIMES } from '../../../node/network/settings.ts'
import type { Clock } from '../../../node/ports.ts'
import { parseId, type SiteId } from '../../../protocol/ids.ts'
import { quietPorts } from '../../helpers/network.ts'

const [small, middle, large]: SiteId[] = ['11', '55', '99'].map(byte => parseId('SiteId', byte.repeat(32)))
const running = new AbortController().signal

function setUp(self: SiteId, targets: DialTarget[]) {
  let now = 0
  const clock: Clock = { ...quietPorts.clock, monotonic: () => now }
  const connected = new Set<SiteId>()
  const dialled: { site: SiteId; at: number }[] = []
  let answer: () => Promise<void> = async () => {
    throw new Error('nobody there')
  }
  const worker = dialer(
    {
      self,
      times: NETWORK_TIMES,
      targets: () => targets,
      isConnected: site => connected.has(site),
      admits: () => true,
      async dial({ site }) {
        dialled.push({ site, at: now })
        await answer()
      },
    },
    { clock, random: { ...quietPorts.random, below: bound => bound - 1 }, log: quietPorts.log },
  )
  return {
    connected,
    dialled,
    answerWith: (next: () => Promise<void>) => {
      answer = next
    },
    async until(time: number) {
      for (; now <= time; now += 250) {
        await worker.step(running)
        await new Promise(resolve => setImmediate(resolve))
      }
    },
  }
}

test('the smaller of two sites dials at once, the larger after the other had its chance', async () => {
  const { dialled, until } = setUp(middle!, [
    { site: small!, addresses: ['a'] },
    { site: large!, addresses: ['b'] },
    { site: middle!, addresses: ['c'] },
  ])
  await until(999)
  assert.deepEqual(dialled, [{ site: large, at: 0 }])
  await until(1000)
  assert.deepEqual(
    dialled.filter(({ site }) => site === small),
    [{ site: small, at: 1000 }],
  )
})

test('a site that does not answer is dialled ever less often, but never given up', async () => {
  const { dialled, until } = setUp(small!, [{ site: large!, addresses: ['a'] }])
  await until(200_000)
  const gaps = dialled.slice(1).map(({ at }, index) => at - (dialled[index]?.at ?? 0))
  assert.deepEqual(gaps.slice(0, 7), [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
})

test('a new address is tried at once, and a lost connection too', async () => {
  const targets = [{ site: large!, addresses: ['a'] }]
  const { connected, dialled, until } = setUp(small!, targets)
  await until(20_000)
  targets[0] = { site: large!, addresses: ['b'] }
  await until(20_250)
  assert.equal(dialled.at(-1)?.at, 20_250)
  connected.add(large!)
  await until(60_000)
  const before = dialled.length
  connected.delete(large!)
  await until(60_250)
  assert.equal(dialled.length, before + 1)
})

test('a site is not dialled again while a dial to it is under way', async () => {
  const { answerWith, dialled, until } = setUp(small!, [{ site: large!, addresses: ['a'] }])
  answerWith(() => new Promise(() => undefined))
  await until(30_000)
  assert.equal(dialled.length, 1)
})

test('a rate lets a burst through and then so many a second, each key for itself', () => {
  let now = 0
  const rate = createRate<string>({ perSecond: 10, burst: 5 }, { ...quietPorts.clock, monotonic: () => now })
  const allowed = (key: string, tries: number) =>
    Array.from({ length: tries }, () => rate.allows(key)).filter(Boolean).length
  assert.equal(allowed('a', 20), 5)
  assert.equal(allowed('b', 1), 1)
  now = 300
  assert.equal(allowed('a', 20), 3)
})
