import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { openRpp } from '../../protocol/rpp.ts'

function read(text: string | Uint8Array, pieceLength = 64 * 1024) {
  const bytes = Buffer.from(text)
  const reader = openRpp()
  for (let at = 0; at < bytes.byteLength; at += pieceLength) reader.push(bytes.subarray(at, at + pieceLength))
  return reader.end()
}

const PROJECT = `<REAPER_PROJECT 0.1 "7.16/linux-x86_64" 1731000000
  RENDER_FILE "Bounces/mix.wav"
  <TRACK {A}
    <ITEM
      NAME "FILE names"
      <SOURCE WAVE
        FILE "Audio Files/Vox 01.wav"
      >
      <SOURCE SECTION
        <SOURCE WAVE
          FILE 'Audio Files/5" floppy.wav' 1
        >
      >
      <SOURCE VIDEO
        FILE C:\\Clips\\scene.mov
      >
      <SOURCE WAVE
        FILE "Audio Files/Vox 01.wav"
      >
    >
    <NOTES
      |FILE "not this.wav"
    >
  >
>
`

describe('openRpp', () => {
  it('gives each medium once, however it is quoted, and nothing else', () => {
    assert.deepEqual(read(PROJECT), {
      names: ['Audio Files/Vox 01.wav', 'Audio Files/5" floppy.wav', 'C:\\Clips\\scene.mov'],
      isCut: false,
      isProject: true,
    })
  })

  it('reads the same in pieces of any length, with any ends of lines, and behind a byte order mark', () => {
    const whole = read(PROJECT)
    for (const length of [1, 2, 7, 100]) assert.deepEqual(read(PROJECT, length), whole)
    assert.deepEqual(read(PROJECT.replaceAll('\n', '\r\n')), whole)
    assert.deepEqual(read(`\ufeff${PROJECT}`), whole)
  })

  it('reads names of an old Windows where the bytes are no UTF-8', () => {
    assert.deepEqual(read(Buffer.from('<REAPER_PROJECT\nFILE "Gitarre \xfcber.wav"\n', 'latin1')).names, [
      'Gitarre über.wav',
    ])
  })

  it('says that a file is no project, and that it holds more than is read', () => {
    assert.deepEqual(read('RIFF\0\0\0\0WAVE'), { names: [], isCut: false, isProject: false })
    assert.equal(read('').isProject, false)
    assert.deepEqual(read(`<REAPER_PROJECT\nFILE "${'x'.repeat(40_000)}"\nFILE b`).names, ['b'])
    assert.equal(read(`<REAPER_PROJECT\nFILE "${'x'.repeat(40_000)}"`, 1000).isCut, true)
    assert.deepEqual(read(`<REAPER_PROJECT\n${'x'.repeat(20_000)}FILE no.wav\nFILE yes.wav`, 20_016).names, ['yes.wav'])
    const many = Array.from({ length: 100_010 }, (_, n) => `FILE ${n}`).join('\n')
    assert.deepEqual([read(many).names.length, read(many).isCut], [100_000, true])
  })

  it('gives back every name that Reaper would have written', () => {
    const name = fc.string({ unit: fc.constantFrom(...'aZ9 /\\.-_äé"\'漢'), minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 8 }), fc.integer({ min: 1, max: 50 }), (names, length) => {
        const quoted = names.map(text => {
          const quote = text.includes('"') ? (text.includes("'") ? '`' : "'") : '"'
          return `    FILE ${quote}${text}${quote}`
        })
        assert.deepEqual(read(`<REAPER_PROJECT\n${quoted.join('\n')}\n>`, length).names, names)
      }),
    )
  })

  it('ends on any bytes, and keeps within its bounds', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.constantFrom('\nFILE "', '"\n', '<', '>\n', 'FILE\t').map(Buffer.from),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 1, max: 20 }), (pieces, length) => {
        const bytes = Buffer.concat(pieces)
        const { names, isCut } = read(bytes, length)
        assert.equal(isCut, false)
        assert.ok(names.every(text => text.length > 0 && text.length <= bytes.byteLength && !text.includes('\n')))
        assert.deepEqual(names, read(bytes).names)
      }),
    )
  })
})
