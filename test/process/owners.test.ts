// Who owns the mesh, with real daemons: two of three owners who sign on machines without one, an owner replaced while
// everybody stays in, a fork and its mending, one-time codes.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { connectTo } from '../../cli/client.ts'
import { succeedConstitution } from '../../protocol/constitution.ts'
import { isError } from '../../protocol/errors.ts'
import { openWithPassphrase, signingKeyFromSeed } from '../../protocol/keys.ts'
import { openMembership } from '../../protocol/membership.ts'
import { parseOwnerText } from '../../protocol/owner-text.ts'
import { parseStatement } from '../../protocol/statement.ts'
import { totpCode, totpStep } from '../../protocol/totp.ts'
import { runCli } from '../helpers/cli.ts'
import { eventually } from '../helpers/eventually.ts'
import { writeFiles } from '../helpers/local-site.ts'
import { newOwner, type OwnerMachine } from '../helpers/owner-machine.ts'
import {
  BERLIN,
  FRANKFURT,
  PATIENCE,
  POTSDAM,
  type ProcessMesh,
  type SitesJson,
  type StatusJson,
  startMesh,
  untilMet,
} from '../helpers/process-mesh.ts'

interface OwnersJson {
  readonly number: number
  readonly threshold: number
  readonly totp: boolean
  readonly frozen: boolean
  readonly owners: readonly { readonly id: string; readonly text: string }[]
  readonly branches: readonly (Pick<OwnersJson, 'owners'> & { readonly constitution: string })[]
}
const owners = (mesh: ProcessMesh, site: string) => mesh.json<OwnersJson>(site, ['owner', 'list'])

async function untilConstitution(mesh: ProcessMesh, number: number): Promise<void> {
  for (const site of mesh.sites()) {
    await eventually(async () => {
      const seen = await owners(mesh, site)
      if (seen.number !== number || seen.frozen) throw new Error(`${site}: ${JSON.stringify(seen)}`)
      return true
    }, PATIENCE)
  }
}

async function refused(mesh: ProcessMesh, site: string, args: readonly string[], code: string): Promise<void> {
  const ran = await mesh.run(site, [...args, '--json'])
  assert.notEqual(ran.code, 0, ran.stdout)
  const { error } = JSON.parse(ran.stderr.trim().split('\n').at(-1) ?? '') as { error: { code: string; hint: string } }
  assert.equal(error.code, code, ran.stderr)
  assert.ok(error.hint, 'what to do next')
}

test('two of three owners sign offline, one is replaced, and nobody drops out of the mesh', async () => {
  await using mesh = await startMesh([BERLIN, POTSDAM, FRANKFURT])
  const folder = join(mesh.folder, 'nocturne')
  await writeFiles(folder, { 'take 1.bin': 300_000, 'notes.txt': 900 })
  await mesh.keep(BERLIN.name, 'nocturne', folder)
  const [bert, cleo] = [await newOwner(mesh.folder, 'bert'), await newOwner(mesh.folder, 'cleo')]
  const anna = (await owners(mesh, BERLIN.name)).owners[0]!.text

  const shown = await mesh.succeed(BERLIN.name, ['owner', 'add', bert.text, '--dry-run'])
  assert.match(shown.stdout, new RegExp(`adds the owner ${bert.text}`))
  assert.equal((await owners(mesh, BERLIN.name)).number, 1, 'a dry run changes nothing')
  await refused(mesh, BERLIN.name, ['owner', 'add', bert.text], 'USAGE') // nobody to ask, and no --yes
  await mesh.succeed(BERLIN.name, ['owner', 'add', `${bert.key}.pub`, '--yes'])
  // From now on two must sign, Cleo being one of three: Anna alone is not enough.
  const file = join(mesh.folder, 'three.proposal')
  const asked = await mesh.succeed(BERLIN.name, ['owner', 'add', cleo.text, '--threshold', '2', '--yes', '--out', file])
  assert.match(asked.stdout, /more owners must sign/)
  assert.equal((await owners(mesh, BERLIN.name)).number, 2)
  await refused(mesh, BERLIN.name, ['owner', 'submit', file, '--yes'], 'CONSTITUTION_REFUSED')
  const look = await runCli(bert.home, ['owner', 'sign', file, '--dry-run'])
  assert.match(look.stdout, /2 of 3 owners must sign; before, 1 of 2/)
  assert.match(look.stdout, /1 of 2 signatures by the owners after it; 1 more of hfo1/)
  // Both sign a copy of their own, where no daemon runs.
  for (const owner of [bert, cleo]) {
    const copy = join(owner.home, 'copy.proposal')
    const ran = await runCli(owner.home, ['owner', 'sign', file, '--out', copy, '--yes', ...owner.flags])
    assert.equal(ran.exit, 0, ran.stderr)
  }
  const copies = [bert, cleo].map(owner => join(owner.home, 'copy.proposal'))
  await mesh.succeed(FRANKFURT.name, ['owner', 'submit', ...copies, '--yes'])
  await untilConstitution(mesh, 3)

  // Anna, who signed for every member, goes. Bert stays and signs for them again.
  const leave = join(mesh.folder, 'leave.proposal')
  await mesh.succeed(POTSDAM.name, ['owner', 'remove', anna.slice(0, 20), '--yes', '--out', leave, ...bert.flags])
  const ran = await runCli(cleo.home, ['owner', 'sign', leave, '--yes', ...cleo.flags])
  assert.equal(ran.exit, 0, ran.stderr)
  const submitted = await mesh.succeed(POTSDAM.name, ['owner', 'submit', leave, '--yes', ...bert.flags])
  assert.match(submitted.stdout, /signed again: 3 records/)
  await untilConstitution(mesh, 4)
  await untilMet(mesh)
  for (const site of mesh.sites()) {
    const { sites } = await mesh.json<SitesJson>(site, ['sites'])
    assert.deepEqual(sites.map(one => [one.name, one.role, one.trusted, one.state === 'revoked']).sort(), [
      ['berlin-a', 'operator', true, false],
      ['frankfurt', 'writer', true, false],
      ['potsdam', 'writer', true, false],
    ])
  }
  await refused(mesh, BERLIN.name, ['owner', 'threshold', '1', '--yes'], 'NOT_ALLOWED')
  // It holds after a restart, and copies go on counting.
  await mesh.kill(POTSDAM.name)
  await mesh.start(POTSDAM.name)
  await mesh.snapshot(BERLIN.name, 'nocturne')
  await mesh.untilCopies(POTSDAM.name, 'nocturne', 3)
  assert.equal((await owners(mesh, POTSDAM.name)).number, 4)
  // Who changed it stands in the log of the site where it was submitted, for every site to read.
  await eventually(async () => {
    const ran = await mesh.run(BERLIN.name, ['audit', '--act', 'owner-change'])
    for (const site of [FRANKFURT.name, POTSDAM.name]) assert.match(ran.stdout, new RegExp(`${site}.*owner-change`))
    return true
  }, PATIENCE)
})

