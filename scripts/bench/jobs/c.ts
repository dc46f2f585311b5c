// Job C: the whole project restored, over the network at a place that has nothing of it, and (C-local) from a copy on the
// same disk.
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Job } from '../job.ts'
import { measureWork } from './copies.ts'

export const job: Job = {
  name: 'C',
  shows: 'the project at a fourth place, over the network from one copy; C-local: from a copy on the same disk',
  goal: { ratio: 1, of: ['rsync'] },
  async *run(turn) {
    const contestant = await turn.kept()
    if (contestant.openFourth !== undefined) {
      const to = join(turn.work, 'fourth')
      await using fourth = await contestant.openFourth(to)
      yield await measureWork(turn, 'C', await fourth.daemons(), () => fourth.restore())
      await checkAndRemove(contestant.source, to)
    }
    if (contestant.restoreHere !== undefined) {
      const to = join(turn.work, 'restored')
      yield await measureWork(turn, 'C-local', await contestant.daemons(), () => contestant.restoreHere!(to))
      await checkAndRemove(contestant.source, to)
    }
  },
}

// A restore that leaves things out would be quick. Peak files are no part of a snapshot by holdfast.
async function checkAndRemove(source: string, to: string): Promise<void> {
  const names = async (folder: string): Promise<string[]> =>
    (await readdir(folder, { recursive: true })).filter(name => !/^(Peaks|\.stfolder)(\/|$)/.test(name)).sort()
  const [want, have] = [await names(source), await names(to)]
  if (want.join('\n') !== have.join('\n')) throw new Error(`${to} has ${have.length} names, not ${want.length}`)
  await rm(to, { recursive: true, force: true })
}
