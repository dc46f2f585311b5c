// Errors on the wire are one enum, mapped here once in each direction (§ Wire, errors).
import { type ErrorCode, HoldfastError, isError } from '../../protocol/errors.ts'
import { holdfast as pb } from '../../protocol/messages.js'

const { WireError } = pb

const FROM_CODE: Partial<Record<ErrorCode, pb.WireError>> = {
  MESSAGE_INVALID: WireError.WIRE_INVALID,
  SIGNATURE_INVALID: WireError.WIRE_INVALID,
  MESH_MISMATCH: WireError.WIRE_INVALID,
  CHUNK_TOO_LARGE: WireError.WIRE_INVALID,
  NOT_ALLOWED: WireError.WIRE_NOT_ALLOWED,
  NOT_MEMBER: WireError.WIRE_NOT_ALLOWED,
  NODE_GONE: WireError.WIRE_NODE_GONE,
  PROJECT_UNKNOWN: WireError.WIRE_NOT_FOUND,
  SNAPSHOT_UNKNOWN: WireError.WIRE_NOT_FOUND,
  SITE_UNKNOWN: WireError.WIRE_NOT_FOUND,
  CHUNK_MISSING: WireError.WIRE_NOT_FOUND,
  TICKET_UNKNOWN: WireError.WIRE_TICKET_UNKNOWN,
  TICKET_EXPIRED: WireError.WIRE_TICKET_EXPIRED,
  TICKET_USED: WireError.WIRE_TICKET_USED,
  TICKET_REVOKED: WireError.WIRE_TICKET_REVOKED,
  NAME_TAKEN: WireError.WIRE_NAME_TAKEN,
  LABELS_REFUSED: WireError.WIRE_LABELS,
  CLOCK_SKEW: WireError.WIRE_CLOCK_SKEW,
}

const TO_CODE: Partial<Record<pb.WireError, ErrorCode>> = {
  [WireError.WIRE_INVALID]: 'MESSAGE_INVALID',
  [WireError.WIRE_NOT_ALLOWED]: 'NOT_ALLOWED',
  [WireError.WIRE_NODE_GONE]: 'NODE_GONE',
  [WireError.WIRE_NOT_FOUND]: 'PROJECT_UNKNOWN',
  [WireError.WIRE_TICKET_UNKNOWN]: 'TICKET_UNKNOWN',
  [WireError.WIRE_TICKET_EXPIRED]: 'TICKET_EXPIRED',
  [WireError.WIRE_TICKET_USED]: 'TICKET_USED',
  [WireError.WIRE_TICKET_REVOKED]: 'TICKET_REVOKED',
  [WireError.WIRE_NAME_TAKEN]: 'NAME_TAKEN',
  [WireError.WIRE_LABELS]: 'LABELS_REFUSED',
  [WireError.WIRE_CLOCK_SKEW]: 'CLOCK_SKEW',
}

/** What a peer is told. Anything that is our own trouble is "busy": it may come again. */
export function wireErrorOf(error: unknown): pb.WireError {
  return (isError(error) ? FROM_CODE[error.code] : undefined) ?? WireError.WIRE_BUSY
}

/** Throws the error a response carries, if it carries one. An unknown number reads as busy. */
export function throwWireError(error: pb.WireError, what: string, reason = ''): void {
  if (error === WireError.WIRE_OK) return
  const code = TO_CODE[error] ?? 'PEER_BUSY'
  throw new HoldfastError(code, reason === '' ? `the peer refuses ${what}: ${WireError[error] ?? error}` : reason)
}
