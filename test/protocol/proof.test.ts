import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isError } from '../../protocol/errors.ts'
import { hash } from '../../protocol/hash.ts'
import { type Cid, idOf } from '../../protocol/ids.ts'
import { signingKeyFromSeed } from '../../protocol/keys.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import {
  answerChallenge,
  type ChallengeFields,
  type ChunkRange,
  checkAnswer,
  distinctRanges,
  makeChallenge,
  parseAnswer,
  parseChallenge,
  planSamples,
  type ReadRanges,
  rangeAround,
} from '../../protocol/proof.ts'
import { sign } from '../../protocol/signed.ts'

const mesh = idOf('MeshId', new Uint8Array(32).fill(9))
const otherMesh = idOf('MeshId', new Uint8Array(32).fill(8))
const holder = signingKeyFromSeed(new Uint8Array(32).fill(1))
const challenger = signingKeyFromSeed(new Uint8Array(32).fill(2))
const stranger = signingKeyFromSeed(new Uint8Array(32).fill(3))

type Chunks = Map<Cid, Uint8Array>
const chunks = fc
  .array(fc.uint8Array({ minLength: 1, maxLength: 9000 }), { minLength: 1, maxLength: 6 })
  .map((list): Chunks => new Map(list.map(bytes => [idOf('Cid', hash(bytes)), bytes])))

function reader(held: Chunks): ReadRanges {
  return async ranges =>
    ranges.map(({ cid, offset, length }) => {
      const bytes = held.get(cid)
      if (bytes === undefined || idOf('Cid', hash(bytes)) !== cid || offset + length > bytes.byteLength)
        return undefined
      return bytes.subarray(offset, offset + length)
    })
}
function fieldsFor(ranges: readonly ChunkRange[], nonce = 1): ChallengeFields {
  return {
    nonce: new Uint8Array(32).fill(nonce),
    holder: holder.id,
    project: idOf('ProjectId', new Uint8Array(16)),
    snapshots: [idOf('SnapshotId', new Uint8Array(32).fill(4))],
    ranges,
    generation: 3,
    time: 1000,
  }
}
function rangesOf(held: Chunks, picks: readonly number[]): ChunkRange[] {
  const all = [...held].flatMap(([cid, bytes]) =>
    Array.from({ length: Math.ceil(bytes.byteLength / 4096) }, (_, n) =>
      rangeAround(cid, n * 4096 + 1 > bytes.byteLength ? 0 : n * 4096, bytes.byteLength),
    ),
  )
  return picks.map(pick => all[pick % all.length]!)
}
const picks = fc.array(fc.nat(1000), { minLength: 1, maxLength: 12 })
async function exchange(ranges: readonly ChunkRange[], held: Chunks, nonce = 1) {
  const { signed } = makeChallenge(mesh, fieldsFor(ranges, nonce), challenger)
  const challenge = parseChallenge(mesh, signed)
  const answer = parseAnswer(mesh, await answerChallenge(mesh, challenge, reader(held), 2000, holder))
  return { challenge, answer }
}

test('a holder that has everything always passes', async () => {
  await fc.assert(
    fc.asyncProperty(chunks, picks, async (held, at) => {
      const { challenge, answer } = await exchange(rangesOf(held, at), held)
      assert.deepEqual(await checkAnswer(challenge, answer, reader(held)), { result: 'passed' })
    }),
  )
})

test('a holder that lost or damaged a chunk fails exactly in the ranges of that chunk', async () => {
  await fc.assert(
    fc.asyncProperty(chunks, picks, fc.nat(100), fc.boolean(), async (held, at, victim, damage) => {
      const ranges = rangesOf(held, at)
      const [cid, bytes] = [...held][victim % held.size]!
      const left = new Map(held)
      left.delete(cid)
      if (damage)
        left.set(
          cid,
          bytes.map(byte => byte ^ 1),
        )
      const { challenge, answer } = await exchange(ranges, left)
      const wrong = ranges.flatMap((range, index) => (range.cid === cid ? [index] : []))
      const expected = wrong.length > 0 ? { result: 'failed', wrong } : { result: 'passed' }
      assert.deepEqual(await checkAnswer(challenge, answer, reader(held)), expected)
    }),
  )
})

