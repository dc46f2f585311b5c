// The blocks that say what a recording is, byte by byte: bext, LIST INFO, ID3.
import type { AudioBlock } from './audio-file.ts'

export interface BextFields {
  readonly description?: string | Uint8Array
  readonly originator?: string
  readonly reference?: string
  readonly date?: string
  readonly time?: string
  readonly samples?: bigint
  readonly version?: number
}

export function bextBlock(fields: BextFields): AudioBlock {
  const content = Buffer.alloc(602)
  content.set(Buffer.from(fields.description ?? '').subarray(0, 256), 0)
  content.write(fields.originator ?? '', 256, 32, 'latin1')
  content.write(fields.reference ?? '', 288, 32, 'latin1')
  content.write(fields.date ?? '', 320, 10, 'latin1')
  content.write(fields.time ?? '', 330, 8, 'latin1')
  content.writeBigUInt64LE(fields.samples ?? 0n, 338)
  content.writeUInt16LE(fields.version ?? 1, 346)
  return { id: 'bext', content }
}

export function ixmlBlock(xml: string): AudioBlock {
  return { id: 'iXML', content: Buffer.from(xml) }
}

export function infoBlock(values: Readonly<Record<string, string>>): AudioBlock {
  const entries = Object.entries(values).map(([id, value]) => {
    const text = Buffer.from(`${value}\0`)
    const size = Buffer.alloc(4)
    size.writeUInt32LE(text.byteLength)
    return Buffer.concat([Buffer.from(id), size, text, Buffer.alloc(text.byteLength % 2)])
  })
  return { id: 'LIST', content: Buffer.concat([Buffer.from('INFO'), ...entries]) }
}

/** ID3v2.3 tags with a picture of so many bytes at their end. */
export function id3Tags(values: Readonly<Record<string, string>>, picture = 0): Buffer {
  const frame = (id: string, content: Uint8Array) => {
    const header = Buffer.alloc(10)
    header.write(id, 0)
    header.writeUInt32BE(content.byteLength, 4)
    return Buffer.concat([header, content])
  }
  const texts = Object.entries(values).map(([id, value]) => frame(id, Buffer.from(`\0${value}`, 'latin1')))
  const image = Buffer.concat([Buffer.from('\0image/png\0\x03\0', 'latin1'), Buffer.alloc(picture)])
  const frames = Buffer.concat([...texts, ...(picture > 0 ? [frame('APIC', image)] : [])])
  const size = [21, 14, 7, 0].map(shift => (frames.byteLength >> shift) & 0x7f)
  return Buffer.concat([Buffer.from('ID3\x03\0\0', 'latin1'), Buffer.from(size), frames])
}
