import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openMemoryStore } from '../../../../node/store/memory-store.ts'
import { everAllowed } from '../../../../node/work/mesh/ever-allowed.ts'
import type { OwnCatalog } from '../../../../node/work/mesh/own-catalog.ts'
import { Projects } from '../../../../node/work/mesh/projects.ts'
import { Promises } from '../../../../node/work/mesh/promises.ts'
import { type Edit, View } from '../../../../node/work/mesh/view.ts'
import { keys, parseEntry } from '../../../../protocol/catalog.ts'
import { foundMesh, succeedConstitution } from '../../../../protocol/constitution.ts'
import { idOf, type ProjectId, type SnapshotId } from '../../../../protocol/ids.ts'
import { type SigningKey, signingKeyFromSeed } from '../../../../protocol/keys.ts'
import { type MemberFields, memberStatement, UNBOUND } from '../../../../protocol/member.ts'
import { openMembership } from '../../../../protocol/membership.ts'
import { STANDARD } from '../../../../protocol/policy.ts'
import { type ProjectFields, projectIdOf, signProject } from '../../../../protocol/project-entry.ts'
import { createRing } from '../../../../protocol/ring.ts'
import { encodeSigned } from '../../../../protocol/signed.ts'
import { signSnapshot } from '../../../../protocol/snapshot.ts'
import type { Statement } from '../../../../protocol/statement.ts'
import { virtualPorts } from '../../../helpers/virtual-ports.ts'

const key = (n: number): SigningKey => signingKeyFromSeed(new Uint8Array(32).fill(n))
const [owner, heir] = [key(1), key(2)]
const [me, author, lister] = [key(10), key(11), key(12)]
const ring = createRing(idOf('RingId', Buffer.alloc(16, 7)), Buffer.alloc(32, 1), Buffer.alloc(32, 2))
const { mesh, statement: genesis } = foundMesh({ name: 'studio', owners: [owner], salt: Buffer.alloc(32), time: 1 })
const nonce = Buffer.alloc(16, 4)
/** Made by this site. */
const project = projectIdOf(me.id, nonce)
const NO_SCOPE = projectIdOf(me.id, Buffer.alloc(16, 5))

function member(site: SigningKey, version: number, more: Partial<MemberFields>, by = owner) {
  const name = `site-${site.id.slice(0, 6)}`
  const words = { labels: {}, rings: [], addresses: [], time: version, sealing: new Uint8Array(32).fill(6) }
  return memberStatement(mesh, { ...UNBOUND, ...words, site: site.id, role: 'writer', name, version, ...more }, by)
}

/** A site that knows three members; `say` has the owner say more of one. */
async function receiver(ofAuthor: Partial<MemberFields> = {}) {
  const ports = virtualPorts()
  const store = await openMemoryStore({}, ports)
  let { membership } = openMembership(mesh, [
    genesis,
    member(me, 1, { role: 'operator' }),
    member(author, 1, ofAuthor),
    member(lister, 1, { role: 'holder' }),
  ])
  const listed: Edit[] = []
  const named: [string, string, string][] = []
  let isAbreast = true
  const projects = new Projects(
    {
      mesh,
      key: me,
      own: { edit: async (edits: Edit[]) => void listed.push(...edits) } as unknown as OwnCatalog,
      view: new View(() => 0),
      promises: await Promises.load(store.journal),
      rings: new Map([[ring.id, ring]]),
      memberOf: site => membership.members.get(site),
      isAbreast: () => isAbreast,
      everAllowed: (site, may) => everAllowed(membership, site, may),
      suspect: (site, offence, what) => named.push([site, what, offence]),
    },
    ports,
  )
  await projects.write({ ...fields({ founder: me.id }), prev: undefined }, { name: 'nova', rules: [] })
  listed.length = 0
  return {
    projects,
    listed,
    named,
    pass: ports.pass,
    setAbreast: (value: boolean) => {
      isAbreast = value
    },
    /** The owner hands the mesh over; the new one signs every record again, as it is today. */
    handOver: async (...records: Statement[]) => {
      const prev = [membership.constitution]
      const words = { name: 'studio', owners: [heir.id], threshold: 1, recovery: undefined, salt: Buffer.alloc(32) }
      const statement = succeedConstitution(mesh, { ...words, prev, time: 50 }, [owner, heir])
      membership = membership.merge([statement, ...records]).membership
      await projects.relearn()
    },
    say: async (version: number, more: Partial<MemberFields>) => {
      membership = membership.merge([member(author, version, more)]).membership
      await projects.relearn()
    },
    rev: () => projects.get(project)!.entry.rev,
  }
}

