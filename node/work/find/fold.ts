// How text is compared in a search: without regard to case, to how accents are encoded, or to what no terminal shows.

const decoder = new TextDecoder('utf-8', { fatal: true })

export function foldText(text: string): string {
  // Bytes below 0x20 mark the fields of a record.
  return text
    .normalize('NFC')
    .toLowerCase()
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
}

/** A name that is no UTF-8 is read as Latin-1, which at least keeps its ASCII. */
export function foldName(name: Uint8Array): string {
  return foldText(nameText(name))
}

export function nameText(name: Uint8Array): string {
  try {
    return decoder.decode(name)
  } catch {
    return Buffer.from(name).toString('latin1')
  }
}
