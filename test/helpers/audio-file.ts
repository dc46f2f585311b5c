// Builds audio files byte by byte, in every container that is cut apart from its header. Whatever sizes a header states
// can be replaced, as a recorder or a hostile hand would.

export interface AudioBlock {
  readonly id: string
  readonly content: Uint8Array
}
export interface AudioFileOptions {
  /** 16-bit mono at 48 kHz unless told. */
  readonly channels?: number
  readonly bits?: number
  /** The container's own word for the encoding: a format tag, an AIFC compression, CAF's flags. */
  readonly encoding?: number | string
  /** Instead of the whole content of `fmt `, COMM or desc. */
  readonly format?: Uint8Array
  readonly before?: readonly AudioBlock[]
  readonly behind?: readonly AudioBlock[]
  /** Stated instead of the true sizes. */
  readonly containerSize?: number
  readonly payloadSize?: number
  readonly isUnpadded?: boolean
}
export interface AudioFile {
  readonly bytes: Buffer
  readonly payloadAt: number
}
export type BuildAudio = (payload: Uint8Array, options?: AudioFileOptions) => AudioFile

const UNSIZED = 0xffffffff

export const buildWav: BuildAudio = (payload, options = {}) => {
  const head = [...iff(options.before, options, true), ...iff([waveFormat(options)], options, true)]
  const data = [latin('data'), le32(options.payloadSize ?? payload.byteLength)]
  return assemble(
    [latin('RIFF'), SIZE, latin('WAVE'), ...head, ...data],
    payload,
    iffTail(payload, options, true),
    total => le32(options.containerSize ?? total - 8),
  )
}

export const buildRf64: BuildAudio = (payload, options = {}) => {
  const head = [...iff([waveFormat(options)], options, true), ...iff(options.before, options, true)]
  const ds64 = (total: number) =>
    Buffer.concat([
      le64(options.containerSize ?? total - 8),
      le64(options.payloadSize ?? payload.byteLength),
      le64(0),
      le32(0),
    ])
  const start: Part[] = [
    latin('RF64'),
    le32(UNSIZED),
    latin('WAVEds64'),
    le32(28),
    SIZE,
    ...head,
    latin('data'),
    le32(UNSIZED),
  ]
  return assemble(start, payload, iffTail(payload, options, true), ds64)
}

export const buildW64: BuildAudio = (payload, options = {}) => {
  const block = ({ id, content }: AudioBlock) => [
    waveGuid(id),
    le64(24 + content.byteLength),
    content,
    Buffer.alloc(-content.byteLength & 7),
  ]
  const head = [...(options.before ?? []), waveFormat(options)].flatMap(block)
  const data = [waveGuid('data'), le64(options.payloadSize ?? 24 + payload.byteLength)]
  const tail = [Buffer.alloc(-payload.byteLength & 7), ...(options.behind ?? []).flatMap(block)]
  const start: Part[] = [
    Buffer.from('726966662e91cf11a5d628db04c10000', 'hex'),
    SIZE,
    waveGuid('wave'),
    ...head,
    ...data,
  ]
  return assemble(start, payload, tail, total => le64(options.containerSize ?? total))
}

export const buildAiff: BuildAudio = (payload, options = {}) => {
  const { channels = 1, bits = 16, encoding } = options
  const rate = Buffer.from('400ebb80000000000000', 'hex') // 48000
  const common = Buffer.concat([
    be16(channels),
    be32(Math.floor(payload.byteLength / channels / Math.ceil(bits / 8))),
    be16(bits),
    rate,
    encoding === undefined ? latin('') : Buffer.concat([latin(String(encoding)), Buffer.alloc(2)]),
  ])
  const head = iff([...(options.before ?? []), { id: 'COMM', content: options.format ?? common }], options, false)
  const data = [latin('SSND'), be32(options.payloadSize ?? 8 + payload.byteLength), be32(0), be32(0)]
  const form = latin(encoding === undefined ? 'AIFF' : 'AIFC')
  return assemble([latin('FORM'), SIZE, form, ...head, ...data], payload, iffTail(payload, options, false), total =>
    be32(options.containerSize ?? total - 8),
  )
}

