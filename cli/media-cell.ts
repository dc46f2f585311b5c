// What a recording is, in a few words: "48 kHz 24 bit, 2 ch, 3:12". What isn't known is left out.
import type { MediaFormat } from '../protocol/local-api-history.ts'
import { formatElapsed } from '../protocol/units.ts'

const PLAIN: ReadonlySet<string> = new Set(['pcm', ''])

export function mediaCell(format: MediaFormat | null): string {
  if (format === null) return ''
  const { codec, channels, rate, bits, durationMs } = format
  const kHz = rate === 0 ? '' : `${Number((rate / 1000).toFixed(3))} kHz`
  const depth = bits === 0 ? '' : `${bits} bit`
  const kind = PLAIN.has(codec) ? '' : codec
  return [
    [kHz, depth, kind].filter(word => word !== '').join(' '),
    channels === 0 ? '' : `${channels} ch`,
    durationMs === 0 ? '' : formatElapsed(durationMs / 1000),
  ]
    .filter(part => part !== '')
    .join(', ')
}
