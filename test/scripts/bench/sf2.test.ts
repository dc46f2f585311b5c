// Reading a sound font's samples: single ones, pairs, and entries that don't add up.
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { listSf2Samples, writeSf2Sample } from '../../../scripts/bench/sf2.ts'
import { block } from '../../../scripts/studio/wave-header.ts'
import { temporaryFolder } from '../../helpers/cli.ts'

interface Entry {
  readonly name: string
  readonly start: number
  readonly end: number
  readonly partner?: number
  readonly type: number
}

function bank(samples: readonly number[], entries: readonly Entry[]): Buffer {
  const pcm = Buffer.from(Int16Array.from(samples).buffer)
  const headers = [...entries, { name: 'EOS', start: 0, end: 0, type: 0 }].map(entry => {
    const header = Buffer.alloc(46)
    header.write(entry.name, 0, 'latin1')
    header.writeUInt32LE(entry.start, 20)
    header.writeUInt32LE(entry.end, 24)
    header.writeUInt32LE(44_100, 36)
    header.writeUInt16LE(('partner' in entry ? entry.partner : 0) ?? 0, 42)
    header.writeUInt16LE(entry.type, 44)
    return header
  })
  const sdta = block('LIST', Buffer.concat([Buffer.from('sdta'), block('smpl', pcm)]))
  const pdta = block('LIST', Buffer.concat([Buffer.from('pdta'), block('shdr', Buffer.concat(headers))]))
  return block('RIFF', Buffer.concat([Buffer.from('sfbk'), sdta, pdta]))
}

test('samples are found by their headers; a left and a right one of the same length are one sound', async () => {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'bank.sf2')
  const entries = [
    { name: 'Kick', start: 0, end: 3, type: 1 },
    { name: 'Pad(L)', start: 3, end: 5, type: 4 },
    { name: 'Pad(R)', start: 5, end: 7, type: 2 },
    { name: 'Alone(L)', start: 7, end: 8, type: 4 },
    { name: 'Beyond', start: 7, end: 99, type: 1 },
  ]
  await writeFile(file, bank([1, 2, 3, 10, 11, -10, -11, 7], entries))
  const sounds = await listSf2Samples(file)
  assert.deepEqual(
    sounds.map(sound => sound.map(({ name }) => name)),
    [['Kick'], ['Pad_L_', 'Pad_R_'], ['Alone_L_']],
  )
  const wave = join(folder.path, 'pad.wav')
  await writeSf2Sample(file, sounds[1]!, wave)
  const written = await readFile(wave)
  assert.equal(written.readUInt16LE(22), 2)
  assert.equal(written.readUInt32LE(24), 44_100)
  assert.deepEqual(
    [...new Int16Array(written.buffer.slice(written.byteOffset + 44, written.byteOffset + 52))],
    [10, -10, 11, -11],
  )
})
