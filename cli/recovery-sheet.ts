// The recovery sheet: what is written on paper and kept away from the mesh, and found again when everything else is gone
// (§ Recovery). The phrase stands on it once, when the mesh is founded, and is kept nowhere else.
import type { MeshId } from '../protocol/ids.ts'

export interface SheetFields {
  readonly name: string
  readonly mesh: MeshId
  /** Any one of them is enough. */
  readonly sites: readonly { readonly name: string; readonly addresses: readonly string[] }[]
  /** undefined: not known here any more. */
  readonly phrase: string | undefined
}

/** Hex digits of the mesh id on the sheet: enough that nobody can make another mesh of that id. */
const MESH_DIGITS = 32
const ADDRESSES_A_SITE = 3
const LOOPBACK = /^\/ip4\/127\.|^\/ip6\/::1\//

export function sheetText({ name, mesh, sites, phrase }: SheetFields): string {
  const id = mesh.slice(0, MESH_DIGITS).match(/.{4}/g)?.join(' ') ?? ''
  return [
    'HOLDFAST RECOVERY SHEET',
    '',
    `mesh       ${name}`,
    `mesh id    ${id}`,
    `phrase     ${phrase ?? 'as it was written down when the mesh was founded: it is kept nowhere'}`,
    '',
    'sites, of which any one is enough, also one that holds no keys:',
    ...sites.map(site => `  ${site.name}  ${usable(site.addresses).join('  ') || '(no address known)'}`),
    '',
    'On a machine with Holdfast and nothing else:',
    '  holdfast key recover --mesh "MESH ID" --address ADDRESS',
    '  holdfast project list',
    '  holdfast restore PROJECT --to DIR',
    '',
    'Whoever has the phrase and reaches one site can read every project. Keep this sheet away from the sites,',
    'and print it again when addresses change: holdfast key sheet',
    '',
  ].join('\n')
}

// Loopback is of use where there is nothing else: on one machine, in tests.
function usable(addresses: readonly string[]): readonly string[] {
  const reachable = addresses.filter(address => !LOOPBACK.test(address))
  return (reachable.length > 0 ? reachable : addresses).slice(0, ADDRESSES_A_SITE)
}
