import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { headerAgrees } from '../../protocol/audio/form.ts'
import { be16, be32, latin, le32, le64 } from '../helpers/audio-file.ts'

suite('the length that a header states', () => {
  function riff(size: number, data: number): Buffer {
    return Buffer.concat([
      latin('RIFF'),
      le32(size),
      latin('WAVEfmt '),
      le32(16),
      Buffer.alloc(16),
      latin('data'),
      le32(data),
    ]) // prettier-ignore
  }
  function rf64(size: number): Buffer {
    return Buffer.concat([latin('RF64'), le32(0xffffffff), latin('WAVEds64'), le32(28), le64(size), Buffer.alloc(20)])
  }
  function w64(size: number): Buffer {
    return Buffer.concat([Buffer.from('726966662e91cf11a5d628db04c10000', 'hex'), le64(size), Buffer.alloc(16)])
  }
  function aiff(size: number): Buffer {
    return Buffer.concat([latin('FORM'), be32(size), latin('AIFF')])
  }

  for (const [what, header, size, agrees] of [
    ['a WAV of the stated size', riff(36 + 1000, 1000), 1044, true],
    ['a WAV with an odd size and no pad byte', riff(36 + 1001, 1001), 1045, true],
    ['a WAV with an odd size and its pad byte', riff(36 + 1001, 1001), 1046, true],
    ['a WAV without any samples', riff(36, 0), 44, true],
    ['a WAV whose sizes are still 0', riff(0, 0), 1044, false],
    ['a WAV whose sizes are still -1', riff(0xffffffff, 0xffffffff), 1044, false],
    ['a WAV that has grown since its header was patched', riff(36 + 1000, 1000), 5044, false],
    ['a WAV that was cut off', riff(36 + 1000, 1000), 500, false],
    ['a WAV whose data alone is unpatched', riff(36 + 1000, 0), 1044, false],
    ['an RF64 file of the stated size', rf64(5_000_000_000 - 8), 5_000_000_000, true],
    ['an RF64 file in recording', rf64(0), 5_000_000_000, false],
    [
      'an RF64 file whose ds64 is not there yet',
      Buffer.concat([latin('RF64'), le32(0xffffffff), latin('WAVEJUNK'), Buffer.alloc(40)]),
      5000,
      false,
    ],
    [
      'an RF64 file that states it in 32 bits',
      Buffer.concat([latin('RF64'), le32(4992), latin('WAVEJUNK'), Buffer.alloc(40)]),
      5000,
      false,
    ],
    ['a W64 file of the stated size', w64(5_000_000_000), 5_000_000_000, true],
    ['a W64 file in recording', w64(0), 5_000_000_000, false],
    ['an AIFF file of the stated size', aiff(992), 1000, true],
    ['an AIFF file in recording', aiff(0), 1000, false],
    ['an AVI of many RIFFs', Buffer.concat([latin('RIFF'), le32(1000), latin('AVI ')]), 5_000_000_000, true],
    ['a CAF file whose start alone is known', Buffer.concat([latin('caff'), be16(1), be16(0)]), 1000, true],
    ['a text', latin('RIFFs are what a guitar plays'), 29, true],
    ['an empty file', latin(''), 0, true],
  ] as const) {
    test(`${agrees ? 'is' : 'is not'} that of ${what}`, () => {
      assert.equal(headerAgrees(header, size), agrees)
    })
  }
})
