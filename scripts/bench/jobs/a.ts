// Job A: a new project becomes three copies.
import type { Job } from '../job.ts'
import { measureFirst } from './copies.ts'

export const job: Job = {
  name: 'A',
  shows: 'a fresh project → three complete copies at three places',
  goal: { ratio: 1, of: ['rsync'] },
  async *run(turn) {
    yield await measureFirst(turn, 'A', await turn.fresh())
  },
}
