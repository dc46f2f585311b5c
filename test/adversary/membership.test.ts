// Tickets that are used again, a site that is out, and a member that works for it: one use admits one site, who was revoked
// gets nothing from anybody, and nobody else can bring what it says (§ Invite, § Gate, § Membership).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually } from '../helpers/eventually.ts'
import { figure } from '../helpers/figure.ts'
import { AMSTERDAM, BERLIN, FRANKFURT, POTSDAM, type SitesJson } from '../helpers/process-mesh.ts'
import type { ColluderResult, ColluderTask } from './actors/colluder.ts'
import type { JoinersResult, JoinersTask } from './actors/joiners.ts'
import type { RevokedResult, RevokedTask } from './actors/revoked.ts'
import {
  FULL,
  keepsPromises,
  namedInStatusAndAudit,
  PATIENCE,
  PROJECT,
  scaled,
  startActor,
  startHonest,
  type Turned,
  targetOf,
  turn,
} from './harness.ts'

test('who may not be in', async t => {
  await using honest = await startHonest([FRANKFURT, AMSTERDAM])
  const { mesh } = honest
  const turnedSites = new Map<string, Turned>()
  const open = ['invite', '--location', 'leipzig']
  const members = async (): Promise<number> => {
    const { sites } = await mesh.json<SitesJson>(BERLIN.name, ['sites'])
    return sites.filter(({ state }) => state !== 'revoked').length
  }
  const use = async (ticket: string, joiners: number, times: number, atOnce = true): Promise<JoinersResult> => {
    const task: JoinersTask = { ticket, joiners, times, atOnce }
    await using actor = startActor<JoinersResult>('joiners', task)
    return await actor.result
  }

  await t.test('one ticket in many hands admits one site, and no other key afterwards', async () => {
    const ticket = (await mesh.succeed(BERLIN.name, open)).stdout.trim()
    const before = await members()
    const { sites } = await use(ticket, scaled(40, 4), 2)
    figure('sites that one ticket in many hands admits', sites!, '≤ 1', sites! <= 1)
    // Under a flood the door may have been shut to all of them; whoever comes next takes the ticket.
    const rest = await use(ticket, 1, 1)
    figure('members it has made', (await members()) - before, '1', (await members()) - before === 1)
    const again = await use(ticket, scaled(20, 3), 1, false)
    figure('replays of it that are admitted', again.admitted ?? 0, '0', again.admitted === undefined)
    assert.equal(again.TICKET_USED, scaled(20, 3), JSON.stringify({ rest, again }))
  })

  await t.test('nor does one that has expired, or was taken back', async () => {
    const made = await mesh.json<{ ticket: string; expiresAt: string }>(BERLIN.name, [...open, '--expires', '1s'])
    await eventually(() => Date.now() > Date.parse(made.expiresAt), PATIENCE)
    const late = await use(made.ticket, 2, 1, false)
    figure('admitted by an expired ticket', late.admitted ?? 0, '0', late.admitted === undefined)
    const taken = (await mesh.succeed(BERLIN.name, open)).stdout.trim()
    const { invites } = await mesh.json<{ invites: { id: string; state: string }[] }>(BERLIN.name, ['invite', 'list'])
    await mesh.succeed(BERLIN.name, ['invite', 'revoke', invites.find(({ state }) => state === 'open')!.id])
    const revoked = await use(taken, 2, 1, false)
    figure('admitted by a revoked ticket', revoked.admitted ?? 0, '0', revoked.admitted === undefined)
    await keepsPromises(honest)
  })

  await t.test('a revoked site is cut off, and nothing of it is taken in any more', async () => {
    const targets = await Promise.all([BERLIN, POTSDAM].map(({ name }) => targetOf(mesh, name)))
    const turned = await turn(mesh, FRANKFURT.name)
    turnedSites.set(FRANKFURT.name, turned)
    await using actor = startActor<RevokedResult>('revoked', {
      targets,
      turned,
      dials: scaled(1_000, 20),
    } satisfies RevokedTask)
    await actor.heard('connected')
    await mesh.succeed(BERLIN.name, ['site', 'revoke', FRANKFURT.name, '--yes'])
    const { cut, dials, letIn, bytes } = await actor.result
    figure('connections of a revoked site that are cut', cut, `${targets.length}`, cut === targets.length)
    figure(`of ${dials} dials of a revoked site, let in`, letIn, '0', letIn === 0)
    figure('application bytes for a revoked site', bytes, '0', bytes === 0)
    const { sites } = await mesh.json<SitesJson>(POTSDAM.name, ['sites'])
    assert.equal(sites.find(({ name }) => name === FRANKFURT.name)?.state, 'revoked')
    await keepsPromises(honest)
  })

  await t.test('what a revoked site says is refused from a member that works for it, too', async () => {
    const targets = await Promise.all([BERLIN, POTSDAM].map(({ name }) => targetOf(mesh, name)))
    const turned = await turn(mesh, AMSTERDAM.name)
    const revoked = turnedSites.get(FRANKFURT.name)!
    const task: ColluderTask = { turned, revoked, targets, store: mesh.store(AMSTERDAM.name) }
    await using actor = startActor<ColluderResult>('colluder', task)
    const snapshot = await actor.heard<string>('signed')
    for (let times = 0; times < 5; times++) await actor.heard('brought')
    // An honest site may have something under way when it hears of a revocation: it takes a minute to be sure.
    if (FULL) for (const site of honest.honest) await namedInStatusAndAudit(mesh, site, AMSTERDAM.name, 'message')
    await keepsPromises(honest)
    actor.tell('over')
    const { asked, believed } = await actor.result
    figure(
      'newer heads of a revoked site, by way of a member: passed on by an honest one',
      believed,
      '0',
      believed === 0,
    )
    figure('… and times its newer catalog was asked for', asked, '0', asked === 0)
    for (const site of honest.honest) {
      const known = await mesh.snapshots(site, PROJECT)
      assert.ok(known.length > 0 && known.every(({ id }) => id !== snapshot))
      assert.equal((await mesh.copyAt(site, PROJECT, FRANKFURT.name))?.counted ?? false, false)
      const { sites } = await mesh.json<SitesJson>(site, ['sites'])
      assert.equal(sites.find(({ name }) => name === FRANKFURT.name)?.state, 'revoked')
    }
  })
})
