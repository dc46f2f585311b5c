// The local API between the command line and the daemon: HTTP + JSON on a Unix socket (§ Local API). This file is the
// route table; the shapes stand in local-api-*.ts. Long operations stream JSON Lines: progress, then done or error.
import * as z from 'zod'
import * as audit from './local-api-audit.ts'
import * as capture from './local-api-capture.ts'
import { count } from './local-api-fields.ts'
import * as history from './local-api-history.ts'
import * as keys from './local-api-keys.ts'
import * as mesh from './local-api-mesh.ts'
import * as projects from './local-api-projects.ts'
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

export const ROUTES = {
  identity: {
    method: 'GET',
    path: '/v1/identity',
    request: nothing,
    response: mesh.identity,
    stream: false,
    scope: 'read',
    filtered: true,
  },
  found: {
    method: 'POST',
    path: '/v1/mesh',
    request: mesh.foundRequest,
    response: mesh.founded,
    stream: false,
    scope: 'operate',
  },
  join: {
    method: 'POST',
    path: '/v1/mesh/join',
    request: mesh.joinRequest,
    response: mesh.joined,
    stream: true,
    scope: 'operate',
  },
  invites: {
    method: 'GET',
    path: '/v1/invites',
    request: nothing,
    response: mesh.inviteList,
    stream: false,
    scope: 'read',
  },
  openInvite: {
    method: 'POST',
    path: '/v1/invites',
    request: mesh.openInviteRequest,
    response: mesh.openedInvite,
    stream: false,
    scope: 'operate',
  },
  revokeInvite: {
    method: 'DELETE',
    path: '/v1/invites/:invite',
    request: sites.revokeInviteRequest,
    response: mesh.invite,
    stream: false,
    scope: 'operate',
  },
  departure: {
    method: 'GET',
    path: '/v1/sites/:site/departure',
    request: sites.departureRequest,
    response: sites.departure,
    stream: false,
    scope: 'operate',
  },
  sites: { method: 'GET', path: '/v1/sites', request: nothing, response: mesh.siteList, stream: false, scope: 'read' },
  status: {
    method: 'GET',
    path: '/v1/status',
    request: nothing,
    response: status.status,
    stream: false,
    scope: 'read',
    filtered: true,
  },
  projects: {
    method: 'GET',
    path: '/v1/projects',
    request: nothing,
    response: projects.projectList,
    stream: false,
    scope: 'read',
    filtered: true,
  },
  addProject: {
    method: 'POST',
    path: '/v1/projects',
    request: projects.addProjectRequest,
    response: projects.addedProject,
    stream: false,
    scope: 'operate',
  },
  setProject: {
    method: 'PATCH',
    path: '/v1/projects/:project',
    request: projects.setProjectRequest,
    response: projects.keptProject,
    stream: false,
    scope: 'operate',
  },
  stopProject: {
    method: 'DELETE',
    path: '/v1/projects/:project',
    request: projects.projectRequest,
    response: projects.project,
    stream: false,
    scope: 'operate',
  },
  whereis: {
    method: 'GET',
    path: '/v1/projects/:project/whereis',
    request: projects.projectRequest,
    response: status.whereis,
    stream: false,
    scope: 'read',
  },
  policy: {
    method: 'GET',
    path: '/v1/projects/:project/policy',
    request: projects.projectRequest,
    response: projects.policyView,
    stream: false,
    scope: 'read',
  },
  setPolicy: {
    method: 'PUT',
    path: '/v1/projects/:project/policy',
    request: projects.setPolicyRequest,
    response: projects.policyView,
    stream: false,
    scope: 'operate',
  },
  explainPolicy: {
    method: 'GET',
    path: '/v1/projects/:project/policy/explanation',
    request: projects.projectRequest,
    response: projects.explanation,
    stream: false,
    scope: 'read',
  },
  snapshots: {
    method: 'GET',
    path: '/v1/projects/:project/snapshots',
    request: projects.projectRequest,
    response: projects.snapshotList,
    stream: false,
    scope: 'read',
  },
  takeSnapshot: {
    method: 'POST',
    path: '/v1/projects/:project/snapshots',
    request: projects.snapshotRequest,
    response: projects.takenSnapshot,
    stream: true,
    scope: 'capture',
  },
  pause: {
    method: 'PUT',
    path: '/v1/pause',
    request: capture.pauseRequest,
    response: capture.pauses,
    stream: false,
    scope: 'capture',
  },
  endPause: {
    method: 'DELETE',
    path: '/v1/pause',
    request: capture.endPauseRequest,
    response: capture.pauses,
    stream: false,
    scope: 'capture',
  },
  find: {
    method: 'POST',
    path: '/v1/find',
    request: history.findRequest,
    response: history.found,
    stream: false,
    scope: 'restore',
    filtered: true,
  },
  diff: {
    method: 'POST',
    path: '/v1/projects/:project/diff',
    request: history.diffRequest,
    response: history.compared,
    stream: true,
    scope: 'restore',
  },
  history: {
    method: 'POST',
    path: '/v1/projects/:project/history',
    request: history.historyRequest,
    response: history.fileHistory,
    stream: true,
    scope: 'restore',
  },
  lint: {
    method: 'POST',
    path: '/v1/projects/:project/lint',
    request: history.lintRequest,
    response: history.linted,
    stream: true,
    scope: 'restore',
  },
  restore: {
    method: 'POST',
    path: '/v1/projects/:project/restore',
    request: projects.restoreRequest,
    response: projects.restored,
    stream: true,
    scope: 'restore',
  },
  verify: {
    method: 'POST',
    path: '/v1/verify',
    request: projects.verifyRequest,
    response: projects.verified,
    stream: true,
    scope: 'capture',
  },
  audit: {
    method: 'POST',
    path: '/v1/audit',
    request: audit.auditRequest,
    response: audit.audit,
    stream: true,
    scope: 'restore',
  },
  signReport: {
    method: 'POST',
    path: '/v1/reports/signature',
    request: mesh.signReportRequest,
    response: mesh.signedReport,
    stream: false,
    scope: 'operate',
  },
  statements: {
    method: 'GET',
    path: '/v1/statements',
    request: nothing,
    response: trust.statementList,
    stream: false,
    scope: 'operate',
  },
  submitStatements: {
    method: 'POST',
    path: '/v1/statements',
    request: trust.submitRequest,
    response: trust.submitted,
    stream: false,
    scope: 'operate',
  },
  sealTotp: {
    method: 'POST',
    path: '/v1/totp',
    request: trust.sealTotpRequest,
    response: trust.sealedTotp,
    stream: false,
    scope: 'operate',
  },
  wrapKeys: {
    method: 'PUT',
    path: '/v1/keys/wrap',
    request: trust.wrapRequest,
    response: trust.wrapped,
    stream: false,
    scope: 'operate',
  },
  keys: { method: 'GET', path: '/v1/keys', request: nothing, response: keys.keyList, stream: false, scope: 'read' },
  addKeys: {
    method: 'POST',
    path: '/v1/keys',
    request: keys.addKeysRequest,
    response: keys.addedKeys,
    stream: false,
    scope: 'operate',
  },
  exportKeys: {
    method: 'POST',
    path: '/v1/keys/export',
    request: nothing,
    response: keys.exportedKeys,
    stream: false,
    scope: 'operate',
  },
  rotateKey: {
    method: 'POST',
    path: '/v1/keys/:ring/epochs',
    request: keys.ringRequest,
    response: keys.rotatedKey,
    stream: false,
    scope: 'operate',
  },
  grantKey: {
    method: 'POST',
    path: '/v1/keys/:ring/grants',
    request: keys.grantKeyRequest,
    response: keys.grantedKey,
    stream: false,
    scope: 'operate',
  },
  recover: {
    method: 'POST',
    path: '/v1/mesh/recovery',
    request: keys.recoverRequest,
    response: keys.recovered,
    stream: true,
    scope: 'operate',
  },
  createToken: {
    method: 'POST',
    path: '/v1/tokens',
    request: tokens.createTokenRequest,
    response: tokens.createdToken,
    stream: false,
    scope: 'operate',
  },
  tokens: {
    method: 'GET',
    path: '/v1/tokens',
    request: nothing,
    response: tokens.tokenList,
    stream: false,
    scope: 'operate',
  },
  revokeToken: {
    method: 'DELETE',
    path: '/v1/tokens/:name',
    request: tokens.revokeTokenRequest,
    response: tokens.token,
    stream: false,
    scope: 'operate',
  },
  stop: { method: 'POST', path: '/v1/stop', request: nothing, response: mesh.stopped, stream: false, scope: 'operate' },
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
