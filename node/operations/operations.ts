// All operations of the daemon behind the local API, one line each.
import type { Operations } from '../api/operations.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import { found, identity, invites, join, openInvite, signReport } from './mesh.ts'
import { addProject, explainPolicy, policyView, projectView, setPolicy, setProject, stopProject } from './projects.ts'
import { restore } from './restore.ts'
import { listSnapshots, takeSnapshot } from './snapshots.ts'
import { sites, status, whereis } from './status.ts'
import { verify } from './verify.ts'

export function operationsOf(context: NodeContext): Operations {
  return {
    identity: async () => identity(context),
    found: async request => found(context, request),
    join: (request, progress, signal) => join(context, request, progress, signal),
    invites: async () => invites(context),
    openInvite: async request => openInvite(context, request),
    sites: async () => sites(context),
    status: async () => status(context),
    whereis: async request => whereis(context, request.project),
    projects: async () => {
      const { site } = joinedOf(context)
      return { projects: site.projects.all().map(project => projectView(site, project)) }
    },
    addProject: async request => addProject(context, request),
    setProject: async request => setProject(context, request),
    stopProject: async request => stopProject(context, request.project),
    policy: async request => policyView(context, request.project),
    setPolicy: async request => setPolicy(context, request),
    explainPolicy: async request => explainPolicy(context, request.project),
    snapshots: async request => listSnapshots(context, request.project),
    takeSnapshot: (request, progress, signal) => takeSnapshot(context, request, progress, signal),
    restore: (request, progress, signal) => restore(context, request, progress, signal),
    verify: (request, progress, signal) => verify(context, request, progress, signal),
    signReport: async request => signReport(context, request.report),
    stop: async () => {
      context.stop()
      return { pid: process.pid }
    },
  }
}
