// Job F: a peer that was away hears of ten changes in a catalog of a million entries.
import { buildCatalog, type CaughtUp, catchUp } from '../catalog-catch-up.ts'
import type { Job } from '../job.ts'

const ENTRIES = 1_000_000
const CHANGES = 10
/** Both paths have run once before they are timed, as they have in a daemon. */
const WARM_ENTRIES = 20_000

export const job: Job = {
  name: 'F',
  shows:
    'a catalog of 1,000,000 entries, 10 changed: a peer that was away is up to date, in one process, every message ' +
    'encoded and counted; F-edits from a root both know (goal 16 KiB), F-walking where the author no longer has it (goal 128 KiB)',
  alone: true,
  async *run({ tool, run, remark }) {
    const warm = buildCatalog(WARM_ENTRIES)
    const catalog = buildCatalog(ENTRIES)
    for (const how of ['edits', 'walking'] as const) {
      await catchUp(warm, WARM_ENTRIES, CHANGES, how)
      const before = process.cpuUsage()
      const caught: CaughtUp = await catchUp(catalog, ENTRIES, CHANGES, how)
      const { user, system } = process.cpuUsage(before)
      remark(
        `F-${how}: ${(caught.seconds * 1000).toFixed(1)} ms, ${caught.wireBytes} bytes in ${caught.requests} requests`,
      )
      yield {
        job: `F-${how}`,
        tool,
        run,
        wall_s: caught.seconds,
        cpu_s: (user + system) / 1e6,
        rss_bytes: null,
        wire_bytes: caught.wireBytes,
        stored_bytes: null,
      }
    }
  },
}
