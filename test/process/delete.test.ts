// What owners delete, before real daemons: two of three sign on machines without one, every site waits by its own running
// time whatever its clock says, and an operator calls it back out of quarantine. Days of running time are made by setting
// the custody clocks forward while the daemons are down.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { cp, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type * as z from 'zod'
import { openDiskStore } from '../../node/store/disk-store.ts'
import { CustodyClock } from '../../node/work/keeping/custody-clock.ts'
import { Promises } from '../../node/work/mesh/promises.ts'
import type { deletionList } from '../../protocol/local-api-deletions.ts'
import { totpCode, totpStep } from '../../protocol/totp.ts'
import { compareFolders } from '../../scripts/compare-folders.ts'
import { runCli } from '../helpers/cli.ts'
import { eventually } from '../helpers/eventually.ts'
import { writeFiles } from '../helpers/local-site.ts'
import { newOwner, type OwnerMachine } from '../helpers/owner-machine.ts'
import { testPorts } from '../helpers/ports.ts'
import {
  BERLIN,
  FRANKFURT,
  PATIENCE,
  POTSDAM,
  type ProcessMesh,
  type SnapshotsJson,
  type StatusJson,
  startMesh,
} from '../helpers/process-mesh.ts'

type Deletion = z.input<typeof deletionList>['deletions'][number]

const DAY_MS = 24 * 3_600_000
const YEAR_MS = 365 * DAY_MS
const PRELOAD = pathToFileURL(join(import.meta.dirname, '..', 'fixtures', 'skewed-clock.ts')).href

