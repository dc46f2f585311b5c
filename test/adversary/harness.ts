// The stage of the adversary kit: a mesh of real daemons, and adversaries that are processes of their own.
//
// A scenario is a test in test/adversary/*.test.ts: it starts a mesh (`startHonest`), takes a member's keys from its
// identity file once that daemon is stopped (`turn`) where the adversary is a member, starts a program of
// test/adversary/actors/ with a task (`startActor`), looks at the honest sites from outside (`loadOf`: CPU, descriptors,
// memory; `status --json`), and ends with `keepsPromises`: the mesh is as it was, and a snapshot taken meanwhile got its
// copies. Figures go through figure.ts. Everything is small unless HOLDFAST_ADVERSARY=full (`scaled`).
//
// An actor is a file that calls `runActor` (actors/actor.ts). What it may use to misbehave: the production network with
// a Serves of its own (actors/member.ts), streams with any bytes on them (actors/member.ts, `rawStream`), or a bare socket
// with Noise on it (actors/raw-noise.ts).
import { type ChildProcess, fork } from 'node:child_process'
import { appendFile, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadIdentity } from '../../node/store/identity.ts'
import { signingKeyFromSeed } from '../../protocol/keys.ts'
import type { AuditEntryView } from '../../protocol/local-api-audit.ts'
import { type Offence, offenceWords } from '../../protocol/offence.ts'
import type { SiteSpec } from '../../scripts/local-mesh.ts'
import { eventually } from '../helpers/eventually.ts'
import { figure } from '../helpers/figure.ts'
import { writeFiles } from '../helpers/local-site.ts'
import {
  BERLIN,
  FRANKFURT,
  POTSDAM,
  type ProcessMesh,
  type SitesJson,
  type StatusJson,
  startMesh,
  untilMet,
} from '../helpers/process-mesh.ts'

export const FULL = process.env.HOLDFAST_ADVERSARY === 'full'

/** The figure's own size, or a small one that shows the same in seconds. */
export function scaled(full: number, short: number): number {
  return FULL ? full : short
}

/** Long enough for anything that takes seconds, on a machine at twenty times its load. */
export const PATIENCE = { within: 120_000, every: 200 }

export const PROJECT = 'nova-lp'

export interface Honest extends AsyncDisposable {
  readonly mesh: ProcessMesh
  /** The honest sites' names; the rest are to be turned. */
  readonly honest: readonly string[]
  /** The project's folder at the first site. */
  readonly folder: string
}

/** Berlin and Potsdam, which stay honest and hold a project in two copies, and whoever else is asked for. */
export async function startHonest(others: readonly SiteSpec[] = [FRANKFURT]): Promise<Honest> {
  const mesh = await startMesh([BERLIN, POTSDAM])
  try {
    const folder = join(mesh.folder, 'Nova LP')
    await writeFiles(folder, { 'kick.wav': 300_000, 'snare.wav': 200_000, 'nova.rpp': 9_000 })
    await mesh.keep(BERLIN.name, PROJECT, folder, ['copies=2', 'location=2', 'medium=2', 'manager=2'])
    await mesh.untilCopies(BERLIN.name, PROJECT, 2)
    // Only now: whoever holds it already stays the one who does.
    for (const spec of others) await mesh.add(spec)
    await untilMet(mesh)
    return {
      mesh,
      honest: [BERLIN.name, POTSDAM.name],
      folder,
      [Symbol.asyncDispose]: () => mesh[Symbol.asyncDispose](),
    }
  } catch (error) {
    await mesh[Symbol.asyncDispose]()
    throw error
  }
}

/** Where a site listens, and the key it proves there. */
export interface Target {
  readonly site: string // SiteId
  readonly host: string
  readonly port: number
}

export async function targetOf(mesh: ProcessMesh, name: string): Promise<Target> {
  const { sites } = await mesh.json<SitesJson>(name, ['sites'])
  const here = sites.find(site => site.state === 'here')
  if (here === undefined) throw new Error(`${name} doesn't list itself`)
  return { site: here.id, host: '127.0.0.1', port: mesh.port(name) }
}

