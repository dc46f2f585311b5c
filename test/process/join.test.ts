// A second site joins by ticket, and what becomes of tickets that must not open the door (§ Ticket, § Exit codes).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeTicket, parseTicket } from '../../protocol/ticket.ts'
import type { Ran, SiteSpec } from '../../scripts/local-mesh.ts'
import { runCli } from '../helpers/cli.ts'
import { eventually } from '../helpers/eventually.ts'
import {
  AMSTERDAM,
  BERLIN,
  FRANKFURT,
  PATIENCE,
  POTSDAM,
  ProcessMesh,
  type SitesJson,
  type StatusJson,
  untilMet,
} from '../helpers/process-mesh.ts'

test('a mesh is founded, a ticket lets one site in, and every other ticket is refused with the next step', async t => {
  await using mesh = await ProcessMesh.create()
  const listen = new Map<string, string[]>()
  for (const { name } of [POTSDAM, FRANKFURT, AMSTERDAM]) listen.set(name, await mesh.prepare(name))
  const join = (spec: SiteSpec, ticket: string, ...more: string[]): string[] => [
    'join',
    ticket,
    ...listen.get(spec.name)!,
    ...more,
  ]
  let ticket = ''

  await t.test('three commands make a mesh of two sites', async () => {
    const founded = await mesh.init('kreuzberg', BERLIN)
    assert.match(founded.stdout, /^founded kreuzberg: mesh [0-9a-f]{8}, site berlin-a at berlin-studio\n/)
    const invited = await mesh.spawn(BERLIN.name, ['invite', '--site', POTSDAM.name, '--location', POTSDAM.location])
    assert.equal(invited.code, 0, invited.stderr)
    // The ticket is the only line on stdout, so that it can be piped.
    assert.match(invited.stdout, /^hf1[a-z2-7]+\n$/)
    ticket = invited.stdout.trim()
    const joined = await mesh.spawn(POTSDAM.name, join(POTSDAM, '-', '--medium', 'hdd', '--manager', POTSDAM.manager), {
      stdin: `${ticket}\n`,
    })
    assert.equal(joined.code, 0, joined.stderr)
    assert.equal(joined.stdout, 'joined kreuzberg as potsdam at potsdam, 2 sites, by way of berlin-a\n')
  })

  await t.test('both sites show both, with the labels of invite and joiner', async () => {
    await untilMet(mesh, [BERLIN.name, POTSDAM.name])
    for (const site of [BERLIN.name, POTSDAM.name]) {
      const { sites } = await mesh.json<SitesJson>(site, ['sites'], [0])
      assert.deepEqual(sites.map(one => [one.name, one.state === 'here' ? site : one.state]).sort(), [
        ['berlin-a', site === BERLIN.name ? site : 'up'],
        ['potsdam', site === POTSDAM.name ? site : 'up'],
      ])
      const potsdam = sites.find(one => one.name === POTSDAM.name)
      assert.deepEqual(potsdam?.labels, { location: 'potsdam', medium: 'hdd', manager: 'A. Weiss' })
      assert.equal(potsdam?.trusted, true)
      const view = await mesh.json<StatusJson>(site, ['status'], [0])
      assert.equal(view.mesh.name, 'kreuzberg')
      assert.equal(view.sites.length, 2)
      assert.deepEqual(view.alarms, [])
      assert.match((await mesh.run(site, ['status'])).stdout, /sites 2 of 2 up/)
    }
  })

  await t.test('a used ticket is refused with 12', async () => {
    const ran = await mesh.spawn(FRANKFURT.name, join(FRANKFURT, ticket))
    refused(ran, 12, /that ticket has been used/, /holdfast invite/)
    assert.equal(await mesh.pid(FRANKFURT.name), undefined)
  })

  await t.test('a site that is a member already joins no second time', async () => {
    refused(await mesh.run(POTSDAM.name, ['join', ticket]), 1, /already belongs to kreuzberg as potsdam/, /status/)
  })

  await t.test(
    'an expired ticket is refused with 12, by the joiner and, should its clock be slow, by the mesh',
    async () => {
      const { ticket: short, expiresAt } = await mesh.json<{ ticket: string; expiresAt: string }>(BERLIN.name, [
        'invite',
        '--site',
        FRANKFURT.name,
        '--location',
        FRANKFURT.location,
        '--expires',
        '1s',
      ])
      await eventually(() => Date.now() > Date.parse(expiresAt), PATIENCE)
      refused(await mesh.run(FRANKFURT.name, join(FRANKFURT, short)), 12, /the ticket expired at/, /holdfast invite/)
      const slow = await runCli(mesh.home(FRANKFURT.name), join(FRANKFURT, short), {
        env: mesh.env,
        daemonMain: `${import.meta.dirname}/../../node/main.ts`,
        now: Date.parse(expiresAt) - 1_000,
      })
      refused({ code: slow.exit, ...slow }, 12, /expired/, /holdfast invite/)
    },
  )

  await t.test('a mistyped ticket is refused with 2 before anything is started', async () => {
    const mistyped = [
      `${ticket.slice(0, 40)}${ticket[40] === 'a' ? 'b' : 'a'}${ticket.slice(41)}`,
      ticket.slice(0, -3),
      'hf1',
    ]
    for (const wrong of mistyped)
      refused(await mesh.run(FRANKFURT.name, join(FRANKFURT, wrong)), 2, /ticket/, /whole line|holdfast invite/)
    assert.equal(await mesh.pid(FRANKFURT.name), undefined)
  })

  await t.test('a ticket with a secret that no invite has is refused with 12', async () => {
    const forged = encodeTicket({ ...parseTicket(ticket), oneTimeSeed: Buffer.alloc(32, 7) })
    refused(
      await mesh.run(FRANKFURT.name, join(FRANKFURT, forged)),
      12,
      /has not opened that invite/,
      /holdfast invite/,
    )
  })

  await t.test('labels against the invite are refused with 2, and the ticket stays good', async () => {
    const open = await mesh.invite(FRANKFURT)
    const wrong = await mesh.run(FRANKFURT.name, join(FRANKFURT, open, '--medium', 'tape'))
    refused(wrong, 2, /medium/, /ticket is still good/)
    refused(await mesh.run(FRANKFURT.name, join(FRANKFURT, open, '--label', 'location=berlin')), 2, /location/)
    const joined = await mesh.run(FRANKFURT.name, join(FRANKFURT, open))
    assert.equal(joined.code, 0, joined.stderr)
    const { sites } = await mesh.json<SitesJson>(FRANKFURT.name, ['sites'], [0])
    assert.deepEqual(sites.find(one => one.name === FRANKFURT.name)?.labels, {
      location: 'frankfurt',
      medium: 'hdd',
      manager: 'Hosting GmbH',
    })
  })

  await t.test('a name that is taken gets no invite, and only the owner gives any', async () => {
    refused(await mesh.run(BERLIN.name, ['invite', '--site', POTSDAM.name, '--location', 'x']), 1, /potsdam/, /--site/)
    const other = await mesh.run(POTSDAM.name, ['invite', '--site', AMSTERDAM.name, '--location', 'amsterdam'])
    assert.notEqual(other.code, 0)
    assert.match(other.stderr, /owner/)
  })

  await t.test('a ticket used at two places at once lets one of them in', async () => {
    const { stdout } = await mesh.succeed(BERLIN.name, ['invite', '--location', 'leipzig'])
    const ran = await Promise.all(
      ['leipzig-a', 'leipzig-b'].map(async name => {
        const flags = [...(await mesh.prepare(name)), '--site', name, '--medium', 'hdd', '--manager', 'A. Weiss']
        return mesh.run(name, ['join', stdout.trim(), ...flags])
      }),
    )
    assert.deepEqual(ran.map(({ code }) => code).sort(), [0, 12], ran.map(({ stderr }) => stderr).join(''))
    const { sites } = await mesh.json<SitesJson>(BERLIN.name, ['sites'], [0])
    assert.equal(sites.filter(one => one.name.startsWith('leipzig')).length, 1)
  })

  await t.test('a ticket of a site that is down says so, and is good again when the site is', async () => {
    const open = await mesh.invite(AMSTERDAM)
    await mesh.kill(BERLIN.name)
    const early = await mesh.run(AMSTERDAM.name, join(AMSTERDAM, open))
    refused(early, 1, /berlin|answer|reach/i, /check that the inviting site runs/)
    await mesh.start(BERLIN.name)
    const joined = await mesh.run(AMSTERDAM.name, join(AMSTERDAM, open))
    assert.equal(joined.code, 0, joined.stderr)
  })
})

function refused(ran: Ran, code: number, why: RegExp, next?: RegExp): void {
  assert.equal(ran.code, code, `${ran.stdout}${ran.stderr}`)
  assert.equal(ran.stdout, '')
  assert.match(ran.stderr, why)
  if (next) assert.match(ran.stderr.split('next:')[1] ?? ran.stderr, next)
}
