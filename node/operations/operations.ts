// All operations of the daemon behind the local API, one line each.
import type { Operations } from '../api/operations.ts'
import type { NodeContext } from '../context.ts'
import { readAuditLogs } from './audit.ts'
import { deletions, planDeletion, submitDeletion, undelete } from './deletions.ts'
import { diff } from './diff.ts'
import { find } from './find.ts'
import { history } from './history.ts'
import { invites, openInvite, revokeInvite } from './invites.ts'
import { addProject, keptProjects, setProject } from './kept-projects.ts'
import { addKeys, exportKeys, grantKey, keys, rotateKey } from './keys.ts'
import { lint } from './lint.ts'
import { found, identity, join, signReport } from './mesh.ts'
import { endPause, pause } from './pauses.ts'
import { explainPolicy, policyView, setPolicy, stopProject } from './projects.ts'
import { onlyReadingFrom } from './read-only.ts'
import { recover } from './recover.ts'
import { restore } from './restore.ts'
import { forget, pin } from './retention.ts'
import { departure } from './retire.ts'
import { pausesFor, statusFor } from './seen-by.ts'
import { listSnapshots, takeSnapshot } from './snapshots.ts'
import { statements, submitStatements } from './statements.ts'
import { sites, status, whereis } from './status.ts'
import { createToken, listTokens, revokeToken } from './tokens.ts'
import { sealTotp } from './totp.ts'
import { verify } from './verify.ts'
import { wrapKeys } from './wrap-keys.ts'

export function operationsOf(context: NodeContext): Operations {
  return onlyReadingFrom(context, {
    identity: async () => identity(context),
    found: async (request, _signal, caller) => found(context, request, caller),
    join: (request, progress, signal) => join(context, request, progress, signal),
    invites: async () => invites(context),
    openInvite: async (request, _signal, caller) => openInvite(context, request, caller),
    revokeInvite: async (request, _signal, caller) => revokeInvite(context, request.invite, caller),
    departure: async request => departure(context, request.site),
    sites: async () => sites(context),
    status: async (_request, _signal, caller) => statusFor(caller, await status(context)),
    whereis: async request => whereis(context, request.project),
    projects: async (_request, _signal, caller) => keptProjects(context, caller),
    addProject: async (request, _signal, caller) => addProject(context, request, caller),
    setProject: async (request, _signal, caller) => setProject(context, request, caller),
    stopProject: async (request, _signal, caller) => stopProject(context, request.project, caller),
    policy: async request => policyView(context, request.project),
    setPolicy: async (request, _signal, caller) => setPolicy(context, request, caller),
    explainPolicy: async request => explainPolicy(context, request.project),
    snapshots: async request => listSnapshots(context, request.project),
    takeSnapshot: (request, progress, signal, caller) => takeSnapshot(context, request, progress, signal, caller),
    planDeletion: async request => planDeletion(context, request),
    submitDeletion: async (request, _signal, caller) => submitDeletion(context, request, caller),
    deletions: async () => deletions(context),
    undelete: async (request, _signal, caller) => undelete(context, request, caller),
    pause: async (request, _signal, caller) => pausesFor(caller, await pause(context, request, caller)),
    endPause: async (request, _signal, caller) => pausesFor(caller, await endPause(context, request, caller)),
    find: (request, signal, caller) => find(context, request, signal, caller),
    diff: (request, progress, signal) => diff(context, request, progress, signal),
    history: (request, progress, signal) => history(context, request, progress, signal),
    lint: (request, progress, signal) => lint(context, request, progress, signal),
    restore: (request, progress, signal, caller) => restore(context, request, progress, signal, caller),
    forget: (request, signal, caller) => forget(context, request, signal, caller),
    pin: async (request, _signal, caller) => pin(context, request, caller),
    verify: (request, progress, signal, caller) => verify(context, request, progress, signal, caller),
    statements: async () => statements(context),
    submitStatements: async (request, _signal, caller) => submitStatements(context, request, caller),
    sealTotp: async request => sealTotp(context, request.secret),
    wrapKeys: async (request, _signal, caller) => wrapKeys(context, request, caller),
    audit: (request, progress, signal) => readAuditLogs(context, request, progress, signal),
    keys: async () => keys(context),
    addKeys: async (request, _signal, caller) => addKeys(context, request.rings, caller),
    exportKeys: async (_request, _signal, caller) => exportKeys(context, caller),
    rotateKey: async (request, _signal, caller) => rotateKey(context, request.ring, caller),
    grantKey: async (request, _signal, caller) => grantKey(context, request, caller),
    recover: (request, progress, signal) => recover(context, request, progress, signal),
    signReport: async (request, _signal, caller) => signReport(context, request.report, caller),
    createToken: async (request, _signal, caller) => createToken(context, request, caller),
    tokens: async () => listTokens(context),
    revokeToken: async (request, _signal, caller) => revokeToken(context, request.name, caller),
    stop: async () => {
      context.stop()
      return { pid: process.pid }
    },
  })
}
