// Single bits that turn, in every kind of file a site keeps: each is noticed, at the latest by the next scrub, or changes
// nothing. None gives wrong bytes, and none ends in anything but a documented error.
import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { realDisk } from '../../node/store/disk.ts'
import { openDiskStore } from '../../node/store/disk-store.ts'
import { encodeIdentity, loadIdentity, parseIdentity, saveIdentity } from '../../node/store/identity.ts'
import { openJournal } from '../../node/store/journal.ts'
import { JOURNAL_HEAD } from '../../node/store/journal-frame.ts'
import { PACK_HEAD, TRAILER } from '../../node/store/pack-footer.ts'
import { RECORD_HEAD } from '../../node/store/pack-record.ts'
import { isError } from '../../protocol/errors.ts'
import type { KeyWrap } from '../../protocol/key-wrap.ts'
import { promiseFrom } from '../fixtures/store-content.ts'
import { quietLog, realPorts } from '../helpers/disk-place.ts'
import { figure } from '../helpers/figure.ts'
import { seeded } from './choices.ts'
import { type Fate, filesOf, flipBit, flipClosed, flipOpen, makeSample, readSample } from './flipped.ts'
import { scaled } from './scale.ts'
import { MEMORY } from './try-states.ts'

/** So many flips of each kind: 10,000 together, 2,000 in the short form. */
const FLIPS = {
  open: scaled(5000, 1180),
  packs: scaled(1000, 60),
  index: scaled(1000, 60),
  journal: scaled(1500, 300),
  keys: scaled(1400, 380),
  format: scaled(100, 20),
}
const IDENTITY_CODES = ['STORE_DAMAGED', 'STORE_FORMAT', 'KEYS_LOCKED'] as const

const seed = Number(process.env.HOLDFAST_SEED ?? Date.now() % 1_000_000)
const chance = seeded(seed)
const total: Record<Fate, number> = { noticed: 0, harmless: 0, silent: 0 }

async function count(what: string, times: number, flip: () => Promise<Fate>): Promise<void> {
  const fates: Record<Fate, number> = { noticed: 0, harmless: 0, silent: 0 }
  for (let i = 0; i < times; i++) fates[await flip()]++
  for (const fate of ['noticed', 'harmless', 'silent'] as const) total[fate] += fates[fate]
  const told = `${fates.noticed} noticed, ${fates.harmless} without effect`
  figure(`bits turned in ${what}, silently`, fates.silent, `0 of ${times}: ${told}`, fates.silent === 0)
}

