import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import type { Connection, Libp2p } from '@libp2p/interface'
import { watchConnections } from '../../../node/network/connections.ts'
import { peerIdOf } from '../../../node/network/peer-id.ts'
import { NETWORK_LIMITS } from '../../../node/network/settings.ts'
import { eventually } from '../../helpers/eventually.ts'
import {
  type Directory,
  dialAddress,
  fakeServes,
  siteOf,
  startProxy,
  startRawHost,
  startSite,
} from '../../helpers/network.ts'

const signal = AbortSignal.timeout(60_000)

test('two sites find each other, whichever way the dial goes, and both can ask', async () => {
  for (const [first, second] of [
    [1, 2],
    [2, 1],
  ] as const) {
    // Only the second knows an address.
    const known: Directory = new Map()
    await using answering = await startSite(first, known, fakeServes())
    await using asking = await startSite(second, known, fakeServes(), {
      addressesOf: () => [{ site: answering.site, addresses: answering.addresses() }],
    })
    await eventually(() => asking.connected().length === 1 && answering.connected().length === 1, { within: 5_000 })
    assert.equal((await asking.hello(answering.site, { software: 'a' }, signal)).software, 'hello a')
    assert.equal((await answering.hello(asking.site, { software: 'b' }, signal)).software, 'hello b')
    await eventually(() => (asking.rtt(answering.site) ?? -1) >= 0, { within: 5_000 })
  }
})

test('a site that comes back on the same address is connected again', async () => {
  const directory: Directory = new Map()
  const serves = fakeServes()
  await using staying = await startSite(1, directory, serves)
  const leaving = await startSite(2, directory, fakeServes())
  await eventually(() => staying.connected().length === 1, { within: 5_000 })
  const addresses = leaving.addresses()
  await leaving[Symbol.asyncDispose]()
  await eventually(() => staying.connected().length === 0, { within: 5_000 })
  // Only the one that stays may dial.
  await using back = await startSite(2, directory, fakeServes(), { listen: addresses, addressesOf: () => [] })
  await eventually(() => staying.connected().length === 1, { within: 5_000 })
  assert.equal((await staying.hello(back.site, { software: 'back' }, signal)).software, 'hello back')
  const { site } = back
  assert.deepEqual(
    serves.calls,
    [`connected ${site}`, `disconnected ${site}`, `connected ${site}`, `hello ${site}`].filter(
      call => !call.startsWith('hello'),
    ),
  )
})

test('a site that comes back on a new address is connected as soon as that is known', async () => {
  const directory: Directory = new Map()
  await using staying = await startSite(1, directory, fakeServes())
  const leaving = await startSite(2, directory, fakeServes())
  await eventually(() => staying.connected().length === 1, { within: 5_000 })
  await leaving[Symbol.asyncDispose]()
  await eventually(() => staying.connected().length === 0, { within: 5_000 })
  await using back = await startSite(2, directory, fakeServes(), { addressesOf: () => [] })
  assert.notDeepEqual(back.addresses(), leaving.addresses())
  await eventually(() => staying.connected().length === 1, { within: 5_000 })
})

test('two sites that dial each other at once end with one connection that works both ways', async () => {
  const directory: Directory = new Map()
  const times = { yieldDialMs: 0, redialMinMs: 50, redialMaxMs: 100 }
  const addresses: Directory = new Map()
  const addressesOf = () => [...addresses].map(([site, at]) => ({ site, addresses: at }))
  await using one = await startSite(1, directory, fakeServes(), { times, addressesOf })
  await using two = await startSite(2, directory, fakeServes(), { times, addressesOf })
  for (const [site, at] of directory) addresses.set(site, at)
  one.redial()
  two.redial()
  await eventually(() => one.connected().length === 1 && two.connected().length === 1, { within: 5_000 })
  assert.equal((await one.hello(two.site, { software: 'a' }, signal)).software, 'hello a')
  assert.equal((await two.hello(one.site, { software: 'b' }, signal)).software, 'hello b')
})

