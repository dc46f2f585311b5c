// The rolling hash that finds cuts by content (§ Chunking): h = (h << 1) + gear[byte] mod 2^32. Its upper bits see about
// the last 32 bytes, so an insertion moves cuts only near itself. The table is the ring's secret: without it, the
// sizes of chunks tell nothing about known content. The bytes are scanned in WASM; see wasm/assembly/gear.ts.
import { gearWasm } from './wasm/gear.wasm.ts'
import { instantiate, type Place, type WasmMemory } from './wasm/instantiate.ts'

/** Where content is cut, in bytes. A cut is looser after `avg` than before it, which draws sizes towards `avg`. */
export interface CutSizes {
  readonly min: number
  /** A power of two. */
  readonly avg: number
  readonly max: number
}
/** A scan that stopped at the end of its bytes: the position in the current piece and the rolling hash there. */
export interface ScanState {
  length: number
  hash: number
}

interface GearModule {
  readonly memory: WasmMemory
  readonly TABLE: Place
  readonly DATA: Place
  readonly DATA_LENGTH: Place
  scan(length: number, hash: number, bits: number): number
  hashAfter(): number
}

const SHARPNESS = 2

/**
 * Scans `bytes` from `from` on. Returns the index after which to cut, or -1 when the bytes end first; `state` then holds
 * where the scan stands, else it is reset for the next piece. `gear` must not change while it is in use.
 */
export function findCut(
  bytes: Uint8Array,
  from: number,
  gear: Uint32Array,
  { min, avg, max }: CutSizes,
  state: ScanState,
): number {
  const bits = Math.log2(avg)
  const start = from - state.length // where the piece starts, in terms of this buffer; may be negative
  const end = bytes.byteLength
  // The first `min` bytes can't hold a cut and are not hashed at all.
  const strict = scan(
    bytes,
    Math.max(from, start + min),
    Math.min(end, start + avg),
    gear,
    32 - bits - SHARPNESS,
    state,
  )
  if (strict !== -1) return cutAfter(strict, state)
  const loose = scan(
    bytes,
    Math.max(from, start + min, start + avg),
    Math.min(end, start + max),
    gear,
    32 - bits + SHARPNESS,
    state,
  )
  if (loose !== -1) return cutAfter(loose, state)
  if (end >= start + max) return cutAfter(start + max - 1, state)
  state.length = end - start
  return -1
}

// Index of the first byte in [at, stop) after which the hash has only its low `bits` bits left, or -1. Moves state.hash on.
function scan(bytes: Uint8Array, at: number, stop: number, gear: Uint32Array, bits: number, state: ScanState): number {
  const { module, memory } = openWith(gear)
  const step = module.DATA_LENGTH.value
  for (; at < stop; at += step) {
    const part = bytes.subarray(at, Math.min(stop, at + step))
    memory.set(part, module.DATA.value)
    const hit = module.scan(part.byteLength, state.hash, bits)
    if (hit !== -1) return at + hit
    state.hash = module.hashAfter() >>> 0
  }
  return -1
}

function cutAfter(last: number, state: ScanState): number {
  state.length = 0
  state.hash = 0
  return last + 1
}

interface OpenGear {
  readonly module: GearModule
  readonly memory: Buffer
  /** The table in the module's memory. */
  gear?: Uint32Array
}
let opened: OpenGear | undefined

function openWith(gear: Uint32Array): OpenGear {
  opened ??= openGear()
  if (opened.gear !== gear) {
    const { module, memory } = opened
    for (const [byte, word] of gear.entries()) memory.writeUInt32LE(word, module.TABLE.value + 4 * byte)
    opened.gear = gear
  }
  return opened
}

function openGear(): OpenGear {
  const module = instantiate<GearModule>(gearWasm)
  return { module, memory: Buffer.from(module.memory.buffer) }
}
