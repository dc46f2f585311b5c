// One-time codes before what is destructive (§ Constitution, One-time codes). The constitution carries the secret sealed
// to a ring, so every site that is trusted for it can ask; each code is taken once, and wrong ones are counted.
import { HoldfastError } from '../../protocol/errors.ts'
import { idOf, type RingId } from '../../protocol/ids.ts'
import type { SealedTotp } from '../../protocol/local-api-trust.ts'
import { openFromRing, sealForRing } from '../../protocol/ring.ts'
import { matchTotp, TOTP_SECRET_LENGTH, totpContext } from '../../protocol/totp.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import type { Site } from '../work/site.ts'

const USED = 'totp-used'
const TRIES = 5
const WITHIN_MS = 60_000

// When codes were tried, ms by the clock that never goes back. In memory: whoever can restart the daemon has its keys.
const tries = new WeakMap<Site, number[]>()
// One at a time, or two callers could use one code.
let checking: Promise<unknown> = Promise.resolve()

/**
 * Resolves when the mesh asks for no codes, or `code` is one that was not used before. Throws TOTP_NEEDED, TOTP_WRONG,
 * KEY_MISSING where this site can't know.
 */
export function checkTotp(context: NodeContext, code: string | undefined): Promise<void> {
  const checked = checking.then(() => checkOne(context, code))
  checking = checked.catch(() => undefined)
  return checked
}

async function checkOne(context: NodeContext, code: string | undefined): Promise<void> {
  const { site } = joinedOf(context)
  const sealed = site.members.current.constitution.totp
  if (sealed === undefined) return
  if (code === undefined) {
    throw new HoldfastError('TOTP_NEEDED', 'the owners of this mesh ask for a one-time code before this', {
      hint: 'give --totp CODE, the six digits that an owner sees now',
    })
  }
  const { clock } = context.ports
  const recent = (tries.get(site) ?? []).filter(at => clock.monotonic() - at < WITHIN_MS)
  if (recent.length >= TRIES)
    throw new HoldfastError('TOTP_WRONG', `${TRIES} codes were tried within a minute`, { hint: 'wait a minute' })
  tries.set(site, [...recent, clock.monotonic()])
  const used = Number(Buffer.from(site.promises.state.get(USED) ?? []).toString() || 0)
  const step = matchTotp(openSecret(site, sealed), code, clock.wall(), used)
  if (step === undefined) {
    if (recent.length + 1 === TRIES)
      await site.audit.record({ act: 'totp-wrong', text: `${TRIES} wrong one-time codes within a minute` })
    throw new HoldfastError('TOTP_WRONG', 'the one-time code is wrong, or was used already', {
      hint: "wait for the next code; if it is refused again, compare this machine's clock with the phone's",
    })
  }
  // Durable first: after a crash the code must not be good a second time.
  await site.promises.setState(USED, Buffer.from(String(step)))
  tries.delete(site)
}

function openSecret(site: Site, sealed: Uint8Array): Uint8Array {
  const ring = sealed.byteLength < 17 ? undefined : site.rings.get(idOf('RingId', sealed.subarray(1, 17)) as RingId)
  if (ring === undefined) {
    throw new HoldfastError(
      'KEY_MISSING',
      'this site is not trusted for the ring that one-time codes are checked with',
      {
        hint: 'run it at a site that is trusted: holdfast sites shows which',
      },
    )
  }
  return openFromRing(ring, totpContext(site.mesh), sealed)
}

/** Seals a new secret for a constitution. */
export function sealTotp(context: NodeContext, secret: Uint8Array): SealedTotp {
  const { site } = joinedOf(context)
  if (secret.byteLength !== TOTP_SECRET_LENGTH)
    throw new HoldfastError('USAGE', `the secret of one-time codes has ${TOTP_SECRET_LENGTH} bytes`)
  const [ring] = site.rings.values()
  if (ring === undefined) {
    throw new HoldfastError('KEY_MISSING', 'this site holds no ring to seal the secret to', {
      hint: 'run it at a site that is trusted: holdfast sites shows which',
    })
  }
  return { sealed: sealForRing(ring, totpContext(site.mesh), secret) }
}
