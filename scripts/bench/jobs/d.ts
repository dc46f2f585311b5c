// Job D: one whole copy looked through for damage.
import type { Job } from '../job.ts'
import { measureWork } from './copies.ts'

export const job: Job = {
  name: 'D',
  shows: 'one whole copy verified (rsync -c, which compares two folders by a weaker hash, is a weaker check)',
  goal: { wall_s: 0.6 },
  async *run(turn) {
    const contestant = await turn.kept()
    if (contestant.verify === undefined) return
    yield await measureWork(turn, 'D', await contestant.daemons(), () => contestant.verify!())
  },
}
