import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeToken, parseToken } from '../../protocol/api-token.ts'
import { isError } from '../../protocol/errors.ts'

const secret = Uint8Array.from({ length: 20 }, (_, n) => n)
const text = encodeToken(secret)
const refused = (error: unknown) => isError(error, 'TOKEN_REFUSED') && !error.message.includes(text.slice(8, 20))

test('a token is one word, and gives its secret back', () => {
  assert.match(text, /^hft_[a-z2-7]{40}$/)
  assert.deepEqual(Uint8Array.from(parseToken(text)), secret)
  assert.deepEqual(Uint8Array.from(parseToken(`  ${text}\n`)), secret)
})

test('every mistyped character and every cut of a token is told, without repeating it', () => {
  for (let at = 4; at < text.length; at++) {
    const other = text[at] === 'a' ? 'b' : 'a'
    assert.throws(() => parseToken(text.slice(0, at) + other + text.slice(at + 1)), refused, `at ${at}`)
  }
  for (let end = 0; end < text.length; end++) assert.throws(() => parseToken(text.slice(0, end)), refused)
  for (const wrong of [`${text}a`, text.toUpperCase(), text.replace('hft_', 'hf1'), `${text}${text}`, '', 'hft_é'])
    assert.throws(() => parseToken(wrong), refused)
})
