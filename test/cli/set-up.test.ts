import assert from 'node:assert/strict'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { configText, withSite } from '../../cli/config-file.ts'
import type { Operations } from '../../node/api/operations.ts'
import { parseConfig } from '../../protocol/config.ts'
import { foundMesh, meshOf } from '../../protocol/constitution.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { parseSlot } from '../../protocol/invite.ts'
import { openWithPassphrase, sealWithPassphrase, signingKeyFromSeed } from '../../protocol/keys.ts'
import type { FoundRequest, Identity, JoinRequest, OpenInviteRequest } from '../../protocol/local-api-mesh.ts'
import { openMembership } from '../../protocol/membership.ts'
import { parseRecoveryPhrase, recoveryOf } from '../../protocol/recovery-phrase.ts'
import { decodeRing } from '../../protocol/ring.ts'
import { decodeSigned } from '../../protocol/signed.ts'
import { parseStatement } from '../../protocol/statement.ts'
import { encodeTicket, parseTicket } from '../../protocol/ticket.ts'
import { type FakeDaemon, fakeDaemon, runCli, temporaryFolder } from '../helpers/cli.ts'
import { fakeIdentity, meshId, NOW, ringId, siteIdOf } from '../helpers/views.ts'

const labels = { location: 'berlin', medium: 'ssd', manager: 'Kreuzberg Sound' }
const flags = Object.entries({ site: 'berlin-a', ...labels }).flatMap(([name, value]) => [`--${name}`, value])
const seed = new Uint8Array(32).fill(7)
const me = signingKeyFromSeed(seed)
const ADDRESS = '/ip4/127.0.0.1/tcp/4802'

/** An unfounded daemon whose config says what the given flags will say. */
async function waitingDaemon(answers: Partial<Operations>, name: string | undefined, own: Record<string, string>) {
  const daemon = await fakeDaemon({ identity: async () => fakeIdentity({ site: me.id }), ...answers })
  const config = withSite(parseConfig('config_version = 1', 'x'), name, own)
  await writeFile(join(daemon.home, 'config.toml'), configText(config))
  return daemon
}

async function init(daemon: FakeDaemon, ...more: string[]) {
  return await daemon.run(['init', 'kreuzberg', ...flags, ...more])
}

