// The main job, shown with real daemons on this machine: three sites take a folder to three proved copies, lose a site
// to SIGKILL, heal onto a fourth, mend a flipped byte, and give the tree back bit for bit. `npm run demo [-- --folder DIR]`
import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { compareFolders } from './compare-folders.ts'
import { flipByte } from './flip-byte.ts'
import { LocalMesh, type SiteSpec } from './local-mesh.ts'
import { generateStudioProject } from './studio/project.ts'

const MB = 1_000_000
const GRACE_S = 10
const PROJECT = 'nova-lp'

const SITES: readonly SiteSpec[] = [
  { name: 'berlin-a', location: 'berlin-studio', medium: 'ssd', manager: 'Kreuzberg Sound' },
  { name: 'potsdam', location: 'potsdam', medium: 'hdd', manager: 'A. Weiss' },
  { name: 'frankfurt', location: 'frankfurt', medium: 'hdd', manager: 'Hosting GmbH' },
  { name: 'amsterdam', location: 'amsterdam', medium: 'ssd', manager: 'Hosting GmbH' },
]

interface StatusJson {
  readonly projects: readonly { name: string; state: string; copies: { have: number; need: number }; inGrace: number }[]
}

const { values } = parseArgs({ options: { folder: { type: 'string' }, mb: { type: 'string', default: '320' } } })
const startedAt = performance.now()
const times: [string, number][] = []

process.exitCode = await demo()

async function demo(): Promise<number> {
  const mesh = await LocalMesh.create()
  const stop = (): void => void mesh[Symbol.asyncDispose]().finally(() => process.exit(130))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  try {
    await show(mesh)
    say(
      `\nPASS  ${times.map(([what, seconds]) => `${what} ${seconds.toFixed(1)} s`).join(', ')}, in all ${elapsed().toFixed(0)} s`,
    )
    return 0
  } catch (error) {
    say(`\nFAIL  after ${elapsed().toFixed(0)} s: ${error instanceof Error ? error.message : String(error)}`)
    for (const site of mesh.sites())
      say(`log of ${site}: ${join(mesh.home(site), 'daemon.log')} (kept with HOLDFAST_KEEP=1)`)
    return 1
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
    await mesh[Symbol.asyncDispose]()
  }
}

