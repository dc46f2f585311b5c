// The child's side of an adversary process: takes its task from the test, does it, and says what came of it. Every file
// beside this one is such a program: `runActor(async (task, stage) => result)` and nothing else at its top level.
import type { FromActor, ToActor } from '../harness.ts'

export interface Stage {
  /** Tells the test something while the task runs; Actor.heard() waits for it by its `kind`. */
  say(kind: string, value?: unknown): void
  /** Resolves with what the test sends next. */
  told<T>(): Promise<T>
  /** Aborted when the test is through with this process. */
  readonly signal: AbortSignal
}

/** Runs the task this process was started for, answers with its result and exits. */
export function runActor<Task, Result>(act: (task: Task, stage: Stage) => Promise<Result>): void {
  const stop = new AbortController()
  const waiting: ((value: unknown) => void)[] = []
  const arrived: unknown[] = []
  const send = (message: FromActor): void => {
    if (process.connected) process.send?.(message)
  }
  const stage: Stage = {
    say: (kind, value) => send({ type: 'said', kind, value }),
    told: <T>() =>
      new Promise<T>(resolve => {
        if (arrived.length > 0) resolve(arrived.shift() as T)
        else waiting.push(value => resolve(value as T))
      }),
    signal: stop.signal,
  }
  const finish = (message: FromActor): void => {
    if (process.connected) process.send?.(message, () => process.exit(0))
    else process.exit(0)
  }
  process.once('disconnect', () => {
    stop.abort(new Error('the test is through'))
    process.exit(0)
  })
  process.on('message', (message: ToActor) => {
    if (message.type === 'task') {
      act(message.task as Task, stage).then(
        result => finish({ type: 'done', result }),
        (error: unknown) =>
          finish({ type: 'failed', why: error instanceof Error ? (error.stack ?? '') : String(error) }),
      )
    } else {
      const next = waiting.shift()
      if (next === undefined) arrived.push(message.value)
      else next(message.value)
    }
  })
  // What an attack breaks on its own side is no news: the test measures the other side.
  process.on('uncaughtException', error => send({ type: 'said', kind: 'uncaught', value: String(error) }))
  process.on('unhandledRejection', error => send({ type: 'said', kind: 'uncaught', value: String(error) }))
}
