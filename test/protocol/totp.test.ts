// One-time codes: RFC 6238's own figures, the window, and that a code is good once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matchTotp, totpCode, totpStep, totpText, totpUri } from '../../protocol/totp.ts'

const secret = Buffer.from('12345678901234567890') // RFC 6238, appendix B, SHA-1
const MS = 1000

test('the codes are those of RFC 6238, their last six digits', () => {
  const expected: [seconds: number, code: string][] = [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ]
  for (const [seconds, code] of expected) assert.equal(totpCode(secret, totpStep(seconds * MS)), code)
})

test('a code holds for its step and one on either side, and for no other', () => {
  const now = 1_234_567_890 * MS
  const step = totpStep(now)
  const accepted = [-3, -2, -1, 0, 1, 2, 3].filter(
    off => matchTotp(secret, totpCode(secret, step + off), now, 0) === step + off,
  )
  assert.deepEqual(accepted, [-1, 0, 1])
})

test('a code that was used, or an older one, is refused', () => {
  const now = 1_234_567_890 * MS
  const step = totpStep(now)
  const used = matchTotp(secret, totpCode(secret, step), now, 0)
  assert.equal(used, step)
  assert.equal(matchTotp(secret, totpCode(secret, step), now, step), undefined)
  assert.equal(matchTotp(secret, totpCode(secret, step - 1), now, step), undefined)
  assert.equal(matchTotp(secret, totpCode(secret, step + 1), now, step), step + 1)
})

test('spaces are ignored, and whatever is no code of six digits is refused', () => {
  const now = 59 * MS
  assert.equal(matchTotp(secret, ' 287 082 ', now, 0), 1)
  for (const wrong of ['', '28708', '2870820', '287083', 'abcdef', '２８７０８２', '-87082'])
    assert.equal(matchTotp(secret, wrong, now, 0), undefined, wrong)
})

test('phones get the secret as base32, and a URI that names the mesh', () => {
  assert.equal(totpText(secret), 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  const uri = new URL(totpUri(secret, 'haus am see'))
  assert.equal(uri.protocol, 'otpauth:')
  assert.equal(uri.searchParams.get('secret'), totpText(secret))
  assert.match(uri.href, /Holdfast:haus%20am%20see/)
})
