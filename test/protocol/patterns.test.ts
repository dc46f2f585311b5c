import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isError } from '../../protocol/errors.ts'
import { compileInclude } from '../../protocol/patterns.ts'

for (const [pattern, yes, no] of [
  ['take.wav', ['take.wav', 'a/take.wav', 'a/b/take.wav'], ['take.wav2', 'a/xtake.wav']],
  ['*.wav', ['take.wav', 'a/b/x.wav', '.wav'], ['a.wave', 'wav']],
  ['Audio', ['Audio', 'x/Audio', 'Audio/take.wav', 'x/Audio/y/z'], ['Audio2', 'xAudio']],
  ['/Audio', ['Audio', 'Audio/take.wav'], ['x/Audio']],
  ['Audio/*.wav', ['Audio/take.wav'], ['Audio/sub/take.wav', 'x/Audio/take.wav']],
  ['Audio/**/*.wav', ['Audio/take.wav', 'Audio/a/b/take.wav'], ['take.wav']],
  [`${'**/'.repeat(40)}x`, ['x', 'a/b/x', `${'a/'.repeat(300)}x`], [`${'a/'.repeat(300)}y`]],
  [`a${'*'.repeat(40)}x`, ['ax', 'abx', 'a/b/x'], [`a${'b/'.repeat(300)}y`]],
  ['a/**', ['a/b', 'a/b/c'], ['a', 'b/a/c']],
  ['take ?.wav', ['take 1.wav', 'take ä.wav'], ['take 10.wav', 'take .wav', 'take //.wav']],
  ['take[0-3].wav', ['take2.wav'], ['take4.wav']],
  ['take[!0-3].wav', ['take4.wav'], ['take2.wav', 'take/.wav']],
  ['{kick,snare}*.wav', ['kick.wav', 'snare 2.wav'], ['hat.wav']],
  ['take[./]wav', ['take.wav'], ['take/wav']],
  ['{a,b{c,d}}.wav', ['a.wav', 'bc.wav', 'bd.wav'], ['b.wav', 'ac.wav']],
  ['*a*a*a*a*b', ['aaaab', 'xaxaxaxaxb'], ['aaab', 'aaaa']],
  ['a\\*b', ['a*b'], ['axb']],
  ['(x)+.$^|', ['(x)+.$^|'], ['xx']],
  ['./dir/', ['dir', 'dir/x'], ['dirx']],
] as const) {
  test(`the pattern ${pattern} matches what it says`, () => {
    const include = compileInclude([pattern])
    for (const path of yes) assert.ok(include(Buffer.from(path)), path)
    for (const path of no) assert.ok(!include(Buffer.from(path)), path)
  })
}

test('no pattern takes more than a few steps for each byte of a path', () => {
  const path = Buffer.from(`${'a'.repeat(4_000)}${'/x'.repeat(40)}`)
  for (const pattern of [
    '*a'.repeat(60),
    `${'**/x/'.repeat(60)}y`,
    `*{${'a*,'.repeat(50)}b}c`,
    `${'*[ab]?'.repeat(30)}z`,
  ]) {
    const include = compileInclude([pattern])
    const before = process.cpuUsage()
    include(path)
    const { user, system } = process.cpuUsage(before)
    // An expression that is tried in every combination takes longer than the universe has.
    assert.ok(user + system < 5_000_000, pattern.slice(0, 20))
  }
})

test('patterns match names that are no UTF-8', () => {
  const include = compileInclude(['K?ln.*'])
  assert.ok(include(Buffer.from('K\xf6ln.wav', 'latin1')))
  assert.ok(include(Buffer.from('Köln.wav')))
})

test('a pattern that can not be read is a usage error', () => {
  for (const pattern of [
    '',
    '/',
    'a[b',
    '{a,b',
    '[z-a]',
    '*'.repeat(2).concat('a*'.repeat(70)),
    `{${',a'.repeat(300)}}`,
    'a'.repeat(9_000),
  ]) {
    assert.throws(
      () => compileInclude([pattern]),
      error => isError(error, 'USAGE'),
      pattern,
    )
  }
})