test('a fork of the constitution freezes membership, says so, and is mended by naming both branches', async () => {
  await using mesh = await startMesh([BERLIN, POTSDAM])
  const [bert, cleo] = [await newOwner(mesh.folder, 'bert'), await newOwner(mesh.folder, 'cleo')]
  const berlin = mesh.home(BERLIN.name)
  const anna = ['--owner-key', join(berlin, 'owner.key'), '--passphrase-file', join(berlin, 'owner.passphrase')]
  // An old proposal, for later.
  const stale = join(mesh.folder, 'stale.proposal')
  await mesh.succeed(BERLIN.name, ['owner', 'add', bert.text, '--threshold', '2', '--yes', '--out', stale])
  assert.equal((await runCli(bert.home, ['owner', 'sign', stale, '--yes', ...bert.flags])).exit, 0)

  await mesh.kill(POTSDAM.name)
  await submitBoth(mesh, bert, await newOwner(mesh.folder, 'dora'))
  await refused(mesh, BERLIN.name, ['owner', 'submit', stale, '--yes'], 'CONSTITUTION_REFUSED')
  await mesh.kill(BERLIN.name)
  await mesh.start(POTSDAM.name)
  await mesh.succeed(POTSDAM.name, ['owner', 'add', cleo.text, '--yes', ...anna])
  await mesh.start(BERLIN.name)
  for (const site of mesh.sites()) {
    await eventually(async () => {
      const { alarms } = await mesh.json<StatusJson>(site, ['status'], [0, 4])
      const alarm = alarms.find(one => one.code === 'MEMBERSHIP_FROZEN')
      if (alarm === undefined) throw new Error(`${site} is not alarmed: ${JSON.stringify(alarms)}`)
      assert.match(alarm.sentence, /forked into [0-9a-f]{12} \(2\) and [0-9a-f]{12} \(2\)/)
      return true
    }, PATIENCE)
  }
  const forked = await owners(mesh, BERLIN.name)
  assert.equal(forked.branches.length, 2)
  await refused(mesh, BERLIN.name, ['owner', 'threshold', '1', '--yes'], 'MEMBERSHIP_FROZEN')
  await refused(mesh, BERLIN.name, ['owner', 'mend', '--yes'], 'USAGE') // which branch?
  const cleos = forked.branches.find(branch => branch.owners.some(({ text }) => text === cleo.text))!
  await mesh.succeed(BERLIN.name, ['owner', 'mend', '--keep', cleos.constitution.slice(0, 12), '--yes'])
  await untilConstitution(mesh, 3)
  for (const site of mesh.sites()) {
    const { alarms } = await mesh.json<StatusJson>(site, ['status'], [0, 4])
    assert.deepEqual(
      alarms.filter(({ code }) => code === 'MEMBERSHIP_FROZEN'),
      [],
    )
    assert.ok((await owners(mesh, site)).owners.some(({ text }) => text === cleo.text))
  }
  await untilMet(mesh)
  await mesh.invite({ ...FRANKFURT })
})

