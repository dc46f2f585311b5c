// A drill on four real daemons: what may not be killed is not, the timeline ends in PASS, the report is signed, and the
// site stays down for as long as the drill holds it, whoever starts it.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { bytesOf, parseId } from '../../protocol/ids.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { verifySigned } from '../../protocol/signed.ts'
import { eventually } from '../helpers/eventually.ts'
import { addProject, writeFiles } from '../helpers/local-site.ts'
import {
  AMSTERDAM,
  BERLIN,
  FRANKFURT,
  PATIENCE,
  POTSDAM,
  type ProcessMesh,
  type SitesJson,
  startMesh,
} from '../helpers/process-mesh.ts'

const HOLD_S = 25

interface ReportFile {
  readonly report: {
    readonly drill: string
    readonly kind: string
    readonly victim: { readonly name: string }
    readonly holdSeconds: number
    readonly events: readonly { readonly event: string; readonly seconds: number }[]
    readonly fewestCopies: number
    readonly result: string
  }
  readonly signed: { readonly site: string; readonly mesh: string; readonly body: string; readonly signature: string }
}

suite('a drill', () => {
  const scope = new AsyncDisposableStack()
  let mesh: ProcessMesh
  let victim: string
  let startedAgain: Promise<void> | undefined

  before(async () => {
    mesh = scope.use(await startMesh([BERLIN, POTSDAM, FRANKFURT, AMSTERDAM]))
    const folder = join(mesh.folder, 'session')
    await writeFiles(folder, { 'a.wav': 10_000_000, 'song.rpp': 2_000 })
    await addProject(mesh, 'album', folder, 'copies=3 location=3 medium=1 manager=1 grace=10m')
    await mesh.snapshot(BERLIN.name, 'album')
    await mesh.untilCopies(BERLIN.name, 'album', 3)
    const { sites } = await mesh.whereis(BERLIN.name, 'album')
    victim = sites.find(site => site.counted && site.labels.medium === 'hdd')!.name
  })
  after(async () => {
    await startedAgain?.catch(() => undefined) // told by the test that awaits it
    await scope.disposeAsync()
  })

  const drill = (site: string, ...more: string[]): string[] => ['drill', 'run', 'kill', site, ...more]

  test('A drill that would leave a project without a proved copy is refused, and nothing is killed', async () => {
    const folder = join(mesh.folder, 'sketch')
    await writeFiles(folder, { 'idea.wav': 50_000 }, 2)
    await addProject(mesh, 'sketch', folder, 'copies=2 location=2 medium=1 manager=1 only.medium=ssd grace=3s')
    await mesh.snapshot(BERLIN.name, 'sketch')
    await mesh.untilCopies(victim, 'sketch', 2)
    // The only other site on ssd: nobody can take its place.
    await mesh.succeed(AMSTERDAM.name, ['stop'])
    await eventually(async () => (await mesh.project(victim, 'sketch')).counted.length === 1, PATIENCE)
    const refused = await mesh.run(victim, drill(BERLIN.name, '--yes'))
    assert.equal(refused.code, 12, refused.stderr)
    assert.match(refused.stderr, /without berlin-a no proved copy of sketch would stand/)
    assert.match(refused.stderr, /next: .*--allow-risk/)
    await mesh.json(BERLIN.name, ['status'])
    await mesh.start(AMSTERDAM.name)
    await mesh.untilCopies(BERLIN.name, 'sketch', 2)
  })

  test('A drill asks first, and refuses its own site and one that is not there', async () => {
    const unasked = await mesh.run(BERLIN.name, drill(victim))
    assert.equal(unasked.code, 2, unasked.stderr)
    assert.match(unasked.stderr, /without a terminal, give --yes/)
    const own = await mesh.run(BERLIN.name, drill(BERLIN.name, '--yes'))
    assert.equal(own.code, 2, own.stderr)
    assert.match(own.stderr, /berlin-a is the site this command talks to/)
    const nobody = await mesh.run(BERLIN.name, drill('hamburg', '--yes'))
    assert.equal(nobody.code, 13, nobody.stderr)
    assert.match(nobody.stderr, /no site is called "hamburg"/)
    assert.notEqual(await mesh.pid(victim), undefined)
  })

  test('A kill is followed from noticed to whole again and ends in PASS with a signed report', async () => {
    await mesh.succeed(BERLIN.name, ['policy', 'set', 'album', 'grace=3s'])
    const file = join(mesh.folder, 'drill.json')
    const killed = await mesh.pid(victim)
    const options = ['--yes', `--hold=${HOLD_S}s`, '--target=60s', '--report', file]
    const ran = await mesh.spawn(BERLIN.name, drill(victim, ...options), {
      // As a supervisor would, at once.
      onOutput: () => (startedAgain ??= mesh.start(victim)),
    })
    startedAgain?.catch(() => undefined) // awaited below
    assert.equal(ran.code, 0, `${ran.stdout}${ran.stderr}`)
    const lines = ran.stdout.trimEnd().split('\n')
    const steps = [
      / killed$/,
      / noticed +target 0:30 {2}ok$/,
      / repair starts: 1 project$/,
      / every project at policy +target 1:00 {2}ok$/,
    ]
    for (const [at, step] of steps.entries()) assert.match(lines[at] ?? '', step)
    assert.match(
      lines[4] ?? '',
      /^PASS {2}noticed 0:\d\d, whole again 0:\d\d, fewest copies 2 {3}report .*drill\.json \(signed\)$/,
    )
    assert.notEqual(await mesh.pid(victim), killed)

    const { report, signed } = JSON.parse(await readFile(file, 'utf8')) as ReportFile
    assert.equal(report.kind, 'kill')
    assert.equal(report.victim.name, victim)
    assert.equal(report.result, 'PASS')
    assert.equal(report.fewestCopies, 2)
    assert.deepEqual(
      report.events.map(({ event }) => event),
      ['killed', 'noticed', 'repairing', 'whole'],
    )
    const message = new pb.Signed({
      body: Buffer.from(signed.body, 'base64'),
      author: bytesOf(parseId('SiteId', signed.site)),
      signature: Buffer.from(signed.signature, 'base64'),
    })
    const body = verifySigned('report', parseId('MeshId', signed.mesh), message)
    assert.deepEqual(JSON.parse(Buffer.from(body).toString('utf8')), report)
    const { sites } = await mesh.json<SitesJson>(BERLIN.name, ['sites'])
    assert.equal(sites.find(({ id }) => id === signed.site)?.name, BERLIN.name)
  })

  test('The site stays down while it is held, comes up by itself afterwards, and its copy is proved again', async () => {
    const held = await mesh.run(victim, ['status'])
    assert.equal(held.code, 10, held.stdout)
    const { sites } = await mesh.json<SitesJson>(BERLIN.name, ['sites'])
    assert.equal(sites.find(({ name }) => name === victim)?.state, 'down')
    await startedAgain
    await mesh.untilCopies(BERLIN.name, 'album', 4)
    await eventually(async () => (await mesh.copyAt(BERLIN.name, 'album', victim))?.counted, PATIENCE)
  })
})
