// What lint has to say, most serious first; of each severity as many as people read, all of them counted.
import { showPath } from '../ingest/path.ts'

/** `error`: a session will not open whole from what is kept. `warning`: it may not, here or elsewhere. */
export type Severity = 'error' | 'warning' | 'info'
export interface Finding {
  readonly severity: Severity
  /** One word or two, for scripts. */
  readonly code: string
  readonly path: Uint8Array
  /** For people, without the path. */
  readonly message: string
}

const SEVERITIES = ['error', 'warning', 'info'] as const
const MOST_KEPT = 1000

export class Findings {
  readonly counts = { error: 0, warning: 0, info: 0 }
  readonly #kept: Record<Severity, Finding[]> = { error: [], warning: [], info: [] }

  add(severity: Severity, code: string, path: Uint8Array, message: string): void {
    this.counts[severity]++
    const kept = this.#kept[severity]
    if (kept.length < MOST_KEPT) kept.push({ severity, code, path, message })
  }

  sorted(): Finding[] {
    return SEVERITIES.flatMap(severity =>
      this.#kept[severity].toSorted((a, b) => a.code.localeCompare(b.code) || Buffer.compare(a.path, b.path)),
    )
  }
}

export function quoted(path: Uint8Array | string): string {
  return `"${showPath(typeof path === 'string' ? Buffer.from(path) : path)}"`
}
