// What process tests ask of one site again and again: a folder of small files, a project with the least policy, and why
// something can't be tried on this machine.
import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Ran } from '../../scripts/local-mesh.ts'
import { noise } from './chunk-memory.ts'
import { BERLIN, type ProcessMesh } from './process-mesh.ts'

/** What one site alone can meet. */
export const ONE_COPY = 'copies=1 location=1 medium=1 manager=1'

/** Writes files from `path → bytes of noise`; the same seed gives the same bytes. */
export async function writeFiles(folder: string, sizes: Readonly<Record<string, number>>, seed = 1): Promise<void> {
  for (const [index, [path, size]] of Object.entries(sizes).entries()) {
    const file = join(folder, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, noise(seed * 1000 + index, size))
  }
}

export function addProject(mesh: ProcessMesh, name: string, folder: string, policy = ONE_COPY): Promise<Ran> {
  return mesh.succeed(BERLIN.name, ['project', 'add', name, '--folder', folder, '--policy', policy])
}

/** Runs a program that must succeed. */
export function run(command: string, ...words: string[]): void {
  const ran = spawnSync(command, words, { encoding: 'utf8' })
  if (ran.status !== 0) throw new Error(`${[command, ...words].join(' ')}: ${said(ran)}`)
}

/** Why a program that tests depend on doesn't do its work here, or false: for the `skip` of a test. */
export function refusal(what: string, command: string, ...words: string[]): string | false {
  const ran = spawnSync(command, words, { encoding: 'utf8' })
  return ran.status === 0 ? false : `${what} is refused here: ${said(ran)}`
}

/** Mounts an empty file system of that size on `folder`; it is unmounted with the scope. */
export async function mountDisk(folder: string, size: string, scope: AsyncDisposableStack): Promise<string> {
  await mkdir(folder)
  run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'hf-disk', folder)
  scope.defer(() => run('umount', folder))
  return folder
}

/** Why nobody here may mount a disk, or false. */
export function mountRefusal(): string | false {
  return refusal('mounting', 'unshare', '--mount', 'mount', '-t', 'tmpfs', 'hf-probe', '/mnt')
}

function said({ error, stderr, status }: SpawnSyncReturns<string>): string {
  return error?.message ?? (stderr.trim() || `exit ${status}`)
}
