import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Operations } from '../../node/api/operations.ts'
import { parseId, type RingId, type SiteId } from '../../protocol/ids.ts'
import type { Invite } from '../../protocol/local-api-mesh.ts'
import type { Departure } from '../../protocol/local-api-sites.ts'
import { fakeDaemon } from '../helpers/cli.ts'
import { PROJECT } from '../helpers/views.ts'

process.env.TZ = 'Europe/Berlin'
const NAS = parseId('SiteId', '0a'.repeat(32))
const OSLO = parseId('SiteId', '0b'.repeat(32))
const RING = parseId('RingId', '17'.repeat(16))
const EXPIRES = Date.parse('2026-11-22T10:00:00Z')

function departure(differences: Partial<Departure> = {}): Departure {
  const project = {
    id: PROJECT.id,
    name: 'nova-lp',
    heldBytes: 38_000_000_000,
    copies: { have: 2, need: 3 },
    met: false,
    waiting: '2 of 3 copies without it',
    moves: [{ site: OSLO, name: 'oslo', bytes: 38_000_000_000 }],
    unmet: [],
  }
  const none = { here: false, retiring: false, revoked: false, rings: [RING], lastHead: null }
  return { site: NAS, name: 'nas', ...none, projects: [project], ...differences }
}
function invite(differences: Partial<Invite> = {}): Invite {
  const open = { siteName: null, labels: { location: 'attic' }, rings: [] as RingId[], projects: [], usedBy: null }
  return {
    id: 'c0ffee00'.repeat(8),
    role: 'holder',
    quotaBytes: 0,
    expiresAt: EXPIRES,
    state: 'open',
    ...open,
    ...differences,
  }
}
async function run(answers: Partial<Operations>, ...argv: string[]) {
  await using daemon = await fakeDaemon(answers)
  return await daemon.run(argv)
}

test('a dry run of a retiring says what moves where, and exits 4 when that would not be enough', async () => {
  const moves = await run({ departure: async () => departure() }, 'site', 'retire', 'nas', '--dry-run')
  assert.equal(moves.exit, 0, moves.stderr)
  assert.equal(
    moves.stdout,
    [
      'PROJECT  HOLDS  WITHOUT IT  MOVES',
      'nova-lp  38 GB  2/3         38 GB to oslo  2 of 3 copies without it',
      '',
      'in all 38 GB to move, 1 of 1 projects not yet safe without it',
      '',
    ].join('\n'),
  )
  const unmet = [{ what: 'copies', have: 2, need: 3, why: 'only 2 sites can hold it' }]
  const [project] = departure().projects
  const blocked = departure({ projects: [{ ...project!, moves: [], unmet }] })
  const told = await run({ departure: async () => blocked }, 'site', 'retire', 'nas', '--dry-run')
  assert.equal(told.exit, 4)
  assert.match(told.stdout, /nova-lp +38 GB +2\/3 +can't be met +only 2 sites can hold it/)
  const json = await run({ departure: async () => departure() }, 'site', 'retire', 'nas', '--dry-run', '--json')
  const { output_version, dryRun, projects } = JSON.parse(json.stdout)
  assert.deepEqual([output_version, dryRun, projects[0].moves[0].bytes], [{ major: 1, minor: 0 }, true, 38_000_000_000])
})

test('nobody leaves unasked: without a terminal --yes must be there, and no site leaves by its own command', async () => {
  for (const command of ['retire', 'revoke']) {
    const unasked = await run({ departure: async () => departure() }, 'site', command, 'nas')
    assert.equal(unasked.exit, 2)
    assert.match(unasked.stderr, /give --yes/)
    const own = await run({ departure: async () => departure({ here: true }) }, 'site', command, 'nas', '--yes')
    assert.equal(own.exit, 12)
    assert.match(own.stderr, /run it at another site/)
  }
  const gone = await run({ departure: async () => departure({ revoked: true }) }, 'site', 'retire', 'nas', '--yes')
  assert.match(gone.stderr, /nas has left the mesh already/)
})

test('site set says what it could change, and takes no contradictions', async () => {
  const nothing = await run({}, 'site', 'set', 'nas')
  assert.equal(nothing.exit, 2)
  assert.match(nothing.stderr, /nothing to change/)
  const both = await run({}, 'site', 'set', 'nas', '--project', 'nova-lp', '--all-projects')
  assert.match(both.stderr, /--project and --all-projects exclude each other/)
  const needed = { departure: async () => departure() }
  const unasked = await run(needed, 'site', 'set', 'nas', '--role', 'reader')
  assert.deepEqual([unasked.exit, /would count no more/.test(unasked.stderr)], [2, true])
  assert.match((await run(needed, 'site', 'set', 'nas', '--role', 'reader', '--dry-run')).stdout, /38 GB to oslo/)
  const role = await run({}, 'site', 'set', 'nas', '--role', 'king')
  assert.equal(role.exit, 2)
})

test('invites are listed with what they bind, and taken back by the start of their id', async () => {
  const used = invite({
    id: 'ab'.repeat(32),
    state: 'used',
    usedBy: OSLO as SiteId,
    rings: [RING],
    quotaBytes: 5e11,
    role: 'writer',
  })
  const invites = async () => ({ invites: [invite(), used] })
  const listed = await run({ invites, sites: async () => ({ sites: [] }) }, 'invite', 'list')
  assert.equal(listed.exit, 0, listed.stderr)
  assert.match(
    listed.stdout,
    /^INVITE +STATE +SITE +LOCATION +ROLE +KEYS +QUOTA +EXPIRES\nc0ffee00 +open +- +attic +holder +blind +- +2026-11-22 11:00 \+01:00\n/,
  )
  assert.match(listed.stdout, /abababab +used by 0b0b0b0b +- +attic +writer +17171717 +500 GB/)
  const asked: unknown[] = []
  const revokeInvite: Operations['revokeInvite'] = async request => {
    asked.push(request)
    return invite({ state: 'revoked' })
  }
  const revoked = await run({ revokeInvite }, 'invite', 'revoke', 'c0ffee')
  assert.deepEqual([revoked.exit, asked], [0, [{ invite: 'c0ffee' }]])
  assert.equal(revoked.stdout, 'invite c0ffee00 is revoked: its ticket lets nobody in\n')
  assert.match((await run({}, 'invite', 'revoke')).stderr, /which invite\?/)
})
