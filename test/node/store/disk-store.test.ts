// The store on disk passes the suite of all stores.
import { createDiskPlace, findBytes, flipByte } from '../../helpers/disk-place.ts'
import { storeSuite } from '../../suites/store.ts'

storeSuite('disk store', async () => {
  const place = await createDiskPlace()
  return {
    open: place.open,
    async rot(name) {
      // The hash stands in the record's header, 48 bytes before its bytes.
      const { path, offset } = await findBytes(await place.packs(), Buffer.from(name, 'hex'))
      await flipByte(path, offset + 48)
    },
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  }
})
