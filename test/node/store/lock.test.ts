// One process a store: the second one is told who holds it, and gets it once that one is gone, however it went.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { isError } from '../../../protocol/errors.ts'
import { createDiskPlace } from '../../helpers/disk-place.ts'

const PACK_BYTES = 300_000
const writer = join(import.meta.dirname, '../../fixtures/store-writer.ts')

test('a second process is told which one holds the store', async () => {
  await using place = await createDiskPlace()
  const child = spawn(process.execPath, [writer, place.path, String(PACK_BYTES), '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  await once(child.stdout, 'data')
  child.stdout.resume()
  await assert.rejects(place.open(), error => {
    assert.ok(isError(error, 'STORE_LOCKED'), String(error))
    assert.equal(error.exit, 11)
    assert.match(error.message, new RegExp(`process ${child.pid}\\b`))
    return true
  })
  child.kill('SIGKILL')
  await exited
  await (await place.open())[Symbol.asyncDispose]()
})
