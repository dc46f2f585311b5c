// Many small askings in few calls: what is asked for while calls are under way goes together into the next.

/**
 * `load` answers for the first of the keys it is given, as many as it likes and at least one. At most `calls` of it are
 * under way, each for at most `keys` keys. Rejects with what it throws.
 */
export function gather<Key, Value>(
  load: (keys: readonly Key[]) => Promise<readonly Value[]>,
  { calls, keys }: { readonly calls: number; readonly keys: number },
): (key: Key) => Promise<Value> {
  const asked: { key: Key; resolve(value: Value): void; reject(reason: unknown): void }[] = []
  let underway = 0

  function send(): void {
    for (; underway < calls && asked.length > 0; underway++) {
      void answer(asked.splice(0, keys)).finally(() => {
        underway--
        send()
      })
    }
  }

  async function answer(batch: typeof asked): Promise<void> {
    let at = 0
    try {
      while (at < batch.length) {
        const found = await load(batch.slice(at).map(({ key }) => key))
        if (found.length === 0) throw new TypeError('no answer for any key')
        for (const value of found) batch[at++]!.resolve(value)
      }
    } catch (error) {
      for (const { reject } of batch.slice(at)) reject(error)
    }
  }

  return key =>
    new Promise((resolve, reject) => {
      asked.push({ key, resolve, reject })
      if (asked.length === 1) queueMicrotask(send)
    })
}
