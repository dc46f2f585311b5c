import assert from 'node:assert/strict'
import { lstat, mkdir, open, symlink, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { OpenDirectory } from '../../../node/work/restore/target-disk.ts'
import { nearTime, setExactTimes, setNearTime } from '../../../node/work/restore/times-disk.ts'
import { temporaryFolder } from '../../helpers/trees.ts'

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
