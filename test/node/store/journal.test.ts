// The journal on disk: torn ends drop, damage is never passed over, compaction survives a crash at every step.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { type Disk, realDisk } from '../../../node/store/disk.ts'
import { openJournal, salvageJournal } from '../../../node/store/journal.ts'
import {
  encodeFrame,
  encodeJournalHead,
  FRAME_HEAD,
  JOURNAL_HEAD,
  JOURNAL_START,
  parseFrameBody,
  parseFrameHead,
  parseJournalHead,
} from '../../../node/store/journal-frame.ts'
import { checkDecoder } from '../../helpers/bad-bytes.ts'
import { quietLog } from '../../helpers/disk-place.ts'
import { collect, failsWith } from '../../suites/store.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-journal-'))
  path = join(folder, 'journal')
})
afterEach(() => rm(folder, { recursive: true }))

const openIt = (disk: Disk = realDisk, exists = false) => openJournal(path, exists, disk, quietLog)
const errno = (code: string) => Object.assign(new Error(`${code}: injected`), { code })

async function write(texts: readonly string[]): Promise<Buffer> {
  await using journal = await openIt()
  for (const text of texts) await journal.append([Buffer.from(text)])
  return readFile(path)
}

async function read(disk?: Disk): Promise<string[]> {
  await using journal = await openIt(disk, true)
  return (await collect(journal.replay())).map(entry => Buffer.from(entry).toString())
}

test('a frame that a crash tore off is dropped, whatever is left of it, and the next one takes its place', async () => {
  await write(['one', 'two'])
  const whole = await readFile(path)
  const third = encodeFrame(parseJournalHead(whole.subarray(0, JOURNAL_HEAD)), [Buffer.from('three')]).bytes
  for (let length = 1; length < third.length; length += 5) {
    for (const tail of [third.subarray(0, length), Buffer.concat([third.subarray(0, length)], third.length)]) {
      await writeFile(path, Buffer.concat([whole, tail]))
      assert.deepEqual(await read(), ['one', 'two'])
      assert.equal((await readFile(path)).length, whole.length)
    }
  }
  await appendFile(path, third)
  assert.deepEqual(await read(), ['one', 'two', 'three'])
  await write(['four'])
  assert.deepEqual(await read(), ['one', 'two', 'three', 'four'])
})

test('a flipped byte anywhere in what was promised is damage, never silence', async () => {
  const image = await write(['one', 'two', 'three'])
  for (let at = JOURNAL_HEAD; at < image.length; at++) {
    const damaged = Buffer.from(image)
    damaged[at]! ^= 0x20
    await writeFile(path, damaged)
    await assert.rejects(read(), failsWith('JOURNAL_DAMAGED'), `byte ${at}`)
    assert.ok((await readFile(path)).equals(damaged), 'a damaged journal is left as it is')
  }
})

test('a flipped byte in the head of the file costs nothing', async () => {
  const image = await write(['one', 'two'])
  for (let at = 0; at < JOURNAL_HEAD; at++) {
    const damaged = Buffer.from(image)
    damaged[at]! ^= 0x20
    await writeFile(path, damaged)
    assert.deepEqual(await read(), ['one', 'two'])
  }
})

test('a journal cut short anywhere is damage', async () => {
  const image = await write(['one', 'two', 'three'])
  for (let length = 0; length < image.length; length += 3) {
    await writeFile(path, image)
    await truncate(path, length)
    await assert.rejects(read(), failsWith('JOURNAL_DAMAGED'), `${length} bytes`)
  }
})

test('a frame taken out of the middle, or put in twice, is damage', async () => {
  const one = (await write(['one'])).length
  const two = (await write(['two'])).length
  const image = await write(['six'])
  const frame = image.subarray(one, two)
  for (const forged of [
    Buffer.concat([image.subarray(0, one), image.subarray(two)]),
    Buffer.concat([image.subarray(0, two), frame, image.subarray(two)]),
  ]) {
    await writeFile(path, forged)
    await assert.rejects(read(), failsWith('JOURNAL_DAMAGED'))
  }
})

test('a frame of another journal in the place of one is damage', async () => {
  const one = (await write(['one'])).length
  const image = await write(['two', 'six'])
  await rm(path)
  const other = await write(['uno', 'due', 'sei'])
  assert.equal(other.length, image.length)
  const end = (image.length - one) / 2 + one
  await writeFile(path, Buffer.concat([image.subarray(0, one), other.subarray(one, end), image.subarray(end)]))
  await assert.rejects(read(), failsWith('JOURNAL_DAMAGED'))
})

test('damage is noticed without the mark too, as long as a whole frame stands behind it', async () => {
  const image = await write(['one', 'two', 'three'])
  image[10]! ^= 1
  image[JOURNAL_HEAD + FRAME_HEAD + 5]! ^= 1
  await writeFile(path, image)
  await assert.rejects(read(), failsWith('JOURNAL_DAMAGED'))
})

test('a journal that is gone though its store is there is damage', async () => {
  await write(['one'])
  await rm(path)
  await assert.rejects(openIt(realDisk, true), failsWith('JOURNAL_DAMAGED'))
})

test('a salvaged journal holds every whole frame, and the damaged one stays beside it', async () => {
  const image = await write(['one', 'two', 'three', 'four'])
  for (let at = JOURNAL_HEAD; at < image.length; at += 11) {
    const damaged = Buffer.from(image)
    damaged[at]! ^= 1
    await writeFile(path, damaged)
    await salvageJournal(path, realDisk, quietLog)
    const kept = await read()
    assert.equal(kept.length, 3, `byte ${at}: ${kept}`)
    const aside = (await readdir(folder)).filter(name => name.includes('damaged')).length
    assert.ok((await readFile(`${path}.damaged-${aside}`)).equals(damaged))
  }
})

