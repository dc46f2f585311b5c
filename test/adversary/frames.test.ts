// A member that breaks the rules of the wire harms nobody: its streams and connections end, it is named, and the others work
// on in their bounds (§ Wire).
import { test } from 'node:test'
import { PROTOCOLS } from '../../node/network/exchange.ts'
import { hash } from '../../protocol/hash.ts'
import { idOf } from '../../protocol/ids.ts'
import { LIMITS } from '../../protocol/limits.ts'
import { eventually } from '../helpers/eventually.ts'
import { atMost, figure } from '../helpers/figure.ts'
import { type Directory, fakeServes, PROJECT, QUICK, seedOf, siteOf, startSite } from '../helpers/network.ts'
import { BERLIN, FRANKFURT } from '../helpers/process-mesh.ts'
import type { Attack, Ended, FramesTask } from './actors/frames.ts'
import type { MuteTask } from './actors/mute-reader.ts'
import {
  FULL,
  keepsPromises,
  loadOf,
  namedInStatusAndAudit,
  PATIENCE,
  startActor,
  startHonest,
  targetOf,
  turn,
  worstLoad,
} from './harness.ts'

const MiB = 1024 * 1024
const EVERY = Object.values(PROTOCOLS).map(({ name }) => name)
/** What ends with an answer or in silence, and what costs the connection and half a minute outside. */
const HARMLESS: Attack[] = ['nested', 'many fields', 'garbage', 'slow', 'half open', 'half a frame']
const CUT: Attack[] = ['oversized', 'endless', 'yamux pings', 'yamux window']

test('a member that breaks the rules of the wire', async t => {
  await using honest = await startHonest([FRANKFURT])
  const { mesh } = honest
  const target = await targetOf(mesh, BERLIN.name)
  const turned = await turn(mesh, FRANKFURT.name)
  const before = await loadOf(mesh, BERLIN.name)

  await t.test('messages that are nested, slow, half there or nonsense end, and nothing else does', async () => {
    const task: FramesTask = { target, turned, protocols: EVERY, attacks: HARMLESS }
    await using actor = startActor<Ended[]>('frames', task)
    const worst = await worstLoad(mesh, BERLIN.name, Promise.all([actor.result, keepsPromises(honest)]))
    const results = await actor.result
    for (const { attack, streams, ended } of results)
      figure(`${attack}: requests that ended, of every protocol`, ended, `${streams}`, ended === streams)
    atMost('bytes answered to all of them', Math.max(...results.map(({ bytes }) => bytes)), 64 * 1024)
    atMost('memory they cost', (worst.memory - before.memory) / MiB, 256, ' MiB')
  })

  await t.test('messages over the cap, endless ones and floods of frames cut it off and name it', async () => {
    const protocols = FULL ? EVERY : EVERY.slice(0, 1)
    const attacks = FULL ? CUT : CUT.slice(-1)
    await using actor = startActor<Ended[]>('frames', { target, turned, protocols, attacks } satisfies FramesTask)
    const worst = await worstLoad(mesh, BERLIN.name, Promise.all([actor.result, keepsPromises(honest)]))
    for (const { attack, isCut } of await actor.result) figure(`${attack}: cut off`, isCut ? 'yes' : 'no', 'yes', isCut)
    atMost('memory of the site they were sent to, over what it had', (worst.memory - before.memory) / MiB, 256, ' MiB')
    await namedInStatusAndAudit(mesh, BERLIN.name, FRANKFURT.name, ['message', 'spam'])
    await keepsPromises(honest)
  })
})

test('one that asks for chunks and reads none keeps nobody from theirs', async () => {
  const [first, mute, third] = await Promise.all([1, 2, 3].map(siteOf))
  const serves = fakeServes()
  // More than all that may be in memory to be sent, in the largest chunks.
  const cids = Array.from({ length: 12 }, (_, at) => {
    const bytes = new Uint8Array(LIMITS.chunk - 4096).fill(at)
    const cid = idOf('Cid', hash(bytes))
    serves.store.set(cid, bytes)
    return cid
  })
  const directory: Directory = new Map()
  // Neither a stall nor an unanswered ping ends what it keeps busy while this test looks.
  const times = { ...QUICK, stallMs: 3_600_000, pingMs: 3_600_000 }
  await using victim = await startSite(1, directory, serves, { members: [first!, mute!, third!], times })
  const port = Number(victim.addresses()[0]?.split('/').at(-1))
  const target = { site: victim.site, host: '127.0.0.1', port }
  const seed = Buffer.from(seedOf(2)).toString('hex')
  const task: MuteTask = { target, seed, project: PROJECT, cids, streams: 8, window: LIMITS.chunkWindow }
  await using actor = startActor<void>('mute-reader', task)
  await actor.heard('asked')
  await eventually(() => serves.calls.includes(`chunks ${mute}`), PATIENCE)

  await using honest = await startSite(3, directory, fakeServes(), { members: [first!, mute!, third!] })
  await eventually(() => honest.connected().includes(victim.site), PATIENCE)
  let came = 0
  for (const cid of cids) {
    const wanted = { project: PROJECT, cids: [cid], window: LIMITS.chunk }
    came += await honest.chunks(victim.site, wanted, async () => undefined, AbortSignal.timeout(60_000))
  }
  figure('chunks another member gets meanwhile', came, `${cids.length}`, came === cids.length)
})
