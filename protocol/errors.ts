// Every expected failure of Holdfast, in one table: what it means for people, whether trying again can help, how the
// command line exits, how the local API answers (§ Errors). TypeError is our own bug; signal.reason passes untouched.

type Row = { readonly sentence: string; readonly retry: boolean; readonly exit: number; readonly http: number }

export const ERRORS = {
  MESSAGE_INVALID: {
    sentence: 'Bytes from a peer, a disk or a caller do not have the form the specification asks for.',
    retry: false,
    exit: 1,
    http: 400,
  },
  SIGNATURE_INVALID: { sentence: 'A signature does not match its author.', retry: false, exit: 12, http: 400 },
  MESH_MISMATCH: { sentence: 'The message belongs to another mesh.', retry: false, exit: 12, http: 409 },
  NOT_MEMBER: { sentence: 'The peer is not a member of this mesh.', retry: false, exit: 12, http: 403 },
  NOT_ALLOWED: { sentence: 'Who asks may not do this.', retry: false, exit: 12, http: 403 },
  TOKEN_REFUSED: {
    sentence: 'The token is mistyped, unknown here, expired or revoked.',
    retry: false,
    exit: 12,
    http: 401,
  },
  TOKEN_UNKNOWN: { sentence: 'No token of that name.', retry: false, exit: 13, http: 404 },
  CHUNK_CORRUPT: { sentence: 'A chunk does not match its hash.', retry: true, exit: 5, http: 500 },
  CHUNK_MISSING: { sentence: 'A chunk is not in this store.', retry: true, exit: 13, http: 404 },
  CHUNK_TOO_LARGE: { sentence: 'A chunk is larger than the format allows.', retry: false, exit: 1, http: 400 },
  KEY_MISSING: { sentence: 'This site does not hold the key to read it.', retry: false, exit: 12, http: 403 },
  TOTP_NEEDED: {
    sentence: 'The owners of this mesh ask for a one-time code before anything destructive.',
    retry: false,
    exit: 12,
    http: 403,
  },
  TOTP_WRONG: {
    sentence: 'The one-time code is wrong, used, or there were too many.',
    retry: true,
    exit: 12,
    http: 403,
  },
  MEMBERSHIP_FROZEN: {
    sentence: 'Two constitutions claim one place: nothing new counts until the owners name both.',
    retry: false,
    exit: 12,
    http: 409,
  },
  CONSTITUTION_REFUSED: {
    sentence: 'A constitution that does not follow the one in force, or lacks owners who sign it.',
    retry: false,
    exit: 12,
    http: 409,
  },
  KEYS_LOCKED: {
    sentence: 'The keys of this site are wrapped, and what opens them is missing or wrong.',
    retry: false,
    exit: 78,
    http: 409,
  },
  RING_FULL: { sentence: 'The ring has as many key epochs as it may.', retry: false, exit: 1, http: 409 },
  KEY_WRONG: { sentence: 'The passphrase or key does not open it.', retry: false, exit: 12, http: 403 },
  NODE_GONE: {
    sentence: 'The peer no longer has that part of the catalog; start over from its newest head.',
    retry: true,
    exit: 1,
    http: 410,
  },
  HEAD_FORK: {
    sentence: "Two different heads stand at one place in a catalog's history; both branches are kept.",
    retry: false,
    exit: 1,
    http: 409,
  },
  AUDIT_BROKEN: {
    sentence: "A site's audit log is not the one it was, or does not hold together.",
    retry: false,
    exit: 5,
    http: 500,
  },
  HEAD_STALE: { sentence: 'A newer head of that site is already known.', retry: false, exit: 1, http: 409 },
  STORE_LOCKED: { sentence: 'Another process holds this store.', retry: true, exit: 11, http: 409 },
  STORE_DAMAGED: {
    sentence: "The store has damage that scrub can't repair by itself.",
    retry: false,
    exit: 5,
    http: 500,
  },
  STORE_FORMAT: { sentence: 'The store was written by a newer Holdfast.', retry: false, exit: 78, http: 500 },
  CATALOG_FORMAT: { sentence: 'The catalog was written by a newer Holdfast.', retry: false, exit: 78, http: 502 },
  DISK_FULL: { sentence: 'The disk or the capacity given to this site is full.', retry: true, exit: 1, http: 507 },
  DISK_SICK: { sentence: 'The disk failed a write that must not fail.', retry: false, exit: 5, http: 500 },
  JOURNAL_DAMAGED: { sentence: 'The journal of promises is damaged before its end.', retry: false, exit: 5, http: 500 },
  FOLDER_MISSING: { sentence: "The project's folder is not there.", retry: true, exit: 1, http: 409 },
  FOLDER_UNREADABLE: { sentence: "The project's folder can't be read.", retry: true, exit: 1, http: 409 },
  FOLDER_EMPTY: {
    sentence: "The project's folder is empty, but its last snapshot had files.",
    retry: false,
    exit: 1,
    http: 409,
  },
  FOLDER_MOVED: {
    sentence: "The project's folder is on another file system than at its last snapshot.",
    retry: false,
    exit: 1,
    http: 409,
  },
  HOOK_FAILED: {
    sentence: 'A command of the configuration that stands around captures failed.',
    retry: true,
    exit: 1,
    http: 500,
  },
  CONTENT_CHANGED: {
    sentence: 'Content of files changed while their size and times did not.',
    retry: false,
    exit: 5,
    http: 500,
  },
  FILE_CHANGED: { sentence: 'A file changed while it was read.', retry: true, exit: 3, http: 409 },
  PROJECT_UNKNOWN: { sentence: 'No project of that name or id.', retry: false, exit: 13, http: 404 },
  PROJECT_EXISTS: { sentence: 'A project of that name is already kept.', retry: false, exit: 1, http: 409 },
  SITE_UNKNOWN: { sentence: 'No site of that name or id.', retry: false, exit: 13, http: 404 },
  RECORD_UNKNOWN: { sentence: 'Nothing of that name or id is to be deleted.', retry: false, exit: 13, http: 404 },
  SNAPSHOT_UNKNOWN: { sentence: 'No snapshot with that id.', retry: false, exit: 13, http: 404 },
  PATH_UNKNOWN: { sentence: 'Nothing in the snapshot matches that path.', retry: false, exit: 13, http: 404 },
  AMBIGUOUS: { sentence: 'More than one thing matches; give more of the id.', retry: false, exit: 2, http: 400 },
  TARGET_EXISTS: {
    sentence: 'The target already has something that would be overwritten.',
    retry: false,
    exit: 1,
    http: 409,
  },
  TARGET_UNWRITABLE: { sentence: "The target folder can't be written.", retry: true, exit: 1, http: 409 },
  NAME_HOSTILE: { sentence: 'A name in the snapshot would leave the target folder.', retry: false, exit: 5, http: 422 },
  POLICY_INVALID: { sentence: "The policy can't be used.", retry: false, exit: 2, http: 400 },
  POLICY_UNMET: { sentence: 'The policy is not met.', retry: true, exit: 4, http: 409 },
  TICKET_INVALID: { sentence: 'The ticket is mistyped or not a Holdfast ticket.', retry: false, exit: 2, http: 400 },
  TICKET_UNKNOWN: { sentence: 'The inviting site does not know this ticket.', retry: false, exit: 12, http: 403 },
  TICKET_EXPIRED: { sentence: 'The ticket has expired.', retry: false, exit: 12, http: 403 },
  TICKET_USED: { sentence: 'The ticket has been used.', retry: false, exit: 12, http: 403 },
  TICKET_REVOKED: { sentence: 'The invite has been revoked.', retry: false, exit: 12, http: 403 },
  QUOTA_EXCEEDED: {
    sentence: 'The snapshots of that site may take no more here.',
    retry: true,
    exit: 1,
    http: 507,
  },
  NAME_TAKEN: { sentence: 'A site of that name is already a member.', retry: false, exit: 1, http: 409 },
  LABELS_REFUSED: {
    sentence: 'The labels given at join do not agree with the invite.',
    retry: false,
    exit: 2,
    http: 400,
  },
  PEER_UNREACHABLE: { sentence: 'The peer does not answer.', retry: true, exit: 1, http: 504 },
  PEER_BUSY: { sentence: 'The peer is busy.', retry: true, exit: 11, http: 503 },
  PEER_MISBEHAVED: { sentence: 'The peer sent something it must not send.', retry: false, exit: 5, http: 502 },
  PEER_NEWER: {
    sentence: 'The peer speaks no version of the protocol that this Holdfast knows.',
    retry: true,
    exit: 1,
    http: 502,
  },
  NO_SOURCE: { sentence: 'No reachable site holds what is needed.', retry: true, exit: 1, http: 503 },
  CLOCK_SKEW: {
    sentence: "This site's clock differs from its peers' by more than five minutes.",
    retry: true,
    exit: 1,
    http: 409,
  },
  PORT_IN_USE: { sentence: 'The address to listen on is in use.', retry: true, exit: 11, http: 409 },
  CONFIG_INVALID: { sentence: "The configuration can't be used.", retry: false, exit: 78, http: 400 },
  NO_DAEMON: { sentence: 'No Holdfast daemon answers on the socket.', retry: true, exit: 10, http: 503 },
  BUSY: { sentence: 'The daemon is already doing that.', retry: true, exit: 11, http: 409 },
  NOT_FOUNDED: { sentence: 'This site belongs to no mesh yet.', retry: false, exit: 1, http: 409 },
  ALREADY_MEMBER: { sentence: 'This site already belongs to a mesh.', retry: false, exit: 1, http: 409 },
  USAGE: { sentence: 'The command was not understood.', retry: false, exit: 2, http: 400 },
  STOPPED: { sentence: 'The daemon is stopping.', retry: true, exit: 1, http: 503 },
  INTERNAL: { sentence: 'A bug in Holdfast.', retry: false, exit: 1, http: 500 },
} as const satisfies Record<string, Row>

export type ErrorCode = keyof typeof ERRORS

/** An expected failure. `hint` is the next command or step for the operator. */
export class HoldfastError extends Error {
  override readonly name = 'HoldfastError'
  readonly code: ErrorCode
  readonly hint: string | undefined

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; hint?: string } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint
  }

  get retry(): boolean {
    return ERRORS[this.code].retry
  }
  get exit(): number {
    return ERRORS[this.code].exit
  }
}

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERRORS, text)
}

/** True for a HoldfastError, of the given code when one is given. */
export function isError(error: unknown, code?: ErrorCode): error is HoldfastError {
  return error instanceof HoldfastError && (code === undefined || error.code === code)
}

/** A HoldfastError as a value, for where one of many fails; rethrows anything else. */
export function expectedError(error: unknown): HoldfastError {
  if (isError(error)) return error
  throw error
}
