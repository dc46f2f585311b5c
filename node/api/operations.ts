// What the daemon can be asked to do over the local API. The server knows nothing but this interface; errors are
// HoldfastErrors, `signal` aborts when the caller goes away. References are names or unique prefixes of ids:
// PROJECT_UNKNOWN, SNAPSHOT_UNKNOWN, AMBIGUOUS. Before a mesh is founded all but the first three throw NOT_FOUNDED.
// Every handler gets the caller last, `(request, signal, caller)` or `(request, progress, signal, caller)`: the server has
// checked its scope and that the project named is one of its own. An operation that doesn't care leaves the argument out;
// one whose act is audited says `by: caller.name`; one whose route is `filtered` tells of seesProject(caller, …) alone.
import type { ReportProgress, RequestOf, ResponseOf, ROUTES, RouteName } from '../../protocol/local-api.ts'
import type * as audit from '../../protocol/local-api-audit.ts'
import type * as capture from '../../protocol/local-api-capture.ts'
import type * as deletions from '../../protocol/local-api-deletions.ts'
import type * as history from '../../protocol/local-api-history.ts'
import type * as keys from '../../protocol/local-api-keys.ts'
import type * as mesh from '../../protocol/local-api-mesh.ts'
import type * as projects from '../../protocol/local-api-projects.ts'
import type * as retention from '../../protocol/local-api-retention.ts'
import type { Caller } from '../../protocol/local-api-scope.ts'
import type * as sites from '../../protocol/local-api-sites.ts'
import type * as status from '../../protocol/local-api-status.ts'
import type * as tokens from '../../protocol/local-api-tokens.ts'
import type * as trust from '../../protocol/local-api-trust.ts'

export interface Operations {
  identity(request: object, signal: AbortSignal, caller: Caller): Promise<mesh.Identity>
  /** Checks and keeps the signed founding statements. Throws ALREADY_MEMBER, SIGNATURE_INVALID. */
  found(request: mesh.FoundRequest, signal: AbortSignal, caller: Caller): Promise<mesh.Founded>
  /** Throws ALREADY_MEMBER, TICKET_*, LABELS_REFUSED (message and hint name the flag), NAME_TAKEN, PEER_UNREACHABLE. */
  join(request: mesh.JoinRequest, progress: ReportProgress, signal: AbortSignal, caller: Caller): Promise<mesh.Joined>

  invites(request: object, signal: AbortSignal, caller: Caller): Promise<mesh.InviteList>
  /** Starts the join host if it is down. Throws SIGNATURE_INVALID (not an owner), NAME_TAKEN, PORT_IN_USE. */
  openInvite(request: mesh.OpenInviteRequest, signal: AbortSignal, caller: Caller): Promise<mesh.OpenedInvite>
  /** Throws TICKET_UNKNOWN (not opened here), TICKET_USED, AMBIGUOUS. Durable when it resolves. */
  revokeInvite(request: sites.RevokeInviteRequest, signal: AbortSignal, caller: Caller): Promise<mesh.Invite>
  /** What would be missing without the site, and what is to be sent where. Throws SITE_UNKNOWN, AMBIGUOUS. */
  departure(request: sites.DepartureRequest, signal: AbortSignal, caller: Caller): Promise<sites.Departure>
  sites(request: object, signal: AbortSignal, caller: Caller): Promise<mesh.SiteList>
  status(request: object, signal: AbortSignal, caller: Caller): Promise<status.StatusView>
  whereis(request: projects.ProjectRequest, signal: AbortSignal, caller: Caller): Promise<status.WhereisView>

  projects(request: object, signal: AbortSignal, caller: Caller): Promise<projects.ProjectList>
  /** Throws PROJECT_EXISTS, FOLDER_MISSING, FOLDER_UNREADABLE, POLICY_INVALID. */
  addProject(request: projects.AddProjectRequest, signal: AbortSignal, caller: Caller): Promise<projects.AddedProject>
  setProject(request: projects.SetProjectRequest, signal: AbortSignal, caller: Caller): Promise<projects.KeptProject>
  /** Stops capture; frees nothing. */
  stopProject(request: projects.ProjectRequest, signal: AbortSignal, caller: Caller): Promise<projects.ProjectView>

