// Job E: looking for changes where there are none.
import type { Job } from '../job.ts'
import { measureUpdate } from './copies.ts'

export const job: Job = {
  name: 'E',
  shows: 'a scan with nothing changed',
  goal: { wall_s: 0.5 },
  async *run(turn) {
    yield await measureUpdate(turn, 'E', await turn.kept())
  },
}
