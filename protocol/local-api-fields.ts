// Fields shared by the local API's schemas (§ Local API). On the socket times are RFC 3339 UTC text and bytes base64;
// in the code times are milliseconds since 1970 and bytes Uint8Array. zod codecs translate at both ends.
import * as z from 'zod'
import type { Cid, MeshId, ProjectId, RingId, SiteId, SnapshotId } from './ids.ts'

const LAST_TIME_MS = 253_402_300_799_999 // 9999-12-31T23:59:59.999Z, the last that RFC 3339 can write

/** Milliseconds since 1970 UTC in the code, RFC 3339 UTC text on the socket. */
export const time = z.codec(z.iso.datetime(), z.number().int(), {
  decode: text => Date.parse(text),
  // A signed time comes from another site and may be absurd; it must not break the view that shows it.
  encode: ms => new Date(Math.max(0, Math.min(ms, LAST_TIME_MS))).toISOString(),
})

/** Raw bytes in the code, base64 on the socket. */
export const binary = z.codec(
  z.base64(),
  z.custom<Uint8Array>(value => value instanceof Uint8Array),
  {
    decode: text => new Uint8Array(Buffer.from(text, 'base64')),
    encode: bytes => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  },
)

function hexId<Id extends string>(bytes: number): z.ZodType<Id, string> {
  return z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`)) as unknown as z.ZodType<Id, string>
}

export const siteId = hexId<SiteId>(32)
export const meshId = hexId<MeshId>(32)
export const projectId = hexId<ProjectId>(16)
export const snapshotId = hexId<SnapshotId>(32)
export const ringId = hexId<RingId>(16)
export const cid = hexId<Cid>(32)

export const count = z.number().int().nonnegative()
export const byteCount = z.number().int().nonnegative()
export const seconds = z.number().nonnegative()
/** A name, or the shortest unique prefix of an id; the daemon resolves it. */
export const reference = z.string().min(1).max(255)
/** Labels of a site: `location`, `medium`, `manager` and any other. */
export const labels = z.record(z.string().min(1).max(64), z.string().min(1).max(255))
/** What a policy asks for beside what there is. `have` null = not known, which never reads as enough. */
export const haveNeed = z.strictObject({ have: count.nullable(), need: count })

export type HaveNeed = z.output<typeof haveNeed>
