// The store on disk passes the suite of all stores.
import { createDiskPlace, findBytes, flipByte } from '../../helpers/disk-place.ts'
import { collectSuite } from '../../suites/collect.ts'
import { type StorePlace, storeSuite } from '../../suites/store.ts'

const createPlace = async (): Promise<StorePlace> => {
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
}

storeSuite('disk store', createPlace)
collectSuite('disk store', createPlace)