function fields(changes: Partial<ProjectFields> = {}): ProjectFields {
  const words = { policy: STANDARD, ring: ring.id, phase: 'active', sealed: new Uint8Array(0), time: 5 } as const
  return { founder: me.id, nonce, rev: 1, prev: Buffer.alloc(32, 1), ...words, ...changes }
}

const revision = (rev: number, by = author, changes: Partial<ProjectFields> = {}) => {
  const made = { ...fields({ rev, ...changes }) }
  const value = encodeSigned(signProject(mesh, made, by))
  return parseEntry(keys.project(projectIdOf(made.founder, made.nonce)), value)
}

function snapshot(of: ProjectId, seq = 1, by = author) {
  const { id, signed } = signSnapshot(
    {
      project: of,
      root: { cid: idOf('Cid', Buffer.alloc(32, 3)), storedBytes: 9 },
      incarnation: 1,
      seq,
      parents: [],
      state: 'settled',
      time: 7,
    },
    {
      projectName: 'nova',
      label: '',
      path: Buffer.from('/nova'),
      user: 'ada',
      files: 1,
      directories: 1,
      plainBytes: 9,
      skipped: 0,
      newBytes: 9,
      liveFiles: 0,
      rebuildableFiles: 0,
      rebuildableBytes: 0,
    },
    ring,
    mesh,
    by,
  )
  return { id, entry: parseEntry(keys.snapshot(of, id), encodeSigned(signed)) }
}

suite('a snapshot record', () => {
  const has = (projects: Projects, id: SnapshotId, of = project) => projects.snapshot(of, id) !== undefined

  test('of a writer is taken over, promised and listed', async () => {
    const { projects, listed, named } = await receiver()
    const { id, entry } = snapshot(project)
    await projects.learn([entry], author.id)
    assert.ok(has(projects, id))
    assert.equal(listed.length, 1)
    assert.deepEqual(named, [])
  })

  for (const role of ['reader', 'holder'] as const) {
    test(`of a ${role} is never taken over, whoever lists it, and its author is named`, async () => {
      const { projects, listed, named } = await receiver({ role })
      const { id, entry } = snapshot(project)
      await projects.learn([entry], author.id)
      await projects.learn([entry], lister.id)
      assert.equal(has(projects, id), false)
      assert.deepEqual(listed, [])
      assert.ok(named.length >= 1 && named.every(([site]) => site === author.id))
      assert.match(named[0]![1], /signed a snapshot of project .* which its role forbids/)
    })
  }

  test('of a writer kept to one project counts there, and nowhere else', async () => {
    const { projects, named } = await receiver({ projects: [project] })
    const [mine, others] = [snapshot(project), snapshot(NO_SCOPE)]
    await projects.learn([mine.entry, others.entry], author.id)
    assert.ok(has(projects, mine.id))
    assert.equal(has(projects, others.id, NO_SCOPE), false)
    assert.equal(named.length, 1)
  })

  test('of a site that was demoted counts where another lists it, and not by its own word', async () => {
    const { projects, named, say } = await receiver()
    await say(2, { role: 'reader' })
    const [old, fresh] = [snapshot(project, 1), snapshot(project, 2)]
    await projects.learn([old.entry, fresh.entry], author.id)
    assert.ok(!has(projects, old.id) && !has(projects, fresh.id))
    await projects.learn([old.entry], lister.id)
    assert.ok(has(projects, old.id) && !has(projects, fresh.id))
    assert.deepEqual(named, [])
  })

  test('of a revoked site counts where a member lists it', async () => {
    const { projects, say } = await receiver()
    await say(2, { revoked: true })
    const [a, b] = [snapshot(project, 1), snapshot(project, 2)]
    await projects.learn([a.entry], author.id)
    await projects.learn([b.entry], lister.id)
    assert.ok(!has(projects, a.id) && has(projects, b.id))
  })

  test('is learnt once its author may write, without being sent again', async () => {
    const { projects, say } = await receiver({ role: 'reader' })
    const { id, entry } = snapshot(project)
    await projects.learn([entry], author.id)
    await say(2, { role: 'writer' })
    assert.ok(has(projects, id))
  })

  test('names nobody while its author may know of a role that is not known here', async () => {
    const { projects, named, pass, setAbreast } = await receiver({ role: 'reader' })
    setAbreast(false)
    await projects.learn([snapshot(project).entry], author.id)
    assert.deepEqual(named, [])
    await pass(10 * 60_000)
    await projects.learn([], lister.id)
    assert.equal(named.length, 1)
  })
})