suite('single bits that turn', { timeout: 36_000_000 }, () => {
  let sample: string
  let files: Map<string, number>
  const somewhere = (names: readonly string[]): [string, number] => {
    const sizes = names.map(name => files.get(`store/${name}`)!)
    let bit = Math.floor(chance() * 8 * sizes.reduce((sum, size) => sum + size, 0))
    for (const [i, name] of names.entries()) {
      if (bit < 8 * sizes[i]!) return [name, bit]
      bit -= 8 * sizes[i]!
    }
    throw new TypeError('no such bit')
  }
  const below = (folder: string): string[] =>
    [...files.keys()].filter(name => name.startsWith(`store/${folder}`)).map(name => name.slice('store/'.length))

  before(async () => {
    console.log(`HOLDFAST_SEED=${seed}`)
    sample = await makeSample()
    files = await filesOf(sample)
  })
  after(async () => {
    await rm(sample, { recursive: true, force: true })
    const { noticed, harmless, silent } = total
    const all = noticed + harmless + silent
    figure(
      'bits turned in all, silently',
      silent,
      `0 of ${all}: ${noticed} noticed, ${harmless} without effect`,
      silent === 0,
    )
  })

  test('in packs under an open store', async () => {
    // A store that opens moves the files of its index.
    const copy = await mkdtemp(join(MEMORY, 'holdfast-flips-'))
    after(() => rm(copy, { recursive: true, force: true }))
    await cp(join(sample, 'store'), copy, { recursive: true })
    await using store = await openDiskStore(copy, {}, realPorts)
    await count('packs under an open store', FLIPS.open, () => {
      const [name, bit] = somewhere(below('packs/'))
      return flipOpen(store, join(copy, name), bit)
    })
  })

  test('in packs while the store is closed, and in every field of their heads, records and trailers', async () => {
    await count('packs of a closed store', FLIPS.packs, () => {
      const [name, bit] = somewhere(below('packs/'))
      return flipClosed(sample, name, bit)
    })
    const [first] = below('packs/')
    const size = files.get(`store/${first}`)!
    // Record heads: magic, kind, zero, length, hash, checksum. Trailer: magic, pack, offset, records, data records, sum, hashes.
    const bytes = [
      ...[0, 8, 12, 16],
      ...[0, 4, 5, 8, 12, 44, RECORD_HEAD].map(at => PACK_HEAD + at),
      ...[0, 8, 12, 16, 20, 24, 40, 56].map(at => size - TRAILER + at),
      ...[1, 2, 34, 38].map(at => size - TRAILER - 41 + at),
    ]
    let next = 0
    await count('each field of a pack', bytes.length, () => flipClosed(sample, first!, 8 * bytes[next++]! + 3))
  })

  test('in the index', async () => {
    const names = below('index/').filter(name => !name.endsWith('LOG') && !name.endsWith('LOCK'))
    await count('the index', FLIPS.index, () => flipClosed(sample, ...somewhere(names)))
  })

  test('in the file that names the format, and in the mark of a sick disk', async () => {
    await count('the format', FLIPS.format, () => flipClosed(sample, ...somewhere(['format'])))
  })

  test('in the journal', async () => {
    const path = join(await mkdtemp(join(MEMORY, 'holdfast-flips-')), 'journal')
    const whole = await readSample(sample, 'journal')
    const kept = Array.from({ length: 30 }, (_, n) => Buffer.from(promiseFrom(n)).toString()).join()
    let field = 0
    const fields = [0, 8, 16, 48, ...[0, 4, 8, 40, 72, 80].map(at => JOURNAL_HEAD + at)]
    await count('the journal', FLIPS.journal, async () => {
      await writeFile(path, whole)
      const at = field < fields.length ? 8 * fields[field++]! + 2 : Math.floor(chance() * 8 * whole.length)
      await flipBit(path, at)
      try {
        await using journal = await openJournal(path, true, realDisk, quietLog)
        const entries = (await Array.fromAsync(journal.replay())).map(entry => Buffer.from(entry).toString())
        return entries.join() === kept ? 'harmless' : 'silent'
      } catch (error) {
        assert.ok(isError(error, 'JOURNAL_DAMAGED'), String(error))
        assert.match(error.hint ?? '', /holdfast up --salvage-journal/)
        return 'noticed'
      }
    })
    await rm(join(path, '..'), { recursive: true })
  })

  test('in the keys, open and wrapped', async () => {
    const folder = await mkdtemp(join(MEMORY, 'holdfast-flips-'))
    const seeds = { siteSeed: new Uint8Array(32).fill(1), sealingSeed: new Uint8Array(32).fill(2) }
    const identity = { ...seeds, mesh: undefined, name: 'berlin', labels: { location: 'berlin' }, rings: [] }
    const plain = encodeIdentity(identity)
    const flipped = (bytes: Buffer): Buffer => {
      const copy = Buffer.from(bytes)
      const bit = Math.floor(chance() * 8 * bytes.length)
      copy[bit >> 3]! ^= 1 << (bit & 7)
      return copy
    }
    const fateOf = async (read: () => unknown): Promise<Fate> => {
      try {
        assert.deepEqual(await read(), identity)
        return 'harmless'
      } catch (error) {
        assert.ok(
          IDENTITY_CODES.some(code => isError(error, code)),
          String(error),
        )
        return 'noticed'
      }
    }
    await count('the keys', FLIPS.keys, () => fateOf(() => parseIdentity(flipped(plain))))
    const wrap: KeyWrap = { with: 'credential', credential: new Uint8Array(32).fill(9) }
    const path = join(folder, 'identity')
    await saveIdentity(path, identity, realDisk, wrap)
    const sealed = await readFile(path)
    await count('wrapped keys', Math.floor(FLIPS.keys / 20), async () => {
      await writeFile(path, flipped(sealed), { mode: 0o600 })
      return fateOf(() => loadIdentity(path, async () => wrap))
    })
    await rm(folder, { recursive: true })
  })
})
