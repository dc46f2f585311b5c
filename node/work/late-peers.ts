// Work and network need each other: peers that can be named before there is a network, and that reach it once there is.
import type { Peers } from './peers.ts'

/** Peers that can be named before there is a network. */
export function latePeers(): Peers & { target: Peers | undefined } {
  const late: Peers & { target: Peers | undefined } = {
    target: undefined,
    connected: () => late.target?.connected() ?? [],
    hello: (...call) => reached().hello(...call),
    heads: (...call) => reached().heads(...call),
    catalog: (...call) => reached().catalog(...call),
    ahead: (...call) => reached().ahead(...call),
    lease: (...call) => reached().lease(...call),
    prove: (...call) => reached().prove(...call),
    chunks: (...call) => reached().chunks(...call),
    rtt: site => late.target?.rtt(site),
    announce: (topic, message) => late.target?.announce(topic, message),
  }
  function reached(): Peers {
    if (late.target === undefined) throw new TypeError('no peer is asked before the network is up')
    return late.target
  }
  return late
}
