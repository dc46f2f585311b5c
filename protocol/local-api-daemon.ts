// What a daemon says of itself beside its sockets: to the process that starts it, and in files (§ Local API, Starting a daemon).
import * as z from 'zod'
import { failure } from './local-api.ts'
import { count, meshId, siteId, time } from './local-api-fields.ts'

/** What a starting daemon tells the process that started it, over Node's IPC channel. */
export const startMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), pid: count, socket: z.string(), site: siteId }),
  z.strictObject({ type: z.literal('failed'), ...failure.shape }),
])
export type StartMessage = z.output<typeof startMessage>

/** `<home>/daemon.json`, and the same per site in the registry folder: written when ready, removed when stopped. */
export const daemonFile = z.strictObject({
  pid: count,
  socket: z.string(),
  home: z.string(),
  site: siteId,
  siteName: z.string().nullable(),
  mesh: meshId.nullable(),
  startedAt: time,
})
export type DaemonFile = z.output<typeof daemonFile>

/** `<home>/drill-hold`: a daemon that finds it at start idles until then, whatever its supervisor does. */
export const drillHold = z.strictObject({ until: time, drill: z.string() })
export type DrillHold = z.output<typeof drillHold>
