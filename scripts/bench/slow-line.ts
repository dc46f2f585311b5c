// Slow lines between the processes of a contestant: in the bench's own network namespace nftables sends what goes to their
// ports through relays that delay and limit it, so that no tool needs to be told. Each connection is a line of its own:
// every tool has one between two places that carries its bytes.
import { spawnSync } from 'node:child_process'
import { type Line, startSlowRelay } from '../../test/helpers/slow-relay.ts'
import { isPrivateNetwork } from './wire.ts'

export interface SlowLines extends AsyncDisposable {
  /** That went through them so far, both ways. */
  bytes(): number
}

const TABLE = 'holdfast_bench'
/** What the relays dial from, so that what they send on isn't sent back to them. */
const RELAY_ADDRESS = '127.0.0.2'

/** Undefined where the system doesn't allow it. */
export async function slowDown(ports: readonly number[], line: Line): Promise<SlowLines | undefined> {
  if (!isPrivateNetwork()) return undefined
  await using scope = new AsyncDisposableStack()
  const relays = await Promise.all(
    ports.map(async port => {
      const relay = scope.use(
        await startSlowRelay('127.0.0.1', port, line, { localAddress: RELAY_ADDRESS, isLineEach: true }),
      )
      return { port, relay }
    }),
  )
  const rules = relays.map(
    ({ port, relay }) => `ip saddr != ${RELAY_ADDRESS} tcp dport ${port} redirect to :${relay.port}`,
  )
  const table = `table ip ${TABLE} {
    chain out {
      type nat hook output priority -100; policy accept;
      ${rules.join('\n      ')}
    }
  }\n`
  if (spawnSync('nft', ['-f', '-'], { input: table }).status !== 0) return undefined
  scope.defer(() => void spawnSync('nft', ['delete', 'table', 'ip', TABLE]))
  const owned = scope.move()
  return {
    bytes: () =>
      relays.reduce((sum, { relay }) => {
        const { there, back } = relay.delivered()
        return sum + there + back
      }, 0),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