/** What an actor needs to speak as a member. Bytes are hex. */
export interface Turned {
  readonly name: string
  readonly mesh: string // MeshId
  readonly site: string // SiteId
  readonly seed: string
  readonly sealingSeed: string
  /** Encoded ring keys. */
  readonly rings: readonly string[]
  /** Where the others expect it. */
  readonly listen: string
}

/** Stops a member's daemon for good and takes its keys: from now on it is whatever an actor makes of it. */
export async function turn(mesh: ProcessMesh, name: string): Promise<Turned> {
  await mesh.kill(name)
  const identity = await loadIdentity(join(mesh.store(name), 'identity'))
  if (identity?.mesh === undefined) throw new Error(`${name} is no member`)
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
  return {
    name,
    mesh: identity.mesh,
    site: signingKeyFromSeed(identity.siteSeed).id,
    seed: hex(identity.siteSeed),
    sealingSeed: hex(identity.sealingSeed),
    rings: identity.rings.map(hex),
    listen: `/ip4/127.0.0.1/tcp/${mesh.port(name)}`,
  }
}

export type ToActor = { type: 'task'; task: unknown } | { type: 'told'; value: unknown }
export type FromActor =
  | { type: 'said'; kind: string; value: unknown }
  | { type: 'done'; result: unknown }
  | { type: 'failed'; why: string }

export interface Actor<Result> extends AsyncDisposable {
  readonly pid: number
  /** What its task came to; rejects with the actor's own error, or when it dies. */
  readonly result: Promise<Result>
  /** The next thing of this kind that it says, or said and nobody waited for. */
  heard<T = unknown>(kind: string): Promise<T>
  tell(value: unknown): void
}

/** Starts a program of test/adversary/actors/. It dies with its scope. */
export function startActor<Result>(program: string, task: unknown, signal?: AbortSignal): Actor<Result> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'actors', `${program}.ts`), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning'],
    ...(signal === undefined ? {} : { signal }),
  })
  const said = new Map<string, unknown[]>()
  const waiting = new Map<string, ((value: unknown) => void)[]>()
  const ended = Promise.withResolvers<Result>()
  const dead = Promise.withResolvers<never>()
  // Nobody may be waiting for either.
  ended.promise.catch(() => undefined)
  dead.promise.catch(() => undefined)
  child.on('message', (message: FromActor) => {
    if (message.type === 'done') ended.resolve(message.result as Result)
    else if (message.type === 'failed') ended.reject(new Error(`${program}: ${message.why}`))
    else {
      const next = waiting.get(message.kind)?.shift()
      if (next !== undefined) next(message.value)
      else said.set(message.kind, [...(said.get(message.kind) ?? []), message.value])
    }
  })
  const gone = new Promise<void>(resolve => child.once('close', () => resolve()))
  child.once('error', error => ended.reject(error))
  child.once('close', code => {
    const error = new Error(`${program} ended with ${code}`)
    ended.reject(error)
    dead.reject(error)
  })
  child.send({ type: 'task', task } satisfies ToActor)
  return {
    pid: child.pid!,
    result: ended.promise,
    heard: <T>(kind: string) => {
      const before = said.get(kind)
      if (before !== undefined && before.length > 0) return Promise.resolve(before.shift() as T)
      const next = new Promise<T>(resolve => {
        waiting.set(kind, [...(waiting.get(kind) ?? []), value => resolve(value as T)])
      })
      return Promise.race([next, dead.promise])
    },
    tell: value => child.send({ type: 'told', value } satisfies ToActor),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** What a process costs now. */
export interface Load {
  /** Seconds of processor time since its start. */
  readonly cpu: number
  readonly descriptors: number
  /** Bytes resident. */
  readonly memory: number
}

const TICKS_PER_SECOND = 100

/** Reads /proc: the kit measures on Linux alone. */
export async function loadOf(mesh: ProcessMesh, site: string): Promise<Load> {
  const pid = await mesh.pid(site)
  if (pid === undefined) throw new Error(`${site} is not running`)
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1')
  // After the command's name, which may hold anything: state is field 3, utime 14, stime 15, resident pages 24.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return {
    cpu: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    descriptors: (await readdir(`/proc/${pid}/fd`)).length,
    memory: Number(fields[21]) * 4096,
  }
}

