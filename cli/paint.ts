// Colour, where a terminal shows it and nobody asked for none. State is always said in words too.
import type { Cli } from './context.ts'

export type Colour = 'red' | 'yellow' | 'green' | 'dim' | 'bold'
export type Paint = (colour: Colour, text: string) => string

const CODES: Record<Colour, readonly [open: number, close: number]> = {
  red: [31, 39],
  yellow: [33, 39],
  green: [32, 39],
  dim: [2, 22],
  bold: [1, 22],
}

export function paintFor(cli: Cli, wanted: boolean): Paint {
  const isOn = wanted && cli.stdout.isTTY === true && !cli.env.NO_COLOR && cli.env.TERM !== 'dumb'
  if (!isOn) return (_, text) => text
  return (colour, text) => `\u001b[${CODES[colour][0]}m${text}\u001b[${CODES[colour][1]}m`
}
