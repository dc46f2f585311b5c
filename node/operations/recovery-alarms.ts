// What is told of the recovery identity: at the machine that runs as it, what that machine is; at a site of the mesh, that
// somebody came with the phrase (§ Recovery).
import type { Alarm } from '../../protocol/local-api-status.ts'
import { recoverySeenAt } from '../work/recovery.ts'
import type { Site } from '../work/site.ts'

const TOLD_MS = 7 * 86_400_000

export function recoveryAlarms({ members, me, promises }: Site, now: number): Alarm[] {
  if (members.isRecovery(me)) {
    const sentence =
      'this machine reads from the recovery phrase: it is no site of the mesh, holds no copy, and changes nothing'
    return [{ code: 'RECOVERY', severity: 'warning', sentence, next: 'holdfast restore PROJECT --to DIR', since: now }]
  }
  const seenAt = recoverySeenAt(promises)
  if (seenAt === undefined || Math.abs(now - seenAt) > TOLD_MS) return []
  const sentence = 'somebody has connected with the recovery phrase, and can read every project'
  return [{ code: 'RECOVERY', severity: 'warning', sentence, next: 'holdfast audit --act key-recover', since: seenAt }]
}