export const buildCaf: BuildAudio = (payload, options = {}) => {
  const { channels = 1, bits = 16, encoding = 2 } = options
  const rate = Buffer.alloc(8)
  rate.writeDoubleBE(48_000)
  const width = Math.ceil(bits / 8)
  const flags = typeof encoding === 'number' ? encoding : 0
  const word = typeof encoding === 'number' ? 'lpcm' : encoding
  const description = [rate, latin(word), ...[flags, width * channels, 1, channels, bits].map(be32)]
  const block = ({ id, content }: AudioBlock) => [latin(id), be64(content.byteLength), content]
  const head = [{ id: 'desc', content: options.format ?? Buffer.concat(description) }, ...(options.before ?? [])]
  const data = [latin('data'), be64(options.payloadSize ?? 4 + payload.byteLength), be32(0)]
  const start: Part[] = [latin('caff'), be16(1), be16(0), ...head.flatMap(block), ...data]
  return assemble(start, payload, (options.behind ?? []).flatMap(block), () => latin(''))
}

export const CONTAINERS: Readonly<Record<'wav' | 'rf64' | 'w64' | 'aiff' | 'caf', BuildAudio>> = {
  wav: buildWav,
  rf64: buildRf64,
  w64: buildW64,
  aiff: buildAiff,
  caf: buildCaf,
}

/** SIZE stands where the container's size goes, which is known last. */
type Part = Uint8Array | 'size'
const SIZE = 'size'

function assemble(
  start: readonly Part[],
  payload: Uint8Array,
  tail: readonly Uint8Array[],
  sizeField: (total: number) => Uint8Array,
): AudioFile {
  const placed = (total: number) => Buffer.concat(start.map(part => (part === SIZE ? sizeField(total) : part)))
  const payloadAt = placed(0).byteLength
  const behind = Buffer.concat(tail)
  const bytes = Buffer.concat([placed(payloadAt + payload.byteLength + behind.byteLength), payload, behind])
  return { bytes, payloadAt }
}

function iff(
  blocks: readonly AudioBlock[] = [],
  { isUnpadded }: AudioFileOptions,
  littleEndian: boolean,
): Uint8Array[] {
  const size = littleEndian ? le32 : be32
  const pad = (length: number) => Buffer.alloc(isUnpadded ? 0 : length % 2)
  return blocks.flatMap(({ id, content }) => [latin(id), size(content.byteLength), content, pad(content.byteLength)])
}

function iffTail(payload: Uint8Array, options: AudioFileOptions, littleEndian: boolean): Uint8Array[] {
  const pad = Buffer.alloc(options.isUnpadded ? 0 : payload.byteLength % 2)
  return [pad, ...iff(options.behind, options, littleEndian)]
}

function waveFormat({ channels = 1, bits = 16, encoding = 1, format }: AudioFileOptions): AudioBlock {
  const frame = channels * Math.ceil(bits / 8)
  const tag = typeof encoding === 'number' ? encoding : 1
  const plain = [le16(tag), le16(channels), le32(48_000), le32(48_000 * frame), le16(frame), le16(bits)]
  return { id: 'fmt ', content: format ?? Buffer.concat(plain) }
}

function waveGuid(id: string): Buffer {
  return Buffer.concat([latin(id), Buffer.from('f3acd3118cd100c04f8edb8a', 'hex')])
}

export const latin = (text: string): Buffer => Buffer.from(text, 'latin1')
export const le16 = (value: number): Buffer => Buffer.from([value, value >> 8])
export const le32 = (value: number): Buffer => Buffer.concat([le16(value), le16(value >>> 16)])
export const be16 = (value: number): Buffer => le16(value).reverse()
export const be32 = (value: number): Buffer => le32(value).reverse()
/** Below 0 as two's complement. */
export const le64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(BigInt(value))
  return bytes
}
export const be64 = (value: number): Buffer => le64(value).reverse()
