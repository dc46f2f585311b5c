// The local API between the command line and the daemon: HTTP + JSON on a Unix socket (§ Local API). This file is the
// route table; the shapes stand in local-api-*.ts. Long operations stream JSON Lines: progress, then done or error.
import * as z from 'zod'
import * as audit from './local-api-audit.ts'
import * as capture from './local-api-capture.ts'
import * as deletions from './local-api-deletions.ts'
import { count } from './local-api-fields.ts'
import * as history from './local-api-history.ts'
import * as keys from './local-api-keys.ts'
import * as mesh from './local-api-mesh.ts'
import * as projects from './local-api-projects.ts'
import * as retention from './local-api-retention.ts'
import type { Scope } from './local-api-scope.ts'
import * as sites from './local-api-sites.ts'
import * as status from './local-api-status.ts'
import * as tokens from './local-api-tokens.ts'
import * as trust from './local-api-trust.ts'

export const API_BODY_MAX = 1024 * 1024

const nothing = z.strictObject({})

interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `:name` parts are taken from the request's field of that name, percent-encoded. */
  readonly path: string
  /** Path parts and JSON body together. */
  readonly request: z.ZodType
  readonly response: z.ZodType
  /** Answers as application/x-ndjson with progress. */
  readonly stream: boolean
  /** What a caller must be allowed to ask it. */
  readonly scope: Scope
  /**
   * A caller kept to some projects may ask it without naming one of them, and the operation answers with those alone.
   * All other routes need its request to name one, as `project`.
   */
  readonly filtered?: true
}

type Method = Route['method']
type Row<Request, Response, Stream> = Omit<Route, 'filtered'> & { request: Request; response: Response; stream: Stream }

function answered<Request extends z.ZodType, Response extends z.ZodType>(
  method: Method,
  path: string,
  scope: Scope,
  request: Request,
  response: Response,
): Row<Request, Response, false> {
  return { method, path, scope, request, response, stream: false }
}

function streamed<Request extends z.ZodType, Response extends z.ZodType>(
  method: Method,
  path: string,
  scope: Scope,
  request: Request,
  response: Response,
): Row<Request, Response, true> {
  return { method, path, scope, request, response, stream: true }
}

