// A writer that publishes more than its quota: nobody fetches what is over, whoever it is is named, and everybody else's
// work goes on (I8).
import { test } from 'node:test'
import { eventually } from '../helpers/eventually.ts'
import { figure } from '../helpers/figure.ts'
import { writeFiles } from '../helpers/local-site.ts'
import { BERLIN, FRANKFURT, POTSDAM, untilMet } from '../helpers/process-mesh.ts'
import { namedInStatusAndAudit, PATIENCE, PROJECT, startActor, startHonest, targetOf, turn } from './harness.ts'

const QUOTA = 100_000
const CHUNK = 41_000

test('a writer over its quota fills nobody’s disk', async () => {
  await using honest = await startHonest([])
  const { mesh } = honest
  await mesh.add(FRANKFURT, [], ['--quota', '100kB'])
  await untilMet(mesh)
  const targets = await Promise.all([BERLIN, POTSDAM].map(({ name }) => targetOf(mesh, name)))
  const turned = await turn(mesh, FRANKFURT.name)
  const before = await used()
  await using writer = startActor<void>('writer', { turned, targets, store: mesh.store(FRANKFURT.name) })
  // 240 kB, of which the quota has room for less than a half.
  writer.tell({ publish: 'harmless' })
  const id = await writer.heard<string>('published')
  await eventually(async () => (await mesh.snapshots(BERLIN.name, PROJECT)).some(one => one.id === id), PATIENCE)
  for (const { name } of [BERLIN, POTSDAM]) await namedInStatusAndAudit(mesh, name, FRANKFURT.name, 'quota')
  // What takes it over its quota is the last it takes.
  const grown = (await used()) - before
  const most = QUOTA + CHUNK
  figure('a writer of 240 kB under a quota of 100 kB: bytes it took at a holder', grown, `≤ ${most}`, grown <= most)
  // The project's own figure is the least over all its snapshots, those that are withheld among them; the honest ones have
  // their copies all the same.
  await writeFiles(honest.folder, { 'after.wav': 50_000 }, 3)
  const newest = await mesh.snapshot(BERLIN.name, PROJECT)
  await eventually(
    async () => ((await mesh.snapshots(BERLIN.name, PROJECT)).find(one => one.id === newest)?.copies.have ?? 0) >= 2,
    PATIENCE,
  )
  writer.tell({ publish: 'nothing' })
  await writer.result

  /** Bytes of all chunks that Potsdam holds. */
  async function used(): Promise<number> {
    return (await mesh.json<{ bytes: number }>(POTSDAM.name, ['verify'], [0])).bytes
  }
})
