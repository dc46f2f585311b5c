// Every bound on a wire or disk value, checked before the value is buffered (§ Limits). Bytes unless the name says otherwise.
const KiB = 1024
const MiB = 1024 * KiB

export const LIMITS = {
  chunkPlain: 4 * MiB, // plaintext of a leaf
  chunk: 4 * MiB + 4 * KiB, // stored chunk, header and tag included
  treeChunk: 256 * KiB,
  fileFanout: 1024, // children of a file node
  name: 255,
  symlinkTarget: 4096,
  projectInfo: 16 * KiB,
  categoryRules: 64,
  xattrs: 64 * KiB, // names and values of one entry together
  controlFrame: 64 * KiB,
  membershipFrame: 256 * KiB,
  catalogFrame: 512 * KiB,
  joinFrame: 1024 * KiB, // the whole membership
  mapNode: 256 * KiB,
  mapKey: 256,
  mapValue: 160 * KiB,
  mapEntries: 4_194_304, // entries of one map
  mapBytes: 1024 * MiB, // of all nodes of one map
  catalogEdits: 4096, // edits in one answer
  chunkWindow: 16 * MiB, // bytes of chunks one request may ask for
  chunkCids: 1024, // cids one request may name
  proofRanges: 1024,
  rangeLength: 4096,
  protobufFields: 4096, // of one message, nested ones included; more where a row below says so
  listFields: 20_480, // a message that lists members, ranges or catalog edits
  directoryFields: 65536, // a tree chunk full of entries
  protobufDepth: 8,
  pack: 256 * MiB,
  journalEntry: 512 * KiB,
  members: 1024,
  bufferedBytes: 96 * MiB, // process-wide budget of bulk bytes in flight
} as const

export const TIMES_MS = {
  antiEntropy: 30_000,
  beat: 3_000,
  headMinInterval: 1_000,
  nodeRetention: 15 * 60_000,
  futureTolerance: 5 * 60_000,
  yieldToLowerRank: 10 * 60_000,
  inviteLife: 24 * 3_600_000,
} as const