/** The highest load of a site while `during` runs, looked at every 100 ms. */
export async function worstLoad<T>(
  mesh: ProcessMesh,
  site: string,
  during: Promise<T>,
): Promise<Pick<Load, 'descriptors' | 'memory'>> {
  let worst = await loadOf(mesh, site)
  let over = false
  const end = during.finally(() => (over = true))
  end.catch(() => undefined)
  while (!over) {
    const now = await loadOf(mesh, site)
    worst = {
      cpu: now.cpu,
      descriptors: Math.max(worst.descriptors, now.descriptors),
      memory: Math.max(worst.memory, now.memory),
    }
    await Promise.race([end, new Promise(next => setTimeout(next, 100))])
  }
  await end
  return worst
}

/** Something new is captured at the first site; resolves when every honest site sees it, and the project, in `copies`. */
export async function keepsPromises({ mesh, honest, folder }: Honest, copies = 2): Promise<void> {
  const [first] = honest
  await appendFile(join(folder, 'nova.rpp'), `take ${Date.now()}\n`)
  const newest = await mesh.snapshot(first!, PROJECT)
  for (const site of honest) {
    await eventually(async () => {
      const known = (await mesh.snapshots(site, PROJECT)).find(({ id }) => id === newest)
      const seen = await mesh.project(site, PROJECT)
      if ((known?.copies.have ?? 0) >= copies && (seen.copies.have ?? 0) >= copies) return true
      const states = `${seen.copies.have}/${seen.copies.need} copies (${seen.state})`
      throw new Error(`${site} sees the newest snapshot in ${known?.copies.have} copies, the project in ${states}`)
    }, PATIENCE)
  }
}

/** Waits until `site`'s status names the offender in an alarm whose words match. */
export async function names(mesh: ProcessMesh, site: string, offender: string, words = /(?:)/): Promise<string> {
  return eventually(async () => {
    const { alarms } = await mesh.json<StatusJson>(site, ['status'])
    const found = alarms.find(({ sentence }) => sentence.includes(offender) && words.test(sentence))
    if (found !== undefined) return found.sentence
    throw new Error(
      `${site} names no ${offender}: ${alarms.map(({ sentence }) => sentence).join(' · ') || 'no alarms'}`,
    )
  }, PATIENCE)
}

type Entry = Pick<AuditEntryView, 'act'> & { readonly about: { readonly name: string } | null }

/**
 * Waits until `site` names the offender by this offence in `status` and in `sites`, and its own audit log holds an entry
 * of it. Returns the sentence of the alarm.
 */
export async function namedInStatusAndAudit(
  mesh: ProcessMesh,
  site: string,
  offender: string,
  offence: Offence | readonly Offence[],
): Promise<string> {
  const any = typeof offence === 'string' ? [offence] : offence
  const words = any.map(offenceWords)
  const said = await names(mesh, site, offender, new RegExp(words.join('|')))
  await eventually(async () => {
    const { sites } = await mesh.json<SitesJson>(site, ['sites'])
    const known = sites.find(({ name }) => name === offender)?.offences ?? []
    // 3: the log of a site that was turned can't be read to its end; the own one can.
    const found = await Promise.all(
      any.map(one =>
        mesh.json<{ entries: readonly Entry[] }>(site, ['audit', '--site', site, '--act', `offence-${one}`], [0, 3]),
      ),
    )
    const entered = found.flatMap(({ entries }) => entries).filter(({ about }) => about?.name === offender)
    if (known.some(one => any.includes(one.offence)) && entered.length > 0) return true
    const shown = `${known.map(one => one.offence).join(', ') || 'nothing'} in sites, ${entered.length} entries in the log`
    throw new Error(`${site} on ${offender}: ${shown}`)
  }, PATIENCE)
  figure(`${offender} (${any.join('/')}): in status, sites and audit of ${site}`, 'named', 'named', true)
  return said
}
