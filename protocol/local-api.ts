// The local API between the command line and the daemon: HTTP + JSON on a Unix socket (§ Local API). This file is the
// route table; the shapes stand in local-api-*.ts. Long operations stream JSON Lines: progress, then done or error.
import * as z from 'zod'
import * as capture from './local-api-capture.ts'
import { count, meshId, siteId, time } from './local-api-fields.ts'
import * as history from './local-api-history.ts'
import * as mesh from './local-api-mesh.ts'
import * as projects from './local-api-projects.ts'
import * as status from './local-api-status.ts'

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
}

export const ROUTES = {
  identity: { method: 'GET', path: '/v1/identity', request: nothing, response: mesh.identity, stream: false },
  found: { method: 'POST', path: '/v1/mesh', request: mesh.foundRequest, response: mesh.founded, stream: false },
  join: { method: 'POST', path: '/v1/mesh/join', request: mesh.joinRequest, response: mesh.joined, stream: true },
  invites: { method: 'GET', path: '/v1/invites', request: nothing, response: mesh.inviteList, stream: false },
  openInvite: {
    method: 'POST',
    path: '/v1/invites',
    request: mesh.openInviteRequest,
    response: mesh.openedInvite,
    stream: false,
  },
  sites: { method: 'GET', path: '/v1/sites', request: nothing, response: mesh.siteList, stream: false },
  status: { method: 'GET', path: '/v1/status', request: nothing, response: status.status, stream: false },
  projects: { method: 'GET', path: '/v1/projects', request: nothing, response: projects.projectList, stream: false },
  addProject: {
    method: 'POST',
    path: '/v1/projects',
    request: projects.addProjectRequest,
    response: projects.addedProject,
    stream: false,
  },
  setProject: {
    method: 'PATCH',
    path: '/v1/projects/:project',
    request: projects.setProjectRequest,
    response: projects.keptProject,
    stream: false,
  },
  stopProject: {
    method: 'DELETE',
    path: '/v1/projects/:project',
    request: projects.projectRequest,
    response: projects.project,
    stream: false,
  },
  whereis: {
    method: 'GET',
    path: '/v1/projects/:project/whereis',
    request: projects.projectRequest,
    response: status.whereis,
    stream: false,
  },
  policy: {
    method: 'GET',
    path: '/v1/projects/:project/policy',
    request: projects.projectRequest,
    response: projects.policyView,
    stream: false,
  },
  setPolicy: {
    method: 'PUT',
    path: '/v1/projects/:project/policy',
    request: projects.setPolicyRequest,
    response: projects.policyView,
    stream: false,
  },
  explainPolicy: {
    method: 'GET',
    path: '/v1/projects/:project/policy/explanation',
    request: projects.projectRequest,
    response: projects.explanation,
    stream: false,
  },
  snapshots: {
    method: 'GET',
    path: '/v1/projects/:project/snapshots',
    request: projects.projectRequest,
    response: projects.snapshotList,
    stream: false,
  },
  takeSnapshot: {
    method: 'POST',
    path: '/v1/projects/:project/snapshots',
    request: projects.snapshotRequest,
    response: projects.takenSnapshot,
    stream: true,
  },
  pause: { method: 'PUT', path: '/v1/pause', request: capture.pauseRequest, response: capture.pauses, stream: false },
  endPause: {
    method: 'DELETE',
    path: '/v1/pause',
    request: capture.endPauseRequest,
    response: capture.pauses,
    stream: false,
  },
  find: { method: 'POST', path: '/v1/find', request: history.findRequest, response: history.found, stream: false },
  diff: {
    method: 'POST',
    path: '/v1/projects/:project/diff',
    request: history.diffRequest,
    response: history.compared,
    stream: true,
  },
  history: {
    method: 'POST',
    path: '/v1/projects/:project/history',
    request: history.historyRequest,
    response: history.fileHistory,
    stream: true,
  },
  lint: {
    method: 'POST',
    path: '/v1/projects/:project/lint',
    request: history.lintRequest,
    response: history.linted,
    stream: true,
  },
  restore: {
    method: 'POST',
    path: '/v1/projects/:project/restore',
    request: projects.restoreRequest,
    response: projects.restored,
    stream: true,
  },
  verify: {
    method: 'POST',
    path: '/v1/verify',
    request: projects.verifyRequest,
    response: projects.verified,
    stream: true,
  },
  signReport: {
    method: 'POST',
    path: '/v1/reports/signature',
    request: mesh.signReportRequest,
    response: mesh.signedReport,
    stream: false,
  },
  stop: { method: 'POST', path: '/v1/stop', request: nothing, response: mesh.stopped, stream: false },
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

/** What a starting daemon tells the process that started it, over Node's IPC channel. */
export const startMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), pid: count, socket: z.string(), site: siteId }),
  z.strictObject({ type: z.literal('failed'), ...failure.shape }),
])
export type StartMessage = z.output<typeof startMessage>

/** `<home>/daemon.json`, and the same per site in the registry folder: written when ready, removed when stopped. */
export const daemonFile = z.strictObject({
  pid: count,
  socket: z.string(),
  home: z.string(),
  site: siteId,
  siteName: z.string().nullable(),
  mesh: meshId.nullable(),
  startedAt: time,
})
export type DaemonFile = z.output<typeof daemonFile>

/** `<home>/drill-hold`: a daemon that finds it at start idles until then, whatever its supervisor does. */
export const drillHold = z.strictObject({ until: time, drill: z.string() })
export type DrillHold = z.output<typeof drillHold>