test('a holder that signs digests of other bytes fails in those ranges', async () => {
  const held: Chunks = new Map([new Uint8Array(9000).fill(5)].map(bytes => [idOf('Cid', hash(bytes)), bytes]))
  const ranges = rangesOf(held, [0, 1, 2])
  const { signed } = makeChallenge(mesh, fieldsFor(ranges), challenger)
  const challenge = parseChallenge(mesh, signed)
  const liar: ReadRanges = async ranges =>
    ranges.map(({ offset, length }) => new Uint8Array(length).fill(offset === 4096 ? 6 : 5))
  const answer = parseAnswer(mesh, await answerChallenge(mesh, challenge, liar, 2000, holder))
  assert.deepEqual(await checkAnswer(challenge, answer, reader(held)), { result: 'failed', wrong: [1] })
})

test('an answer to another nonce does not pass, and is no evidence against the holder either', async () => {
  await fc.assert(
    fc.asyncProperty(chunks, picks, async (held, at) => {
      const ranges = rangesOf(held, at)
      const { answer } = await exchange(ranges, held, 1)
      const { challenge } = await exchange(ranges, held, 2)
      assert.equal((await checkAnswer(challenge, answer, reader(held))).result, 'refused')
      const forged = { ...answer, challengeHash: challenge.hash }
      assert.equal((await checkAnswer(challenge, forged, reader(held))).result, 'failed')
    }),
  )
})

test("one holder's digests do not serve another", async () => {
  const held: Chunks = new Map([new Uint8Array(100)].map(bytes => [idOf('Cid', hash(bytes)), bytes]))
  const { challenge, answer } = await exchange(rangesOf(held, [0]), held)
  assert.equal((await checkAnswer({ ...challenge, holder: stranger.id }, answer, reader(held))).result, 'refused')
  const posing = { ...answer, holder: stranger.id }
  assert.equal((await checkAnswer({ ...challenge, holder: stranger.id }, posing, reader(held))).result, 'failed')
})

test('a checker that cannot read a range says so instead of passing or blaming', async () => {
  const held: Chunks = new Map([new Uint8Array(5000)].map(bytes => [idOf('Cid', hash(bytes)), bytes]))
  const { challenge, answer } = await exchange(rangesOf(held, [0, 1]), held)
  assert.deepEqual(await checkAnswer(challenge, answer, reader(new Map())), { result: 'unchecked', ranges: [0, 1] })
})

test('an answer with fewer ranges than were asked for is refused', async () => {
  const held: Chunks = new Map([new Uint8Array(5000)].map(bytes => [idOf('Cid', hash(bytes)), bytes]))
  const { challenge, answer } = await exchange(rangesOf(held, [0, 1]), held)
  assert.equal(
    (await checkAnswer(challenge, { ...answer, digests: answer.digests.slice(1) }, reader(held))).result,
    'refused',
  )
})

test('a challenge by another than it names, in another mesh, or to another site is refused', async () => {
  const { challenge, signed } = makeChallenge(
    mesh,
    fieldsFor([{ cid: idOf('Cid', new Uint8Array(32)), offset: 0, length: 1 }]),
    challenger,
  )
  const copied = sign('challenge', mesh, signed.body, stranger)
  assert.throws(
    () => parseChallenge(mesh, copied),
    error => isError(error, 'SIGNATURE_INVALID'),
  )
  assert.throws(
    () => parseChallenge(otherMesh, signed),
    error => isError(error, 'SIGNATURE_INVALID'),
  )
  await assert.rejects(answerChallenge(mesh, challenge, reader(new Map()), 0, stranger), error =>
    isError(error, 'NOT_ALLOWED'),
  )
})

test('ranges outside any chunk, none and too many are refused', () => {
  const cid = idOf('Cid', new Uint8Array(32))
  for (const ranges of [
    [],
    [{ cid, offset: 0, length: 0 }],
    [{ cid, offset: 0, length: 4097 }],
    [{ cid, offset: 2 ** 31, length: 1 }],
    Array.from({ length: 1025 }, () => ({ cid, offset: 0, length: 1 })),
  ]) {
    assert.throws(
      () => makeChallenge(mesh, fieldsFor(ranges), challenger),
      error => isError(error, 'MESSAGE_INVALID'),
    )
  }
})

test('arbitrary signed bytes become a challenge or an answer, or MESSAGE_INVALID', () => {
  const soup = fc.oneof(fc.uint8Array({ maxLength: 300 }), mutated(validChallenge()), mutated(validAnswer()))
  fc.assert(
    fc.property(soup, body => {
      for (const parse of [
        () => parseChallenge(mesh, sign('challenge', mesh, body, challenger)),
        () => parseAnswer(mesh, sign('answer', mesh, body, holder)),
      ]) {
        try {
          parse()
        } catch (error) {
          assert.ok(isError(error, 'MESSAGE_INVALID') || isError(error, 'SIGNATURE_INVALID'), String(error))
        }
      }
    }),
    { numRuns: 500 },
  )
})

