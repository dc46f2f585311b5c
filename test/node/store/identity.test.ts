// The identity file: comes back as it was, or says that it is damaged; never half.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { realDisk } from '../../../node/store/disk.ts'
import {
  clearHalfSaved,
  encodeIdentity,
  type Identity,
  loadIdentity,
  parseIdentity,
  parseWrapped,
  saveIdentity,
} from '../../../node/store/identity.ts'
import { idOf } from '../../../protocol/ids.ts'
import { type KeyWrap, parseCredential } from '../../../protocol/key-wrap.ts'
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

test('what a save that was cut off has left is taken away, and its bytes with it', async () => {
  await saveIdentity(path, identity)
  await writeFile(`${path}.new`, encodeIdentity(identity).subarray(0, 200))
  await using left = await open(`${path}.new`, 'r')
  await clearHalfSaved(path)
  assert.deepEqual(await readdir(folder), ['identity'])
  assert.equal((await left.readFile()).includes('holdfast'), false)
  await clearHalfSaved(path)
  assert.deepEqual(await loadIdentity(path), identity)
})

test('the decoder refuses any bytes that are no identity', async () => {
  await checkDecoder(encodeIdentity(identity), parseIdentity, ['STORE_DAMAGED', 'STORE_FORMAT'])
})

const secrets = [identity.siteSeed, identity.sealingSeed, ...identity.rings]
const passphrase: KeyWrap = { with: 'passphrase', passphrase: 'a passphrase of its own' }
const credential: KeyWrap = { with: 'credential', credential: randomBytes(32) }

for (const wrap of [passphrase, credential]) {
  test(`an identity wrapped with a ${wrap.with} comes back with it alone, and nothing of it stands in the file`, async () => {
    await saveIdentity(path, identity, realDisk, wrap)
    const file = await readFile(path)
    for (const secret of secrets) assert.equal(holds(file, secret), false)
    assert.equal(file.includes(identity.name) || file.includes('berlin'), false)
    assert.deepEqual(await loadIdentity(path, async () => wrap), identity)
    const others: KeyWrap[] = [
      { with: 'passphrase', passphrase: 'a passphrase of another' },
      { with: 'credential', credential: randomBytes(32) },
    ]
    const wrong = others.find(other => other.with === wrap.with)!
    await assert.rejects(
      loadIdentity(path, async () => wrong),
      failsWith('KEYS_LOCKED'),
    )
    await assert.rejects(loadIdentity(path), failsWith('KEYS_LOCKED'))
    const asked: string[] = []
    await loadIdentity(path, async kind => {
      asked.push(kind)
      return wrap
    })
    assert.deepEqual(asked, [wrap.with])
    await saveIdentity(path, identity)
    assert.deepEqual(await loadIdentity(path), identity, 'unwrapped again')
  })
}

test('a flipped byte in a wrapped identity is damage, never another identity', async () => {
  await saveIdentity(path, identity, realDisk, credential)
  const image = await readFile(path)
  for (let at = 0; at < image.length; at++) {
    const damaged = Buffer.from(image)
    damaged[at]! ^= 2
    await writeFile(path, damaged)
    await assert.rejects(
      loadIdentity(path, async () => credential),
      failsWith('STORE_DAMAGED'),
      `byte ${at}`,
    )
  }
})

test('what a save replaces is overwritten: an open file still reaches those bytes, and finds no key', async () => {
  await saveIdentity(path, identity)
  await using old = await open(path, 'r')
  assert.equal(holds(await old.readFile(), identity.siteSeed), true)
  await saveIdentity(path, identity, realDisk, passphrase)
  const { size } = await old.stat()
  const { buffer } = await old.read(Buffer.alloc(size), 0, size, 0)
  for (const secret of secrets) assert.equal(holds(buffer, secret), false)
  assert.deepEqual(await readdir(folder), ['identity'])
})

test('any bytes are a wrapped identity or none', async () => {
  await saveIdentity(path, identity, realDisk, credential)
  const image = await readFile(path)
  await checkDecoder(image, parseWrapped, ['STORE_DAMAGED'])
})

test('a credential is 32 bytes, or 64 hex digits as a text file has them', () => {
  const bytes = randomBytes(32)
  assert.deepEqual(Buffer.from(parseCredential(bytes)!), bytes)
  assert.deepEqual(Buffer.from(parseCredential(Buffer.from(`${bytes.toString('hex')}\n`))!), bytes)
  for (const wrong of [Buffer.alloc(31), Buffer.alloc(33), Buffer.from('zz'.repeat(32)), Buffer.alloc(0)])
    assert.equal(parseCredential(wrong), undefined)
})

function holds(file: Buffer, secret: Uint8Array): boolean {
  return file.includes(Buffer.from(secret)) || file.includes(Buffer.from(secret).toString('hex'))
}
