// Local API: the keys of rings, and reading from the recovery phrase (§ Local API). Keys cross the socket in three
// places only: a new ring and a key file on their way in, a key file on its way out.
import * as z from 'zod'
import { binary, count, meshId, projectId, reference, ringId, siteId } from './local-api-fields.ts'

const MAX_RINGS = 64

export const ringView = z.strictObject({
  ring: ringId,
  epoch: count.nullable(), // the newest this site has; null = it holds no keys of the ring
  epochs: count,
  standard: z.boolean(), // the ring of projects that name none, here
  projects: z.array(z.strictObject({ id: projectId, name: z.string().nullable() })),
  trusted: z.array(z.strictObject({ site: siteId, name: z.string(), here: z.boolean() })),
  recovery: z.enum(['granted', 'waiting', 'none']), // none: this mesh has no recovery identity
})
export const keyList = z.strictObject({ rings: z.array(ringView) })

/** Encoded RingKeys. */
export const addKeysRequest = z.strictObject({ rings: z.array(binary).min(1).max(MAX_RINGS) })
export const ringAt = z.strictObject({ ring: ringId, epoch: count })
export const addedKeys = z.strictObject({ rings: z.array(ringAt) })
export const exportedKeys = z.strictObject({ mesh: meshId, rings: z.array(binary) })

/** `ring`: a ring's id or a prefix of it, a project for its ring, or `standard`. */
export const ringRequest = z.strictObject({ ring: reference })
export const rotatedKey = z.strictObject({
  ring: ringId,
  epoch: count,
  epochs: count,
  granted: count, // grants made beside the site's own: trusted members and the recovery identity
})
export const grantKeyRequest = z.strictObject({ ring: reference, site: reference })
export const grantedKey = z.strictObject({ ring: ringId, epoch: count, site: siteId, name: z.string() })

export const recoverRequest = z.strictObject({
  mesh: z.string().regex(/^[0-9a-f]{16,64}$/), // its id, or as much of it as the sheet shows
  signing: binary, // seeds, 32 bytes each
  sealing: binary,
  addresses: z.array(z.string().min(1).max(255)).min(1).max(16),
})
export const recovered = z.strictObject({
  mesh: meshId,
  name: z.string(),
  via: z.string(), // the site that answered
  sites: count,
  rings: count, // whose keys were granted to the recovery identity
})

export type RingView = z.output<typeof ringView>
export type KeyList = z.output<typeof keyList>
export type AddKeysRequest = z.output<typeof addKeysRequest>
export type AddedKeys = z.output<typeof addedKeys>
export type ExportedKeys = z.output<typeof exportedKeys>
export type RingRequest = z.output<typeof ringRequest>
export type RotatedKey = z.output<typeof rotatedKey>
export type GrantKeyRequest = z.output<typeof grantKeyRequest>
export type GrantedKey = z.output<typeof grantedKey>
export type RecoverRequest = z.output<typeof recoverRequest>
export type Recovered = z.output<typeof recovered>
