// Re-hashing what this site holds, at once and as fast as the disk gives it, and mending what is found.

import { HoldfastError } from '../../protocol/errors.ts'
import type { Cid } from '../../protocol/ids.ts'
import type { ReportProgress } from '../../protocol/local-api.ts'
import type { Verified, VerifyRequest } from '../../protocol/local-api-projects.ts'
import { type Caller, includesScope } from '../../protocol/local-api-scope.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import type { Project } from '../work/mesh/projects.ts'
import type { Site } from '../work/site.ts'
import { findProject } from './references.ts'

const LISTED = 1000

export async function verify(
  context: NodeContext,
  request: VerifyRequest,
  progress: ReportProgress,
  signal: AbortSignal,
  caller: Caller,
): Promise<Verified> {
  const { site } = joinedOf(context)
  if (request.acceptDisk) requireAcceptable(request, caller)
  const since = context.ports.clock.wall()
  const tell = (bytes: number, of: number): void =>
    progress({ stage: 'check', bytes, totalBytes: Math.max(of, bytes), files: 0, totalFiles: null, note: null })
  const result =
    request.project === undefined
      ? await site.scrubber.pass('now', tell, signal)
      : await site.scrubber.passOver(heldRoots(site, findProject(site.projects, request.project)), tell, signal)
  // Chunks named by a holding and not in the store at all are missing rather than bad.
  await site.mender.mend(signal)
  const repairs = site.mender.repairs.filter(repair => repair.at >= since)
  const repairOf = (cid: Cid) => repairs.find(repair => repair.cid === cid && repair.from !== undefined)
  const missing = new Set(repairs.map(repair => repair.cid).filter(cid => !result.bad.includes(cid)))
  const isWell = result.bad.length + missing.size === 0
  const diskAccepted = request.acceptDisk && isWell ? await acceptDisk(context, caller) : undefined
  return {
    ...(request.acceptDisk && { diskAccepted: diskAccepted ?? false }),
    chunks: result.chunks,
    bytes: result.bytes,
    bad: result.bad.length,
    missing: missing.size,
    badChunks: [...result.bad, ...missing].slice(0, LISTED).map(cid => {
      const from = repairOf(cid)?.from
      return { cid, repaired: from !== undefined, from: from ? site.members.nameOf(from) : null }
    }),
  }
}

function requireAcceptable({ project }: VerifyRequest, caller: Caller): void {
  if (!includesScope(caller.scope, 'operate'))
    throw new HoldfastError('NOT_ALLOWED', 'an operator says whether a disk is well')
  if (project !== undefined)
    throw new HoldfastError('USAGE', 'a disk is accepted after all of it was read: name no project')
}

// Only a person knows whether the cable was loose or the disk is dying: a pass that reads everything well is needed and not
// enough. What others had proved of it is void; they prove it anew.
async function acceptDisk(context: NodeContext, caller: Caller): Promise<boolean> {
  const { site } = joinedOf(context)
  const health = context.store.health()
  await context.store.acceptDisk()
  if (health.state !== 'sick') return true
  await site.custody.renew()
  await site.audit.record({ act: 'accept-disk', text: health.disk.slice(0, 1024), who: caller.name })
  return true
}

function heldRoots(site: Site, project: Project) {
  return site.projects
    .snapshots(project.id)
    .filter(snapshot => site.custody.holds(project.id, snapshot.id))
    .map(snapshot => snapshot.root)
}
