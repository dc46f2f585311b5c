// What a transfer still has to do, by send class: session documents before masters before raw recordings, whatever
// folder they lie in (§ Categories). Within a class the last in is the first out, so that a walk stays deep, not broad.
import type { TreeRef } from '../../protocol/tree-load.ts'

const CLASSES = 8

export class SendOrder {
  readonly #byClass: TreeRef[][] = Array.from({ length: CLASSES }, () => [])
  #length = 0

  get length(): number {
    return this.#length
  }

  /** The class of what pop gives next; 8 when there is nothing. */
  get first(): number {
    const at = this.#byClass.findIndex(refs => refs.length > 0)
    return at === -1 ? CLASSES : at
  }

  push(...refs: readonly TreeRef[]): void {
    for (const ref of refs) this.#byClass[classOf(ref)]!.push(ref)
    this.#length += refs.length
  }

  pop(): TreeRef | undefined {
    const ref = this.#byClass[this.first]?.pop()
    if (ref) this.#length--
    return ref
  }

  /** Up to `count` of them, first ones first. */
  take(count: number): TreeRef[] {
    const taken: TreeRef[] = []
    while (taken.length < count) {
      const ref = this.pop()
      if (!ref) break
      taken.push(ref)
    }
    return taken
  }
}

// The root comes first: it leads to everything.
function classOf(ref: TreeRef): number {
  return 'sendClass' in ref ? ref.sendClass : 0
}
