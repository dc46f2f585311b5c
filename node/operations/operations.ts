// All operations of the daemon behind the local API, one line each.
import type { Operations } from '../api/operations.ts'
import type { NodeContext } from '../context.ts'
import { diff } from './diff.ts'
import { find } from './find.ts'
import { history } from './history.ts'
import { addProject, keptProjects, setProject } from './kept-projects.ts'
import { lint } from './lint.ts'
import { found, identity, invites, join, openInvite, signReport } from './mesh.ts'
import { endPause, pause } from './pauses.ts'
import { explainPolicy, policyView, setPolicy, stopProject } from './projects.ts'
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
    projects: async () => keptProjects(context),
    addProject: async request => addProject(context, request),
    setProject: async request => setProject(context, request),
    stopProject: async request => stopProject(context, request.project),
    policy: async request => policyView(context, request.project),
    setPolicy: async request => setPolicy(context, request),
    explainPolicy: async request => explainPolicy(context, request.project),
    snapshots: async request => listSnapshots(context, request.project),
    takeSnapshot: (request, progress, signal) => takeSnapshot(context, request, progress, signal),
    pause: async request => pause(context, request),
    endPause: async request => endPause(context, request),
    find: (request, signal) => find(context, request, signal),
    diff: (request, progress, signal) => diff(context, request, progress, signal),
    history: (request, progress, signal) => history(context, request, progress, signal),
    lint: (request, progress, signal) => lint(context, request, progress, signal),
    restore: (request, progress, signal) => restore(context, request, progress, signal),
    verify: (request, progress, signal) => verify(context, request, progress, signal),
    signReport: async request => signReport(context, request.report),
    stop: async () => {
      context.stop()
      return { pid: process.pid }
    },
  }
}
