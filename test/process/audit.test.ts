// The audit log between real daemons: what is done at one site is seen at another, and a site that hides what it did is
// found out by those who saw it (§ Audit).
import assert from 'node:assert/strict'
import { cp, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type * as z from 'zod'
import { openDiskStore } from '../../node/store/disk-store.ts'
import { loadIdentity } from '../../node/store/identity.ts'
import { Promises } from '../../node/work/mesh/promises.ts'
import { prefixes } from '../../protocol/catalog.ts'
import { signHead } from '../../protocol/head.ts'
import { signingKeyFromSeed } from '../../protocol/keys.ts'
import type { audit } from '../../protocol/local-api-audit.ts'
import { countEntries, type LoadNode, scan } from '../../protocol/merkle-map.ts'
import { editMap } from '../../protocol/merkle-map-edit.ts'
import { eventually } from '../helpers/eventually.ts'
import { writeFiles } from '../helpers/local-site.ts'
import { testPorts } from '../helpers/ports.ts'
import {
  BERLIN,
  PATIENCE,
  POTSDAM,
  type ProcessMesh,
  type SitesJson,
  type StatusJson,
  startMesh,
} from '../helpers/process-mesh.ts'

type AuditJson = z.input<typeof audit>
type EntryJson = AuditJson['entries'][number]

const TWO_COPIES = ['copies=2', 'location=2', 'medium=2']

/** What a site's `audit` says, any exit code. */
async function auditAt(mesh: ProcessMesh, site: string, ...words: string[]): Promise<AuditJson> {
  return mesh.json<AuditJson>(site, ['audit', ...words], [0, 3, 5])
}

/** Waits until the entries that `at` sees of `site` are as wanted. */
async function untilSeen(
  mesh: ProcessMesh,
  at: string,
  site: string,
  isWanted: (entries: EntryJson[]) => boolean,
): Promise<EntryJson[]> {
  return eventually(async () => {
    const { entries } = await auditAt(mesh, at, '--site', site)
    if (isWanted(entries)) return entries
    throw new Error(`${at} sees of ${site}: ${entries.map(({ seq, act }) => `${seq} ${act}`).join(', ')}`)
  }, PATIENCE)
}

async function restoreAt(mesh: ProcessMesh, site: string, name: string): Promise<void> {
  await mesh.succeed(site, ['restore', 'nova-lp', '--to', join(mesh.folder, name)])
}

/** Waits until `at` names the site in status, sites and its own log, and --verify fails. */
async function untilFoundOut(mesh: ProcessMesh, at: string, site: string): Promise<AuditJson> {
  await eventually(async () => {
    const { alarms } = await mesh.json<StatusJson>(at, ['status'])
    const alarm = alarms.find(({ code, sentence }) => /AUDIT_BROKEN|HEAD_FORK/.test(code) && /entry/.test(sentence))
    assert.ok(alarm?.sentence.startsWith(site), JSON.stringify(alarms))
    assert.equal(alarm?.next, `holdfast audit --site ${site} --verify`)
    return true
  }, PATIENCE)
  const seen = (await mesh.json<SitesJson>(at, ['sites'])).sites.find(({ name }) => name === site)
  assert.ok(seen?.offences.some(({ offence }) => offence === 'audit' || offence === 'fork'))
  await untilSeen(mesh, at, at, entries =>
    entries.some(({ act, about }) => /^offence-(audit|fork)$/.test(act) && about?.name === site),
  )
  const { code, stdout } = await mesh.run(at, ['audit', '--verify'])
  assert.equal(code, 5)
  assert.match(stdout, new RegExp(`broken: ${site}`))
  return auditAt(mesh, at, '--site', site)
}

test('a restore at one site is seen at another, with who, what and where to', async t => {
  await using mesh = await startMesh([BERLIN, POTSDAM])
  const folder = join(mesh.folder, 'nova')
  await writeFiles(folder, { 'session.txt': 3000, 'audio/take 1.wav': 40_000 })
  const snapshot = await mesh.keep(BERLIN.name, 'nova-lp', folder, TWO_COPIES)
  await mesh.untilCopies(POTSDAM.name, 'nova-lp', 2)
  await restoreAt(mesh, POTSDAM.name, 'restored')

  await t.test('in its words, whose log they stand in, and when', async () => {
    const entries = await untilSeen(mesh, BERLIN.name, POTSDAM.name, all => all.some(({ act }) => act === 'restored'))
    const [restore, restored] = entries.filter(({ act }) => act.startsWith('restore'))
    assert.deepEqual(
      [restore?.project?.name, restore?.snapshot, restore?.who, restore?.text, restore?.sealed, restore?.lost],
      [
        'nova-lp',
        snapshot,
        'control.sock',
        `all of it to ${hostname()}:${join(mesh.folder, 'restored')}`,
        false,
        false,
      ],
    )
    assert.equal(restored?.text, '2 files, 43 kB, 0 failed')
    const people = await mesh.succeed(BERLIN.name, ['audit', '--act', 'restore', '--since', '1h'])
    assert.match(
      people.stdout,
      new RegExp(`potsdam +restore +nova-lp@${snapshot.slice(0, 8)} +control.sock +all of it`),
    )
  })

  await t.test('an act elsewhere, a time to come and a project without any leave nothing', async () => {
    assert.deepEqual((await auditAt(mesh, BERLIN.name, '--act', 'site-revoke')).entries, [])
    const none = await mesh.run(BERLIN.name, ['audit', '--since', '2999-01-01'])
    assert.deepEqual([none.code, none.stdout], [0, 'nothing\n'])
    assert.equal((await mesh.run(BERLIN.name, ['audit', '--project', 'no-such'])).code, 13)
    assert.equal((await mesh.run(BERLIN.name, ['audit', '--since', 'yesterday'])).code, 2)
  })

  await t.test('every chain and signature is in order at both', async () => {
    for (const site of mesh.sites()) {
      const { code, stdout, stderr } = await eventually(async () => {
        const ran = await mesh.run(site, ['audit', '--verify'])
        if (ran.code === 3) throw new Error(ran.stderr)
        return ran
      }, PATIENCE)
      assert.equal(code, 0, stderr)
      assert.match(stdout, /2 logs in order, \d+ entries checked/)
    }
  })

  await t.test('a restored restart goes on behind the same log', async () => {
    const before = (await auditAt(mesh, POTSDAM.name, '--site', POTSDAM.name)).logs[0]!.entries!
    await mesh.kill(POTSDAM.name)
    await mesh.start(POTSDAM.name)
    await restoreAt(mesh, POTSDAM.name, 'restored again')
    const after = (await auditAt(mesh, POTSDAM.name, '--site', POTSDAM.name)).logs[0]!.entries!
    assert.equal(after, before + 2)
    await untilSeen(mesh, BERLIN.name, POTSDAM.name, entries => entries.at(-1)?.seq === after)
    assert.equal((await mesh.run(BERLIN.name, ['audit', '--verify'])).code, 0)
  })

  await t.test('a site of which nothing was heard is listed as such, never as in order', async () => {
    await mesh.kill(BERLIN.name)
    const cache = join(mesh.store(BERLIN.name), 'index')
    await rm(cache, { recursive: true, force: true })
    await mesh.kill(POTSDAM.name)
    await mesh.start(BERLIN.name)
    const { code, stdout, stderr } = await mesh.run(BERLIN.name, ['audit', '--verify'])
    assert.equal(code, 3, stdout + stderr)
    assert.match(stderr, /not read: the log of potsdam/)
    assert.match(stdout, /1 log in order.*not checked: potsdam/)
    await mesh.start(POTSDAM.name)
    await mesh.until(BERLIN.name, ['audit', '--verify'], 0, /2 logs in order/)
  })
})

test('a site set back to before an act hides nothing', async t => {
  await using mesh = await startMesh([BERLIN, POTSDAM])
  const folder = join(mesh.folder, 'nova')
  await writeFiles(folder, { 'session.txt': 3000 })
  await mesh.keep(BERLIN.name, 'nova-lp', folder, TWO_COPIES)
  await mesh.untilCopies(POTSDAM.name, 'nova-lp', 2)
  await restoreAt(mesh, POTSDAM.name, 'before')
  await untilSeen(mesh, BERLIN.name, POTSDAM.name, entries => entries.length === 2)
  await mesh.kill(POTSDAM.name)
  const earlier = join(mesh.folder, 'earlier')
  await cp(mesh.store(POTSDAM.name), earlier, { recursive: true })
  await mesh.start(POTSDAM.name)
  await restoreAt(mesh, POTSDAM.name, 'stolen')
  const all = await untilSeen(mesh, BERLIN.name, POTSDAM.name, entries => entries.length === 4)
  const setBack = async () => {
    await mesh.kill(POTSDAM.name)
    await rm(mesh.store(POTSDAM.name), { recursive: true })
    await cp(earlier, mesh.store(POTSDAM.name), { recursive: true })
  }

  await t.test('it takes its log back from whoever followed it, and goes on behind it', async () => {
    await setBack()
    await mesh.start(POTSDAM.name)
    const taken = await untilSeen(mesh, POTSDAM.name, POTSDAM.name, entries => entries.length === 4)
    assert.deepEqual(taken, all)
    await restoreAt(mesh, POTSDAM.name, 'afterwards')
    const seen = await untilSeen(mesh, BERLIN.name, POTSDAM.name, entries => entries.length === 6)
    assert.deepEqual(seen.slice(0, 4), all)
    await mesh.until(BERLIN.name, ['audit', '--verify'], 0, /2 logs in order/)
  })

  await t.test(
    'where it goes on without having met them, it is told as a fork, and what is gone is shown',
    async () => {
      await setBack()
      await mesh.kill(BERLIN.name)
      await mesh.start(POTSDAM.name)
      await restoreAt(mesh, POTSDAM.name, 'another branch')
      await mesh.start(BERLIN.name)
      const { entries, logs } = await untilFoundOut(mesh, BERLIN.name, POTSDAM.name)
      const gone = entries.filter(({ lost }) => lost)
      assert.deepEqual(
        gone.map(({ seq, act }) => [seq, act]),
        [
          [3, 'restore'],
          [4, 'restored'],
          [5, 'restore'],
          [6, 'restored'],
        ],
      )
      assert.ok(gone[0]?.text?.endsWith('stolen'))
      assert.equal(logs[0]?.breaks[0]?.kind, 'fork', 'a machine set back is a fork, whatever it hides')
      const { stdout, stderr } = await mesh.run(BERLIN.name, ['audit'])
      assert.match(stdout, /GONE from its log: all of it to .*stolen/)
      assert.match(stderr, /the log of potsdam forked, as that of a machine restored from an image does/)
    },
  )
})

test('a site whose catalog was edited to hide an act is found out by the one that saw it', async () => {
  await using mesh = await startMesh([BERLIN, POTSDAM])
  const folder = join(mesh.folder, 'nova')
  await writeFiles(folder, { 'session.txt': 3000 })
  await mesh.keep(BERLIN.name, 'nova-lp', folder, TWO_COPIES)
  await mesh.untilCopies(POTSDAM.name, 'nova-lp', 2)
  await restoreAt(mesh, POTSDAM.name, 'stolen')
  await untilSeen(mesh, BERLIN.name, POTSDAM.name, entries => entries.some(({ act }) => act === 'restored'))
  await mesh.kill(POTSDAM.name, 'SIGTERM')
  await hideLog(mesh.store(POTSDAM.name))
  await mesh.start(POTSDAM.name)
  const { entries } = await untilFoundOut(mesh, BERLIN.name, POTSDAM.name)
  assert.ok(entries.some(({ lost, text }) => lost && text?.includes('stolen')))
})

/** Takes every audit entry out of a store's catalog, under a head that follows the last one in all order. */
async function hideLog(folder: string): Promise<void> {
  const identity = (await loadIdentity(join(folder, 'identity')))!
  const key = signingKeyFromSeed(identity.siteSeed)
  await using store = await openDiskStore(folder, {}, testPorts)
  const promises = await Promises.load(store.journal)
  const { record } = promises.heads.get(key.id)!
  const load: LoadNode = hash => store.loadNode(hash)
  const edits = []
  for await (const entry of scan(record.root, { prefix: prefixes.audit() }, load))
    edits.push({ key: entry.key, value: undefined })
  assert.ok(edits.length >= 2)
  const { root, nodes } = await editMap(record.root, edits, load)
  await store.putNodes([...nodes].map(([hash, bytes]) => ({ hash, bytes })))
  const { id: prev, seq, ...rest } = record
  const entries = await countEntries(root, async hash => nodes.get(hash) ?? load(hash))
  await promises.record({ ownHead: signHead({ ...rest, prev, seq: seq + 1, root, entries }, key) })
  for (const name of promises.state.keys()) if (name.startsWith('audit-')) await promises.setState(name, undefined)
}
