// Opens what a crash has left as the daemon does at its start, with nobody there to help, and holds it against every promise
// that had been made by then.
import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openDiskStore } from '../../node/store/disk-store.ts'
import { clearHalfSaved, loadIdentity } from '../../node/store/identity.ts'
import type { Store } from '../../node/store/store.ts'
import { crashPorts, me, startCrashSite } from './crash-site.ts'
import type { Promised } from './promised.ts'

export const PACK_BYTES = 40_000

/** `site`: also start the site on it, not the store alone. Throws where anything acknowledged is not there. */
export async function checkState(root: string, promised: Promised, site: boolean): Promise<void> {
  await using store = await openDiskStore(join(root, 'store'), { packBytes: PACK_BYTES }, crashPorts)
  await checkStore(store, promised)
  await checkIdentity(join(root, 'store', 'identity'), promised)
  const left = (await readdir(join(root, 'store'))).filter(name => name.endsWith('.new'))
  assert.deepEqual(left, [], 'temporary files are left')
  if (site && promised.ownSeq > 0) await checkSite(store, promised)
}

async function checkIdentity(path: string, { identities }: Promised): Promise<void> {
  await clearHalfSaved(path)
  if (identities.length === 0) return
  const identity = await loadIdentity(path)
  assert.ok(identity && identities.includes(identity.name), `the identity is that of ${identity?.name}`)
}

async function checkStore(store: Store, promised: Promised): Promise<void> {
  for (let left = [...promised.chunks]; left.length > 0; ) {
    // Each is checked against its cid. (checkChunks would take megabytes of memory for these few.)
    const found = await store.loadChunks(left)
    for (const [at, chunk] of found.entries())
      assert.ok(chunk instanceof Uint8Array, `chunk ${left[at]}: ${String(chunk)}`)
    left = left.slice(found.length)
  }
  const gone = [...promised.gone]
  const back = await store.hasChunks(gone)
  for (const [at, cid] of gone.entries()) assert.equal(back[at], false, `chunk ${cid} is back in service`)
  for (const node of promised.nodes) await store.loadNode(node)
  const entries: string[] = []
  for await (const entry of store.journal.replay()) entries.push(Buffer.from(entry).toString('hex'))
  const kept = new Set(entries)
  for (const entry of promised.entries) assert.ok(kept.has(entry), `journal entry ${entry.slice(0, 60)} is lost`)
}

async function checkSite(store: Store, promised: Promised): Promise<void> {
  // It reads its whole catalog, and refuses to start where a node of it is missing.
  await using site = await startCrashSite(store as Parameters<typeof startCrashSite>[0])
  const seq = site.promises.heads.get(me.id)?.record.seq ?? 0
  assert.ok(seq >= promised.ownSeq, `own head ${promised.ownSeq} was announced, ${seq} is known`)
  for (const [author, place] of promised.heads) {
    const known = site.promises.heads.get(author)?.record.seq ?? 0
    assert.ok(known >= place, `head ${place} of ${author} was accepted, ${known} is known`)
  }
  for (const snapshot of promised.snapshots)
    assert.ok(site.promises.snapshots.has(snapshot), `snapshot ${snapshot} was accepted`)
  for (const [snapshot, project] of promised.held) {
    assert.ok(site.custody.holds(project, snapshot), `snapshot ${snapshot} was announced as held`)
    assert.ok(site.locks.of(snapshot), `snapshot ${snapshot} was announced as held, without its lock`)
  }
  for (const snapshot of promised.trashed)
    assert.ok(
      site.trash.of(snapshot) ?? site.locks.of(snapshot),
      `nothing is known of ${snapshot}, which was let go of`,
    )
  for (const [nonce, project] of promised.leases) {
    const given = site.promises.dropping.given(project).map(lease => lease.nonce)
    assert.ok(given.includes(nonce), `lease ${nonce} was given`)
  }
  for (const [key, value] of promised.state)
    assert.equal(Buffer.from(site.promises.state.get(key) ?? []).toString(), value, `state ${key}`)
}
