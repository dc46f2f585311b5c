// protobufjs with u64 fields as plain numbers, whatever else is installed: the generated messages take their defaults
// from it as they load, so it must be set up before them. codec.ts refuses numbers beyond 2^53 - 1.
import protobuf from 'protobufjs/minimal.js'

protobuf.util.Long = undefined
protobuf.configure()

// biome-ignore lint/style/noDefaultExport: what the generated messages import
export default protobuf
