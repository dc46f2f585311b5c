// The headers of broadcast WAV files as recorders and workstations write them: bext, iXML, fmt, and chunks behind the
// samples.
export type SampleKind = 'int24' | 'float32' | 'int16'

export const SAMPLE_BYTES = { int24: 3, float32: 4, int16: 2 } as const

/** What a recorder knows about a take. */
export interface TakeNotes {
  readonly project: string
  readonly scene: string
  readonly take: number
  readonly track: string
  readonly recordedAt: Date
  readonly note: string
}

export interface WaveShape {
  readonly sample: SampleKind
  readonly channels: 1 | 2
  readonly rate: number
}

/** A RIFF chunk, padded to an even length. */
export function block(id: string, content: Uint8Array): Buffer {
  const out = Buffer.alloc(8 + content.byteLength + (content.byteLength % 2))
  out.write(id, 0, 'latin1')
  out.writeUInt32LE(content.byteLength, 4)
  out.set(content, 8)
  return out
}

/** Everything up to the first sample. `before`: chunks ahead of fmt; `behind`: how many bytes follow the samples. */
export function waveHeader(shape: WaveShape, before: readonly Buffer[], samples: number, behind = 0): Buffer {
  const chunks = Buffer.concat([...before, block('fmt ', format(shape))])
  const out = Buffer.alloc(12 + chunks.length + 8)
  out.write('RIFF', 0, 'latin1')
  out.writeUInt32LE(4 + chunks.length + 8 + samples + (samples % 2) + behind, 4)
  out.write('WAVE', 8, 'latin1')
  out.set(chunks, 12)
  out.write('data', 12 + chunks.length, 'latin1')
  out.writeUInt32LE(samples, 16 + chunks.length)
  return out
}

// Two channels of 24 bit are written as WAVE_FORMAT_EXTENSIBLE, as most workstations do.
function format({ sample, channels, rate }: WaveShape): Buffer {
  const width = SAMPLE_BYTES[sample]
  const isExtensible = sample === 'int24' && channels === 2
  const tag = sample === 'float32' ? 3 : 1
  const out = Buffer.alloc(isExtensible ? 40 : sample === 'float32' ? 18 : 16)
  out.writeUInt16LE(isExtensible ? 0xfffe : tag, 0)
  out.writeUInt16LE(channels, 2)
  out.writeUInt32LE(rate, 4)
  out.writeUInt32LE(rate * width * channels, 8)
  out.writeUInt16LE(width * channels, 12)
  out.writeUInt16LE(width * 8, 14)
  if (isExtensible) {
    out.writeUInt16LE(22, 16)
    out.writeUInt16LE(24, 18)
    out.writeUInt32LE(3, 20) // front left, front right
    Buffer.from('0100000000001000800000aa00389b71', 'hex').copy(out, 24)
  }
  return out
}

/** The bext chunk of EBU Tech 3285, version 1, and what was done to the sound in `history`. */
export function bext(notes: TakeNotes, rate: number, history: string): Buffer {
  const fixed = Buffer.alloc(602)
  const iso = notes.recordedAt.toISOString()
  const sinceMidnight = (notes.recordedAt.getTime() / 1000) % 86_400
  fixed.write(`${notes.project} ${notes.track}: ${notes.note}`, 0, 256, 'latin1')
  fixed.write('Sound Devices 833', 256, 32, 'latin1')
  fixed.write(
    `DE0833${iso.slice(2, 10).replaceAll('-', '')}${iso.slice(11, 19).replaceAll(':', '')}`,
    288,
    32,
    'latin1',
  )
  fixed.write(iso.slice(0, 10), 320, 'latin1')
  fixed.write(iso.slice(11, 19), 330, 'latin1')
  fixed.writeBigUInt64LE(BigInt(Math.floor(sinceMidnight) * rate), 338)
  fixed.writeUInt16LE(1, 346)
  return block('bext', Buffer.concat([fixed, Buffer.from(history, 'latin1')]))
}

export function ixml(notes: TakeNotes, more = ''): Buffer {
  const date = notes.recordedAt.toISOString().slice(0, 10)
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<BWFXML>
  <IXML_VERSION>1.61</IXML_VERSION>
  <PROJECT>${notes.project}</PROJECT>
  <SCENE>${notes.scene}</SCENE>
  <TAKE>${notes.take}</TAKE>
  <TAPE>${date}</TAPE>
  <NOTE>${notes.note}</NOTE>
  <CIRCLED>${notes.take % 2 === 0 ? 'TRUE' : 'FALSE'}</CIRCLED>
  <TRACK_LIST><TRACK_COUNT>1</TRACK_COUNT><TRACK><CHANNEL_INDEX>1</CHANNEL_INDEX><NAME>${notes.track}</NAME></TRACK></TRACK_LIST>
${more}</BWFXML>
`
  return block('iXML', Buffer.from(text))
}

/** A LIST INFO chunk, as renders and stems carry it behind their samples. */
export function listInfo(title: string, artist: string): Buffer {
  const text = (id: string, value: string): Buffer => block(id, Buffer.from(`${value}\0`))
  return block('LIST', Buffer.concat([Buffer.from('INFO'), text('INAM', title), text('IART', artist)]))
}
