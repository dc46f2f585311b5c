// Taking a snapshot at a virtual machine: what the daemon's snapshot operation does, with a folder that is not on a disk.

import { parentsFor } from '../../node/work/mesh/lines.ts'
import type { Site } from '../../node/work/site.ts'
import { HoldfastError, isError } from '../../protocol/errors.ts'
import type { ProjectId } from '../../protocol/ids.ts'
import { type Policy, PRESETS } from '../../protocol/policy.ts'
import { signSnapshot } from '../../protocol/snapshot.ts'
import { rootOf } from '../../protocol/tree-load.ts'
import type { Machine } from './machine.ts'
import type { ProjectFolder } from './project-folder.ts'
import type { World } from './world.ts'

/** A project as its makers know it: the machines it is worked on, each with a folder. */
export interface Production {
  readonly id: ProjectId
  readonly nonce: Uint8Array
  readonly name: string
  readonly policy: Policy
  readonly folders: ReadonlyMap<Machine, ProjectFolder>
}

const NONE = { liveFiles: 0, rebuildableFiles: 0, rebuildableBytes: 0 }
const never = new AbortController().signal

/** Makes the project known to the mesh; false when the machine was not up to it. */
export async function addProject(world: World, machine: Machine, production: Production): Promise<boolean> {
  const { site } = machine
  if (site === undefined) return false
  const entry = { founder: machine.id, nonce: production.nonce, policy: production.policy, ring: world.ring.id }
  await site.projects.write(
    { ...entry, rev: 1, prev: undefined, phase: 'active', time: world.timeline.now },
    { name: production.name, rules: [] },
  )
  return true
}

/** Takes a snapshot. Returns when it is acknowledged, or never, if the machine goes down meanwhile. */
export async function capture(world: World, machine: Machine, production: Production): Promise<void> {
  const { site } = machine
  if (site === undefined || machine.taking.has(production.id) || !site.projects.get(production.id)) return
  const folder = production.folders.get(machine)
  if (folder === undefined) throw new TypeError(`${machine.name} does not work on ${production.name}`)
  machine.taking.add(production.id)
  try {
    folder.work()
    await take(world, machine, site, production, folder)
  } catch (error) {
    // A daemon that is stopped in order says so to whoever waits for it.
    if (machine.site === site || !isError(error)) throw error
  }
  machine.taking.delete(production.id)
}

async function take(
  world: World,
  machine: Machine,
  site: Site,
  production: Production,
  folder: ProjectFolder,
): Promise<void> {
  const { chunks, root: ref, files, plainBytes } = folder.seal()
  const root = rootOf(ref)
  await site.custody.store([...chunks].map(([cid, bytes]) => ({ cid, bytes })))
  const missing = await site.custody.missing(root, never)
  if (missing.length > 0) throw new HoldfastError('CHUNK_MISSING', `${missing.length} chunks were not stored`)
  const mine = site.projects.snapshots(production.id).filter(({ author }) => author === machine.id)
  const fields = {
    project: production.id,
    root,
    incarnation: site.own.incarnation,
    seq: Math.max(0, ...mine.map(({ seq }) => seq)) + 1,
    parents: parentsFor(machine.id, root.cid, site.projects.snapshots(production.id)),
    state: 'settled' as const,
    time: world.timeline.now + 1_800_000_000_000 + machine.wallOffset,
  }
  const info = { projectName: production.name, label: '', path: Buffer.from('/takes'), user: machine.name }
  const counts = { files: files.size, directories: 2, plainBytes, skipped: 0, newBytes: 0, ...NONE }
  const { id, signed } = signSnapshot(fields, { ...info, ...counts }, world.ring, site.mesh, machine.options.key)
  const truth = { id, project: production.id, author: machine.id, root, cids: [...chunks.keys()], files }
  world.truth.snapshots.set(id, { ...truth, acknowledged: false })
  const { snapshot, listed } = await site.projects.publish(signed)
  await Promise.all([listed, site.custody.hold(snapshot)])
  await site.audit.record({ act: 'snapshot', project: production.id, snapshot: id, who: machine.name })
  world.truth.snapshots.get(id)!.acknowledged = true
  world.trace.tell(`${machine.name} has snapshot ${id.slice(0, 8)} of ${production.name}, ${chunks.size} chunks`)
}

export function policyOf(grace: number, proofAge: number): Policy {
  const distinct = { location: 3, medium: 2, manager: 2 }
  return { ...PRESETS.standard, preset: '', copies: 3, distinct, grace, proofAge, rpo: 40 }
}
