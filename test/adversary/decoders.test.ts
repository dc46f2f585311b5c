// Every decoder against spoiled bytes: none ends in anything but a value or an error it documents, none takes long, none
// takes much memory. HOLDFAST_FUZZ_INPUT=N runs the input of that number alone, HOLDFAST_FUZZ_FROM=N begins there, and
// HOLDFAST_FUZZ_INPUTS=N runs so many.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { atMost, figure } from '../helpers/figure.ts'
import { contentDecoders } from './corpus-content.ts'
import { diskDecoders } from './corpus-disk.ts'
import { messageDecoders } from './corpus-messages.ts'
import { textDecoders } from './corpus-text.ts'
import type { Outcome, Work } from './decoder-worker.ts'
import { FULL, scaled } from './harness.ts'

const THREADS = 2
const SHORT = process.env.HOLDFAST_TEST_ALL ? 200_000 : 20_000
const INPUTS = Number(process.env.HOLDFAST_FUZZ_INPUTS ?? scaled(5_000_000, SHORT))
// All that is allocated on the way is counted, collected or not: pieces of text and numbers that live for a moment.
const MEMORY_FLOOR = 8 * 1024 * 1024
const STUCK_MS = 180_000
// Their last check is against something that no input here can meet.
const REFUSE_ALL = new Set(['wrapped with a credential', 'map edits', 'proposal'])

test('every decoder reads a good input of its own', async () => {
  const blind: string[] = []
  for (const decoder of [...messageDecoders(), ...contentDecoders(), ...diskDecoders(), ...textDecoders()]) {
    if (REFUSE_ALL.has(decoder.name) || decoder.name.startsWith('request ')) continue
    const read = await Promise.allSettled(decoder.seeds.map(async seed => decoder.run(seed)))
    const why = read.map(one => (one.status === 'rejected' ? String(one.reason) : '')).join('; ')
    if (read.every(({ status }) => status === 'rejected')) blind.push(`${decoder.name}: ${why}`)
  }
  assert.deepEqual(blind, [])
})

test('any bytes become a value or an error, soon and within bounds', async () => {
  const alone = process.env.HOLDFAST_FUZZ_INPUT
  const total = alone === undefined ? INPUTS : 1
  const base = alone === undefined ? Number(process.env.HOLDFAST_FUZZ_FROM ?? 0) : Number(alone)
  const threads = alone === undefined ? THREADS : 1
  const share = Math.ceil(total / threads)
  const outcomes = await Promise.all(
    Array.from({ length: threads }, (_, n) => decode(base + n * share, base + (n + 1) * share)),
  )
  const crashes = outcomes.flatMap(({ crashes }) => crashes)
  for (const crash of crashes.slice(0, 12))
    console.log(`input ${crash.input}, ${crash.decoder}: ${crash.error}\n  ${crash.hex.slice(0, 400)}`)
  const worst = (kind: 'cpu' | 'memory') => outcomes.flatMap(outcome => outcome[kind]).sort((a, b) => b.value - a.value)
  for (const kind of ['cpu', 'memory'] as const) {
    const shown = worst(kind).slice(0, FULL ? 10 : 5)
    for (const { decoder, input, value, bytes } of shown)
      console.log(`  ${kind}: ${decoder}, input ${input} of ${bytes} bytes: ${Math.round(value * 10) / 10}`)
  }
  const inputs = outcomes.reduce((sum, outcome) => sum + outcome.inputs, 0)
  const accepted = outcomes.reduce((sum, outcome) => sum + outcome.accepted, 0)
  figure(
    `spoiled inputs over ${outcomes[0]!.decoders} decoders`,
    inputs,
    `≥ ${total.toLocaleString('en')}`,
    inputs >= total,
  )
  console.log(`  (${accepted} of them still made sense)`)
  figure('… that ended in anything but a value or a documented error', crashes.length, '0', crashes.length === 0)
  atMost('… CPU of the dearest decode, worst of 3', worst('cpu')[0]?.value ?? 0, 50, ' ms')
  atMost('… memory beyond 8 times the input, MiB', (worst('memory')[0]?.value ?? 0) / 2 ** 20, MEMORY_FLOOR / 2 ** 20)
})

async function decode(from: number, to: number): Promise<Outcome> {
  const at = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(new URL('./decoder-worker.ts', import.meta.url), {
    workerData: { from, to, at } satisfies Work,
    // Nothing is collected while one input is decoded, so that all it takes is seen.
    resourceLimits: { maxYoungGenerationSizeMb: 256, maxOldGenerationSizeMb: 2048 },
  })
  let last = -1
  const watch = setInterval(() => {
    if (at[0] === last) worker.emit('error', new Error(`input ${last} does not end`))
    last = at[0]!
  }, STUCK_MS)
  try {
    return await new Promise<Outcome>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', code => reject(new Error(`the thread ended with ${code} at input ${at[0]}`)))
    })
  } finally {
    clearInterval(watch)
    await worker.terminate()
  }
}
