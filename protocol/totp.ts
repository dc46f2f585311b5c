// One-time codes that an owner's phone shows (RFC 6238: SHA-1, 30 s, 6 digits), which destructive commands ask for where
// the constitution says so (§ Constitution). Pure: the time and what was used before are passed in.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { toBase32 } from './base32.ts'
import type { MeshId } from './ids.ts'

export const TOTP_SECRET_LENGTH = 20
const STEP_MS = 30_000
const DIGITS = 6
const DRIFT = 1 // steps a phone's clock may be off

/** The number of 30 s steps since 1970 at `time` ms. */
export function totpStep(time: number): number {
  return Math.floor(time / STEP_MS)
}

/** The code of a step, 6 digits. */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const number = mac.readUInt32BE((mac[mac.length - 1] ?? 0) & 15) & 0x7fffffff
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0')
}

/**
 * The step whose code this is, of those within one step of `time` and after `used`, the last that was accepted; undefined
 * when there is none. Spaces in the code are ignored; all steps are compared in the same time.
 */
export function matchTotp(secret: Uint8Array, code: string, time: number, used: number): number | undefined {
  const typed = Buffer.from(code.replaceAll(' ', ''))
  if (typed.byteLength !== DIGITS) return undefined
  const now = totpStep(time)
  let matched: number | undefined
  for (let step = now - DRIFT; step <= now + DRIFT; step++) {
    const isSame = timingSafeEqual(typed, Buffer.from(totpCode(secret, step)))
    if (isSame && step > used) matched ??= step
  }
  return matched
}

/** The secret as phones take it typed in: base32 in capitals. */
export function totpText(secret: Uint8Array): string {
  return toBase32(secret).toUpperCase()
}

/** What a QR code for the phone says. */
export function totpUri(secret: Uint8Array, mesh: string): string {
  const label = `Holdfast:${encodeURIComponent(mesh)}`
  return `otpauth://totp/${label}?secret=${totpText(secret)}&issuer=Holdfast&algorithm=SHA1&digits=${DIGITS}&period=30`
}

/** What the secret in a constitution is sealed to its ring as. */
export function totpContext(mesh: MeshId): string {
  return `totp/${mesh}`
}
