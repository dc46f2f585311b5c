// What the operator and the monitoring read while a policy can't be met, and once it is (§ Status, § Exit codes).
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { BERLIN, FRANKFURT, POTSDAM, startMesh } from '../helpers/process-mesh.ts'
import { writeSession } from '../helpers/session-folder.ts'

test('a mesh that is too small for a policy says so in every view, and what would help', async t => {
  await using mesh = await startMesh([BERLIN, POTSDAM])
  const folder = join(mesh.folder, 'Nova LP')
  await writeSession(folder, { takes: 1, takeBytes: 600_044 })

  await t.test('before there is a project, status is fine and --check warns', async () => {
    const empty = await mesh.run(BERLIN.name, ['status'])
    assert.equal(empty.code, 0)
    assert.match(empty.stdout, /no projects yet\n {2}next: holdfast project add NAME --folder DIR/)
    const check = await mesh.run(BERLIN.name, ['status', '--check'])
    assert.deepEqual([check.code, check.stdout.split(' ')[0]], [1, 'WARNING'])
    await mesh.succeed(BERLIN.name, ['project', 'add', 'nova-lp', '--folder', folder])
    assert.equal((await mesh.run(BERLIN.name, ['status'])).code, 4)
    assert.match((await mesh.run(BERLIN.name, ['status'])).stdout, /nova-lp +empty +0\/3 .* - *\n/)
  })

  await t.test('snapshot --wait exits 4 when the time is over, and the snapshot stands all the same', async () => {
    const waited = await mesh.spawn(BERLIN.name, ['snapshot', 'nova-lp', '--wait=6s'])
    assert.equal(waited.code, 4, waited.stderr)
    assert.match(
      waited.stdout,
      /^nova-lp@[0-9a-f]{8} {2}3 files, .* settled\n2\/3 copies proved after 0:0[6-9], policy not met/,
    )
    assert.match(waited.stdout, /next: holdfast whereis nova-lp/)
    assert.equal((await mesh.snapshots(BERLIN.name, 'nova-lp')).length, 1)
  })

  await t.test('status exits 4 at both sites and names what is missing and the next command', async () => {
    for (const site of mesh.sites()) {
      const status = await mesh.until(site, ['status'], 4, /nova-lp +BELOW +2\/3!? +2\/3!? +2\/2 +2\/2/)
      assert.match(status.stdout, /kreuzberg +ATTENTION +1 project: 1 below policy/)
      assert.match(
        status.stdout,
        /! nova-lp: .*\n {2}next: holdfast invite --location .* why: holdfast policy explain nova-lp/,
      )
    }
    const view = await mesh.project(BERLIN.name, 'nova-lp')
    assert.equal(view.state, 'below')
    assert.deepEqual(
      view.unmet.map(({ what, have, need }) => [what, have, need]),
      [
        ['copies', 2, 3],
        ['location', 2, 3],
      ],
    )
  })

  await t.test('--check is CRITICAL, with performance data', async () => {
    const check = await mesh.spawn(POTSDAM.name, ['status', '--check'])
    assert.equal(check.code, 2)
    assert.match(
      check.stdout,
      /^CRITICAL - 1 project below policy[^\n]* \| below=1;0;0 healing=0 sites_down=0;0;2 heal_bytes=\d+B\n$/,
    )
  })

  await t.test('policy explain says which sites there are and which are missing', async () => {
    const { code, stdout } = await mesh.spawn(POTSDAM.name, ['policy', 'explain', 'nova-lp'])
    assert.equal(code, 0)
    assert.match(stdout, /^nova-lp asks for\n/)
    assert.match(stdout, /berlin-a +berlin-studio +ssd +Kreuzberg Sound +yes +counts as a copy/)
    assert.match(stdout, /! copies 2\/3: only 2 sites can hold it/)
    assert.match(stdout, /! location 2\/3: /)
  })

  await t.test('whereis shows both copies and what they lack together', async () => {
    const { code, stdout } = await mesh.run(POTSDAM.name, ['whereis', 'nova-lp'])
    assert.equal(code, 0)
    assert.match(stdout, /berlin-a +berlin-studio +ssd +Kreuzberg Sound +100% +copy +now/)
    assert.match(stdout, /potsdam +potsdam +hdd +A\. Weiss +100% +copy +now/)
    assert.match(stdout, /2\/3 copies +snapshot [0-9a-f]{8}/)
    const unknown = await mesh.run(POTSDAM.name, ['whereis', 'nova-l'])
    assert.equal(unknown.code, 13)
    assert.match(unknown.stderr, /next: .*nova-lp/)
  })

  await t.test('the third site brings it to the policy, and every view turns', async () => {
    await mesh.add(FRANKFURT)
    await mesh.untilCopies(BERLIN.name, 'nova-lp', 3)
    const check = await mesh.until(BERLIN.name, ['status', '--check'], 0)
    assert.match(check.stdout, /^OK - 1 project at policy \| /)
    const again = await mesh.run(BERLIN.name, ['snapshot', 'nova-lp', '--wait=30s'])
    assert.equal(again.code, 0)
    assert.match(again.stdout, /^nothing changed since nova-lp@[0-9a-f]{8}.*\n3\/3 copies proved after 0:00\n$/)
    const { stdout } = await mesh.run(BERLIN.name, ['policy', 'explain', 'nova-lp'])
    assert.match(stdout, /today's sites can meet it/)
  })

  await t.test('a policy made harder is unmet at once, and met again when it is eased', async () => {
    // Its founder's to say, not any writer's.
    assert.equal((await mesh.run(POTSDAM.name, ['policy', 'set', 'nova-lp', 'copies=4'])).code, 12)
    await mesh.succeed(BERLIN.name, ['policy', 'set', 'nova-lp', 'copies=4'])
    await mesh.until(POTSDAM.name, ['status'], 4, /3\/4/)
    await mesh.succeed(BERLIN.name, ['policy', 'set', 'nova-lp', 'copies=3'])
    await mesh.until(POTSDAM.name, ['status'], 0, /3\/3/)
  })

  await t.test('without a daemon status exits 10 and --check is UNKNOWN', async () => {
    await mesh.kill(POTSDAM.name)
    const down = await mesh.spawn(POTSDAM.name, ['status'])
    assert.equal(down.code, 10)
    assert.match(down.stderr, /next: holdfast up/)
    const check = await mesh.run(POTSDAM.name, ['status', '--check'])
    assert.deepEqual([check.code, check.stdout.split(' ')[0]], [3, 'UNKNOWN'])
    await mesh.until(BERLIN.name, ['status', '--check'], 1, /1 project in grace, 1 site down/)
  })
})
