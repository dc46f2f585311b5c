// What a collection must leave: what was named while it marked, and what anybody has put or found to be here since it, or
// a guard, began. Looking and deciding stand in one turn, so that nobody is told of a chunk that goes (§ Store, Collection).
import { KeySet } from './key-set.ts'
import type { RecordKey } from './pack-record.ts'

export interface Marking extends Disposable {
  /** False when it was named before. */
  add(key: RecordKey): boolean
  has(key: RecordKey): boolean
  /** Bytes of memory that all of it takes. */
  readonly bytes: number
}

export class Live {
  readonly #secret: () => number
  #guards = 0
  #marks: KeySet | undefined
  #touched: KeySet | undefined

  constructor(secret: () => number) {
    this.#secret = secret
  }

  /** Until it is disposed, what is touched from now on stays. */
  guard(): Disposable {
    this.#touched ??= new KeySet(this.#secret())
    this.#guards++
    let isOpen = true
    return {
      [Symbol.dispose]: () => {
        if (isOpen) this.#guards--
        isOpen = false
        this.#settle()
      },
    }
  }

  /** Somebody has put it, or been told that it is here. */
  touch(key: RecordKey): void {
    if (this.#touched !== undefined && !this.#marks?.has(key)) this.#touched.add(key)
  }

  get isMarking(): boolean {
    return this.#marks !== undefined
  }

  /** Begins a collection; there is one at a time. What was touched under a guard before it stays too. */
  begin(): Marking {
    if (this.#marks !== undefined) throw new TypeError('a collection is under way')
    const marks = new KeySet(this.#secret())
    this.#marks = marks
    this.#touched ??= new KeySet(this.#secret())
    const has = (key: RecordKey): boolean => marks.has(key) || (this.#touched?.has(key) ?? false)
    const bytes = (): number => marks.bytes + (this.#touched?.bytes ?? 0)
    return {
      add: key => marks.add(key),
      has,
      get bytes() {
        return bytes()
      },
      [Symbol.dispose]: () => {
        this.#marks = undefined
        this.#settle()
      },
    }
  }

  #settle(): void {
    if (this.#guards === 0 && this.#marks === undefined) this.#touched = undefined
  }
}
