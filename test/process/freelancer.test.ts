// A freelancer, end to end over real daemons: it is invited to one project with a ring of its own, snapshots that, and can
// restore, change or publish nothing else, whatever its daemon is made to sign.
import assert from 'node:assert/strict'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import type { ProjectId } from '../../protocol/ids.ts'
import type { SiteSpec } from '../../scripts/local-mesh.ts'
import type { Forged, RogueTask } from '../adversary/actors/rogue-writer.ts'
import { names, startActor, targetOf, turn } from '../adversary/harness.ts'
import { eventually } from '../helpers/eventually.ts'
import { ONE_COPY, writeFiles } from '../helpers/local-site.ts'
import { BERLIN, POTSDAM, ProcessMesh } from '../helpers/process-mesh.ts'

const FREELANCER: SiteSpec = { name: 'mara', location: 'leipzig', medium: 'ssd', manager: 'Mara' }
const [STUDIO, HERS] = ['nova-master', 'vocals']
/** Several daemons start and prove at once, beside whatever else the machine does. */
const LONG = { within: 120_000, every: 250 }

interface Listed {
  readonly id: ProjectId
  readonly name: string | null
  readonly rev: number
  readonly phase: string
  readonly policy: { readonly copies: number }
}

suite('a freelancer', () => {
  const scope = new AsyncDisposableStack()
  let mesh: ProcessMesh
  const folder = (name: string) => join(mesh.folder, name)
  const projects = async (site: string) => (await mesh.json<{ projects: Listed[] }>(site, ['project', 'list'])).projects
  const project = async (site: string, name: string) => {
    const found = (await projects(site)).find(one => one.name === name)
    if (found === undefined) throw new Error(`${site} knows no ${name}`)
    return found
  }
  /** What a command that must fail at her site said. */
  async function refused(...args: string[]): Promise<string> {
    const { code, stderr } = await mesh.run(FREELANCER.name, args)
    assert.notEqual(code, 0, args.join(' '))
    return stderr
  }

  before(async () => {
    mesh = scope.use(await ProcessMesh.create())
    await mesh.init('kreuzberg', BERLIN)
    await mesh.add(POTSDAM)
    await writeFiles(folder('nova'), { 'master.wav': 80_000 })
    await writeFiles(folder('empty'), { 'guide.wav': 30_000 }, 2)
    await writeFiles(folder('takes'), { 'lead.wav': 60_000, 'double.wav': 60_000 }, 3)
    const add = (name: string, from: string, ...more: string[]) =>
      mesh.succeed(BERLIN.name, ['project', 'add', name, '--folder', folder(from), '--policy', ONE_COPY, ...more])
    await add(STUDIO!, 'nova')
    await add(HERS!, 'empty', '--ring', 'new')
    await mesh.succeed(BERLIN.name, ['snapshot', STUDIO!])
    await mesh.succeed(BERLIN.name, ['snapshot', HERS!])
    await mesh.add(FREELANCER, [], ['--role', 'writer', '--project', HERS!])
    await eventually(() => project(FREELANCER.name, HERS!), LONG)
  })
  after(() => scope.disposeAsync())

  test('snapshots the project she was invited to, and the studio restores what she took', async () => {
    const add = ['project', 'add', HERS!, '--folder', folder('takes')]
    await mesh.succeed(FREELANCER.name, add)
    const taken = await mesh.snapshot(FREELANCER.name, HERS!)
    await eventually(async () => {
      const { code, stderr } = await mesh.run(BERLIN.name, [
        ...['restore', `${HERS}@${taken}`, '--to', folder('back'), '--overwrite', 'always'],
      ])
      if (code !== 0) throw new Error(stderr)
      return true
    }, LONG)
    for (const file of ['lead.wav', 'double.wav'])
      assert.deepEqual(await readFile(join(folder('back'), file)), await readFile(join(folder('takes'), file)))
  })

  test('restores, finds and reads nothing else, and is told why', async () => {
    const { id } = await project(BERLIN.name, STUDIO!)
    await eventually(async () => (await projects(FREELANCER.name)).some(one => one.id === id), LONG)
    const { name } = (await projects(FREELANCER.name)).find(one => one.id === id)!
    assert.equal(name, null)
    const to = folder('stolen')
    for (const words of [
      ['restore', id, '--to', to],
      ['history', id, 'master.wav'],
      ['lint', id],
    ])
      assert.match(await refused(...words), /KEY_MISSING|key|ring|read/i, words.join(' '))
    await assert.rejects(stat(to), { code: 'ENOENT' })
    const { stdout } = await mesh.run(FREELANCER.name, ['find', 'master', '--json'])
    assert.equal(stdout.includes('master.wav'), false)
  })

  test('changes no policy, makes no project, and snapshots no other: her own daemon says so', async () => {
    const { id } = await project(BERLIN.name, STUDIO!)
    const policy = await refused('policy', 'set', HERS!, 'copies=2')
    assert.match(policy, /this site is a writer: it can't change vocals, which another site made/)
    assert.match(policy, /at an owner's machine: holdfast site set mara --role operator/)
    assert.match(await refused('project', 'add', 'mine', '--folder', folder('takes')), /can't make projects/)
    assert.match(await refused('snapshot', id), /writer, kept to 1 project: it can't take snapshots/)
    assert.match(await refused('project', 'rm', HERS!, '--yes'), /can't change vocals/)
  })

  test('gets nothing past the others with a daemon that signs what hers must not, and is named', async () => {
    const before = { studio: await project(BERLIN.name, STUDIO!), hers: await project(BERLIN.name, HERS!) }
    const targets = [await targetOf(mesh, BERLIN.name), await targetOf(mesh, POTSDAM.name)]
    const turned = await turn(mesh, FREELANCER.name)
    const task: RogueTask = {
      turned,
      store: mesh.store(FREELANCER.name),
      targets,
      foreign: before.studio.id,
      own: before.hers.id,
    }
    await using rogue = startActor<Forged>('rogue-writer', task)
    const snapshot = await rogue.heard<string>('forged')
    for (const site of [BERLIN.name, POTSDAM.name]) {
      const sentence = await eventually(() => names(mesh, site, FREELANCER.name, /role forbids/), LONG)
      assert.match(sentence, /mara/)
      const [studio, hers] = [await project(site, STUDIO!), await project(BERLIN.name, HERS!)]
      for (const [is, was] of [
        [studio, before.studio],
        [hers, before.hers],
      ] as const)
        assert.deepEqual([is.rev, is.phase, is.policy.copies], [was.rev, was.phase, was.policy.copies])
      const listed = await mesh.snapshots(site, STUDIO!)
      assert.equal(
        listed.some(one => one.id === snapshot),
        false,
      )
    }
    rogue.tell('enough')
    await rogue.result
  })

  test('is heard again with an honest daemon: what she may sign still arrives', async () => {
    await mesh.start(FREELANCER.name)
    await writeFiles(folder('takes'), { 'last.wav': 40_000 }, 9)
    const taken = await mesh.snapshot(FREELANCER.name, HERS!)
    await eventually(async () => {
      const known = await mesh.snapshots(BERLIN.name, HERS!)
      if (!known.some(({ id }) => id === taken)) throw new Error('not there yet')
      return true
    }, LONG)
  })
})
