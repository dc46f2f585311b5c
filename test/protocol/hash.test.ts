import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import {
  createHasher,
  deriveKey,
  type HashEngine,
  hash,
  hashEngine,
  keyedHash,
  openNativeEngine,
  openWasmEngine,
} from '../../protocol/hash.ts'

interface Vectors {
  key: string
  context: string
  cases: { length: number; hash: string; keyed: string; derive: string }[]
}
const vectors: Vectors = JSON.parse(readFileSync(new URL('../vectors/blake3.json', import.meta.url), 'utf8'))
const hashFile = new URL('../../protocol/hash.ts', import.meta.url).href

for (const engine of [openNativeEngine(), openWasmEngine()]) {
  suite(`the ${engine?.name ?? 'native'} engine`, { skip: !engine && 'no native binary here' }, () => {
    if (engine) testEngine(engine)
  })
}

function testEngine(engine: HashEngine): void {
  for (const expected of vectors.cases) {
    test(`gives the official vectors for ${expected.length} bytes`, () => {
      const input = pattern(expected.length)
      assert.equal(engine.hash([input]), expected.hash)
      assert.equal(engine.keyedHash(Buffer.from(vectors.key), [input]), expected.keyed)
      assert.equal(hex(engine.deriveKey(vectors.context, [input])), expected.derive)
      assert.equal(hex(engine.createHasher().update(input).digest()), expected.hash)
    })
  }

  test('hashes parts as if they were one', () => {
    const key = Buffer.from(vectors.key)
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 5 }), parts => {
        const whole = Buffer.concat(parts)
        assert.equal(engine.hash(parts), engine.hash([whole]))
        assert.equal(engine.keyedHash(key, parts), engine.keyedHash(key, [whole]))
        assert.equal(hex(engine.deriveKey('c', parts)), hex(engine.deriveKey('c', [whole])))
        const hasher = engine.createHasher()
        for (const part of parts) hasher.update(part)
        assert.equal(hex(hasher.digest()), engine.hash([whole]))
      }),
      { numRuns: 50 },
    )
  })

  test('keeps hashers and keys apart that are used in turns', () => {
    const [a, b] = [engine.createHasher(), engine.createHasher()]
    const keys = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)] as const
    a.update(pattern(10))
    b.update(pattern(20))
    const first = keys.map(key => engine.keyedHash(key, [pattern(5)]))
    engine.hash([pattern(7)])
    a.update(pattern(30))
    assert.equal(hex(a.digest()), engine.hash([pattern(10), pattern(30)]))
    assert.equal(hex(b.digest()), engine.hash([pattern(20)]))
    assert.notEqual(first[0], first[1])
    assert.deepEqual(
      keys.map(key => engine.keyedHash(key, [pattern(5)])),
      first,
    )
  })

  test('does not follow a key that is overwritten after use', () => {
    const key = new Uint8Array(32).fill(1)
    const before = engine.keyedHash(key, [pattern(5)])
    key.fill(2)
    assert.notEqual(engine.keyedHash(key, [pattern(5)]), before)
  })

  test('hashes a view into a larger buffer, not the buffer', () => {
    const buffer = pattern(5000)
    assert.equal(engine.hash([buffer.subarray(251, 502)]), engine.hash([pattern(251)]))
  })
}

test('both engines agree on inputs above the slice WASM takes', { skip: !openNativeEngine() }, () => {
  const input = pattern(2 ** 20 * 2 + 77)
  assert.equal(openNativeEngine()!.hash([input]), openWasmEngine().hash([input]))
})

test('the functions use the engine that the environment chose', () => {
  const first = vectors.cases[3]!
  assert.equal(hex(hash(pattern(first.length))), first.hash)
  assert.equal(hex(keyedHash(Buffer.from(vectors.key), pattern(first.length))), first.keyed)
  assert.equal(hex(deriveKey(vectors.context, pattern(first.length))), first.derive)
  assert.equal(hex(createHasher().update(pattern(first.length)).digest()), first.hash)
  const wanted = process.env.HOLDFAST_HASH === 'wasm' || !openNativeEngine() ? 'wasm' : 'native'
  assert.equal(hashEngine(), wanted)
})

test('HOLDFAST_HASH=wasm switches the native engine off', () => {
  const program = `const { hashEngine } = await import(${JSON.stringify(hashFile)}); process.stdout.write(hashEngine())`
  const env = { ...process.env, HOLDFAST_HASH: 'wasm' }
  assert.equal(execFileSync(process.execPath, ['--input-type=module', '-e', program], { env }).toString(), 'wasm')
})

test('a key of another length than 32 bytes is a bug', () => {
  assert.throws(() => keyedHash(new Uint8Array(31)), TypeError)
})

function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => index % 251)
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
