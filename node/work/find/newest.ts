// The newest few of any number of hits: a heap with the oldest kept one on top, so that most hits cost one comparison.

export class Newest<Hit extends { readonly second: number }> {
  readonly #limit: number
  readonly #heap: Hit[] = []
  total = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Counts a hit; true when it is to be put. */
  counts(second: number): boolean {
    this.total++
    return this.#heap.length < this.#limit || second > this.#heap[0]!.second
  }

  put(hit: Hit): void {
    const heap = this.#heap
    if (heap.length < this.#limit) {
      heap.push(hit)
      this.#rise(heap.length - 1)
    } else {
      heap[0] = hit
      this.#sink()
    }
  }

  /** Newest first. */
  sorted(): Hit[] {
    return this.#heap.toSorted((a, b) => b.second - a.second)
  }

  #rise(at: number): void {
    const heap = this.#heap
    while (at > 0) {
      const above = (at - 1) >> 1
      if (heap[above]!.second <= heap[at]!.second) return
      swap(heap, above, at)
      at = above
    }
  }

  #sink(): void {
    const heap = this.#heap
    for (let at = 0; ; ) {
      let least = at
      for (const below of [2 * at + 1, 2 * at + 2]) {
        if (below < heap.length && heap[below]!.second < heap[least]!.second) least = below
      }
      if (least === at) return
      swap(heap, least, at)
      at = least
    }
  }
}

function swap<T>(items: T[], a: number, b: number): void {
  const kept = items[a]!
  items[a] = items[b]!
  items[b] = kept
}
