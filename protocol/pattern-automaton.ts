// Matches texts of one byte a character against what a pattern was read as, in time that grows with the text alone: patterns
// come from other sites too (§ Patterns). The automaton is made deterministic as far as texts need it, and begun anew when
// that gets large.

/** What a pattern is a sequence of. A set has 256 places, 1 where it holds the byte. */
export type Part =
  | { readonly kind: 'one'; readonly set: Uint8Array }
  | { readonly kind: 'many'; readonly set: Uint8Array } // any number of them, none too
  | { readonly kind: 'either'; readonly branches: readonly (readonly Part[])[] }

export interface Matcher {
  /** `text`: a character a byte. */
  test(text: string): boolean
}

interface Node {
  readonly set: Uint8Array | undefined // undefined: passes on without taking a byte
  readonly next: number[]
}
interface State {
  readonly nodes: readonly number[] // that take a byte, ascending
  readonly isEnd: boolean
  readonly steps: (State | undefined)[] // by byte, as far as known
}

const STATES_KEPT = 256
const END = 0

export function automatonOf(parts: readonly Part[]): Matcher {
  const nodes: Node[] = [{ set: undefined, next: [] }]
  const first = build(parts, END)
  const states = new Map<string, State>()
  let start = stateOf([first])
  return { test }

  function test(text: string): boolean {
    let state = start
    for (let at = 0; at < text.length && state.nodes.length > 0; at++) {
      const byte = text.charCodeAt(at)
      state = state.steps[byte] ?? step(state, byte)
      if (at === text.length - 1) return state.isEnd
    }
    return text.length === 0 && state.isEnd
  }

  // From the last part to the first: each knows where it leads.
  function build(sequence: readonly Part[], to: number): number {
    return sequence.reduceRight((after, part) => {
      if (part.kind === 'one') return add(part.set, [after])
      if (part.kind === 'either')
        return add(
          undefined,
          part.branches.map(branch => build(branch, after)),
        )
      const loop = add(undefined, [after])
      nodes[loop]!.next.push(add(part.set, [loop]))
      return loop
    }, to)
  }

  function add(set: Uint8Array | undefined, next: number[]): number {
    return nodes.push({ set, next }) - 1
  }

  function step(from: State, byte: number): State {
    const to = stateOf(from.nodes.flatMap(node => (nodes[node]!.set![byte] === 1 ? nodes[node]!.next : [])))
    from.steps[byte] = to
    return to
  }

  /** The state of all nodes that these lead to without a byte. */
  function stateOf(reached: readonly number[]): State {
    const seen = new Set(reached)
    for (const node of seen) if (nodes[node]!.set === undefined) for (const next of nodes[node]!.next) seen.add(next)
    const taking = [...seen].filter(node => nodes[node]!.set !== undefined).sort((a, b) => a - b)
    const isEnd = seen.has(END)
    const key = `${isEnd}${taking.join()}`
    const known = states.get(key)
    if (known !== undefined) return known
    if (states.size >= STATES_KEPT) forget()
    const state = { nodes: taking, isEnd, steps: [] }
    states.set(key, state)
    return state
  }

  function forget(): void {
    states.clear()
    start = stateOf([first])
  }
}
