// What process tests ask of one site again and again: a project with the least policy, its snapshots, its status.
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LocalMesh, Ran, SiteSpec } from '../../scripts/local-mesh.ts'
import { noise } from './chunk-memory.ts'

export const FIRST: SiteSpec = { name: 'berlin', location: 'berlin', medium: 'ssd', manager: 'Kreuzberg Sound' }
/** What one site alone can meet. */
export const ONE_COPY = 'copies=1 location=1 medium=1 manager=1'
const SHM = '/dev/shm'

export interface SnapshotJson {
  readonly id: string
  readonly files: number | null
  readonly skipped: number | null
  readonly label: string | null
  readonly copies: { readonly have: number | null; readonly need: number }
}
export interface StatusJson {
  readonly projects: readonly {
    readonly name: string
    readonly state: string
    readonly copies: { readonly have: number | null; readonly need: number }
    readonly inGrace: number
    readonly counted: readonly string[]
  }[]
  readonly sites: readonly { readonly id: string; readonly name: string; readonly state: string }[]
  readonly alarms: readonly { readonly code: string; readonly sentence: string; readonly next: string | null }[]
}
export interface SitesJson {
  readonly sites: readonly {
    readonly id: string
    readonly name: string
    readonly state: string
    readonly full: boolean
    readonly clockOffsetMs: number | null
  }[]
}

/** Writes files from `path → bytes of noise`; the same seed gives the same bytes. */
export async function writeFiles(folder: string, sizes: Readonly<Record<string, number>>, seed = 1): Promise<void> {
  for (const [index, [path, size]] of Object.entries(sizes).entries()) {
    const file = join(folder, path)
    await mkdir(join(file, '..'), { recursive: true })
    await writeFile(file, noise(seed * 1000 + index, size))
  }
}

export function addProject(mesh: LocalMesh, name: string, folder: string, policy = ONE_COPY): Promise<Ran> {
  return mesh.succeed(FIRST.name, ['project', 'add', name, '--folder', folder, '--policy', policy])
}

export async function snapshotsOf(mesh: LocalMesh, project: string, site = FIRST.name): Promise<readonly SnapshotJson[]> {
  return (await mesh.json<{ snapshots: readonly SnapshotJson[] }>(site, ['snapshots', project])).snapshots
}

/** Why `what` can't be tested here, or false: for the `skip` of a test. */
export function unlessRoot(what: string): string | false {
  return process.getuid?.() === 0 ? false : `only root can ${what}`
}

/** Why another file system can't be had here, or false. */
export const noOtherFileSystem = existsSync(SHM) ? false : `${SHM} is not there to stand for another disk`
export const OTHER_FILE_SYSTEM = SHM
