// Meshes of real daemons for the process tests. Commands run in this process (test/helpers/cli.ts), or in one of their
// own where the command's process matters; the daemons are always processes of their own.
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as z from 'zod'
import type { siteList } from '../../protocol/local-api-mesh.ts'
import type { snapshotList } from '../../protocol/local-api-projects.ts'
import type { status, whereis } from '../../protocol/local-api-status.ts'
import { LocalMesh, type Ran, type RunOptions, type SiteSpec } from '../../scripts/local-mesh.ts'
import { runCli } from './cli.ts'
import { eventually } from './eventually.ts'

export type StatusJson = z.input<typeof status>
export type ProjectJson = StatusJson['projects'][number]
export type WhereisJson = z.input<typeof whereis>
export type CopyJson = WhereisJson['sites'][number]
export type SitesJson = z.input<typeof siteList>
export type SnapshotsJson = z.input<typeof snapshotList>

export const BERLIN: SiteSpec = {
  name: 'berlin-a',
  location: 'berlin-studio',
  medium: 'ssd',
  manager: 'Kreuzberg Sound',
}
export const POTSDAM: SiteSpec = { name: 'potsdam', location: 'potsdam', medium: 'hdd', manager: 'A. Weiss' }
export const FRANKFURT: SiteSpec = { name: 'frankfurt', location: 'frankfurt', medium: 'hdd', manager: 'Hosting GmbH' }
export const AMSTERDAM: SiteSpec = { name: 'amsterdam', location: 'amsterdam', medium: 'ssd', manager: 'Hosting GmbH' }

/** Long enough for anything that takes seconds, on a machine that is busy with other things. */
export const PATIENCE = { within: 120_000, every: 100 }

const DAEMON = join(import.meta.dirname, '..', '..', 'node', 'main.ts')
const COMMAND_MS = 90_000

export class ProcessMesh extends LocalMesh {
  static override async create(env: Readonly<Record<string, string>> = {}): Promise<ProcessMesh> {
    return new ProcessMesh(await mkdtemp(join(tmpdir(), 'hf-')), env)
  }

  override async run(site: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    const { exit, stdout, stderr } = await runCli(this.home(site), args, {
      env: { ...this.env, ...options.env },
      daemonMain: DAEMON,
      signal: AbortSignal.timeout(options.timeoutMs ?? COMMAND_MS),
      ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
    })
    return { code: exit, stdout, stderr }
  }

  /** The command in a process of its own, as an operator runs it. */
  spawn(site: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    return super.run(site, args, options)
  }

  async project(site: string, name: string): Promise<ProjectJson> {
    const { projects } = await this.json<StatusJson>(site, ['status'])
    const project = projects.find(one => one.name === name)
    if (project === undefined) throw new Error(`${site} doesn't know ${name}`)
    return project
  }

  whereis(site: string, project: string): Promise<WhereisJson> {
    return this.json<WhereisJson>(site, ['whereis', project])
  }

  /** What `at` sees of the copy at `holder`. */
  async copyAt(at: string, project: string, holder: string): Promise<CopyJson | undefined> {
    return (await this.whereis(at, project)).sites.find(site => site.name === holder)
  }

  /** What `at` sees of a site. */
  async site(at: string, name: string): Promise<SitesJson['sites'][number] | undefined> {
    return (await this.json<SitesJson>(at, ['sites'])).sites.find(site => site.name === name)
  }

  async snapshots(site: string, project: string): Promise<SnapshotsJson['snapshots']> {
    return (await this.json<SnapshotsJson>(site, ['snapshots', project])).snapshots
  }

  /**
   * Waits until `site` sees the project at its policy, with so many copies that count. `orMore`: two sites that begin to
   * fetch at once make one copy too many, which no test but those about that minds.
   */
  async untilCopies(site: string, project: string, copies: number, orMore = false): Promise<ProjectJson> {
    return eventually(async () => {
      const seen = await this.project(site, project)
      const have = seen.copies.have ?? 0
      if ((orMore ? have >= copies : have === copies) && seen.state === 'ok') return seen
      const { stdout } = await this.run(site, ['whereis', project])
      throw new Error(`${site} sees ${seen.copies.have}/${seen.copies.need} copies (${seen.state}):\n${stdout}`)
    }, PATIENCE)
  }

  /** Runs a command again and again until it exits with `code` and prints what matches. */
  async until(site: string, args: readonly string[], code: number, prints = /(?:)/): Promise<Ran> {
    const ran = await eventually(async () => {
      const tried = await this.run(site, args)
      if (tried.code === code && prints.test(tried.stdout)) return tried
      throw new Error(`holdfast ${args.join(' ')} at ${site}: exit ${tried.code}\n${tried.stdout}${tried.stderr}`)
    }, PATIENCE)
    return ran as Ran
  }

  /** Adds a project at a site and takes its first snapshot; returns the snapshot's id. */
  async keep(site: string, name: string, folder: string, policy: readonly string[] = []): Promise<string> {
    const words = ['standard', ...policy].flatMap(word => ['--policy', word])
    await this.succeed(site, ['project', 'add', name, '--folder', folder, ...words])
    return this.snapshot(site, name)
  }

  /** Takes a snapshot; returns its id. */
  async snapshot(site: string, project: string): Promise<string> {
    const { snapshot } = await this.json<{ snapshot: { id: string } }>(site, ['snapshot', project], [0])
    return snapshot.id
  }
}

/** A mesh founded at the first site and joined by the others, each of which sees all. */
export async function startMesh(
  specs: readonly SiteSpec[],
  env: Readonly<Record<string, string>> = {},
): Promise<ProcessMesh> {
  const mesh = await ProcessMesh.create(env)
  try {
    const [first, ...rest] = specs
    await mesh.init('kreuzberg', first!)
    await Promise.all(rest.map(spec => mesh.add(spec)))
    await untilMet(mesh)
    return mesh
  } catch (error) {
    await mesh[Symbol.asyncDispose]()
    throw error
  }
}

/** Waits until every site that runs sees all that run. */
export async function untilMet(mesh: ProcessMesh, sites: readonly string[] = mesh.sites()): Promise<void> {
  for (const site of sites) {
    await eventually(async () => {
      const seen = (await mesh.json<SitesJson>(site, ['sites'])).sites
      const missing = sites.filter(name => !seen.some(one => one.name === name && ['here', 'up'].includes(one.state)))
      if (missing.length > 0) throw new Error(`${site} does not see ${missing.join(', ')}`)
      return true
    }, PATIENCE)
  }
}