test('of two connections of one peer the older is closed on both sides', async () => {
  await using site = await startSite(1, new Map(), fakeServes())
  await using member = await startRawHost(2)
  const first = await member.dial(dialAddress(site))
  const second = await member.dial(dialAddress(site), { force: true } as object)
  assert.notEqual(first.id, second.id)
  await eventually(() => [first, second].filter(open).length === 1, { within: 5_000 })
  assert.deepEqual(site.connected(), [await siteOf(2)])
})

test('a connection that is cut while a stream is opened on it fails that stream and nothing else', async () => {
  await using site = await startSite(1, new Map(), fakeServes())
  await using member = await startRawHost(2)
  for (const cut of ['abort', 'close'] as const) {
    const connection = await member.dial(dialAddress(site))
    // The first stream's round trip also brings yamux its first ping, from when on it enlarges windows at once.
    await connection.newStream('/holdfast/hello/1')
    const opening = connection.newStream('/holdfast/hello/1')
    if (cut === 'abort') connection.abort(new Error('cut'))
    else void connection.close()
    await assert.rejects(opening)
    await eventually(() => connection.status !== 'open', { within: 5_000 })
  }
})

test('a line that goes dead without a word is noticed', async () => {
  const serves = fakeServes()
  await using far = await startSite(2, new Map(), fakeServes())
  await using proxy = await startProxy(far.addresses()[0] ?? '')
  const known: Directory = new Map([[far.site, [proxy.address]]])
  await using near = await startSite(1, known, serves, { times: { pingEveryMs: 200, pingMs: 300 } })
  await eventually(() => near.connected().length === 1, { within: 5_000 })
  proxy.goSilent()
  await eventually(() => serves.calls.includes(`disconnected ${far.site}`), { within: 8_000 })
})

function open(connection: Connection): boolean {
  return connection.status === 'open'
}

test('one site has only so many connections, however often it dials, and the one that is used stays', async () => {
  const serves = fakeServes()
  await using site = await startSite(1, new Map(), serves)
  await using member = await startRawHost(2)
  const dialled: Connection[] = []
  const open = (): Connection[] => dialled.filter(({ status }) => status === 'open')
  for (let at = 0; at < 12; at++) {
    const connection = await member.dial(dialAddress(site), { force: true })
    // A request under way keeps a connection that is no longer the one used.
    await connection.newStream('/holdfast/hello/1')
    dialled.push(connection)
    await eventually(() => open().length <= NETWORK_LIMITS.connectionsPerSite, { within: 20_000 })
  }
  assert.ok(dialled.at(-1)?.status === 'open')
  assert.deepEqual(site.connected(), [await siteOf(2)])
})

test('a connection that was given up leaves nothing behind', async () => {
  const stop = new AbortController()
  const remotePeer = peerIdOf(await siteOf(2))
  const connections: Connection[] = []
  const host = Object.assign(new EventTarget(), { getConnections: () => connections })
  const ignore = () => undefined
  const events = { isMember: () => true, connected: ignore, disconnected: ignore, moved: ignore }
  watchConnections(host as unknown as Libp2p, await siteOf(1), events, stop.signal)
  const before = getEventListeners(stop.signal, 'abort').length
  for (let opened = 1; opened <= 3; opened++) {
    const connection = Object.assign(new EventTarget(), {
      remotePeer,
      status: 'open',
      direction: 'inbound',
      timeline: { open: opened * 60_000 },
    })
    connections.push(connection as unknown as Connection)
    host.dispatchEvent(Object.assign(new Event('connection:open'), { detail: connection }))
  }
  assert.equal(getEventListeners(stop.signal, 'abort').length, before + 2)
  for (const connection of connections) connection.dispatchEvent(new Event('close'))
  assert.equal(getEventListeners(stop.signal, 'abort').length, before)
})
