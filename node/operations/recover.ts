// A blank machine becomes a reader from the recovery phrase: it runs as the recovery identity, which the constitution in
// force names, learns the mesh from any one site, and opens the ring keys granted to it (§ Recovery).
import { HoldfastError, isError } from '../../protocol/errors.ts'
import { sealingKeyFromSeed, signingKeyFromSeed } from '../../protocol/keys.ts'
import type { ReportProgress } from '../../protocol/local-api.ts'
import type { Recovered, RecoverRequest } from '../../protocol/local-api-keys.ts'
import { openMembership } from '../../protocol/membership.ts'
import { parseStatement } from '../../protocol/statement.ts'
import type { NodeContext } from '../context.ts'
import { type Introduced, requestMembership } from '../network/request-membership.ts'
import { recoveryAddressKey } from '../work/recovery.ts'
import { meshAmong, refuseMember } from './mesh.ts'

export async function recover(
  context: NodeContext,
  request: RecoverRequest,
  progress: ReportProgress,
  signal: AbortSignal,
): Promise<Recovered> {
  refuseMember(context)
  const { signing: siteSeed, sealing: sealingSeed, addresses } = request
  const tell = (note: string): void =>
    progress({ stage: 'connect', bytes: 0, totalBytes: null, files: 0, totalFiles: null, note })
  const { address, introduced } = await firstThatAnswers(addresses, siteSeed, tell, signal)
  const statements = introduced.statements.map(parseStatement)
  const mesh = meshAmong(statements, id => id.startsWith(request.mesh))
  const { membership } = openMembership(mesh, statements)
  const { recovery } = membership.constitution
  const isOurs =
    recovery?.identity === signingKeyFromSeed(siteSeed).id &&
    Buffer.compare(recovery.sealing, sealingKeyFromSeed(sealingSeed).publicKey) === 0
  if (!isOurs) {
    throw new HoldfastError('KEY_WRONG', `the phrase is not the recovery phrase of ${membership.name}`, {
      hint: 'the owners may have made a new one since: look for a newer sheet',
    })
  }
  const { site, network } = await context.enter(
    { ...context.identity(), siteSeed, sealingSeed, mesh, name: 'recovery', labels: {}, rings: [] },
    [...membership.statements.values()],
  )
  await site.promises.setState(recoveryAddressKey(introduced.site), Buffer.from(address))
  network.redial()
  return {
    mesh,
    name: membership.name,
    via: site.members.nameOf(introduced.site),
    sites: site.members.sites().length,
    rings: site.rings.size,
  }
}

/** The addresses in the order given: any one site will do. Throws what the last one said. */
async function firstThatAnswers(
  addresses: readonly string[],
  seed: Uint8Array,
  tell: (note: string) => void,
  signal: AbortSignal,
): Promise<{ address: string; introduced: Introduced }> {
  let last: unknown
  for (const address of addresses) {
    tell(`asking ${address}`)
    try {
      return { address, introduced: await requestMembership(address, seed, signal) }
    } catch (error) {
      if (!isError(error)) throw error
      last = error
    }
  }
  throw last
}
