import assert from 'node:assert/strict'
import { lstat, mkdir, open, symlink, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { compileInclude } from '../../../node/work/restore/include.ts'
import { OpenDirectory } from '../../../node/work/restore/target-disk.ts'
import { nearTime, setExactTimes, setNearTime } from '../../../node/work/restore/times-disk.ts'
import { isError } from '../../../protocol/errors.ts'
import { temporaryFolder } from '../../helpers/trees.ts'

for (const [pattern, yes, no] of [
  ['take.wav', ['take.wav', 'a/take.wav', 'a/b/take.wav'], ['take.wav2', 'a/xtake.wav']],
  ['*.wav', ['take.wav', 'a/b/x.wav', '.wav'], ['a.wave', 'wav']],
  ['Audio', ['Audio', 'x/Audio', 'Audio/take.wav', 'x/Audio/y/z'], ['Audio2', 'xAudio']],
  ['/Audio', ['Audio', 'Audio/take.wav'], ['x/Audio']],
  ['Audio/*.wav', ['Audio/take.wav'], ['Audio/sub/take.wav', 'x/Audio/take.wav']],
  ['Audio/**/*.wav', ['Audio/take.wav', 'Audio/a/b/take.wav'], ['take.wav']],
  ['a/**', ['a/b', 'a/b/c'], ['a', 'b/a/c']],
  ['take ?.wav', ['take 1.wav', 'take ä.wav'], ['take 10.wav', 'take .wav', 'take //.wav']],
  ['take[0-3].wav', ['take2.wav'], ['take4.wav']],
  ['take[!0-3].wav', ['take4.wav'], ['take2.wav', 'take/.wav']],
  ['{kick,snare}*.wav', ['kick.wav', 'snare 2.wav'], ['hat.wav']],
  ['a\\*b', ['a*b'], ['axb']],
  ['(x)+.$^|', ['(x)+.$^|'], ['xx']],
  ['./dir/', ['dir', 'dir/x'], ['dirx']],
] as const) {
  test(`the pattern ${pattern} wants what it says`, () => {
    const include = compileInclude([pattern])
    for (const path of yes) assert.ok(include(Buffer.from(path)), path)
    for (const path of no) assert.ok(!include(Buffer.from(path)), path)
  })
}

test('patterns match names that are no UTF-8', () => {
  const include = compileInclude(['K?ln.*'])
  assert.ok(include(Buffer.from('K\xf6ln.wav', 'latin1')))
  assert.ok(include(Buffer.from('Köln.wav')))
})

test('a pattern that can not be read is a usage error', () => {
  for (const pattern of ['', '/', 'a[b', '{a,b']) {
    assert.throws(
      () => compileInclude([pattern]),
      error => isError(error, 'USAGE'),
      pattern,
    )
  }
})

test('times are set to the nanosecond, of files, directories and symlinks, before 1970 too', async () => {
  await using folder = await temporaryFolder()
  await mkdir(folder.at('a directory'))
  await writeFile(folder.at('-file\nname'), '')
  await symlink('nowhere', folder.at('link'))
  const directory = new OpenDirectory(await open(folder.path), Buffer.from(folder.path))
  const times = [1_763_717_812_123_456_789n, -5_250_000_001n, 1n, 999_999_999n, 4_102_444_800_000_000_001n]
  for (const mtime of times) {
    const items = ['a directory', '-file\nname', 'link'].map(name => ({ directory, name: Buffer.from(name), mtime }))
    for (const item of items) await setNearTime(item)
    assert.equal(await setExactTimes(items), 0)
    for (const { name } of items) {
      const found = await lstat(folder.at(name.toString()), { bigint: true })
      assert.equal(found.mtimeNs, mtime, `${name}`)
    }
  }
  await directory.release()
})

test('the nearest time Node can set is within a microsecond', () => {
  for (const mtime of [1_763_717_812_123_456_789n, 1n, 4_102_444_800_999_999_999n]) {
    const near = nearTime(mtime)
    assert.ok(typeof near === 'number' && Math.abs(near * 1e6 - Number(mtime / 1000n)) < 2)
  }
})
