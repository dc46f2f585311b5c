// A member that forges heads and catalogs: what others signed stays what it is, no accepted place falls, forks are kept
// and called forks, and a map that is none changes nothing (I2, I6).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { figure } from '../helpers/figure.ts'
import { BERLIN, FRANKFURT, POTSDAM, type StatusJson } from '../helpers/process-mesh.ts'
import type { ForgerResult } from './actors/forger.ts'
import { keepsPromises, namedInStatusAndAudit, startActor, startHonest, targetOf, turn } from './harness.ts'

const CATALOGS = 7

test('heads and catalogs that can not be', async t => {
  await using honest = await startHonest([FRANKFURT])
  const { mesh } = honest
  const targets = await Promise.all([BERLIN, POTSDAM].map(({ name }) => targetOf(mesh, name)))
  const turned = await turn(mesh, FRANKFURT.name)
  await using forger = startActor<ForgerResult>('forger', { turned, targets, store: mesh.store(FRANKFURT.name) })

  await t.test('heads in the name of another are refused, and whoever brought them is named', async () => {
    await forger.heard('named')
    await namedInStatusAndAudit(mesh, POTSDAM.name, FRANKFURT.name, 'head')
  })

  await t.test('heads of long ago change nothing', async () => {
    await forger.heard('named')
  })

  await t.test('two heads at one place are a fork: both kept, and never called hostile', async () => {
    await forger.heard('forked')
    for (const site of [BERLIN.name, POTSDAM.name]) {
      const said = await namedInStatusAndAudit(mesh, site, FRANKFURT.name, 'fork')
      assert.doesNotMatch(said, /hostile|attack/)
    }
  })

  await t.test('catalogs that are none leave what is known as it was, and their author is named', async () => {
    let asked = 0
    for (let n = 0; n < CATALOGS; n++) {
      const shown = await forger.heard<{ what: string; asked: number }>('shown')
      if (shown.asked > 0) asked++
      else t.diagnostic(`nobody asked for ${shown.what}`)
    }
    figure('catalogs that can not be: kinds looked at', asked, `${CATALOGS}`, asked === CATALOGS)
    await namedInStatusAndAudit(mesh, BERLIN.name, FRANKFURT.name, 'catalog')
    await namedInStatusAndAudit(mesh, BERLIN.name, FRANKFURT.name, 'snapshot')
    await keepsPromises(honest)
    // Nothing of it is told of anybody else.
    const { alarms } = await mesh.json<StatusJson>(BERLIN.name, ['status'])
    assert.deepEqual(
      alarms.filter(({ sentence }) => !sentence.includes(FRANKFURT.name)),
      [],
    )
  })

  forger.tell('over')
  const { believed } = await forger.result
  figure('forged and old heads: believed by an honest site', believed, '0', believed === 0)
})
