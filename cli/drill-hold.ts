// The hold of a drill: a file in the site's home, which its daemon reads at start and idles until the hold is over, so
// that a supervisor's restart doesn't spoil the drill.
import { writeFile } from 'node:fs/promises'
import * as z from 'zod'
import { drillHold } from '../protocol/local-api-daemon.ts'
import { drillHoldFile } from './home.ts'

export async function holdDown(home: string, drill: string, until: number): Promise<void> {
  const text = JSON.stringify(z.encode(drillHold, { until, drill }))
  await writeFile(drillHoldFile(home), `${text}\n`, { flush: true })
}
