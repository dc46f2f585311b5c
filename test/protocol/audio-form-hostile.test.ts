import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { blocksBehind, headerAgrees, parseAudioForm } from '../../protocol/audio/form.ts'
import { CONTAINERS, latin, le32 } from '../helpers/audio-file.ts'
import { noise } from '../helpers/chunk-memory.ts'

const MiB = 2 ** 20
const families = Object.entries(CONTAINERS)

suite('any header', () => {
  const interesting = fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255))
  const mutated = fc
    .record({
      family: fc.constantFrom(...families),
      options: fc.record({
        bits: fc.constantFrom(8, 16, 24, 32),
        channels: fc.constantFrom(1, 2, 255, 256),
        before: fc.array(
          fc.record({ id: fc.constantFrom('bext', 'JUNK', 'fmt ', 'COMM'), content: fc.uint8Array({ maxLength: 40 }) }),
          { maxLength: 3 },
        ),
        isUnpadded: fc.boolean(),
      }),
      edits: fc.array(fc.tuple(fc.nat(160), interesting), { maxLength: 6 }),
      run: fc.option(fc.tuple(fc.nat(160), fc.nat(12), interesting)),
      cut: fc.option(fc.nat(300)),
      more: fc.oneof(fc.constant(0), fc.nat(100), fc.nat(2 ** 40)),
    })
    .map(({ family: [, build], options, edits, run, cut, more }) => {
      const { bytes } = build(noise(1, 100), options)
      for (const [at, value] of edits) bytes[at % bytes.byteLength] = value
      if (run) bytes.fill(run[2], Math.min(run[0], bytes.byteLength), Math.min(run[0] + run[1], bytes.byteLength))
      const start = bytes.subarray(0, cut ?? bytes.byteLength)
      return { start, size: start.byteLength + more }
    })

  test('gives a form that lies within the file, or none, and never an error', () => {
    let forms = 0
    fc.assert(
      fc.property(mutated, ({ start, size }) => {
        assert.equal(typeof headerAgrees(start, size), 'boolean')
        const form = parseAudioForm(start, size)
        if (form === 'more') assert.ok(start.byteLength < size)
        if (form === undefined || form === 'more') return
        forms++
        assert.ok(form.payloadAt > 0 && form.payloadAt <= Math.min(size, 4 * MiB))
        assert.ok(form.payloadLength >= 0 && form.payloadAt + form.payloadLength <= size)
        for (const number of [form.bits, form.bytesPerSample, form.channels, form.rate])
          assert.ok(Number.isFinite(number) && number >= 0)
        for (const { id, at, length } of form.blocks)
          assert.ok(id.length > 0 && length >= 0 && at + length <= form.payloadAt)
        for (const { at, length } of blocksBehind(form, start.subarray(form.payloadAt)))
          assert.ok(at >= 0 && length >= 0 && at + length <= start.byteLength)
      }),
      { numRuns: 4000 },
    )
    assert.ok(forms > 500, `only ${forms} forms were seen`)
  })

  test('that is answered stays answered the same with more bytes', () => {
    let early = 0
    fc.assert(
      fc.property(mutated, fc.nat(300), ({ start, size }, length) => {
        const form = parseAudioForm(start.subarray(0, length), size)
        if (form === 'more') return
        if (form && length < start.byteLength) early++
        assert.deepEqual(parseAudioForm(start, size), form)
      }),
      { numRuns: 4000 },
    )
    assert.ok(early > 100, `only ${early} forms were seen early`)
  })

  test('of any bytes is judged without an error', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', 'RIFF', 'RF64', 'BW64', 'FORM', 'caff\0\x01', '726966662e91cf11a5d628db04c10000'),
        fc.constantFrom('', 'WAVE', 'AIFF', 'AIFC'),
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(1000),
        (id, form, tail, more) => {
          const magic = id.length === 32 ? Buffer.from(id, 'hex') : latin(id)
          const start = Buffer.concat([magic, le32(more), latin(form), tail])
          assert.equal(typeof headerAgrees(start, start.byteLength + more), 'boolean')
          parseAudioForm(start, start.byteLength + more)
        },
      ),
    )
  })
})
