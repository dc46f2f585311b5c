// What a bench says: one JSON line a figure on stdout, or one table of all of them at the end; remarks go to stderr.

export type Source = 'generated' | 'real'
export type Kind = 'wav24' | 'wav16' | 'float32' | 'session' | 'other' | 'all'

export interface Figure {
  readonly source: Source
  readonly kind: Kind
  /** Its name says its unit: …_ratio, …_mb_s (10^6 bytes a second), …_bytes, …_s. */
  readonly figure: string
  readonly value: number
}

export interface Report {
  figure(figure: Figure): void
  remark(text: string): void
  /** After the last figure. */
  end(): void
}

export function openReport(bench: string, asJson: boolean): Report {
  const figures: Figure[] = []
  return {
    figure: ({ source, kind, figure, value }) => {
      const rounded = Number(value.toPrecision(4))
      if (asJson) process.stdout.write(`${JSON.stringify({ bench, source, kind, figure, value: rounded })}\n`)
      figures.push({ source, kind, figure, value: rounded })
    },
    remark: text => void process.stderr.write(`${text}\n`),
    end: () => {
      if (!asJson) process.stdout.write(table(figures))
    },
  }
}

// A row a source and kind; a column a figure.
function table(figures: readonly Figure[]): string {
  const columns = [...new Set(figures.map(one => one.figure))]
  const rows = new Map<string, Map<string, number>>()
  for (const { source, kind, figure, value } of figures) {
    const key = JSON.stringify([source, kind])
    const row = rows.get(key) ?? new Map<string, number>()
    rows.set(key, row.set(figure, value))
  }
  const lines = [
    ['SOURCE', 'KIND', ...columns],
    ...[...rows].map(([key, row]) => [
      ...(JSON.parse(key) as string[]),
      ...columns.map(column => row.get(column)?.toLocaleString('en-US', { maximumFractionDigits: 3 }) ?? '-'),
    ]),
  ]
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map(line => line[column]!.length)))
  return lines
    .map(line => line.map((cell, at) => (at < 2 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  '))
    .map(line => `${line.trimEnd()}\n`)
    .join('')
}