suite('a deletion', () => {
  const scope = new AsyncDisposableStack()
  let mesh: ProcessMesh
  let bert: OwnerMachine
  let folder: string
  let original: string
  let old: string
  let newest: string
  let file: string

  before(async () => {
    mesh = scope.use(await startMesh([BERLIN, POTSDAM, FRANKFURT]))
    folder = join(mesh.folder, 'nocturne')
    file = join(mesh.folder, 'delete.proposal')
    await writeFiles(folder, { 'take 1.bin': 300_000, 'notes.txt': 900 })
    old = await mesh.keep(BERLIN.name, 'nocturne', folder, ['location=3', 'medium=1', 'manager=1', 'grace=1h'])
    original = join(mesh.folder, 'nocturne as it was')
    await rename(folder, original)
    await cp(original, folder, { recursive: true })
    await writeFile(join(folder, 'take 1.bin'), randomBytes(300_000))
    newest = await mesh.snapshot(BERLIN.name, 'nocturne')
    bert = await newOwner(mesh.folder, 'bert')
    const two = join(mesh.folder, 'two.proposal')
    await mesh.succeed(BERLIN.name, ['owner', 'add', bert.text, '--threshold', '2', '--yes', '--out', two])
    await signs(two)
    await mesh.succeed(BERLIN.name, ['owner', 'submit', two, '--yes'])
    await mesh.untilCopies(BERLIN.name, 'nocturne', 3)
  })
  after(() => scope.disposeAsync())

  async function signs(proposal: string): Promise<string> {
    const ran = await runCli(bert.home, ['owner', 'sign', proposal, '--yes', ...bert.flags])
    assert.equal(ran.exit, 0, ran.stderr)
    return ran.stdout
  }

  async function refused(site: string, args: readonly string[], code: string): Promise<void> {
    const ran = await mesh.run(site, [...args, '--json'])
    assert.notEqual(ran.code, 0, ran.stdout)
    const { error } = JSON.parse(ran.stderr.trim().split('\n').at(-1) ?? '') as {
      error: { code: string; hint: string }
    }
    assert.equal(error.code, code, ran.stderr)
    assert.ok(error.hint, 'what to do next')
  }

  async function deletions(site: string): Promise<readonly Deletion[]> {
    return (await mesh.json<{ deletions: Deletion[] }>(site, ['undelete'])).deletions
  }

  /** What a site says of one snapshot. */
  async function keeping(site: string, id: string): Promise<SnapshotsJson['snapshots'][number]['keeping']> {
    const { snapshots } = await mesh.json<SnapshotsJson>(site, ['snapshots', 'nocturne', '--all'])
    return snapshots.find(snapshot => snapshot.id === id)!.keeping
  }

  async function untilEverywhere(check: (site: string) => Promise<void>): Promise<void> {
    for (const site of mesh.sites()) await eventually(() => check(site).then(() => true), PATIENCE)
  }

  /** So much running time passes at every site. */
  async function passCustody(days: number): Promise<void> {
    for (const site of mesh.sites()) await mesh.succeed(site, ['stop'])
    for (const site of mesh.sites()) {
      await using store = await openDiskStore(join(mesh.home(site), 'store'), {}, testPorts)
      const promises = await Promises.load(store.journal)
      const now = new CustodyClock(promises, testPorts).now() + days * DAY_MS
      await promises.setState('custody-clock', Buffer.from(String(now)))
    }
    await Promise.all(mesh.sites().map(site => mesh.start(site)))
  }

  async function alarm(site: string): Promise<{ sentence: string; next: string | null } | undefined> {
    const { alarms } = await mesh.json<StatusJson>(site, ['status'], [0, 4])
    return alarms.find(({ code }) => code === 'DELETION')
  }

  test('is shown before it is signed, and one owner of two does not delete', async () => {
    const what = `nocturne@${old.slice(0, 12)}`
    const shown = await mesh.succeed(BERLIN.name, ['delete', what, '--dry-run'])
    assert.match(shown.stdout, /nocturne: 1 snapshot to delete at every site, 1 stay/)
    assert.match(shown.stdout, /1 is locked here, the last for \d d/)
    assert.deepEqual(await deletions(BERLIN.name), [])
    await refused(BERLIN.name, ['delete', what], 'USAGE') // nobody to ask, and no --yes
    await refused(BERLIN.name, ['delete', what, '--yes', '--wait', '1h'], 'USAGE')
    const args = ['delete', what, '--why', 'recorded without consent', '--yes', '--out', file]
    const asked = await mesh.succeed(BERLIN.name, args)
    assert.match(asked.stdout, /1 of 2 signatures.*1 more of hfo1/)
    assert.deepEqual(await deletions(BERLIN.name), [])
    await refused(BERLIN.name, ['owner', 'submit', file, '--yes'], 'NOT_ALLOWED')
  })

  test('is signed where no daemon runs, and submitted at any site', async () => {
    const look = await runCli(bert.home, ['owner', 'sign', file, '--dry-run'])
    assert.match(look.stdout, /deletes 1 snapshot of project [0-9a-f]{32} at every site/)
    assert.match(look.stdout, new RegExp(old))
    assert.match(look.stdout, /why: recorded without consent/)
    assert.match(await signs(file), /^signed: /)
    const submitted = await mesh.succeed(POTSDAM.name, ['owner', 'submit', file, '--yes'])
    assert.match(submitted.stdout, /1 snapshot of nocturne will be deleted: certificate [0-9a-f]{12}/)
    await untilEverywhere(async site => {
      const [one] = await deletions(site)
      assert.deepEqual([one?.state, one?.held, one?.quarantined], ['waiting', 1, 0], site)
      const told = await alarm(site)
      assert.match(
        told?.sentence ?? '',
        /1 snapshot of nocturne will be deleted \(recorded without consent\): .* in [23] d/,
      )
      assert.match(told?.next ?? '', /^holdfast undelete [0-9a-f]{12}$/)
      const listed = await mesh.succeed(site, ['snapshots', 'nocturne'])
      assert.match(listed.stdout, /to be deleted: holdfast undelete [0-9a-f]{12}/)
    })
  })

  test('waits where the clock is ten years ahead as anywhere else', async () => {
    await mesh.succeed(FRANKFURT.name, ['stop'])
    const env = { NODE_OPTIONS: `--import=${PRELOAD}`, HOLDFAST_TEST_SKEW_MS: String(10 * YEAR_MS) }
    await mesh.start(FRANKFURT.name, env)
    const [one] = await deletions(FRANKFURT.name)
    assert.deepEqual([one?.state, one?.held, one?.quarantined], ['waiting', 1, 0])
    assert.ok(one!.waitSeconds > 2.9 * 24 * 3600, String(one!.waitSeconds))
    assert.deepEqual((await keeping(FRANKFURT.name, old)).state, 'retained')
    await mesh.succeed(FRANKFURT.name, ['stop'])
    await mesh.start(FRANKFURT.name)
  })

  test('has its end after eight days of running time: out of the holdings, its bytes in quarantine', async () => {
    await passCustody(8)
    await untilEverywhere(async site => {
      const [one] = await deletions(site)
      assert.deepEqual([one?.state, one?.held, one?.quarantined], ['over', 0, 1], site)
      const seen = await keeping(site, old)
      assert.deepEqual([seen.state, seen.here], ['deleted', 'trashed'], site)
      assert.match((await alarm(site))?.sentence ?? '', /1 in quarantine, bytes go here in [67] d/)
    })
    // The rest of the holding counts as before.
    await mesh.untilCopies(BERLIN.name, 'nocturne', 3)
    assert.equal((await keeping(POTSDAM.name, newest)).here, 'held')
  })

  test('is called back by an operator, and every copy is whole again', async () => {
    const back = await mesh.succeed(BERLIN.name, ['undelete', `nocturne@${old.slice(0, 12)}`])
    assert.match(back.stdout, /1 snapshot of nocturne stays/)
    await untilEverywhere(async site => {
      const seen = await keeping(site, old)
      assert.deepEqual([seen.state, seen.here], ['retained', 'held'], site)
      assert.equal(await alarm(site), undefined, site)
    })
    await mesh.untilCopies(FRANKFURT.name, 'nocturne', 3)
    const target = join(mesh.folder, 'restored')
    await mesh.succeed(FRANKFURT.name, ['restore', `nocturne@${old.slice(0, 12)}`, '--to', target])
    assert.deepEqual((await compareFolders(original, target)).differences, [])
    const log = await mesh.run(BERLIN.name, ['audit', '--act', 'undelete'])
    assert.match(log.stdout, /undelete/)
    await refused(BERLIN.name, ['undelete', 'nocturne'], 'RECORD_UNKNOWN')
  })

  test('asks for a one-time code where the owners do', async () => {
    const codes = join(mesh.folder, 'codes.proposal')
    const on = await mesh.succeed(BERLIN.name, ['owner', 'totp', 'on', '--yes', '--json', '--out', codes])
    const { secret } = JSON.parse(on.stdout.split('\n')[0] ?? '') as { secret: string }
    await signs(codes)
    await mesh.succeed(BERLIN.name, ['owner', 'submit', codes, '--yes'])
    const again = join(mesh.folder, 'again.proposal')
    await mesh.succeed(BERLIN.name, ['delete', `nocturne@${old.slice(0, 12)}`, '--yes', '--out', again])
    await signs(again)
    await refused(BERLIN.name, ['owner', 'submit', again, '--yes'], 'TOTP_NEEDED')
    await refused(BERLIN.name, ['owner', 'submit', again, '--yes', '--totp', '000000'], 'TOTP_WRONG')
    const code = totpCode(base32(secret), totpStep(Date.now()) + 1)
    await mesh.succeed(BERLIN.name, ['owner', 'submit', again, '--yes', '--totp', code])
    const [, second] = await deletions(BERLIN.name)
    assert.equal(second?.state, 'waiting')
    // An owner calls it back as well, where the site itself may not: Potsdam is no operator.
    const back = ['undelete', second!.certificate.slice(0, 10)]
    await eventually(async () => (await deletions(POTSDAM.name)).length === 2, PATIENCE)
    await refused(POTSDAM.name, back, 'NOT_ALLOWED')
    await mesh.succeed(POTSDAM.name, [...back, ...bert.flags])
    await untilEverywhere(async site => {
      assert.deepEqual(
        (await deletions(site)).map(({ state }) => state),
        ['undeleted', 'undeleted'],
        site,
      )
    })
  })
})

function base32(text: string): Buffer {
  const bits = [...text].map(character =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(character).toString(2).padStart(5, '0'),
  )
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)))
}
