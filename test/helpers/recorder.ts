// A take being recorded: sox, a process of its own, writes a WAV of noise, which nothing makes smaller, at a steady rate,
// and patches the header when it ends.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createCipheriv } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { setInterval } from 'node:timers/promises'
import { eventually } from './eventually.ts'

const FRAME = 6 // 24-bit stereo
const TICK_MS = 20

/** Why nothing can be recorded here, or undefined. */
export function whyNoSox(): string | undefined {
  try {
    execFileSync('sox', ['--version'])
    return undefined
  } catch {
    return 'sox is not installed'
  }
}

export class Recorder implements AsyncDisposable {
  readonly path: string
  readonly #sox: ChildProcess
  readonly #feeding: Promise<void>
  #isOver = false

  /** Records to `path` at so many bytes/s. */
  constructor(path: string, rate: number) {
    this.path = path
    const raw = ['-t', 'raw', '-r', '48000', '-e', 'signed', '-b', '24', '-c', '2', '-']
    this.#sox = spawn('sox', ['-V1', ...raw, path], { stdio: ['pipe', 'ignore', 'inherit'] })
    this.#feeding = this.#feed(Math.round((rate * TICK_MS) / 1000 / FRAME))
  }

  async size(): Promise<number> {
    return (await stat(this.path).catch(() => undefined))?.size ?? 0
  }

  /** Waits until the file has so many bytes; returns how many it has. */
  async until(size: number): Promise<number> {
    await eventually(async () => (await this.size()) >= size, { within: 40_000 })
    return this.size()
  }

  /** Ends the take; resolves when sox has closed the file. */
  async stop(): Promise<void> {
    this.#isOver = true
    await this.#feeding
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#sox.kill('SIGKILL')
    await this.stop().catch(() => undefined)
  }

  async #feed(frames: number): Promise<void> {
    const stdin = this.#sox.stdin!
    const gone = new Promise<void>(done => this.#sox.once('close', () => done()))
    stdin.on('error', () => undefined) // sox was killed
    const noise = createCipheriv('aes-128-ctr', Buffer.alloc(16, 7), Buffer.alloc(16))
    for await (const _ of setInterval(TICK_MS)) {
      if (this.#isOver || this.#sox.exitCode !== null) break
      if (stdin.writableNeedDrain) continue
      stdin.write(noise.update(Buffer.alloc(frames * FRAME)))
    }
    stdin.end()
    await gone
  }
}
