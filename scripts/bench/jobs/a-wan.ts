// Job A-wan: job A over lines as studios have them.
import type { Job } from '../job.ts'
import { slowDown } from '../slow-line.ts'
import { measureFirst } from './copies.ts'

const LINE = { rttMs: 50, mbit: 200 }

export const job: Job = {
  name: 'A-wan',
  shows: `job A with ${LINE.mbit} Mbit/s each way and ${LINE.rttMs} ms round trip between any two places`,
  goal: { ratio: 0.6, of: ['rsync', 'syncthing'] },
  async *run(turn) {
    const contestant = await turn.fresh()
    await using lines = await slowDown(contestant.ports(), LINE)
    if (lines === undefined) {
      turn.remark('A-wan is left out: it needs a network namespace of its own and nftables (apt-get install nftables)')
      return
    }
    await contestant.reconnect()
    yield await measureFirst(turn, 'A-wan', contestant, { countWire: async () => lines.bytes() })
  },
}
