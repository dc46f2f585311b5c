import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FormerRelays } from '../../../../node/work/mesh/former-relays.ts'
import type { BeatRecord } from '../../../../protocol/beat.ts'
import type { SiteId } from '../../../../protocol/ids.ts'
import type { MemberRecord } from '../../../../protocol/membership.ts'
import type { Offence } from '../../../../protocol/offence.ts'
import { virtualPorts } from '../../../helpers/virtual-ports.ts'

const [former, stranger, bearer] = ['former', 'stranger', 'bearer'] as SiteId[]

function relays() {
  const ports = virtualPorts()
  const named: [SiteId, string][] = []
  const known = new Uint8Array([1])
  let told = known
  const options = {
    members: {
      hash: known,
      get: (site: SiteId) => (site === stranger ? undefined : ({ revoked: site === former } as MemberRecord)),
    },
    heard: { beat: () => ({ membership: told }) as BeatRecord },
    suspect: (site: SiteId, _offence: Offence, what: string) => void named.push([site, what]),
  }
  const know = (knows: boolean): void => {
    told = knows ? known : new Uint8Array([2])
  }
  return { relays: new FormerRelays(options, ports.clock), named, pass: ports.pass, know }
}

test('who knows of a revocation and goes on bringing what the revoked site says is named', async () => {
  const { relays: watch, named, pass } = relays()
  watch.brought(former!, bearer!, 'head')
  await pass(59_000)
  watch.brought(former!, bearer!, 'head')
  assert.deepEqual(named, [])
  await pass(1_000)
  watch.brought(former!, bearer!, 'beat')
  assert.deepEqual(named, [[bearer, 'brings a beat of former, and knows that it is revoked']])
})

test('who has not heard of it, brings what a stranger says, or says it itself is not', async () => {
  const { relays: watch, named, pass, know } = relays()
  for (let minute = 0; minute < 10; minute++) {
    watch.brought(stranger!, bearer!, 'head')
    watch.brought(former!, former!, 'head')
    know(false)
    watch.brought(former!, bearer!, 'head')
    know(true)
    await pass(60_000)
  }
  // Once it has heard, what it brought before in good faith is not held against it.
  watch.brought(former!, bearer!, 'head')
  assert.deepEqual(named, [])
})
