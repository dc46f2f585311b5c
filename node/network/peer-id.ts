// A site's libp2p identity is its Ed25519 key: SiteId and PeerId are two spellings of one public key (§ Ids).
import { generateKeyPairFromSeed, publicKeyFromRaw } from '@libp2p/crypto/keys'
import type { Ed25519PrivateKey, PeerId } from '@libp2p/interface'
import { peerIdFromPublicKey } from '@libp2p/peer-id'
import { bytesOf, idOf, type SiteId } from '../../protocol/ids.ts'

export function peerIdOf(site: SiteId): PeerId {
  return peerIdFromPublicKey(publicKeyFromRaw(bytesOf(site)))
}

/** The site behind a PeerId; undefined when it isn't an Ed25519 key, which no site has. */
export function siteIdOf(peer: PeerId): SiteId | undefined {
  return peer.type === 'Ed25519' ? idOf('SiteId', peer.publicKey.raw) : undefined
}

/** The libp2p private key from the 32-byte seed of a site's signing key. */
export async function privateKeyOf(seed: Uint8Array): Promise<Ed25519PrivateKey> {
  if (seed.byteLength !== 32) throw new TypeError(`a seed has 32 bytes, not ${seed.byteLength}`)
  return await generateKeyPairFromSeed('Ed25519', seed)
}

export function siteIdOfKey(key: Ed25519PrivateKey): SiteId {
  return idOf('SiteId', key.publicKey.raw)
}
