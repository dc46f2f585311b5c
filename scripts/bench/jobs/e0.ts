// Job E0: many small files, all of them new.
import { join } from 'node:path'
import { writeSmallFiles } from '../../studio/small-files.ts'
import type { Job } from '../job.ts'
import { measureUpdate } from './copies.ts'

const FILES = 20_000
/** Below it the bench itself is tried, with fewer files. */
const FULL_BYTES = 100_000_000

export const job: Job = {
  name: 'E0',
  shows: '20,000 small files added → three copies',
  goal: { wall_s: 2.8 },
  async *run(turn) {
    const contestant = await turn.kept()
    const files = turn.bytes < FULL_BYTES ? FILES / 100 : FILES
    const change = (): Promise<void> => writeSmallFiles(join(contestant.source, 'Patches'), files, turn.seed)
    yield await measureUpdate(turn, 'E0', contestant, { change })
  },
}
