// Columns of text. Widths count what a terminal shows: names may hold wide or combining characters.

export interface Column<Row> {
  readonly title: string
  readonly cell: (row: Row) => string
  /** Spaces after the column. */
  readonly gap?: number
  /** Of the cells; titles stand on the left. */
  readonly align?: 'left' | 'right'
}

/** The lines of a table, titles first, without spaces at line ends. `paintRow` may colour a finished line. */
export function renderTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  paintRow: (row: Row, line: string) => string = (_, line) => line,
): string[] {
  const cells = rows.map(row => columns.map(column => column.cell(row)))
  const widths = columns.map((column, index) =>
    Math.max(shownWidth(column.title), ...cells.map(row => shownWidth(row[index] ?? ''))),
  )
  const line = (texts: readonly string[], alignRight: boolean) =>
    columns
      .map((column, index) => {
        const text = texts[index] ?? ''
        const fill = ' '.repeat((widths[index] ?? 0) - shownWidth(text))
        return (alignRight && column.align === 'right' ? fill + text : text + fill) + ' '.repeat(column.gap ?? 2)
      })
      .join('')
      .trimEnd()
  const titles = columns.map(column => column.title)
  return [line(titles, false), ...rows.map((row, at) => paintRow(row, line(cells[at] ?? [], true)))]
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const WIDE =
  /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u

const PLAIN = /^[\x20-\x7e]*$/

export function shownWidth(text: string): number {
  if (PLAIN.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemes.segment(text)) width += WIDE.test(segment) ? 2 : 1
  return width
}

/** Text from other sites, made harmless for a terminal: control and direction characters become '?'. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
}
