// A thread that decodes what decoders.test.ts asks for: inputs by their number, so that any of them can be made again.
import v8 from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parentPort, workerData } from 'node:worker_threads'
import { HoldfastError } from '../../protocol/errors.ts'
import { contentDecoders } from './corpus-content.ts'
import { diskDecoders } from './corpus-disk.ts'
import { messageDecoders } from './corpus-messages.ts'
import { textDecoders } from './corpus-text.ts'
import type { Decoder } from './decoder.ts'
import { diceOf, mutate } from './mutate.ts'

export interface Work {
  readonly from: number
  readonly to: number
  /** Where this thread says which input it is at. */
  readonly at: Int32Array
}
export interface Crash {
  readonly decoder: string
  readonly input: number
  readonly hex: string
  readonly error: string
}
/** The dearest input of a decoder. */
export interface Cost {
  readonly decoder: string
  readonly input: number
  readonly value: number
  readonly bytes: number
}
export interface Outcome {
  readonly decoders: number
  readonly inputs: number
  readonly accepted: number
  readonly crashes: readonly Crash[]
  /** ms of this thread's CPU, the worst of three decodes. */
  readonly cpu: readonly Cost[]
  /** Bytes beyond eight times the input, and what its format lets it become. */
  readonly memory: readonly Cost[]
}

const FACTOR = 8
// Of the young generation, of which nothing is collected until it is full.
const ROOM = 128 * 1024 * 1024
const KEPT = 4
const CRASHES = 50
const LOOKED_AT = 40 // random inputs of each decoder whose memory is looked at, besides the dearest

const decoders: readonly Decoder[] = [...messageDecoders(), ...contentDecoders(), ...diskDecoders(), ...textDecoders()]
// One in a hundred of a decoder's weight.
const SCHEDULE = decoders.flatMap(decoder =>
  Array.from({ length: Math.max(1, 100 * (decoder.weight ?? 1)) }, () => decoder),
)
const SEEDS = decoders.flatMap(({ seeds }) => seeds)

v8.setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const { from, to, at } = workerData as Work
const crashes: Crash[] = []
const dearest = new Map<Decoder, { input: number; ms: number }[]>()
const seen = new Map<Decoder, number[]>()
let accepted = 0

for (let input = from; input < to; input++) {
  at[0] = input
  const { decoder, bytes } = inputOf(input)
  const begun = performance.now()
  const error = await failureOf(decoder, bytes)
  note(decoder, input, performance.now() - begun)
  if (error === undefined) accepted++
  else if (!isExpected(decoder, error) && crashes.length < CRASHES) {
    const shown = error instanceof Error ? (error.stack ?? error.message) : String(error)
    crashes.push({ decoder: decoder.name, input, hex: bytes.subarray(0, 2000).toString('hex'), error: shown })
  }
}
const outcome: Outcome = {
  decoders: decoders.length,
  inputs: to - from,
  accepted,
  crashes,
  cpu: await measure(cpuOf),
  memory: await measure(memoryOf),
}
parentPort?.postMessage(outcome)

function inputOf(input: number): { decoder: Decoder; bytes: Buffer } {
  const dice = diceOf(input)
  const decoder = dice.pick(SCHEDULE)
  return { decoder, bytes: mutate(dice.pick(decoder.seeds), dice, dice.below(3) === 0 ? SEEDS : decoder.seeds) }
}

async function failureOf(decoder: Decoder, bytes: Uint8Array): Promise<unknown> {
  try {
    await decoder.run(bytes)
    return undefined
  } catch (error) {
    return error ?? new Error('nothing was thrown')
  }
}

function isExpected({ documented }: Decoder, error: unknown): boolean {
  return (error instanceof HoldfastError && error.code !== 'INTERNAL') || documented?.(error) === true
}

function note(decoder: Decoder, input: number, ms: number): void {
  const kept = dearest.get(decoder) ?? []
  dearest.set(decoder, kept)
  if (kept.length === KEPT && kept.at(-1)!.ms >= ms) {
    const some = seen.get(decoder) ?? []
    seen.set(decoder, some)
    if (some.length < LOOKED_AT) some.push(input)
    return
  }
  kept.push({ input, ms })
  kept.sort((a, b) => b.ms - a.ms)
  if (kept.length > KEPT) kept.pop()
}

async function measure(costOf: (decoder: Decoder, bytes: Buffer) => Promise<number>): Promise<Cost[]> {
  const costs: Cost[] = []
  for (const decoder of decoders) {
    const inputs = [
      ...(dearest.get(decoder) ?? []).map(({ input }) => input),
      ...(costOf === memoryOf ? (seen.get(decoder) ?? []) : []),
    ]
    let worst: Cost | undefined
    for (const input of inputs) {
      at[0] = -input
      const { bytes } = inputOf(input)
      const value = await costOf(decoder, bytes)
      if (worst === undefined || value > worst.value)
        worst = { decoder: decoder.name, input, value, bytes: bytes.byteLength }
    }
    if (worst) costs.push(worst)
  }
  return costs.sort((a, b) => b.value - a.value)
}

async function cpuOf(decoder: Decoder, bytes: Buffer): Promise<number> {
  let worst = 0
  for (let run = 0; run < 3; run++) {
    const before = process.threadCpuUsage()
    await failureOf(decoder, bytes)
    const { user, system } = process.threadCpuUsage(before)
    worst = Math.max(worst, (user + system) / 1000)
  }
  return worst
}

async function memoryOf(decoder: Decoder, bytes: Buffer): Promise<number> {
  await failureOf(decoder, bytes) // what is made once stays
  if (used() > ROOM) collect()
  const before = used()
  const held = await Promise.resolve()
    .then(() => decoder.run(bytes))
    .catch((error: unknown) => error)
  const grown = used() - before
  // Collected meanwhile, which is rare: looked at again.
  if (grown < 0 || held === decoder) return memoryOf(decoder, bytes)
  return grown - FACTOR * (bytes.byteLength + (decoder.plain ?? 0))
}

function used(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
