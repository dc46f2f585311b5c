// The store in memory passes the suite of all stores.

import { MemoryMedium, openMemoryStore } from '../../../node/store/memory-store.ts'
import { realPorts } from '../../helpers/disk-place.ts'
import { storeSuite } from '../../suites/store.ts'

storeSuite('memory store', async () => {
  const medium = new MemoryMedium()
  return {
    open: (options = {}) => openMemoryStore({ ...options, medium }, realPorts),
    rot: async name => medium.rot(name),
    async [Symbol.asyncDispose]() {
      medium.records.length = 0
    },
  }
})