test('samples are spread evenly over the bytes, with more over what is new', () => {
  const parts = [
    { bytes: 3_000_000, fresh: false },
    { bytes: 0, fresh: true },
    { bytes: 1_000_000, fresh: true },
  ]
  const random = seeded(7)
  const counts = [0, 0, 0]
  for (const { part, position } of planSamples(parts, random, { all: 20_000, fresh: 10_000 })) {
    assert.ok(position >= 0 && position < parts[part]!.bytes)
    counts[part]!++
  }
  // Ranges beyond four for each 4 KiB are not drawn: 3,908 over all, 980 over what is new.
  assert.equal(counts[1], 0)
  assert.equal(counts[0]! + counts[2]!, 3908 + 980)
  assert.ok(Math.abs(counts[0]! - 2931) < 120, `${counts}`)
})

test('the digest of a range is what the specification says', async () => {
  const bytes = Buffer.from('abcdef')
  const held: Chunks = new Map([[idOf('Cid', hash(bytes)), bytes]])
  const range = { cid: idOf('Cid', hash(bytes)), offset: 2, length: 3 }
  const { signed } = makeChallenge(mesh, fieldsFor([range], 7), challenger)
  const answer = parseAnswer(mesh, await answerChallenge(mesh, parseChallenge(mesh, signed), reader(held), 0, holder))
  const expected = '5c328ce6b11891676ab01143178490a69ac1e017458e24cb9860ad4f6c4245ff'
  assert.equal(Buffer.from(answer.digests[0]!).toString('hex'), expected)
})

test('768 samples are asked for, fewer of a small project, none of an empty one, more where a part is new', () => {
  const count = (bytes: number) => planSamples([{ bytes, fresh: false }], seeded(1)).length
  assert.deepEqual([count(2 ** 40), count(700 * 4096), count(40_000), count(100), count(0)], [768, 768, 40, 16, 0])
  const withNew = (bytes: number, fresh: number) =>
    planSamples(
      [
        { bytes, fresh: false },
        { bytes: fresh, fresh: true },
      ],
      seeded(1),
    ).length
  assert.deepEqual([withNew(2 ** 40, 2 ** 30), withNew(2 ** 40, 100), withNew(0, 2 ** 30)], [1024, 784, 768])
})

test('a site that lost 1 % of a project is found out by one challenge in 99.9 % of cases', () => {
  const blocks = 100_000
  let missed = 0
  for (let trial = 0; trial < 1000; trial++) {
    const samples = planSamples([{ bytes: blocks * 4096, fresh: false }], seeded(trial))
    const found = samples.some(({ position }) => (Math.floor(position / 4096) * 7919 + trial) % 100 === 0)
    if (!found) missed++
  }
  assert.ok(missed <= 5, `${missed} of 1000 missed`)
})

test('a range covers the sampled byte, lies inside the chunk and is at most 4 KiB', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4_198_400 }), fc.nat(), (stored, pick) => {
      const offset = pick % stored
      const range = rangeAround(idOf('Cid', new Uint8Array(32)), offset, stored)
      assert.ok(range.offset <= offset && offset < range.offset + range.length)
      assert.ok(range.length <= 4096 && range.offset + range.length <= stored)
    }),
  )
  const cid = idOf('Cid', new Uint8Array(32))
  const same = [1, 5, 4097].map(offset => rangeAround(cid, offset, 9000))
  assert.equal(distinctRanges(same).length, 2)
})

function seeded(seed: number): (bound: number) => number {
  let state = seed + 1
  return bound => {
    let value = 0
    for (let n = 0; n < 2; n++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      value = value * 2 ** 24 + (state >>> 8)
    }
    return Math.floor((value / 2 ** 48) * bound)
  }
}
function validChallenge(): Uint8Array {
  const range = { cid: idOf('Cid', new Uint8Array(32)), offset: 5, length: 7 }
  return makeChallenge(mesh, fieldsFor([range, range]), challenger).signed.body
}
function validAnswer(): Uint8Array {
  return pb.Answer.encode({
    challengeHash: new Uint8Array(32),
    ranges: [{ missing: true }, { digest: new Uint8Array(32) }],
    time: 5,
  }).finish()
}
function mutated(valid: Uint8Array): fc.Arbitrary<Uint8Array> {
  return fc.tuple(fc.nat(valid.length - 1), fc.nat(255), fc.nat(valid.length)).map(([at, value, cut]) => {
    const bytes = Uint8Array.from(valid)
    bytes[at] = value
    return value % 3 === 0 ? bytes.subarray(0, cut) : bytes
  })
}