  policy(request: projects.ProjectRequest, signal: AbortSignal, caller: Caller): Promise<projects.PolicyView>
  /** Lays the words over the present policy. Throws POLICY_INVALID. */
  setPolicy(request: projects.SetPolicyRequest, signal: AbortSignal, caller: Caller): Promise<projects.PolicyView>
  explainPolicy(request: projects.ProjectRequest, signal: AbortSignal, caller: Caller): Promise<projects.Explanation>

  /** Signs what need not be kept any more, or says what that would be. Throws NOT_ALLOWED, SNAPSHOT_UNKNOWN. */
  forget(request: retention.ForgetRequest, signal: AbortSignal, caller: Caller): Promise<retention.ForgetPlan>
  /** Throws NOT_ALLOWED (not a director, deleted by the owners), SNAPSHOT_UNKNOWN. */
  pin(request: retention.PinRequest, signal: AbortSignal, caller: Caller): Promise<retention.Pinned>

  snapshots(request: projects.ProjectRequest, signal: AbortSignal, caller: Caller): Promise<projects.SnapshotList>
  /**
   * With `waitSeconds`, returns once this snapshot meets the policy or the time is over (`wait.met` false, no error).
   * Throws FOLDER_MISSING, FOLDER_UNREADABLE, FOLDER_EMPTY, FOLDER_MOVED, DISK_FULL, BUSY.
   */
  takeSnapshot(
    request: projects.SnapshotRequest,
    progress: ReportProgress,
    signal: AbortSignal,
    caller: Caller,
  ): Promise<projects.TakenSnapshot>
  /** What a certificate over these would mean. Throws SNAPSHOT_UNKNOWN, USAGE (too many). */
  planDeletion(
    request: deletions.PlanDeletionRequest,
    signal: AbortSignal,
    caller: Caller,
  ): Promise<deletions.DeletionPlan>
  /** Throws SIGNATURE_INVALID, NOT_ALLOWED (too few owners), MEMBERSHIP_FROZEN, TOTP_NEEDED, TOTP_WRONG. */
  submitDeletion(request: deletions.DeleteRequest, signal: AbortSignal, caller: Caller): Promise<deletions.DeletionView>
  deletions(request: object, signal: AbortSignal, caller: Caller): Promise<deletions.DeletionList>
  /** Throws RECORD_UNKNOWN, NOT_ALLOWED (neither this site nor who signed may). */
  undelete(request: deletions.UndeleteRequest, signal: AbortSignal, caller: Caller): Promise<deletions.DeletionView>
  /** Holds what is captured by itself, one project or all; what is asked for is taken all the same. */
  pause(request: capture.PauseRequest, signal: AbortSignal, caller: Caller): Promise<capture.Pauses>
  /** Throws NOT_ALLOWED for one project while all are paused. */
  endPause(request: capture.EndPauseRequest, signal: AbortSignal, caller: Caller): Promise<capture.Pauses>
  /** Searches what this site can read; answers at once, and says what it could not search. Throws USAGE (dates). */
  find(request: history.FindRequest, signal: AbortSignal, caller: Caller): Promise<history.FoundFiles>
  /** Throws CHUNK_MISSING, NO_SOURCE, KEY_MISSING, as history and lint. */
  diff(
    request: history.DiffRequest,
    progress: ReportProgress,
    signal: AbortSignal,
    caller: Caller,
  ): Promise<history.Compared>
  /** Throws PATH_UNKNOWN when no snapshot has such a file. */
  history(
    request: history.HistoryRequest,
    progress: ReportProgress,
    signal: AbortSignal,
    caller: Caller,
  ): Promise<history.FileHistory>
  lint(
    request: history.LintRequest,
    progress: ReportProgress,
    signal: AbortSignal,
    caller: Caller,
  ): Promise<history.Linted>
  /** Throws TARGET_EXISTS (nothing could be written), PATH_UNKNOWN, NO_SOURCE, NAME_HOSTILE, KEY_MISSING. */
  restore(
    request: projects.RestoreRequest,
    progress: ReportProgress,
    signal: AbortSignal,
    caller: Caller,
  ): Promise<projects.Restored>
  /** Re-hashes the local copy of one project or of all. Bad chunks are quarantined and refetched, not thrown. */
  verify(
    request: projects.VerifyRequest,
    progress: ReportProgress,
    signal: AbortSignal,
    caller: Caller,
  ): Promise<projects.Verified>

