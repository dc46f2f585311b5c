// Job B: a day's work on the project, and its copies brought up to date.
import { dayOfWork } from '../../studio/day-of-work.ts'
import type { Job } from '../job.ts'
import { measureUpdate } from './copies.ts'

export const job: Job = {
  name: 'B',
  shows: "a day's work on it → three copies again",
  goal: { wall_s: 1.4 },
  async *run(turn) {
    const contestant = await turn.kept()
    const change = async (): Promise<void> => {
      const { newBytes, shiftedBytes, renamedBytes } = await dayOfWork(contestant.source, turn.seed)
      const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
      if (turn.tool === 'holdfast')
        turn.remark(`B: ${mb(newBytes)} new, ${mb(shiftedBytes)} shifted, ${mb(renamedBytes)} renamed`)
    }
    yield await measureUpdate(turn, 'B', contestant, { change })
  },
}
