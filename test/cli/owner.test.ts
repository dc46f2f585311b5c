// holdfast owner: what it shows, what it asks, what it submits, and what it refuses before anything is signed.
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { foundMesh, parseConstitution, succeedConstitution } from '../../protocol/constitution.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { type SigningKey, sealWithPassphrase, signingKeyFromSeed } from '../../protocol/keys.ts'
import type { SubmitRequest } from '../../protocol/local-api-trust.ts'
import { memberStatement, parseMember, UNBOUND } from '../../protocol/member.ts'
import { openMembership } from '../../protocol/membership.ts'
import { ownerText } from '../../protocol/owner-text.ts'
import { parseStatement, type Statement } from '../../protocol/statement.ts'
import { type FakeDaemon, fakeDaemon, type RunOptions, runCli, temporaryFolder } from '../helpers/cli.ts'

const seed = (n: number) => new Uint8Array(32).fill(n)
const key = (n: number): SigningKey => signingKeyFromSeed(seed(n))
const [anna, bert, cleo] = [key(1), key(2), key(3)]
const site = key(10)
const PASSPHRASE = 'a passphrase for tests'

function founded(owners: readonly SigningKey[], threshold: number) {
  const { mesh, statement } = foundMesh({ name: 'kreuzberg', owners, threshold, salt: seed(5), time: 1000 })
  const fields = { ...UNBOUND, labels: {}, rings: [], addresses: [], version: 4, time: 1500 } as const
  const member = { ...fields, site: site.id, sealing: seed(6), role: 'writer', name: 'berlin' } as const
  return { mesh, genesis: statement, statements: [statement, memberStatement(mesh, member, bert)] }
}
const alone = founded([anna, bert], 1)
const together = founded([anna, bert], 2)

let keys: AsyncDisposable & { path: string }
before(async () => {
  keys = await temporaryFolder()
  await writeFile(join(keys.path, 'passphrase'), PASSPHRASE)
  for (const [name, n] of [
    ['anna', 1],
    ['bert', 2],
    ['stranger', 99],
  ] as const)
    await writeFile(join(keys.path, `${name}.key`), await sealWithPassphrase(PASSPHRASE, seed(n), seed(77)))
})
after(() => keys[Symbol.asyncDispose]())
const signedBy = (name: string) => [
  '--owner-key',
  join(keys.path, `${name}.key`),
  '--passphrase-file',
  join(keys.path, 'passphrase'),
]

interface Fake extends FakeDaemon {
  readonly submitted: SubmitRequest[]
}
async function daemonOf(mesh: ReturnType<typeof founded>, more: readonly Statement[] = []): Promise<Fake> {
  const submitted: SubmitRequest[] = []
  const statements = [...mesh.statements, ...more].map(({ type, body }) => ({ type, body }))
  const daemon = await fakeDaemon({
    statements: async () => ({ mesh: mesh.mesh, statements, aside: [{ why: 'constitution 7 skips what is between' }] }),
    submitStatements: async request => {
      submitted.push(request)
      if (request.totp === 'asked') throw new HoldfastError('TOTP_NEEDED', 'a code is needed', { hint: '--totp CODE' })
      return { added: request.statements.length, refused: [] }
    },
  })
  return { ...daemon, submitted, [Symbol.asyncDispose]: () => daemon[Symbol.asyncDispose]() }
}

async function run(mesh: ReturnType<typeof founded>, argv: readonly string[], options?: RunOptions) {
  await using daemon = await daemonOf(mesh)
  const ran = await daemon.run(argv, options)
  return { ...ran, submitted: daemon.submitted, home: daemon.home }
}