test('whoever was allowed under owners that left is not named for what it signed then', async () => {
  const { projects, named, say, handOver } = await receiver()
  await say(2, { role: 'reader' })
  await handOver(
    member(me, 2, { role: 'operator' }, heir),
    member(author, 3, { role: 'reader' }, heir),
    member(lister, 2, { role: 'holder' }, heir),
  )
  const { id, entry } = snapshot(project)
  await projects.learn([entry], author.id)
  assert.equal(projects.snapshot(project, id), undefined)
  assert.deepEqual(named, [])
})

suite('a revision of a project', () => {
  test('of an operator wins by its number, and is listed as it came', async () => {
    const { projects, listed, rev } = await receiver({ role: 'operator' })
    const entry = revision(2)
    await projects.learn([entry], author.id)
    assert.equal(rev(), 2)
    assert.deepEqual(Buffer.from(listed[0]!.value!), Buffer.from(encodeSigned(entry.value as never)))
  })

  for (const [who, ofAuthor] of [
    ['a writer that did not make the project', { role: 'writer' }],
    ['a reader', { role: 'reader' }],
    ['an operator kept to another project', { role: 'operator', projects: [NO_SCOPE] }],
  ] as const) {
    test(`of ${who} is never adopted, whatever its number, and its author is named`, async () => {
      const { projects, listed, named, rev } = await receiver(ofAuthor as Partial<MemberFields>)
      await projects.learn([revision(1_000)], author.id)
      await projects.learn([revision(1_001)], lister.id)
      assert.equal(rev(), 1)
      assert.deepEqual(listed, [])
      assert.ok(named.length >= 1)
      assert.match(named[0]![1], /revision 1000 of project/)
    })
  }

  test('of a writer counts for the project it made', async () => {
    const { projects } = await receiver()
    const own = { founder: author.id, nonce: Buffer.alloc(16, 8) }
    await projects.learn([revision(1, author, own)], author.id)
    assert.equal(projects.get(projectIdOf(own.founder, own.nonce))?.entry.rev, 1)
  })

  test('of a site that is kept to one project makes no new one', async () => {
    const { projects } = await receiver({ projects: [project] })
    const own = { founder: author.id, nonce: Buffer.alloc(16, 8) }
    await projects.learn([revision(1, author, own)], author.id)
    assert.equal(projects.get(projectIdOf(own.founder, own.nonce)), undefined)
  })

  test('whose signature is not its author’s is ignored, and who lists it is named', async () => {
    const { projects, rev, named } = await receiver({ role: 'operator' })
    const entry = revision(7)
    const value = entry.value as { signature: Uint8Array }
    value.signature = Uint8Array.from(value.signature)
    value.signature[0]! ^= 1
    await projects.learn([entry], lister.id)
    assert.equal(rev(), 1)
    assert.deepEqual(named, [[lister.id, 'lists a record whose signature does not hold', 'catalog']])
  })

  test('of a demoted operator stays where it was accepted and counts where another lists it', async () => {
    const { projects, rev, say } = await receiver({ role: 'operator' })
    await projects.learn([revision(2)], author.id)
    await say(2, { role: 'reader' })
    await projects.learn([revision(3)], author.id)
    assert.equal(rev(), 2)
    await projects.learn([revision(3)], lister.id)
    assert.equal(rev(), 3)
  })

  test('is adopted once its author is made operator', async () => {
    const { projects, rev, say } = await receiver()
    await projects.learn([revision(2)], author.id)
    assert.equal(rev(), 1)
    await say(2, { role: 'operator' })
    assert.equal(rev(), 2)
  })
})

test('one site’s list of what may not be taken over leaves room for the others’', async () => {
  const { projects, say } = await receiver({ role: 'reader' })
  const many = Array.from({ length: 1_200 }, (_, n) => snapshot(project, n + 1))
  await projects.learn(
    many.map(({ entry }) => entry),
    author.id,
  )
  const last = snapshot(project, 5_000)
  await projects.learn([last.entry], lister.id)
  await say(2, { role: 'writer' })
  assert.notEqual(projects.snapshot(project, last.id), undefined)
})