async function show(mesh: LocalMesh): Promise<void> {
  const [first, second, third, fourth] = SITES as [SiteSpec, SiteSpec, SiteSpec, SiteSpec]

  step('A project to keep')
  const folder = values.folder ? resolve(values.folder) : join(mesh.folder, 'sessions', 'Nova LP')
  if (values.folder === undefined) {
    const made = await generateStudioProject(folder, Number(values.mb) * MB)
    say(`generated ${made.files} files, ${(made.bytes / MB).toFixed(0)} MB in ${folder}`)
  } else say(`your folder: ${folder}`)

  step('Three sites in three locations')
  await operate(
    mesh,
    first.name,
    () => mesh.init('kreuzberg', first),
    `init kreuzberg --site ${first.name} --location ${first.location} --medium ${first.medium} --manager "${first.manager}"`,
  )
  for (const spec of [second, third]) {
    prompt(
      first.name,
      `invite --site ${spec.name} --location ${spec.location} --medium ${spec.medium} --manager "${spec.manager}"`,
    )
    await operate(mesh, spec.name, () => mesh.add(spec), 'join -')
  }
  await operator(mesh, first.name, ['sites'])

  step('Three proved copies')
  await operator(mesh, first.name, [
    'project',
    'add',
    PROJECT,
    '--folder',
    folder,
    '--policy',
    'standard',
    '--policy',
    `grace=${GRACE_S}s`,
  ])
  const ingestAt = performance.now()
  await operator(mesh, first.name, ['snapshot', PROJECT, '--wait=2m'])
  await until(mesh, 'three proved copies', project => project.copies.have >= 3 && project.state === 'ok')
  took('to three proved copies', ingestAt)
  await operator(mesh, first.name, ['status'])
  await operator(mesh, first.name, ['whereis', PROJECT])

  step(`${third.name} dies (SIGKILL); a fourth site joins`)
  const killedAt = performance.now()
  const pid = await mesh.pid(third.name)
  await mesh.kill(third.name)
  say(`SIGKILL ${third.name} (pid ${pid})`)
  await until(mesh, '3/3 with 1 in grace', project => project.inGrace === 1 && project.copies.have === 3)
  await operator(mesh, first.name, ['status'])
  // It joins only now: a site that heard the dead one last a moment before the others would heal before they show 2/3.
  prompt(
    first.name,
    `invite --site ${fourth.name} --location ${fourth.location} --medium ${fourth.medium} --manager "${fourth.manager}"`,
  )
  await operate(mesh, fourth.name, () => mesh.add(fourth), 'join -')
  await until(mesh, '2/3', project => project.copies.have === 2)
  took('grace over after', killedAt)
  await operator(mesh, first.name, ['status'], [0, 4])
  await operator(mesh, first.name, ['whereis', PROJECT])
  await until(mesh, 'three proved copies again', project => project.copies.have >= 3 && project.state === 'ok')
  took('healed after', killedAt)
  await operator(mesh, first.name, ['status'])
  await operator(mesh, first.name, ['whereis', PROJECT])

  step(`A byte rots on the disk of ${second.name}`)
  const rotAt = performance.now()
  say(`flipped a byte in ${await flipByte(join(mesh.store(second.name), 'packs'))}`)
  await operator(mesh, second.name, ['verify'], [5])
  await operator(mesh, second.name, ['verify'])
  await until(
    mesh,
    'three proved copies after the repair',
    project => project.copies.have >= 3 && project.state === 'ok',
  )
  took('rot found and mended in', rotAt)

  step('The tree comes back bit for bit')
  const restoreAt = performance.now()
  const target = join(mesh.folder, 'restored')
  await operator(mesh, fourth.name, ['restore', PROJECT, '--to', target])
  took('restored in', restoreAt)
  const compared = await compareFolders(folder, target)
  if (compared.differences.length > 0)
    throw new Error(`the restored tree differs: ${compared.differences.slice(0, 5).join('; ')}`)
  say(
    `compared ${compared.entries} entries, ${(compared.bytes / MB).toFixed(0)} MB: names, bytes, modes, times and links are equal` +
      (compared.leftOut > 0 ? `; ${compared.leftOut} rebuildable files were left out` : ''),
  )
  await nothingLeftBehind(folder)
}

// Holdfast never writes into a session folder.
async function nothingLeftBehind(folder: string): Promise<void> {
  const marks = (await readdir(folder)).filter(name => name.toLowerCase().includes('holdfast'))
  if (marks.length > 0) throw new Error(`left behind in the source: ${marks.join(', ')}`)
}

async function operator(
  mesh: LocalMesh,
  site: string,
  args: readonly string[],
  codes: readonly number[] = [0, 4],
): Promise<void> {
  prompt(site, args.map(arg => (/[\s"]/.test(arg) ? JSON.stringify(arg) : arg)).join(' '))
  const ran = await mesh.run(site, args)
  if (ran.stdout.trim() !== '') say(ran.stdout.trimEnd())
  if (!codes.includes(ran.code))
    throw new Error(`holdfast ${args.join(' ')} exited with ${ran.code}: ${ran.stderr.trim()}`)
}

async function operate(
  _mesh: LocalMesh,
  site: string,
  run: () => Promise<{ stdout: string }>,
  shown: string,
): Promise<void> {
  prompt(site, shown)
  const { stdout } = await run()
  if (stdout.trim() !== '') say(stdout.trimEnd())
}

async function until(
  mesh: LocalMesh,
  what: string,
  holds: (project: StatusJson['projects'][number]) => boolean,
  withinMs = 90_000,
): Promise<void> {
  const give = performance.now() + withinMs
  while (performance.now() < give) {
    const { projects } = await mesh.json<StatusJson>('berlin-a', ['status'])
    const project = projects.find(one => one.name === PROJECT)
    if (project && holds(project)) return
    await new Promise(next => setTimeout(next, 250))
  }
  const { stdout } = await mesh.run('berlin-a', ['status'])
  throw new Error(`did not see ${what} within ${withinMs / 1000} s\n${stdout}`)
}

function took(what: string, since: number): void {
  times.push([what, (performance.now() - since) / 1000])
}

function elapsed(): number {
  return (performance.now() - startedAt) / 1000
}

function step(title: string): void {
  say(`\n== ${title}   [+${elapsed().toFixed(1)} s]`)
}

function prompt(site: string, command: string): void {
  say(`\n${site}$ holdfast ${command}`)
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
