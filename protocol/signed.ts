// Signed messages: Ed25519 over "holdfast/v1/" ‖ type ‖ 0x00 ‖ mesh id ‖ body (§ Signatures). The body is verified as
// received and decoded afterwards, never encoded again. Genesis, which has no mesh id yet, signs over 32 zero bytes.
import { decode, encode } from './codec.ts'
import { HoldfastError } from './errors.ts'
import { bytesOf, idOf, type MeshId } from './ids.ts'
import { PUBLIC_KEY_LENGTH, SIGNATURE_LENGTH, type SigningKey, verifySignature } from './keys.ts'
import { LIMITS } from './limits.ts'
import { holdfast as pb } from './messages.js'

export type SignedType =
  | 'head'
  | 'beat'
  | 'snapshot'
  | 'constitution'
  | 'member'
  | 'slot'
  | 'admission'
  | 'grant'
  | 'challenge'
  | 'answer'
  | 'join'
  | 'report'
  | 'project'
  | 'audit'
  | 'forget'
  | 'pin'
  | 'delete'
  | 'undelete'
  | 'lease'

const NO_MESH = new Uint8Array(32)

/** Signs `body`. `mesh` is undefined for genesis alone. */
export function sign(type: SignedType, mesh: MeshId | undefined, body: Uint8Array, key: SigningKey): pb.Signed {
  return new pb.Signed({ body, author: key.publicKey, signature: key.sign(signedBytes(type, mesh, body)) })
}

/**
 * The body of a message whose author signed it as `type` in `mesh`. Whether the author may say so is the caller's to
 * check. Throws MESSAGE_INVALID for a malformed message, SIGNATURE_INVALID.
 */
export function verifySigned(type: SignedType, mesh: MeshId | undefined, signed: pb.Signed): Uint8Array {
  checkForm(signed)
  if (!verifySignature(signed.author, signedBytes(type, mesh, signed.body), signed.signature))
    throw new HoldfastError('SIGNATURE_INVALID', `${type} is not signed by ${idOf('SiteId', signed.author)}`)
  return signed.body
}

/** The bytes a signature of `type` covers; for messages with several signatures (a constitution). */
export function signedBytes(type: SignedType, mesh: MeshId | undefined, body: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`holdfast/v1/${type}\0`), mesh === undefined ? NO_MESH : bytesOf(mesh), body])
}

export function encodeSigned(signed: pb.Signed): Uint8Array {
  return encode(pb.Signed, signed)
}

/** Decodes without verifying. Throws MESSAGE_INVALID. */
export function decodeSigned(bytes: Uint8Array, maxBytes: number = LIMITS.controlFrame): pb.Signed {
  const signed = decode(pb.Signed, bytes, maxBytes)
  checkForm(signed)
  return signed
}

function checkForm(signed: pb.Signed): void {
  if (signed.author.byteLength !== PUBLIC_KEY_LENGTH || signed.signature.byteLength !== SIGNATURE_LENGTH)
    throw new HoldfastError('MESSAGE_INVALID', 'author or signature of a signed message has a wrong length')
}
