// What happened, in order: a hash over every event and every message delivered, to compare two runs of a seed, and a
// story in words, to read when a seed fails.
import { createHasher } from '../../protocol/hash.ts'
import type { Timeline } from './timeline.ts'

export class Trace {
  readonly #timeline: Timeline
  readonly #hasher = createHasher()
  readonly story: string[] = []
  messages = 0

  constructor(timeline: Timeline) {
    this.#timeline = timeline
  }

  message(kind: string, from: string, to: string, bytes: Uint8Array): void {
    this.messages++
    this.#hasher.update(Buffer.from(`${this.#timeline.now} ${kind} ${from} ${to} ${bytes.byteLength}\n`)).update(bytes)
  }

  tell(words: string): void {
    const line = `${(this.#timeline.now / 1000).toFixed(1).padStart(7)} s  ${words}`
    this.story.push(line)
    this.#hasher.update(Buffer.from(`${line}\n`))
  }

  /** Hex. Ends the trace. */
  digest(): string {
    return Buffer.from(this.#hasher.digest()).toString('hex')
  }
}
