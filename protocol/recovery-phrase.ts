// The recovery phrase (§ Recovery): 160 random bits as eight groups of six letters and digits, to be written on paper and
// typed again years later. Each group checks itself, and says by its number which one is wrong. Two keys come of it: one
// that signs for the recovery identity, one that opens the ring keys granted to it.

import type { Recovery } from './constitution.ts'
import { HoldfastError } from './errors.ts'
import { deriveKey } from './hash.ts'
import { sealingKeyFromSeed, signingKeyFromSeed } from './keys.ts'

/** Bytes of randomness in a phrase. */
export const RECOVERY_SECRET_LENGTH = 20

// Crockford's: no i, l, o, u, and what people write or read for one of them is taken for what was meant.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const MEANT: Readonly<Record<string, string>> = { o: '0', i: '1', l: '1' }
const GROUPS = 8
const DATA = 4 // symbols of 5 bits in a group, before its two check symbols
const GROUP = DATA + 2

export function recoveryPhrase(secret: Uint8Array): string {
  if (secret.byteLength !== RECOVERY_SECRET_LENGTH)
    throw new TypeError(`a recovery secret has ${RECOVERY_SECRET_LENGTH} bytes`)
  const symbols = symbolsOf(secret)
  const groups = Array.from({ length: GROUPS }, (_, group) => {
    const data = symbols.slice(group * DATA, (group + 1) * DATA)
    return [...data, ...checksOf(data, group)].map(symbol => ALPHABET[symbol]).join('')
  })
  return groups.join('-')
}

// However it is spaced.
const LONGEST = 1024

/** Reads a phrase however it is spaced, hyphenated or capitalised. Throws KEY_WRONG, naming the group that is mistyped. */
export function parseRecoveryPhrase(text: string): Uint8Array {
  if (text.length > LONGEST) throw wrong(`a recovery phrase is not ${text.length} characters long`)
  const letters = [...text.toLowerCase()].filter(letter => !/[\s\-–—.,_]/.test(letter))
  if (letters.length !== GROUPS * GROUP)
    throw wrong(`a recovery phrase has ${GROUPS} groups of ${GROUP} characters; this has ${letters.length} in all`)
  const symbols = letters.map(letter => ALPHABET.indexOf(MEANT[letter] ?? letter))
  const data: number[] = []
  for (let group = 0; group < GROUPS; group++) {
    const own = symbols.slice(group * GROUP, (group + 1) * GROUP)
    const unknown = own.indexOf(-1)
    if (unknown >= 0)
      throw wrong(
        `group ${group + 1} of the recovery phrase has a character that is never used: ${letters[group * GROUP + unknown]}`,
      )
    const checks = checksOf(own.slice(0, DATA), group)
    if (own[DATA] !== checks[0] || own[DATA + 1] !== checks[1])
      throw wrong(
        `group ${group + 1} of the recovery phrase is mistyped: ${letters.slice(group * GROUP, (group + 1) * GROUP).join('')}`,
      )
    data.push(...own.slice(0, DATA))
  }
  return bytesFrom(data)
}

/** The seeds of the recovery identity's keys. */
export function recoverySeeds(secret: Uint8Array): { signing: Uint8Array; sealing: Uint8Array } {
  if (secret.byteLength !== RECOVERY_SECRET_LENGTH)
    throw new TypeError(`a recovery secret has ${RECOVERY_SECRET_LENGTH} bytes`)
  return {
    signing: deriveKey('holdfast v1 recovery signing', secret),
    sealing: deriveKey('holdfast v1 recovery sealing', secret),
  }
}

/** What a constitution says of it. */
export function recoveryOf(secret: Uint8Array): Recovery {
  const { signing, sealing } = recoverySeeds(secret)
  return { identity: signingKeyFromSeed(signing).id, sealing: sealingKeyFromSeed(sealing).publicKey }
}

// A Reed-Solomon code over GF(32) of distance 3: any two wrong characters of a group show, and so any two that have
// changed places. The group's number is added, so that groups in a wrong order show too.
function checksOf(data: readonly number[], group: number): [number, number] {
  let sum = group
  let weighed = times(group, 3)
  for (const [at, symbol] of data.entries()) {
    sum ^= symbol
    weighed ^= times(symbol, power(at + 1))
  }
  // Solves  a + b = sum,  x⁵·a + x⁶·b = weighed  for the two that come last.
  const [fifth, sixth] = [power(DATA + 1), power(DATA + 2)]
  const last = times(weighed ^ times(sum, fifth), inverse(fifth ^ sixth))
  return [sum ^ last, last]
}

// GF(32) by x⁵ + x² + 1, in which x generates all but zero.
function times(a: number, b: number): number {
  let product = 0
  for (let bit = 0; bit < 5; bit++) if ((b >> bit) & 1) product ^= a << bit
  for (let bit = 8; bit >= 5; bit--) if ((product >> bit) & 1) product ^= 0b100101 << (bit - 5)
  return product
}
function power(exponent: number): number {
  let result = 1
  for (let step = 0; step < exponent % 31; step++) result = times(result, 2)
  return result
}
function inverse(a: number): number {
  for (let b = 1; b < 32; b++) if (times(a, b) === 1) return b
  throw new TypeError('zero has no inverse')
}

function symbolsOf(bytes: Uint8Array): number[] {
  const bits = [...bytes].map(byte => byte.toString(2).padStart(8, '0')).join('')
  return Array.from({ length: bits.length / 5 }, (_, at) => Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2))
}
function bytesFrom(symbols: readonly number[]): Uint8Array {
  const bits = symbols.map(symbol => symbol.toString(2).padStart(5, '0')).join('')
  return Uint8Array.from({ length: bits.length / 8 }, (_, at) => Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2))
}

function wrong(message: string): HoldfastError {
  return new HoldfastError('KEY_WRONG', message, { hint: 'read it from the recovery sheet again, group by group' })
}
