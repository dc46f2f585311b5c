// What the daemon can be asked to do over the local API. The server knows nothing but this interface; errors are
// HoldfastErrors, `signal` aborts when the caller goes away. References are names or unique prefixes of ids:
// PROJECT_UNKNOWN, SNAPSHOT_UNKNOWN, AMBIGUOUS. Before a mesh is founded all but the first three throw NOT_FOUNDED.
import type { ReportProgress, RequestOf, ResponseOf, ROUTES, RouteName } from '../../protocol/local-api.ts'
import type * as capture from '../../protocol/local-api-capture.ts'
import type * as history from '../../protocol/local-api-history.ts'
import type * as mesh from '../../protocol/local-api-mesh.ts'
import type * as projects from '../../protocol/local-api-projects.ts'
import type * as status from '../../protocol/local-api-status.ts'

export interface Operations {
  identity(request: object, signal: AbortSignal): Promise<mesh.Identity>
  /** Checks and keeps the signed founding statements. Throws ALREADY_MEMBER, SIGNATURE_INVALID. */
  found(request: mesh.FoundRequest, signal: AbortSignal): Promise<mesh.Founded>
  /** Throws ALREADY_MEMBER, TICKET_*, LABELS_REFUSED (message and hint name the flag), NAME_TAKEN, PEER_UNREACHABLE. */
  join(request: mesh.JoinRequest, progress: ReportProgress, signal: AbortSignal): Promise<mesh.Joined>

  invites(request: object, signal: AbortSignal): Promise<mesh.InviteList>
  /** Starts the join host if it is down. Throws SIGNATURE_INVALID (not an owner), NAME_TAKEN, PORT_IN_USE. */
  openInvite(request: mesh.OpenInviteRequest, signal: AbortSignal): Promise<mesh.OpenedInvite>
  sites(request: object, signal: AbortSignal): Promise<mesh.SiteList>
  status(request: object, signal: AbortSignal): Promise<status.StatusView>
  whereis(request: projects.ProjectRequest, signal: AbortSignal): Promise<status.WhereisView>

  projects(request: object, signal: AbortSignal): Promise<projects.ProjectList>
  /** Throws PROJECT_EXISTS, FOLDER_MISSING, FOLDER_UNREADABLE, POLICY_INVALID. */
  addProject(request: projects.AddProjectRequest, signal: AbortSignal): Promise<projects.AddedProject>
  setProject(request: projects.SetProjectRequest, signal: AbortSignal): Promise<projects.KeptProject>
  /** Stops capture; frees nothing. */
  stopProject(request: projects.ProjectRequest, signal: AbortSignal): Promise<projects.ProjectView>

  policy(request: projects.ProjectRequest, signal: AbortSignal): Promise<projects.PolicyView>
  /** Lays the words over the present policy. Throws POLICY_INVALID. */
  setPolicy(request: projects.SetPolicyRequest, signal: AbortSignal): Promise<projects.PolicyView>
  explainPolicy(request: projects.ProjectRequest, signal: AbortSignal): Promise<projects.Explanation>

  snapshots(request: projects.ProjectRequest, signal: AbortSignal): Promise<projects.SnapshotList>
  /**
   * With `waitSeconds`, returns once this snapshot meets the policy or the time is over (`wait.met` false, no error).
   * Throws FOLDER_MISSING, FOLDER_UNREADABLE, FOLDER_EMPTY, FOLDER_MOVED, DISK_FULL, BUSY.
   */
  takeSnapshot(
    request: projects.SnapshotRequest,
    progress: ReportProgress,
    signal: AbortSignal,
  ): Promise<projects.TakenSnapshot>
  /** Holds what is captured by itself, one project or all; what is asked for is taken all the same. */
  pause(request: capture.PauseRequest, signal: AbortSignal): Promise<capture.Pauses>
  /** Throws NOT_ALLOWED for one project while all are paused. */
  endPause(request: capture.EndPauseRequest, signal: AbortSignal): Promise<capture.Pauses>
  /** Searches what this site can read; answers at once, and says what it could not search. Throws USAGE (dates). */
  find(request: history.FindRequest, signal: AbortSignal): Promise<history.FoundFiles>
  /** Throws CHUNK_MISSING, NO_SOURCE, KEY_MISSING, as history and lint. */
  diff(request: history.DiffRequest, progress: ReportProgress, signal: AbortSignal): Promise<history.Compared>
  /** Throws PATH_UNKNOWN when no snapshot has such a file. */
  history(request: history.HistoryRequest, progress: ReportProgress, signal: AbortSignal): Promise<history.FileHistory>
  lint(request: history.LintRequest, progress: ReportProgress, signal: AbortSignal): Promise<history.Linted>
  /** Throws TARGET_EXISTS (nothing could be written), PATH_UNKNOWN, NO_SOURCE, NAME_HOSTILE, KEY_MISSING. */
  restore(request: projects.RestoreRequest, progress: ReportProgress, signal: AbortSignal): Promise<projects.Restored>
  /** Re-hashes the local copy of one project or of all. Bad chunks are quarantined and refetched, not thrown. */
  verify(request: projects.VerifyRequest, progress: ReportProgress, signal: AbortSignal): Promise<projects.Verified>

  /** Signs the text with the site key as type `report`. */
  signReport(request: mesh.SignReportRequest, signal: AbortSignal): Promise<mesh.SignedReport>
  /** Answers, then drains and exits. Works unfounded too. */
  stop(request: object, signal: AbortSignal): Promise<mesh.Stopped>
}

type Handler<Name extends RouteName> = (typeof ROUTES)[Name]['stream'] extends true
  ? (request: RequestOf<Name>, progress: ReportProgress, signal: AbortSignal) => Promise<ResponseOf<Name>>
  : (request: RequestOf<Name>, signal: AbortSignal) => Promise<ResponseOf<Name>>

/** One handler a route: the compiler refuses an Operations that lacks a route or answers another shape. */
export type Handlers = { [Name in RouteName]: Handler<Name> }

/** The operations as the server calls them. */
export function handlersOf(operations: Operations): Handlers {
  return operations
}
