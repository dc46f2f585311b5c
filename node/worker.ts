// A background job is a Worker: small steps, a status, one loop that paces, backs off and stops all of them.
import type { Ports } from './ports.ts'

export interface Worker {
  readonly name: string
  /** One small piece of work. 'worked' = come back at once; 'idle' = nothing to do until `idleMs` or a nudge. */
  step(signal: AbortSignal): Promise<'worked' | 'idle'>
  /** What it does now, for people and for the API; JSON-serialisable. */
  status(): unknown
  readonly idleMs: number
}

export interface RunningWorker extends AsyncDisposable {
  /** Ends the current idle wait. */
  nudge(): void
  status(): unknown
}

const BACKOFF_MAX_MS = 60_000

/** Runs `worker` until disposed. A step that throws is logged and tried again with back-off. */
export function startWorker(worker: Worker, ports: Ports): RunningWorker {
  const stop = new AbortController()
  let wake = new AbortController()
  let failures = 0
  let failure: string | undefined

  async function loop(): Promise<void> {
    while (!stop.signal.aborted) {
      let waitMs = 0
      try {
        if ((await worker.step(stop.signal)) === 'idle') waitMs = worker.idleMs
        failures = 0
        failure = undefined
      } catch (error) {
        if (stop.signal.aborted) return
        failures++
        failure = error instanceof Error ? error.message : String(error)
        ports.log.warn({ worker: worker.name, err: error, failures }, `${worker.name} failed, trying again`)
        waitMs = Math.min(BACKOFF_MAX_MS, 500 * 2 ** Math.min(failures, 7))
      }
      await pause(waitMs)
    }
  }

  async function pause(ms: number): Promise<void> {
    try {
      // A worker that never idles still lets timers and sockets run.
      await ports.clock.wait(ms, AbortSignal.any([stop.signal, wake.signal]))
    } catch (error) {
      if (!stop.signal.aborted && !wake.signal.aborted) throw error
    }
    if (wake.signal.aborted) wake = new AbortController()
  }

  const running = loop()
  return {
    nudge: () => wake.abort(),
    status: () => ({ name: worker.name, failures, failure, ...(worker.status() as object) }),
    async [Symbol.asyncDispose]() {
      stop.abort(new Error(`${worker.name} stops`))
      await running
    },
  }
}
