// The identity file: comes back as it was, or says that it is damaged; never half.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { realDisk } from '../../../node/store/disk.ts'
import {
  encodeIdentity,
  type Identity,
  loadIdentity,
  parseIdentity,
  saveIdentity,
} from '../../../node/store/identity.ts'
import { idOf } from '../../../protocol/ids.ts'
import { checkDecoder } from '../../helpers/bad-bytes.ts'
import { failsWith } from '../../suites/store.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-identity-'))
  path = join(folder, 'identity')
})
afterEach(() => rm(folder, { recursive: true }))

const identity: Identity = {
  siteSeed: randomBytes(32),
  sealingSeed: randomBytes(32),
  mesh: idOf('MeshId', randomBytes(32)),
  name: 'Studio "A"\n– south',
  labels: { location: 'berlin', medium: 'nas' },
  rings: [randomBytes(80), randomBytes(10)],
}

test('an identity comes back as it was saved, and only its owner may read it', async () => {
  assert.equal(await loadIdentity(path), undefined)
  const founding = { ...identity, mesh: undefined, rings: [] }
  for (const one of [founding, identity]) {
    await saveIdentity(path, one)
    assert.deepEqual(await loadIdentity(path), one)
    assert.equal((await stat(path)).mode & 0o777, 0o600)
  }
  assert.deepEqual(await readdir(folder), ['identity'])
})

test('a file that others may read is closed to them', async () => {
  await saveIdentity(path, identity)
  await chmod(path, 0o644)
  await loadIdentity(path)
  assert.equal((await stat(path)).mode & 0o777, 0o600)
})

test('a flipped byte anywhere, or a missing end, is damage', async () => {
  await saveIdentity(path, identity)
  const image = await readFile(path)
  for (let at = 0; at < image.length; at++) {
    const damaged = Buffer.from(image)
    damaged[at]! ^= 2
    assert.throws(() => parseIdentity(damaged), failsWith('STORE_DAMAGED'), `byte ${at}`)
    assert.throws(() => parseIdentity(image.subarray(0, at)), failsWith('STORE_DAMAGED'))
  }
  await writeFile(path, '')
  await assert.rejects(loadIdentity(path), failsWith('STORE_DAMAGED'))
})

test('a save that fails leaves the old identity', async () => {
  await saveIdentity(path, identity)
  for (const step of ['write', 'sync'] as const) {
    const disk = { ...realDisk, [step]: () => Promise.reject(new Error('injected')) }
    await assert.rejects(saveIdentity(path, { ...identity, name: 'other' }, disk))
    assert.deepEqual(await loadIdentity(path), identity)
    assert.deepEqual(await readdir(folder), ['identity'])
  }
})

test('the decoder refuses any bytes that are no identity', async () => {
  await checkDecoder(encodeIdentity(identity), parseIdentity, ['STORE_DAMAGED', 'STORE_FORMAT'])
})
