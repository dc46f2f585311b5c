// The whole generated project, as one project: three copies, a restore beside rsync's, then a day's work and what it
// costs, beside the programs that are installed, all in one run.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { dayOfWork } from '../studio/day-of-work.ts'
import { SESSION } from '../studio/project.ts'
import { type BenchMesh, bytesBelow, FURTHER_COPIES, type Kept, startBenchMesh } from './bench-mesh.ts'
import type { Report } from './figures.ts'
import { openBorg } from './peers/borg.ts'
import type { Peer } from './peers/peer.ts'
import { openRsync } from './peers/rsync.ts'
import { startSsh } from './peers/ssh.ts'
import { openSyncthing } from './peers/syncthing.ts'
import { isInstalled, run, timed } from './program.ts'
import { loopbackBytes } from './wire.ts'

const MB = 1_000_000
const PROJECT = 'nova-lp'

export interface WholeProject {
  readonly folder: string
  /** Scratch space; what is left there is the caller's to remove. */
  readonly work: string
  readonly seed: number
  readonly peers: boolean
  /** Restores of each kind, taken in turns; the figure is the median. */
  readonly rounds: number
}

/** Reports the figures of the kind 'all', and the day's. */
export async function measureWhole(project: WholeProject, report: Report, signal: AbortSignal): Promise<void> {
  await using mesh = await startBenchMesh(signal)
  const kept = await mesh.keep(PROJECT, project.folder)
  reportKept(report, kept)
  await compareRestores(mesh, project, kept.plainBytes, report)
  await using scope = new AsyncDisposableStack()
  const peers = project.peers ? await openPeers(project, scope, report) : []
  for (const peer of peers) {
    signal.throwIfAborted()
    await peer.update()
  }

  const sourceBefore = await bytesBelow(project.folder)
  const before = await Promise.all(peers.map(peer => peer.storedBytes()))
  const day = await dayOfWork(project.folder, project.seed)
  const tell = (figure: string, by: string, value: number): void =>
    report.figure({ source: 'generated', kind: 'all', figure, by, value })
  tell('day_new_bytes', 'source', day.newBytes)
  tell('day_shifted_bytes', 'source', day.shiftedBytes)
  tell('day_renamed_bytes', 'source', day.renamedBytes)
  tell('day_stored_bytes', 'source', (await bytesBelow(project.folder)) - sourceBefore)
  const after = await mesh.keep(PROJECT, project.folder)
  tell('day_stored_bytes', 'holdfast', after.storedBytes)
  if (after.wireBytes !== undefined) tell('day_wire_bytes', 'holdfast', after.wireBytes)
  tell('day_s', 'holdfast', after.copiesSeconds)
  for (const [at, peer] of peers.entries()) {
    signal.throwIfAborted()
    const wireBefore = await loopbackBytes()
    tell('day_s', peer.name, await timed(() => peer.update()))
    const wireAfter = await loopbackBytes()
    tell('day_stored_bytes', peer.name, (await peer.storedBytes()) - before[at]!)
    if (wireBefore !== undefined && wireAfter !== undefined) tell('day_wire_bytes', peer.name, wireAfter - wireBefore)
  }
}

function reportKept(report: Report, kept: Kept): void {
  const tell = (figure: string, value: number): void =>
    report.figure({ source: 'generated', kind: 'all', figure, value })
  tell('source_bytes', kept.plainBytes)
  tell('stored_ratio', kept.storedBytes / kept.plainBytes)
  if (kept.wireBytes !== undefined) tell('wire_ratio', kept.wireBytes / FURTHER_COPIES / kept.plainBytes)
  tell('encode_mb_s', kept.plainBytes / MB / kept.ingestSeconds)
  tell('copies_s', kept.copiesSeconds)
}

// In turns, so that what else the machine does falls on all alike. Each writes the whole folder new.
async function compareRestores(
  mesh: BenchMesh,
  project: WholeProject,
  keptBytes: number,
  report: Report,
): Promise<void> {
  await using scope = new AsyncDisposableStack()
  const folderBytes = await bytesBelow(project.folder)
  const ways = new Map<string, (to: string) => Promise<number>>([['holdfast', to => mesh.restore(PROJECT, to)]])
  const rsync = (by: string, args: readonly string[], from: string): void => {
    ways.set(by, to => timed(() => run('rsync', ['-a', ...args, `${from}/`, `${to}/`])))
  }
  if (isInstalled('rsync')) {
    rsync('rsync', [], project.folder)
    if (isInstalled('/usr/sbin/sshd')) {
      try {
        const ssh = scope.use(await startSsh(project.work))
        rsync('rsync-ssh', ['-e', ssh.command], `127.0.0.1:${project.folder}`)
      } catch (error) {
        report.remark(`rsync over ssh is left out: ${error instanceof Error ? error.message : String(error)}`)
      }
    } else report.remark('rsync over ssh is left out: no /usr/sbin/sshd (apt-get install openssh-server)')
  } else report.remark('rsync is left out: not installed (apt-get install rsync)')
  const seconds = new Map([...ways.keys()].map(by => [by, [] as number[]]))
  for (let round = 0; round < project.rounds; round++) {
    for (const [by, restore] of ways) {
      const to = join(project.work, `restored-${by}-${round}`)
      seconds.get(by)!.push(await restore(to))
      await rm(to, { recursive: true, force: true })
    }
  }
  for (const [by, times] of seconds) {
    const bytes = by === 'holdfast' ? keptBytes : folderBytes // peaks are no part of a snapshot
    const median = times.sort((a, b) => a - b)[times.length >> 1]!
    report.figure({ source: 'generated', kind: 'all', figure: 'decode_mb_s', by, value: bytes / MB / median })
  }
}

async function openPeers(project: WholeProject, scope: AsyncDisposableStack, report: Report): Promise<Peer[]> {
  const { folder, work } = project
  const known: [command: string, needs: string[], open: () => Promise<Peer>][] = [
    ['rsync', [], () => openRsync(folder, work)],
    ['borg', ['rsync'], () => openBorg(folder, work)],
    ['syncthing', [], () => openSyncthing(folder, work, SESSION)],
  ]
  const peers: Peer[] = []
  for (const [command, needs, open] of known) {
    const missing = [command, ...needs].filter(one => !isInstalled(one))
    if (missing.length > 0) {
      const packages = missing.map(one => (one === 'borg' ? 'borgbackup' : one)).join(' ')
      report.remark(`${command} is left out: not installed (apt-get install ${packages})`)
      continue
    }
    const peer = scope.use(await open())
    report.remark(`${peer.name}: ${peer.how}`)
    peers.push(peer)
  }
  return peers
}