test('owner list shows the keys as they are handed on, and how many must sign', async () => {
  const { exit, stdout } = await run(together, ['owner', 'list'])
  assert.equal(exit, 0)
  assert.match(stdout, /constitution 1: 2 of 2 must sign/)
  for (const owner of [anna, bert]) assert.match(stdout, new RegExp(ownerText(owner.id)))
  assert.match(stdout, /refused: constitution 7 skips what is between/)
  const json = JSON.parse((await run(together, ['owner', 'list', '--json'])).stdout)
  assert.equal(json.output_version.major, 1)
  assert.deepEqual(json.owners.map(({ id }: { id: string }) => id).sort(), [anna.id, bert.id].sort())
})

test('a fork is shown with its branches and the way out', async () => {
  const first = parseConstitution(alone.mesh, alone.genesis).constitution
  const branch = (owner: SigningKey, n: number) => {
    const owners = [anna.id, owner.id]
    const fields = {
      prev: [first],
      name: 'kreuzberg',
      owners,
      threshold: 1,
      recovery: undefined,
      salt: seed(n),
      time: 2000,
    }
    return succeedConstitution(alone.mesh, fields, [anna])
  }
  const branches = [branch(bert, 20), branch(cleo, 21)]
  await using daemon = await daemonOf(alone, branches)
  const { stdout, stderr } = await daemon.run(['owner', 'list'])
  const [a, b] = branches.map(one => parseConstitution(alone.mesh, one).constitution.hash.slice(0, 12))
  for (const id of [a, b]) assert.match(stdout, new RegExp(`branch ${id}, constitution 2`))
  assert.match(stdout, /FROZEN/)
  assert.match(stderr, /owner mend --keep BRANCH/)
  const refused = await daemon.run(['owner', 'add', ownerText(cleo.id), '--yes', ...signedBy('anna')])
  assert.equal(refused.exit, 12)
  assert.match(refused.stderr, /has forked/)
  const mended = await daemon.run(['owner', 'mend', '--keep', b!, '--yes', '--json', ...signedBy('anna')])
  assert.equal(mended.exit, 0, mended.stderr)
  const constitution = daemon.submitted[0]!.statements.map(parseStatement).find(({ type }) => type === 'constitution')!
  const { prev, owners } = parseConstitution(alone.mesh, constitution).constitution
  assert.deepEqual([prev.length, owners.includes(cleo.id), owners.includes(bert.id)], [2, true, false])
})

test('removing an owner submits the constitution and what must be signed again, at once', async () => {
  const { exit, stdout, submitted } = await run(alone, [
    'owner',
    'remove',
    ownerText(bert.id),
    '--yes',
    ...signedBy('anna'),
  ])
  assert.equal(exit, 0)
  assert.match(stdout, /constitution 2 is in force: 1 of 1 owners must sign\nsigned again: 1 records/)
  const statements = submitted[0]!.statements.map(parseStatement)
  const record = statements.find(({ type }) => type === 'member')!
  assert.equal(parseMember(alone.mesh, record).fields.version, 5)
  const { membership } = openMembership(alone.mesh, [...alone.statements, ...statements])
  assert.equal(membership.has(site.id), true)
  assert.equal(membership.isOwner(bert.id), false)
})

test('nothing is signed or submitted by a dry run, without --yes where nobody can be asked, or by a stranger', async () => {
  const add = ['owner', 'add', ownerText(cleo.id)]
  const dry = await run(alone, [...add, '--dry-run', ...signedBy('anna')])
  assert.equal(dry.exit, 0)
  assert.match(dry.stdout, new RegExp(`adds the owner ${ownerText(cleo.id)}`))
  const silent = await run(alone, [...add, ...signedBy('anna')])
  assert.equal(silent.exit, 2)
  assert.match(silent.stderr, /give --yes/)
  const stranger = await run(alone, [...add, '--yes', ...signedBy('stranger')])
  assert.equal(stranger.exit, 12)
  assert.match(stranger.stderr, /does not own kreuzberg/)
  for (const { submitted } of [dry, silent, stranger]) assert.deepEqual(submitted, [])
})

