import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isError } from '../../protocol/errors.ts'
import { sealingKeyFromSeed, signingKeyFromSeed } from '../../protocol/keys.ts'
import { parseRecoveryPhrase, recoveryOf, recoveryPhrase, recoverySeeds } from '../../protocol/recovery-phrase.ts'

const secret = Uint8Array.from({ length: 20 }, (_, at) => at * 13)
const phrase = recoveryPhrase(secret)
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'

test('a phrase is eight groups of six, and says its secret back', () => {
  assert.match(phrase, /^([0-9a-hjkmnp-tv-z]{6}-){7}[0-9a-hjkmnp-tv-z]{6}$/)
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), bytes => {
      assert.deepEqual(parseRecoveryPhrase(recoveryPhrase(bytes)), bytes)
    }),
  )
})

test('it is read however it is spaced and capitalised, and with o, i and l for 0 and 1', () => {
  const asTyped = phrase.toUpperCase().replaceAll('-', '  ').replaceAll('0', 'O').replaceAll('1', 'l')
  assert.deepEqual(parseRecoveryPhrase(`${asTyped}\n`), secret)
})

test('every single wrong character shows, and in which group', () => {
  for (let at = 0; at < phrase.length; at++) {
    if (phrase[at] === '-') continue
    for (const letter of LETTERS) {
      if (letter === phrase[at]) continue
      assert.throws(() => parseRecoveryPhrase(put(phrase, at, letter)), isWrongIn(Math.floor(at / 7) + 1))
    }
  }
})

test('every two wrong characters of a group show, and so any two that changed places', () => {
  const [first] = phrase.split('-') as [string]
  for (let a = 0; a < 6; a++)
    for (let b = a + 1; b < 6; b++)
      for (const one of LETTERS)
        for (const two of LETTERS) {
          if (one === first[a] || two === first[b]) continue
          const wrong = put(put(phrase, a, one), b, two)
          assert.throws(() => parseRecoveryPhrase(wrong), isWrongIn(1))
        }
})

test('two groups in each other’s place show', () => {
  const groups = phrase.split('-')
  for (let a = 0; a < 8; a++)
    for (let b = a + 1; b < 8; b++) {
      const swapped = groups.with(a, groups[b]!).with(b, groups[a]!)
      assert.throws(
        () => parseRecoveryPhrase(swapped.join('-')),
        error => isError(error, 'KEY_WRONG'),
      )
    }
})

test('a phrase of another length, or with characters never used, is refused in words', () => {
  assert.throws(() => parseRecoveryPhrase(phrase.slice(0, -1)), /8 groups of 6 characters; this has 47/)
  assert.throws(() => parseRecoveryPhrase(put(phrase, 8, 'u')), /group 2 .* never used: u/)
  assert.throws(() => parseRecoveryPhrase(''), /this has 0/)
})

test('signing and sealing come of it apart, and the constitution names both', () => {
  const { signing, sealing } = recoverySeeds(secret)
  assert.notDeepEqual(signing, sealing)
  const recovery = recoveryOf(secret)
  assert.equal(recovery.identity, signingKeyFromSeed(signing).id)
  assert.deepEqual(recovery.sealing, sealingKeyFromSeed(sealing).publicKey)
  assert.notEqual(recoveryOf(secret.with(0, 255)).identity, recovery.identity)
})

function put(text: string, at: number, letter: string): string {
  return text.slice(0, at) + letter + text.slice(at + 1)
}

function isWrongIn(group: number) {
  return (error: unknown) => isError(error, 'KEY_WRONG') && error.message.includes(`group ${group} `)
}
