// Strangers by the thousand, and a crowd that keeps the door: nobody who is no member gets an application byte or runs a
// handler, members get in all the same, and descriptors stay within their bounds (§ Wire, gate).
import { test } from 'node:test'
import { atLeast, atMost, figure } from '../helpers/figure.ts'
import { fakeServes, siteOf, startSite } from '../helpers/network.ts'
import { BERLIN, FRANKFURT, POTSDAM } from '../helpers/process-mesh.ts'
import type { FloodResult } from './actors/flood.ts'
import type { DialsResult } from './actors/honest-dialler.ts'
import type { StrangersResult } from './actors/stranger.ts'
import { keepsPromises, loadOf, scaled, startActor, startHonest, targetOf, turn, worstLoad } from './harness.ts'

const addresses = (network: number, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `127.0.${network}.${at + 1}`)
/** What one side of the handshake has, before any key is known. */
const HANDSHAKE_BYTES = 400
/** Not yet authenticated connections that a host may have, and what else may open or close meanwhile. */
const CROWD_DESCRIPTORS = 256 + 64

test('strangers run no handler', async () => {
  const serves = fakeServes()
  await using network = await startSite(1, new Map(), serves, { members: [await siteOf(1), await siteOf(2)] })
  const port = Number(network.addresses()[0]?.split('/').at(-1))
  const dials = scaled(10_000, 200)
  const target = { site: network.site, host: '127.0.0.1', port }
  await using strangers = startActor<StrangersResult>('stranger', {
    target,
    dials,
    atOnce: 16,
    from: addresses(1, 100),
  })
  const { shown, bytes } = await strangers.result
  atLeast('strangers that showed their key to the network alone', shown, 0.95 * dials)
  figure('handlers run for strangers', serves.calls.length, '0', serves.calls.length === 0)
  figure('application bytes for strangers', bytes, '0', bytes === 0)
  figure('strangers counted as denied', network.counters.denied, `${dials}`, network.counters.denied >= shown)
})

test('a mesh at work before a crowd of strangers', async t => {
  await using honest = await startHonest([FRANKFURT])
  const { mesh } = honest
  const target = await targetOf(mesh, BERLIN.name)
  const turned = await turn(mesh, FRANKFURT.name)
  const calm = await loadOf(mesh, BERLIN.name)

  await t.test('strangers get no application byte', async () => {
    const dials = scaled(100_000, 300)
    await using strangers = startActor<StrangersResult>('stranger', {
      target,
      dials,
      atOnce: 32,
      from: addresses(1, 200),
    })
    const before = await loadOf(mesh, BERLIN.name)
    const kept = keepsPromises(honest)
    const { shown, bytes, answered, leftOpen } = await strangers.result
    const { cpu } = await loadOf(mesh, BERLIN.name)
    await kept
    atLeast('stranger dials that showed their key', shown, 0.95 * dials)
    figure('application bytes for strangers at a daemon', bytes, '0', bytes === 0 && answered === 0)
    figure('stranger connections left open', leftOpen, '0', leftOpen === 0)
    atMost('CPU of the daemon for 1,000 stranger dials', ((cpu - before.cpu) * 1_000) / dials, 10, ' s')
  })

  await t.test('members connect through a flood from other addresses', async () => {
    await using flood = startActor<FloodResult>('flood', {
      target,
      silent: scaled(400, 100),
      slow: scaled(100, 20),
      nonsense: scaled(50, 10),
      strangers: scaled(32, 8),
      from: addresses(3, 100),
    })
    await flood.heard('begun')
    await using dialler = startActor<DialsResult>('honest-dialler', {
      target,
      turned,
      dials: scaled(1_000, 30),
      atOnce: 4,
      from: addresses(2, 50),
      withinMs: 10_000,
    })
    const dials = await dialler.result
    await keepsPromises(honest)
    flood.tell('stop')
    const crowd = await flood.result
    atLeast('sockets of the flood meanwhile', crowd.opened, scaled(10_000, 300))
    figure('honest dials during the flood, median', `${Math.round(dials.medianMs)} ms`, 'told', true)
    figure('honest dials during the flood, slowest', `${Math.round(dials.worstMs)} ms`, 'told', true)
    figure('honest dials not connected within 10 s', dials.late, '0', dials.late === 0)
    atMost('bytes for a socket that never shook hands', crowd.mostBytes, HANDSHAKE_BYTES)
  })

  await t.test('sockets that say nothing take their share of descriptors and no more', async () => {
    const silent = scaled(10_000, 600)
    const from = addresses(4, 250)
    await using flood = startActor<FloodResult>('flood', { target, silent, slow: 0, nonsense: 0, strangers: 0, from })
    await flood.heard('begun')
    const worst = await worstLoad(mesh, BERLIN.name, keepsPromises(honest))
    // A member whose daemon starts in the middle of it.
    await mesh.kill(POTSDAM.name)
    await mesh.start(POTSDAM.name)
    await keepsPromises(honest)
    flood.tell('stop')
    const crowd = await flood.result
    atLeast('silent sockets opened', crowd.opened, silent)
    atMost('descriptors they cost the daemon', worst.descriptors - calm.descriptors, CROWD_DESCRIPTORS)
  })
})
