import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SiteView } from '../../protocol/local-api-mesh.ts'
import { fakeDaemon } from '../helpers/cli.ts'
import { NOW, siteIdOf } from '../helpers/views.ts'

const MINUTE = 60_000

function siteView(differences: Partial<SiteView>): SiteView {
  return {
    id: siteIdOf(1),
    name: 'lisbon',
    role: 'writer',
    labels: { location: 'lisbon', medium: 'ssd', manager: 'A. Weiss' },
    trusted: true,
    projects: [],
    quotaBytes: 0,
    retiring: false,
    state: 'up',
    seenAt: NOW,
    addresses: [],
    rttMs: 3,
    inBytesPerSecond: null,
    outBytesPerSecond: null,
    clockOffsetMs: 0,
    capacityBytes: 2_000_000_000,
    usedBytes: 1_000_000_000,
    full: false,
    health: 'ok',
    sickDisk: null,
    software: 'test',
    lastError: null,
    offences: [],
    ...differences,
  }
}

test('sites names what a site did wrong, how often and when last; a fork in words of its own', async () => {
  const first = NOW - 90 * MINUTE
  const offences: SiteView['offences'] = [
    { offence: 'fork', times: 1, first, last: NOW - 60 * MINUTE, what: 'two heads' },
    { offence: 'chunk', times: 12, first, last: NOW - 4 * MINUTE, what: 'wrong bytes' },
  ]
  const berlin = siteView({ id: siteIdOf(2), name: 'berlin-a', state: 'here' })
  await using daemon = await fakeDaemon({ sites: async () => ({ sites: [siteView({ offences }), berlin] }) })
  const { exit, stdout } = await daemon.run(['sites'], { now: NOW })
  assert.equal(exit, 0)
  const [, lisbon, other] = stdout.split('\n')
  assert.match(
    lisbon!,
    / has forked, as a machine restored from an image does \(1×, 60 min ago\), sent chunks that are not .* \(12×, 4 min ago\)$/,
  )
  assert.match(other!, /test$/)
  const json = JSON.parse((await daemon.run(['sites', '--json'], { now: NOW })).stdout)
  assert.deepEqual(json.sites[0].offences[1], {
    offence: 'chunk',
    times: 12,
    first: new Date(first).toISOString(),
    last: new Date(NOW - 4 * MINUTE).toISOString(),
    what: 'wrong bytes',
  })
})