test('init signs a mesh that opens, with this site as its trusted member', async () => {
  const asked: FoundRequest[] = []
  const founded = { mesh: meshId, name: 'kreuzberg', site: me.id, siteName: 'berlin-a' }
  const found = async (request: FoundRequest) => {
    asked.push(request)
    return founded
  }
  await using daemon = await waitingDaemon({ found }, 'berlin-a', labels)
  const { exit, stdout, stderr } = await init(daemon)
  assert.equal(exit, 0, stderr)
  assert.match(stdout, /^founded kreuzberg: mesh abababab, site berlin-a at berlin\n/)

  const [request] = asked
  const statements = request!.statements.map(parseStatement)
  const { membership, refused } = openMembership(meshOf(statements[0]!)!, statements)
  assert.deepEqual(refused, [])
  const member = membership.members.get(me.id)
  assert.equal(membership.name, 'kreuzberg')
  assert.equal(member?.name, 'berlin-a')
  assert.deepEqual({ ...member?.labels }, labels)
  assert.ok(membership.ringsOf(me.id).has(decodeRing(request!.ring).id))

  assert.match(stderr, /note: the owner key's passphrase is in .*owner\.passphrase\n.*move both/)
  for (const file of ['owner.key', 'owner.passphrase']) {
    assert.equal((await stat(join(daemon.home, file))).mode & 0o777, 0o600)
  }
  const passphrase = (await readFile(join(daemon.home, 'owner.passphrase'), 'utf8')).trim()
  assert.match(passphrase, /^([a-z2-9]{5}-){4}[a-z2-9]{5}$/)
  const owner = signingKeyFromSeed(await openWithPassphrase(passphrase, await readFile(join(daemon.home, 'owner.key'))))
  assert.ok(membership.isOwner(owner.id))

  assert.match(stderr, /note: the recovery phrase is in .*recovery\.txt\n.*print it/)
  assert.equal((await stat(join(daemon.home, 'recovery.txt'))).mode & 0o777, 0o600)
  const phrase = /^phrase +(.+)$/m.exec(await readFile(join(daemon.home, 'recovery.txt'), 'utf8'))?.[1]
  const { identity, sealing } = recoveryOf(parseRecoveryPhrase(phrase ?? ''))
  assert.equal(membership.constitution.recovery?.identity, identity)
  assert.deepEqual(Buffer.from(membership.constitution.recovery.sealing), Buffer.from(sealing))
})

test('init given again after it was interrupted uses the owner key that is there', async () => {
  let failures = 1
  const owners = new Set<string>()
  const found = async ({ statements }: FoundRequest) => {
    const parsed = statements.map(parseStatement)
    const { membership } = openMembership(meshOf(parsed[0]!)!, parsed)
    for (const owner of membership.constitution.owners) owners.add(owner)
    if (failures-- > 0) throw new HoldfastError('DISK_FULL', 'no room')
    return { mesh: meshId, name: 'kreuzberg', site: me.id, siteName: 'berlin-a' }
  }
  await using daemon = await waitingDaemon({ found }, 'berlin-a', labels)
  const file = join(daemon.home, 'pass')
  await writeFile(file, 'correct horse battery\n')
  assert.equal((await init(daemon, '--passphrase-file', file)).exit, 1)
  const wrong = join(daemon.home, 'wrong')
  await writeFile(wrong, 'another passphrase')
  assert.equal((await init(daemon, '--passphrase-file', wrong)).exit, 12)
  assert.equal((await init(daemon, '--passphrase-file', file)).exit, 0)
  assert.equal(owners.size, 1)
})

test('init refuses a site that belongs to a mesh, and a daemon that runs with other settings', async () => {
  const member: Identity['mesh'] = { id: meshId, name: 'old', siteName: 'x', owners: [], rings: [] }
  await using taken = await fakeDaemon({ identity: async () => fakeIdentity({ mesh: member }) })
  const refused = await init(taken)
  assert.equal(refused.exit, 1)
  assert.match(refused.stderr, /already belongs to old as x/)
  await using other = await waitingDaemon({}, 'berlin-a', labels)
  const busy = await init(other, '--capacity', '6TB')
  assert.equal(busy.exit, 11)
  assert.match(busy.stderr, /with other settings\n(.*\n)* {2}next: holdfast stop, then the same again/)
})

test('invite prints the ticket as its only line, and its slot is what the owner signed', async () => {
  const seal = new Uint8Array(32).fill(3)
  const owner = signingKeyFromSeed(seal)
  const { mesh } = foundMesh({ name: 'kreuzberg', owners: [owner], salt: new Uint8Array(32), time: NOW })
  const asked: OpenInviteRequest[] = []
  const identity = fakeIdentity({
    site: me.id,
    mesh: { id: mesh, name: 'kreuzberg', siteName: 'berlin-a', owners: [owner.publicKey], rings: [ringId] },
  })
  await using daemon = await fakeDaemon({
    identity: async () => identity,
    openInvite: async request => {
      asked.push(request)
      return { mesh, serving: me.id, addresses: [ADDRESS], expiresAt: NOW }
    },
  })
  const argv = ['invite', '--site', 'potsdam', '--location', 'potsdam', '--label', 'power=ups', '--expires', '1h']
  const missing = await daemon.run(argv)
  assert.equal(missing.exit, 12)
  assert.match(missing.stderr, /no owner key at .*owner\.key\n(.*\n)* {2}next: run it where the mesh was founded/)

  await writeFile(join(daemon.home, 'owner.key'), await sealWithPassphrase('open sesame', seal, new Uint8Array(32)))
  const locked = await daemon.run(argv)
  assert.equal(locked.exit, 12)
  assert.match(locked.stderr, /--passphrase-file FILE/)

  await writeFile(join(daemon.home, 'owner.passphrase'), 'open sesame\n')
  const { exit, stdout, stderr } = await daemon.run([...argv, '--address', '/dns4/studio.example/tcp/4802'], {
    now: NOW,
  })
  assert.equal(exit, 0, stderr)
  assert.match(stdout, /^hf1[a-z2-7]+\n$/)
  const ticket = parseTicket(stdout.trim())
  assert.deepEqual(ticket.addresses, ['/dns4/studio.example/tcp/4802', ADDRESS])
  assert.equal(ticket.expires, NOW + 3_600_000)
  const slot = parseSlot(mesh, decodeSigned(asked[0]!.slot))
  assert.equal(slot.owner, owner.id)
  assert.equal(slot.name, 'potsdam')
  assert.deepEqual({ ...slot.labels }, { location: 'potsdam', power: 'ups' })
  assert.deepEqual([...slot.rings], [ringId])
  assert.ok(Buffer.from(slot.oneTime).equals(signingKeyFromSeed(ticket.oneTimeSeed).publicKey))

  const json = JSON.parse((await daemon.run([...argv, '--json'], { now: NOW })).stdout)
  assert.equal(json.command, 'invite')
  assert.equal(json.expiresAt, '2026-11-21T14:43:00.000Z')
})

function ticketUntil(expires: number): string {
  const fields = { meshPrefix: new Uint8Array(16), serving: siteIdOf(1), addresses: [ADDRESS], role: 'writer' as const }
  return encodeTicket({ ...fields, oneTimeSeed: seed, expires })
}

test('join passes the ticket and the labels on, and writes down what the mesh made of them', async () => {
  const asked: JoinRequest[] = []
  const join_ = async (request: JoinRequest) => {
    asked.push(request)
    const admitted = { location: 'potsdam', ...request.labels }
    return {
      mesh: meshId,
      name: 'kreuzberg',
      site: me.id,
      siteName: 'potsdam',
      labels: admitted,
      via: 'berlin-a',
      sites: 2,
    }
  }
  const own = { medium: 'hdd', manager: 'A. Weiss' }
  await using daemon = await waitingDaemon({ join: join_ }, undefined, own)
  const ticket = ticketUntil(NOW + 60_000)
  const argv = ['join', '-', '--medium', 'hdd', '--manager', 'A. Weiss']
  const { exit, stdout, stderr } = await daemon.run(argv, { stdin: `${ticket}\n`, now: NOW })
  assert.equal(exit, 0, stderr)
  assert.equal(stdout, 'joined kreuzberg as potsdam at potsdam, 2 sites, by way of berlin-a\n')
  assert.deepEqual(asked, [{ ticket, labels: own }])
  const { site } = parseConfig(await readFile(join(daemon.home, 'config.toml'), 'utf8'), 'x')
  assert.deepEqual(site, { name: 'potsdam', location: 'potsdam', medium: 'hdd', manager: 'A. Weiss', labels: {} })
})

test('a ticket that is mistyped, expired or refused ends join with the documented exit', async () => {
  await using folder = await temporaryFolder()
  const good = ticketUntil(NOW + 60_000)
  const mistyped = await runCli(folder.path, ['join', `${good.slice(0, -1)}${good.endsWith('a') ? 'b' : 'a'}`], {
    now: NOW,
  })
  assert.equal(mistyped.exit, 2)
  const expired = await runCli(folder.path, ['join', good], { now: NOW + 61_000 })
  assert.equal(expired.exit, 12)
  assert.match(expired.stderr, /the ticket expired at .*\n(.*\n)* {2}next: ask for a new one/)
  const refusal = new HoldfastError('LABELS_REFUSED', 'the invite leaves the manager open', {
    hint: 'give --manager NAME',
  })
  await using daemon = await waitingDaemon({ join: () => Promise.reject(refusal) }, undefined, {})
  const refused = await daemon.run(['join', good], { now: NOW })
  assert.equal(refused.exit, 2)
  assert.match(refused.stderr, /next: give --manager NAME/)
})
