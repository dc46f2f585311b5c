// Ports whose time goes on only when a test lets it: hours pass in milliseconds, and always in the same order.
import type { LogFields, Ports } from '../../node/ports.ts'
import { Timeline } from '../simulation/timeline.ts'
import { Life, processClock } from '../simulation/virtual-process.ts'

export interface VirtualPorts extends Ports {
  /** What was logged above debug. */
  readonly logged: { readonly fields: LogFields; readonly message: string }[]
  /** Lets so much time pass. */
  pass(ms: number): Promise<void>
  /** Sets the wall clock by so much, as an administrator would. */
  setClock(ms: number): void
}

export function virtualPorts(wall = Date.UTC(2026, 10, 21, 12, 0)): VirtualPorts {
  const timeline = new Timeline()
  const life = new Life()
  const started = processClock(timeline, life, () => 0).wall()
  let offset = wall - started
  const logged: VirtualPorts['logged'] = []
  const keep = (fields: LogFields, message: string) => void logged.push({ fields, message })
  return {
    clock: processClock(timeline, life, () => offset),
    random: { bytes: length => new Uint8Array(length), below: () => 0 },
    log: { info: keep, warn: keep, error: keep, debug: () => undefined },
    logged,
    pass: ms => timeline.runWhile(timeline.pause(ms)),
    setClock: ms => {
      offset += ms
    },
  }
}
