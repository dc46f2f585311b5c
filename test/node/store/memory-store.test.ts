// The store in memory passes the suite of all stores.

import { MemoryMedium, openMemoryStore } from '../../../node/store/memory-store.ts'
import { realPorts } from '../../helpers/disk-place.ts'
import { collectSuite } from '../../suites/collect.ts'
import { type StorePlace, storeSuite } from '../../suites/store.ts'

const createPlace = async (): Promise<StorePlace> => {
  const medium = new MemoryMedium()
  return {
    open: (options = {}) => openMemoryStore({ ...options, medium }, realPorts),
    rot: async name => medium.rot(name),
    async [Symbol.asyncDispose]() {
      medium.records.length = 0
    },
  }
}

storeSuite('memory store', createPlace)
collectSuite('memory store', createPlace)
