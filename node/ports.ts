// What the logic may not touch itself: time and randomness. The daemon passes the real ones, tests and the simulation
// virtual ones.

export interface Clock {
  /** Wall time, ms since 1970 UTC. May jump. */
  wall(): number
  /** Monotonic time, ms; never falls, starts anywhere. */
  monotonic(): number
  /** Resolves after `ms`, or rejects with `signal.reason`. */
  wait(ms: number, signal: AbortSignal): Promise<void>
}

export interface Random {
  bytes(length: number): Uint8Array
  /** Uniform in [0, bound), bound ≤ 2^48. */
  below(bound: number): number
}

export type LogFields = Record<string, unknown>
export interface Log {
  info(fields: LogFields, message: string): void
  warn(fields: LogFields, message: string): void
  error(fields: LogFields, message: string): void
  debug(fields: LogFields, message: string): void
}

export interface Ports {
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}
