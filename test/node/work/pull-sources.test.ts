import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PullSources } from '../../../node/work/pull-sources.ts'
import type { Cid, SiteId } from '../../../protocol/ids.ts'

const [near, far, new_, away] = ['near', 'far', 'new', 'away'] as SiteId[]
const chunk = 'ab' as Cid

function sourcesOf() {
  const distance = new Map([
    [near, 5],
    [far, 50],
  ])
  const peers = { connected: () => [far!, new_!, near!], rtt: (site: SiteId) => distance.get(site) }
  return new PullSources(peers, [new_!, away!, far!, near!], { monotonic: () => 0 })
}

test('the connected are asked, the nearest first and one not measured yet last', () => {
  assert.deepEqual(sourcesOf().open(), [near, far, new_])
})

test('a site that lacks a chunk is known to lack that one, and stays a source', () => {
  const sources = sourcesOf()
  assert.equal(sources.anyRefused, false)
  sources.noteRefused(chunk, near!)
  assert.deepEqual(
    [sources.hasRefused(chunk, near!), sources.hasRefused(chunk, far!), sources.hasRefused('cd' as Cid, near!)],
    [true, false, false],
  )
  assert.ok(sources.anyRefused)
  assert.ok(sources.open().includes(near!))
})

test('who fails is left out at once, who answers without an answer after three times in a row', () => {
  const sources = sourcesOf()
  sources.noteFailed(far!)
  for (const answered of [false, false, true, false, false]) sources.noteEnded(near!, answered)
  assert.deepEqual(sources.open(), [near, new_])
  sources.noteEnded(near!, false)
  assert.deepEqual(sources.open(), [new_])
})

test('the flow to a site is one and the same', () => {
  const sources = sourcesOf()
  assert.equal(sources.flowTo(near!), sources.flowTo(near!))
  assert.notEqual(sources.flowTo(near!), sources.flowTo(far!))
})