test('a salvage that was cut off once the damaged journal stood aside is taken up again', async () => {
  const image = await write(['one', 'two', 'three'])
  image[JOURNAL_HEAD + 1]! ^= 1
  await writeFile(`${path}.damaged-1`, image)
  await rm(path)
  await salvageJournal(path, realDisk, quietLog)
  assert.deepEqual(await read(), ['two', 'three'])
  assert.deepEqual((await readdir(folder)).sort(), ['journal', 'journal.damaged-1'])
})

test('appends while one syncs share the next sync', async () => {
  let syncs = 0
  const disk: Disk = {
    ...realDisk,
    async sync(file) {
      syncs++
      await realDisk.sync(file)
    },
  }
  await using journal = await openIt(disk)
  syncs = 0
  await Promise.all(Array.from({ length: 100 }, (_, i) => journal.append([Buffer.from([i])])))
  assert.ok(syncs <= 3, `${syncs} syncs`)
  assert.equal((await collect(journal.replay())).length, 100)
})

test('a compaction that dies at any of its steps leaves the old journal or the new one', async () => {
  const steps = ['write', 'sync', 'syncFolder'] as const
  for (const step of steps) {
    await rm(path, { force: true })
    await write(['one', 'two'])
    let armed = false
    const fail = async () => {
      throw errno('EIO')
    }
    const disk = new Proxy(realDisk, {
      get: (target, name: keyof Disk) => (armed && name === step ? fail : target[name]),
    })
    {
      await using journal = await openIt(disk)
      armed = true
      await assert.rejects(journal.compact([Buffer.from('both')]), failsWith('DISK_SICK'))
      armed = false
      const now = await read0(journal)
      assert.ok(['one,two', 'both'].includes(now), now)
      await journal.append([Buffer.from('three')])
      assert.equal(await read0(journal), `${now},three`)
    }
    assert.match(String(await read()), /^(one,two|both),three$/)
  }

  async function read0(journal: { replay(): AsyncIterable<Uint8Array> }): Promise<string> {
    return (await collect(journal.replay())).map(entry => Buffer.from(entry).toString()).join()
  }
})

test('what a killed compaction left behind is cleared away', async () => {
  await write(['one'])
  await writeFile(`${path}.new`, 'half a jour')
  assert.deepEqual(await read(), ['one'])
  assert.deepEqual(await readdir(folder), ['journal'])
})

test('a full disk refuses the entry, keeps the earlier ones and takes the next when there is room', async () => {
  let room = Number.POSITIVE_INFINITY
  const disk: Disk = {
    ...realDisk,
    async write(file, buffers, position) {
      const bytes = Buffer.concat(buffers)
      await realDisk.write(file, [bytes.subarray(0, room)], position)
      if (room < bytes.length) throw errno('ENOSPC')
    },
  }
  await using journal = await openIt(disk)
  await journal.append([Buffer.from('one')])
  for (room = 0; room < FRAME_HEAD + 4; room += 13) {
    await assert.rejects(journal.append([randomBytes(100)]), failsWith('DISK_FULL'))
  }
  room = Number.POSITIVE_INFINITY
  await journal.append([Buffer.from('two')])
  assert.equal((await collect(journal.replay())).length, 2)
})

test('after a failed sync what was promised moves to a new file before anything is added', async () => {
  let failures = 0
  const disk: Disk = {
    ...realDisk,
    async sync(file) {
      if (failures-- > 0) throw errno('EIO')
      await realDisk.sync(file)
    },
  }
  {
    await using journal = await openIt(disk)
    await journal.append([Buffer.from('one')])
    failures = 2
    await assert.rejects(journal.append([Buffer.from('lost')]), failsWith('DISK_SICK'))
    await assert.rejects(journal.append([Buffer.from('lost')]), failsWith('DISK_SICK'))
    await journal.append([Buffer.from('two')])
  }
  assert.deepEqual(await read(), ['one', 'two'])
})

test('any entries come back as they were, in any grouping', async () => {
  const groups = fc.array(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 4 }), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(groups, async appends => {
      await rm(path, { force: true })
      {
        await using journal = await openIt()
        await Promise.all(appends.map(entries => journal.append(entries)))
      }
      await using journal = await openIt()
      const back = (await collect(journal.replay())).map(entry => Buffer.from(entry).toString('hex'))
      assert.deepEqual(
        back,
        appends.flat().map(entry => Buffer.from(entry).toString('hex')),
      )
    }),
    { numRuns: 30 },
  )
})

test('the decoders of the journal refuse any bytes that are not a journal', async () => {
  const { bytes } = encodeFrame(JOURNAL_START, [Buffer.from('an entry'), Buffer.from('another')])
  const body = bytes.subarray(FRAME_HEAD)
  await checkDecoder(bytes.subarray(0, FRAME_HEAD), input => parseFrameHead(input, JOURNAL_HEAD), ['MESSAGE_INVALID'])
  await checkDecoder(body, parseFrameBody, ['MESSAGE_INVALID'])
  await checkDecoder(encodeJournalHead(JOURNAL_START), parseJournalHead, ['MESSAGE_INVALID'])
  assert.throws(() => parseFrameHead(bytes.subarray(0, FRAME_HEAD), JOURNAL_HEAD + 1), failsWith('MESSAGE_INVALID'))
})
