// Real daemons on this machine, each with a home, a store and ports of its own, driven through the command line as an
// operator would. The demo and the process tests stand on it; it ends only processes it started.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BIN } from './program-files.ts'
import { startDaemon } from './start-daemon.ts'

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface SiteSpec {
  readonly name: string
  readonly location: string
  readonly medium: string
  readonly manager: string
}

export interface RunOptions {
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
  readonly timeoutMs?: number
  /** Receives output as it comes. */
  readonly onOutput?: (text: string) => void
}

export class LocalMesh implements AsyncDisposable {
  readonly folder: string
  readonly #env: Readonly<Record<string, string>>
  readonly #homes = new Map<string, { home: string; port: number }>()
  readonly #running = new Set<ChildProcess>()
  #first: string | undefined

  protected constructor(folder: string, env: Readonly<Record<string, string>>) {
    this.folder = folder
    this.#env = { XDG_RUNTIME_DIR: join(folder, 'run'), ...env }
  }

  /** What every process of this mesh finds in its environment. */
  get env(): Readonly<Record<string, string>> {
    return this.#env
  }

  static async create(env: Readonly<Record<string, string>> = {}): Promise<LocalMesh> {
    return new LocalMesh(await mkdtemp(join(tmpdir(), 'hf-')), env)
  }

  home(site: string): string {
    return this.#home(site).home
  }

  store(site: string): string {
    return join(this.home(site), 'store')
  }

  /** Where other members reach the site on loopback. */
  port(site: string): number {
    return this.#home(site).port
  }

  sites(): string[] {
    return [...this.#homes.keys()]
  }

  #home(site: string): { home: string; port: number } {
    const home = this.#homes.get(site)
    if (home === undefined) throw new TypeError(`no site ${site}`)
    return home
  }

  /** Reserves a home and ports for a site without starting anything. */
  async prepare(site: string): Promise<string[]> {
    const port = await freePorts()
    const home = join(this.folder, site)
    await mkdir(home, { recursive: true })
    this.#homes.set(site, { home, port })
    return ['--listen', `/ip4/127.0.0.1/tcp/${port}`, '--join-listen', `/ip4/127.0.0.1/tcp/${port + 1}`]
  }

  /** Founds the mesh at its first site; the daemon runs in the background afterwards. */
  async init(mesh: string, spec: SiteSpec, more: readonly string[] = []): Promise<Ran> {
    const listen = await this.prepare(spec.name)
    this.#first = spec.name
    return this.succeed(spec.name, [
      'init',
      mesh,
      '--site',
      spec.name,
      '--location',
      spec.location,
      '--medium',
      spec.medium,
      '--manager',
      spec.manager,
      ...listen,
      ...more,
    ])
  }

  /** A ticket for one site, from the founding site. */
  async invite(spec: SiteSpec, more: readonly string[] = []): Promise<string> {
    const { stdout } = await this.succeed(this.#first!, [
      'invite',
      '--site',
      spec.name,
      '--location',
      spec.location,
      '--medium',
      spec.medium,
      '--manager',
      spec.manager,
      ...more,
    ])
    return stdout.trim()
  }

  /** Invites and joins a site. `invited`: more words for the invite, such as --blind. */
  async add(spec: SiteSpec, more: readonly string[] = [], invited: readonly string[] = []): Promise<Ran> {
    const ticket = await this.invite(spec, invited)
    const listen = await this.prepare(spec.name)
    return this.succeed(spec.name, ['join', '-', ...listen, ...more], { stdin: `${ticket}\n` })
  }

  /** Runs a command against a site's daemon. */
  run(site: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    const env = { ...process.env, NO_COLOR: '1', ...this.#env, ...options.env, HOLDFAST_HOME: this.home(site) }
    const child = spawn(process.execPath, [BIN, ...args], { env, cwd: this.folder, stdio: ['pipe', 'pipe', 'pipe'] })
    this.#running.add(child)
    child.stdin.on('error', () => child.stdin.destroy())
    child.stdin.end(options.stdin ?? '')
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      options.onOutput?.(text)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    const late = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 120_000)
    return new Promise((done, reject) => {
      child.once('error', reject)
      child.once('close', code => {
        clearTimeout(late)
        this.#running.delete(child)
        done({ code: code ?? -1, stdout, stderr })
      })
    })
  }

  /** Runs a command that must exit with 0. */
  async succeed(site: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    const ran = await this.run(site, args, options)
    if (ran.code !== 0)
      throw new Error(`holdfast ${args.join(' ')} at ${site} exited with ${ran.code}\n${ran.stdout}\n${ran.stderr}`)
    return ran
  }

  /** The last JSON document a command prints; any exit code in `codes`. */
  async json<T>(site: string, args: readonly string[], codes: readonly number[] = [0, 4]): Promise<T> {
    const ran = await this.run(site, [...args, '--json'])
    if (!codes.includes(ran.code))
      throw new Error(`holdfast ${args.join(' ')} at ${site} exited with ${ran.code}\n${ran.stdout}\n${ran.stderr}`)
    const text = ran.stdout.trim()
    return JSON.parse(
      text.startsWith('{') && !text.includes('\n{') ? text : text.slice(text.lastIndexOf('\n{') + 1),
    ) as T
  }

  /** The daemon's pid, as its home says; undefined when that process is gone, or the number is another's by now. */
  async pid(site: string): Promise<number | undefined> {
    try {
      const { pid } = JSON.parse(await readFile(join(this.home(site), 'daemon.json'), 'utf8')) as { pid: number }
      if (!isAlive(pid)) return undefined
      if (process.platform !== 'linux') return pid
      return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes(this.home(site)) ? pid : undefined
    } catch (error) {
      if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
      throw error
    }
  }

  /** SIGKILL, as a power cut would; resolves when the process is gone. */
  async kill(site: string, signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const pid = await this.pid(site)
    if (pid === undefined) return
    process.kill(pid, signal)
    while (isAlive(pid)) await new Promise(next => setImmediate(next))
  }

  /** Starts a site's daemon again, in the background, `before` being words before the command; resolves when it answers. */
  async start(site: string, env: Readonly<Record<string, string>> = {}, before: readonly string[] = []): Promise<void> {
    await startDaemon(this.home(site), join(this.home(site), 'daemon.log'), { ...this.#env, ...env }, before)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#running) child.kill('SIGKILL')
    await Promise.all(this.sites().map(site => this.kill(site, 'SIGKILL')))
    if (process.env.HOLDFAST_KEEP === undefined) await rm(this.folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}

// Below the ports the system gives to outgoing connections, which could take a site's own while it is down.
const FIRST_PORT = 20_000
const LAST_PORT = 32_000

/** The first of two neighbouring free ports on loopback. */
async function freePorts(): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const port = FIRST_PORT + 2 * randomInt((LAST_PORT - FIRST_PORT) / 2)
    if ((await isFree(port)) && (await isFree(port + 1))) return port
  }
  throw new Error('no two neighbouring ports are free')
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    await new Promise<void>((done, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', done)
    })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false
    throw error
  } finally {
    await new Promise<void>(done => server.close(() => done()))
  }
}