export const ROUTES = {
  identity: { ...answered('GET', '/v1/identity', 'read', nothing, mesh.identity), filtered: true },
  found: answered('POST', '/v1/mesh', 'operate', mesh.foundRequest, mesh.founded),
  join: streamed('POST', '/v1/mesh/join', 'operate', mesh.joinRequest, mesh.joined),
  invites: answered('GET', '/v1/invites', 'read', nothing, mesh.inviteList),
  openInvite: answered('POST', '/v1/invites', 'operate', mesh.openInviteRequest, mesh.openedInvite),
  revokeInvite: answered('DELETE', '/v1/invites/:invite', 'operate', sites.revokeInviteRequest, mesh.invite),
  departure: answered('GET', '/v1/sites/:site/departure', 'operate', sites.departureRequest, sites.departure),
  sites: answered('GET', '/v1/sites', 'read', nothing, mesh.siteList),
  status: { ...answered('GET', '/v1/status', 'read', nothing, status.status), filtered: true },
  projects: { ...answered('GET', '/v1/projects', 'read', nothing, projects.projectList), filtered: true },
  addProject: answered('POST', '/v1/projects', 'operate', projects.addProjectRequest, projects.addedProject),
  setProject: answered('PATCH', '/v1/projects/:project', 'operate', projects.setProjectRequest, projects.keptProject),
  stopProject: answered('DELETE', '/v1/projects/:project', 'operate', projects.projectRequest, projects.project),
  whereis: answered('GET', '/v1/projects/:project/whereis', 'read', projects.projectRequest, status.whereis),
  policy: answered('GET', '/v1/projects/:project/policy', 'read', projects.projectRequest, projects.policyView),
  setPolicy: answered('PUT', '/v1/projects/:project/policy', 'operate', projects.setPolicyRequest, projects.policyView),
  explainPolicy: answered(
    'GET',
    '/v1/projects/:project/policy/explanation',
    'read',
    projects.projectRequest,
    projects.explanation,
  ),
  snapshots: answered('GET', '/v1/projects/:project/snapshots', 'read', projects.projectRequest, projects.snapshotList),
  takeSnapshot: streamed(
    'POST',
    '/v1/projects/:project/snapshots',
    'capture',
    projects.snapshotRequest,
    projects.takenSnapshot,
  ),
  planDeletion: answered(
    'POST',
    '/v1/projects/:project/deletion',
    'operate',
    deletions.planDeletionRequest,
    deletions.deletionPlan,
  ),
  submitDeletion: answered('POST', '/v1/deletions', 'operate', deletions.deleteRequest, deletions.deletion),
  deletions: answered('GET', '/v1/deletions', 'operate', nothing, deletions.deletionList),
  undelete: answered(
    'POST',
    '/v1/deletions/:certificate/undelete',
    'operate',
    deletions.undeleteRequest,
    deletions.deletion,
  ),
  pause: answered('PUT', '/v1/pause', 'capture', capture.pauseRequest, capture.pauses),
  endPause: answered('DELETE', '/v1/pause', 'capture', capture.endPauseRequest, capture.pauses),
  find: { ...answered('POST', '/v1/find', 'restore', history.findRequest, history.found), filtered: true },
  diff: streamed('POST', '/v1/projects/:project/diff', 'restore', history.diffRequest, history.compared),
  history: streamed('POST', '/v1/projects/:project/history', 'restore', history.historyRequest, history.fileHistory),
  lint: streamed('POST', '/v1/projects/:project/lint', 'restore', history.lintRequest, history.linted),
  restore: streamed('POST', '/v1/projects/:project/restore', 'restore', projects.restoreRequest, projects.restored),
  forget: answered('POST', '/v1/projects/:project/forget', 'operate', retention.forgetRequest, retention.forgetPlan),
  pin: answered('PUT', '/v1/projects/:project/pins', 'operate', retention.pinRequest, retention.pinned),
  verify: streamed('POST', '/v1/verify', 'capture', projects.verifyRequest, projects.verified),
  audit: streamed('POST', '/v1/audit', 'restore', audit.auditRequest, audit.audit),
  signReport: answered('POST', '/v1/reports/signature', 'operate', mesh.signReportRequest, mesh.signedReport),
  statements: answered('GET', '/v1/statements', 'operate', nothing, trust.statementList),
  submitStatements: answered('POST', '/v1/statements', 'operate', trust.submitRequest, trust.submitted),
  sealTotp: answered('POST', '/v1/totp', 'operate', trust.sealTotpRequest, trust.sealedTotp),
  wrapKeys: answered('PUT', '/v1/keys/wrap', 'operate', trust.wrapRequest, trust.wrapped),
  keys: answered('GET', '/v1/keys', 'read', nothing, keys.keyList),
  addKeys: answered('POST', '/v1/keys', 'operate', keys.addKeysRequest, keys.addedKeys),
  exportKeys: answered('POST', '/v1/keys/export', 'operate', nothing, keys.exportedKeys),
  rotateKey: answered('POST', '/v1/keys/:ring/epochs', 'operate', keys.ringRequest, keys.rotatedKey),
  grantKey: answered('POST', '/v1/keys/:ring/grants', 'operate', keys.grantKeyRequest, keys.grantedKey),
  recover: streamed('POST', '/v1/mesh/recovery', 'operate', keys.recoverRequest, keys.recovered),
  createToken: answered('POST', '/v1/tokens', 'operate', tokens.createTokenRequest, tokens.createdToken),
  tokens: answered('GET', '/v1/tokens', 'operate', nothing, tokens.tokenList),
  revokeToken: answered('DELETE', '/v1/tokens/:name', 'operate', tokens.revokeTokenRequest, tokens.token),
  stop: answered('POST', '/v1/stop', 'operate', nothing, mesh.stopped),
} as const satisfies Record<string, Route>

export type RouteName = keyof typeof ROUTES
export type RequestOf<Name extends RouteName> = z.output<(typeof ROUTES)[Name]['request']>
export type ResponseOf<Name extends RouteName> = z.output<(typeof ROUTES)[Name]['response']>

/** How far a long operation is. Totals are null until known; the reader measures the rate itself. */
export const progress = z.strictObject({
  type: z.literal('progress'),
  stage: z.string(), // one word: scan, read, copies, connect, fetch, write, check …
  bytes: count,
  totalBytes: count.nullable(),
  files: count,
  totalFiles: count.nullable(),
  note: z.string().nullable(), // a fact worth a line of its own: '2/3 copies', 'from berlin-a'
})
export const failure = z.strictObject({ code: z.string(), message: z.string(), hint: z.string().nullable() })
export type Failure = z.output<typeof failure>
export type ProgressEvent = z.output<typeof progress>
export type Progress = Omit<ProgressEvent, 'type'>
export type ReportProgress = (progress: Progress) => void
