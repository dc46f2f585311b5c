import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { openSyncAll } from '../../../../node/work/restore/sync-disk.ts'
import { openTarget } from '../../../../node/work/restore/target-disk.ts'
import { temporaryFolder } from '../../../helpers/trees.ts'

test('an empty target is synced at once or not at all, and one with something in it never', async () => {
  await using folder = await temporaryFolder()
  const empty = await openTarget(folder.at('empty'))
  await writeFile(folder.at('empty', 'file'), 'content')
  const syncAll = await openSyncAll(empty)
  const answers = [await syncAll(), await syncAll()]
  assert.equal(typeof answers[0], 'boolean')
  assert.equal(answers[1], answers[0])
  const full = await openTarget(folder.at('empty'))
  assert.equal(full.wasEmpty, false)
  assert.equal(await (await openSyncAll(full))(), false)
  await empty.root.release()
  await full.root.release()
})
