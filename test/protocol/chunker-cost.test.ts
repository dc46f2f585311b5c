// What a change of a file costs: the bytes of the pieces that were not there before.
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { constants, zstdCompressSync } from 'node:zlib'
import { openChunker, type Piece } from '../../protocol/chunker.ts'
import { hash } from '../../protocol/hash.ts'
import { type AudioFileOptions, CONTAINERS, latin } from '../helpers/audio-file.ts'
import { noise, ring } from '../helpers/chunk-memory.ts'

const KiB = 1024
const MiB = 1024 * KiB

suite('20 MB of audio sends less than 10 kB again', () => {
  const samples = noise(1, 20_000_004)
  const bext = (length: number) => ({ id: 'bext', content: noise(2, length) })
  const ixml = (length: number) => ({ id: 'iXML', content: noise(3, length) })
  const tag = (length: number) => ({ id: 'ID3 ', content: noise(4, length) })
  const options: AudioFileOptions = { bits: 24, channels: 2, before: [bext(602), ixml(1500)], behind: [tag(2000)] }

  for (const [name, build] of Object.entries(CONTAINERS)) {
    for (const [what, changed] of [
      ['its bext grows by 600 bytes', { before: [bext(1202), ixml(1500)] }],
      ['its iXML grows by an odd length', { before: [bext(602), ixml(3001)] }],
      ['its sizes are patched', { containerSize: 0, payloadSize: 0, behind: [] }],
      ['it is tagged anew at its end', { behind: [tag(3333)] }],
      ['it loses its tags', { before: [], behind: [] }],
    ] as const) {
      test(`when ${what}, as ${name}`, () => {
        const before = build(samples, { ...options, behind: 'containerSize' in changed ? [] : options.behind! }).bytes
        const after = build(samples, { ...options, ...changed }).bytes
        assert.notEqual(Buffer.compare(before, after), 0)
        const cost = bytesOf(fresh(cutFile(after), namesOf(cutFile(before))))
        assert.ok(cost > 0 && cost < 10_000, `${cost} bytes`)
      })
    }
  }

  test('when it grows: what was full stays', () => {
    const build = CONTAINERS.wav
    const unpatched = { containerSize: 0, payloadSize: 0 }
    const before = build(samples.subarray(0, 15_000_000), unpatched).bytes
    const cost = bytesOf(fresh(cutFile(build(samples, unpatched).bytes), namesOf(cutFile(before))))
    assert.ok(cost < 5_000_004 + 4 * MiB, `${cost} bytes`)
  })
})

test('50 saves of a session of 1.9 MB cost less than 1.6 MB', () => {
  const random = seeded(5)
  const lines = sessionLines(random, 1_900_000)
  const known = new Set<string>()
  let raw = 0
  let cost = 0
  for (let save = 0; save < 50; save++) {
    // Some neighbours move, one item is new, one is gone, and the first line has the time of saving.
    const moved = random(lines.length - 5)
    for (let item = moved; item < moved + 5; item++) lines[item] = itemLine(random)
    lines.splice(random(lines.length), 0, itemLine(random))
    lines.splice(random(lines.length), 1)
    lines[0] = `<REAPER_PROJECT 0.1 "7.0" ${1_750_000_000 + save * 300}`
    const document = latin(lines.join('\n'))
    raw += document.byteLength
    for (const { bytes, codec } of fresh(cutFile(document, 'Nova.rpp'), known)) {
      assert.equal(codec, 'zstd')
      cost += zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 3 } }).byteLength
      known.add(nameOf(bytes))
    }
  }
  assert.ok(raw > 93_000_000, `only ${raw} bytes were saved`)
  console.log(cost)
  assert.ok(cost < 1_600_000, `${cost} bytes`)
})

test('a disk image of which 1 % of the blocks changed costs 1 %', () => {
  const image = Buffer.from(noise(6, 32 * MiB))
  image.write('EFI PART', 512)
  const known = namesOf(cutFile(image))
  const random = seeded(7)
  const changed = new Set(Array.from({ length: 5 }, () => random(512)))
  for (const block of changed) image.write('changed', block * 64 * KiB + 700 + random(60_000))
  assert.equal(bytesOf(fresh(cutFile(image), known)), changed.size * 64 * KiB)
})

test('an insertion in another file costs the pieces next to it', () => {
  const data = noise(8, 24 * MiB)
  const known = namesOf(cutFile(data))
  for (const at of [0, 10_000_000, data.byteLength]) {
    const changed = Buffer.concat([data.subarray(0, at), latin('inserted'), data.subarray(at)])
    const cost = bytesOf(fresh(cutFile(changed), known))
    assert.ok(cost < 6 * MiB, `${cost} bytes after an insertion at ${at}`)
  }
})

function cutFile(bytes: Uint8Array, name?: string): Piece[] {
  const cutter = openChunker(bytes.byteLength, ring.gear, name === undefined ? undefined : latin(name))
  return [...cutter.push(bytes), ...cutter.end()]
}

function nameOf(bytes: Uint8Array): string {
  return Buffer.from(hash(bytes)).toString('hex')
}
function namesOf(pieces: readonly Piece[]): Set<string> {
  return new Set(pieces.map(piece => nameOf(piece.bytes)))
}
function fresh(pieces: readonly Piece[], known: ReadonlySet<string>): Piece[] {
  return pieces.filter(piece => !known.has(nameOf(piece.bytes)))
}
function bytesOf(pieces: readonly Piece[]): number {
  return pieces.reduce((total, piece) => total + piece.bytes.byteLength, 0)
}

function sessionLines(random: (below: number) => number, bytes: number): string[] {
  const lines = ['<REAPER_PROJECT']
  for (let length = 0; length < bytes; length += lines.at(-1)!.length + 1) lines.push(itemLine(random))
  return lines
}

function itemLine(random: (below: number) => number): string {
  const id = random(2 ** 32)
    .toString(16)
    .padStart(8, '0')
  return `  <ITEM POSITION ${random(600_000) / 1000} LENGTH ${random(90_000) / 1000} FADEIN 1 0.01 0 NAME "Take ${random(40)}" GUID {${id}}>`
}

/** Whole numbers below what is asked for, the same for the same seed. */
function seeded(seed: number): (below: number) => number {
  const words = new Uint32Array(Uint8Array.from(noise(seed, MiB)).buffer)
  let next = 0
  return below => Math.floor((words[next++ % words.length]! / 2 ** 32) * below)
}