test('where the owners ask for one-time codes, an owner key alone does nothing destructive', async () => {
  await using mesh = await startMesh([BERLIN, POTSDAM])
  const bert = await newOwner(mesh.folder, 'bert')
  const on = await mesh.succeed(BERLIN.name, ['owner', 'totp', 'on', '--yes', '--json'])
  const { secret, uri } = JSON.parse(on.stdout.split('\n')[0] ?? '') as { secret: string; uri: string }
  assert.match(uri, /^otpauth:\/\/totp\/Holdfast:kreuzberg\?secret=/)
  await untilConstitution(mesh, 2)
  assert.equal((await owners(mesh, POTSDAM.name)).totp, true)
  const key = base32(secret)
  const code = (ahead: number) => totpCode(key, totpStep(Date.now()) + ahead)
  const add = ['owner', 'add', bert.text, '--yes']
  await refused(mesh, BERLIN.name, add, 'TOTP_NEEDED')
  const wrong = String((Number(code(0)) + 1) % 1_000_000).padStart(6, '0')
  assert.ok(![code(-1), code(0), code(1)].includes(wrong))
  await refused(mesh, BERLIN.name, [...add, '--totp', wrong], 'TOTP_WRONG')
  const good = code(1) // good for a minute, on a machine that is slow
  await mesh.succeed(BERLIN.name, [...add, '--totp', good])
  // The same code again, also after a restart.
  await mesh.kill(BERLIN.name)
  await mesh.start(BERLIN.name)
  await refused(mesh, BERLIN.name, ['owner', 'remove', bert.text, '--yes', '--totp', good], 'TOTP_WRONG')
  // Five tries a minute, then not even the right one is looked at.
  const { client, changes } = await signChanges(mesh, [await newOwner(mesh.folder, 'cleo')])
  const said: string[] = []
  for (let tries = 0; tries < 6; tries++) {
    const totp = tries < 5 ? good : code(1)
    const call = client.call('submitStatements', { statements: changes, totp })
    await assert.rejects(call, error => isError(error, 'TOTP_WRONG') && said.push(error.message) > 0)
  }
  assert.match(said.at(-1) ?? '', /5 codes were tried within a minute/)
  assert.equal((await owners(mesh, BERLIN.name)).owners.length, 2)
  const log = await mesh.run(BERLIN.name, ['audit', '--act', 'totp-wrong'])
  assert.match(log.stdout, /5 wrong one-time codes within a minute/)
  // What isn't destructive needs none.
  await mesh.invite({ ...FRANKFURT })
  // Neither the secret nor a code lies on any disk.
  for (const site of mesh.sites()) {
    const log = await readFile(join(mesh.home(site), 'daemon.log'), 'utf8')
    assert.equal(log.includes(secret) || log.includes(secret.toLowerCase()), false)
  }
})

/** Constitutions that each add one owner to the one in force, signed by the first owner. */
async function signChanges(mesh: ProcessMesh, added: readonly OwnerMachine[]) {
  const home = mesh.home(BERLIN.name)
  const passphrase = (await readFile(join(home, 'owner.passphrase'), 'utf8')).trim()
  const anna = signingKeyFromSeed(await openWithPassphrase(passphrase, await readFile(join(home, 'owner.key'))))
  const client = connectTo(join(home, 'control.sock'), '', AbortSignal.timeout(PATIENCE.within))
  const { value } = await client.call('statements', {})
  const { constitution } = openMembership(value.mesh, value.statements.map(parseStatement)).membership
  const changes = added.map(({ text }) => {
    const owners = [...constitution.owners, parseOwnerText(text)]
    const fields = { ...constitution, prev: [constitution], owners, salt: randomBytes(32), time: Date.now() }
    const { type, body } = succeedConstitution(value.mesh, fields, [anna])
    return { type, body }
  })
  return { client, changes }
}

/** Two changes given to one site at the same moment: one comes too late, and the mesh doesn't fork. */
async function submitBoth(mesh: ProcessMesh, ...added: readonly OwnerMachine[]): Promise<void> {
  const { client, changes } = await signChanges(mesh, added)
  const outcomes = await Promise.allSettled(
    changes.map(change => client.call('submitStatements', { statements: [change] })),
  )
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const late = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult
  assert.ok(isError(late.reason, 'CONSTITUTION_REFUSED'), String(late.reason))
  assert.equal((await owners(mesh, BERLIN.name)).frozen, false)
}

function base32(text: string): Buffer {
  const bits = [...text].map(character =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(character).toString(2).padStart(5, '0'),
  )
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)))
}
