// The generated takes are no easier to compress than real recordings: flac -5 leaves 0.45–0.60 of them, zstd -3 0.75–0.92.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { constants, zstdCompressSync } from 'node:zlib'
import { generateStudioProject } from '../../../scripts/studio/project.ts'
import { readWave } from '../../../scripts/studio/wave-file.ts'
import { waveHeader } from '../../../scripts/studio/wave-header.ts'
import { temporaryFolder } from '../../helpers/cli.ts'

const BYTES = 64_000_000
const FLAC = { from: 0.45, to: 0.6 }
const ZSTD = { from: 0.75, to: 0.92 }

const hasFlac = spawnSync('flac', ['--version'], { stdio: 'ignore' }).status === 0
const skip = hasFlac ? false : 'flac is not installed (apt-get install flac)'

test('takes, stems and renders are as hard to compress as real ones', { skip }, async t => {
  await using folder = await temporaryFolder()
  const project = join(folder.path, 'project')
  await generateStudioProject(project, BYTES)
  for (const place of ['Audio Files', 'Stems', 'Renders']) {
    await t.test(place, async () => {
      let plain = 0
      let zstd = 0
      let samples = 0
      let flac = 0
      for (const name of await readdir(join(project, place))) {
        const file = join(project, place, name)
        const bytes = await readFile(file)
        plain += bytes.length
        zstd += zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 3 } }).length
        const wave = join(folder.path, 'in.wav')
        const packed = join(folder.path, 'out.flac')
        await writeFile(wave, await wholeSamples(file, bytes))
        execFileSync('flac', ['-5', '--totally-silent', '-f', '-o', packed, wave])
        samples += (await stat(wave)).size
        flac += (await stat(packed)).size
      }
      assertWithin('flac -5', flac / samples, FLAC)
      assertWithin('zstd -3', zstd / plain, ZSTD)
    })
  }
})

// flac knows whole numbers only: float samples become the 24-bit ones nearest to them.
async function wholeSamples(file: string, bytes: Buffer): Promise<Buffer> {
  const { shape, at, length } = await readWave(file)
  if (shape.sample !== 'float32') return bytes
  const count = length / 4
  const whole = Buffer.alloc(count * 3)
  for (let sample = 0; sample < count; sample++) {
    const value = Math.round(bytes.readFloatLE(at + sample * 4) * 8_388_608)
    whole.writeIntLE(Math.max(-8_388_608, Math.min(8_388_607, value)), sample * 3, 3)
  }
  return Buffer.concat([waveHeader({ ...shape, sample: 'int24' }, [], whole.length), whole])
}

function assertWithin(what: string, ratio: number, { from, to }: { from: number; to: number }): void {
  assert.ok(ratio >= from && ratio <= to, `${what} leaves ${ratio.toFixed(3)}, not ${from}–${to}`)
}