  statements(request: object, signal: AbortSignal, caller: Caller): Promise<trust.StatementList>
  /**
   * Keeps and spreads what owners signed. Throws SIGNATURE_INVALID, NOT_ALLOWED (nothing of it counts), TOTP_NEEDED,
   * TOTP_WRONG, KEY_MISSING (codes are asked for, and this site can't check them).
   */
  submitStatements(request: trust.SubmitRequest, signal: AbortSignal, caller: Caller): Promise<trust.Submitted>
  sealTotp(request: trust.SealTotpRequest, signal: AbortSignal, caller: Caller): Promise<trust.SealedTotp>
  wrapKeys(request: trust.WrapRequest, signal: AbortSignal, caller: Caller): Promise<trust.Wrapped>
  /** The audit logs of all sites, and what can be said of each; finding one broken is an answer, not an error. */
  audit(
    request: audit.AuditRequest,
    progress: ReportProgress,
    signal: AbortSignal,
    caller: Caller,
  ): Promise<audit.AuditView>

  keys(request: object, signal: AbortSignal, caller: Caller): Promise<keys.KeyList>
  /** Keys of a new ring, or from a key file; kept when it resolves. Throws MESSAGE_INVALID, RING_FULL. */
  addKeys(request: keys.AddKeysRequest, signal: AbortSignal, caller: Caller): Promise<keys.AddedKeys>
  /** In clear: the command line seals them. Throws KEY_MISSING. */
  exportKeys(request: object, signal: AbortSignal, caller: Caller): Promise<keys.ExportedKeys>
  /** Throws KEY_MISSING, NOT_ALLOWED (not trusted for it), RING_FULL, PROJECT_UNKNOWN. */
  rotateKey(request: keys.RingRequest, signal: AbortSignal, caller: Caller): Promise<keys.RotatedKey>
  /** Throws KEY_MISSING, NOT_ALLOWED (no owner has named the site trusted), SITE_UNKNOWN. */
  grantKey(request: keys.GrantKeyRequest, signal: AbortSignal, caller: Caller): Promise<keys.GrantedKey>
  /** Throws ALREADY_MEMBER, PEER_UNREACHABLE, KEY_WRONG. */
  recover(
    request: keys.RecoverRequest,
    progress: ReportProgress,
    signal: AbortSignal,
    caller: Caller,
  ): Promise<keys.Recovered>
  /** Signs the text with the site key as type `report`. */
  signReport(request: mesh.SignReportRequest, signal: AbortSignal, caller: Caller): Promise<mesh.SignedReport>
  /** The token's text is told this once. Throws NAME_TAKEN, PROJECT_UNKNOWN, AMBIGUOUS, NOT_ALLOWED. */
  createToken(request: tokens.CreateTokenRequest, signal: AbortSignal, caller: Caller): Promise<tokens.CreatedToken>
  tokens(request: object, signal: AbortSignal, caller: Caller): Promise<tokens.TokenList>
  /** Throws TOKEN_UNKNOWN. */
  revokeToken(request: tokens.RevokeTokenRequest, signal: AbortSignal, caller: Caller): Promise<tokens.Token>
  /** Answers, then drains and exits. Works unfounded too. */
  stop(request: object, signal: AbortSignal, caller: Caller): Promise<mesh.Stopped>
}

type Handler<Name extends RouteName> = (typeof ROUTES)[Name]['stream'] extends true
  ? (
      request: RequestOf<Name>,
      progress: ReportProgress,
      signal: AbortSignal,
      caller: Caller,
    ) => Promise<ResponseOf<Name>>
  : (request: RequestOf<Name>, signal: AbortSignal, caller: Caller) => Promise<ResponseOf<Name>>

/** One handler a route: the compiler refuses an Operations that lacks a route or answers another shape. */
export type Handlers = { [Name in RouteName]: Handler<Name> }

/** The operations as the server calls them. */
export function handlersOf(operations: Operations): Handlers {
  return operations
}