test('what can not be is refused before a key is asked for twice', async () => {
  const cases: [argv: string[], why: RegExp][] = [
    [['add', ownerText(cleo.id).replace(/.$/, 'b')], /mistyped/],
    [['add', 'nothing-here'], /neither an owner's public key nor a file/],
    [['add', ownerText(bert.id)], /owns the mesh already/],
    [['remove', 'hfo1zzzz'], /no owner's key begins with/],
    [['remove', 'hfo1'], /may be any of/],
    [['threshold', '3'], /3 of 2 owners/],
    [['threshold', '1'], /must sign already/],
    [['threshold', 'two'], /not a number/],
    [['mend'], /has not forked/],
    [['totp', 'off'], /asks for no one-time codes/],
    [['submit', 'nothing-here'], /no proposal at/],
    [['sign', 'nothing-here'], /no proposal at/],
  ]
  for (const [argv, why] of cases) {
    const { exit, stderr, submitted } = await run(alone, ['owner', ...argv, '--yes', ...signedBy('anna')])
    assert.equal(exit, 2, stderr)
    assert.match(stderr, why)
    assert.deepEqual(submitted, [])
  }
})

test('where two must sign, a file goes to the other, who signs it without a daemon', async () => {
  const out = join(keys.path, 'change.proposal')
  const add = ['owner', 'add', ownerText(cleo.id), '--yes', '--out', out, ...signedBy('anna')]
  const { exit, stdout, submitted } = await run(together, add)
  assert.equal(exit, 0)
  assert.match(stdout, /more owners must sign: send them/)
  assert.deepEqual(submitted, [])
  assert.match(
    await readFile(out, 'utf8'),
    /^-----BEGIN HOLDFAST PROPOSAL-----\n# kreuzberg \(mesh [0-9a-f]{16}\): constitution 2\n# adds/,
  )
  const early = await run(together, ['owner', 'submit', out, '--yes'])
  assert.equal(early.exit, 12)
  assert.match(early.stderr, /1 of 2 signatures by the owners of constitution 1; 1 more of hfo1/)
  await using machine = await temporaryFolder()
  const stranger = await runCli(machine.path, ['owner', 'sign', out, '--yes', ...signedBy('stranger')])
  assert.equal(stranger.exit, 12)
  const signed = await runCli(machine.path, ['owner', 'sign', out, '--yes', '--json', ...signedBy('bert')])
  assert.equal(signed.exit, 0, signed.stderr)
  assert.equal(JSON.parse(signed.stdout).stands, true)
  const done = await run(together, ['owner', 'submit', out, '--yes'])
  assert.equal(done.exit, 0, done.stderr)
  const { membership } = openMembership(together.mesh, [
    ...together.statements,
    ...done.submitted[0]!.statements.map(parseStatement),
  ])
  assert.equal(membership.isOwner(cleo.id), true)
})

test('a one-time code goes along, and where it is missing the command says how to give it', async () => {
  const add = ['owner', 'add', ownerText(cleo.id), '--yes', ...signedBy('anna')]
  const { submitted } = await run(alone, [...add, '--totp', '123456'])
  assert.equal(submitted[0]?.totp, '123456')
  const asked = await run(alone, [...add, '--totp', 'asked'])
  assert.equal(asked.exit, 12)
  assert.match(asked.stderr, /next: --totp CODE/)
})

test('a new key is written sealed, beside its public line, and never over another', async () => {
  await using machine = await temporaryFolder()
  const argv = ['owner', 'new-key', 'dora.key', '--passphrase-file', join(keys.path, 'passphrase')]
  const { exit, stdout } = await runCli(machine.path, argv)
  assert.equal(exit, 0)
  assert.match(stdout, /^hfo1[a-z2-7]{60}\n$/)
  assert.equal(await readFile(join(machine.path, 'dora.key.pub'), 'utf8'), stdout)
  const again = await runCli(machine.path, argv)
  assert.equal(again.exit, 2)
  assert.match(again.stderr, /is there already/)
})
