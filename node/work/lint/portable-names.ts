// Names that are right here and break on another system (§ Lint): Windows refuses some characters, endings and words, macOS
// decomposes accents, and not everything takes 255 bytes.

export interface NameTrouble {
  readonly code: 'name-encoding' | 'name-control' | 'name-windows' | 'name-long'
  readonly why: string
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const MOST = 255 // bytes on Linux, UTF-16 units on Windows and macOS
/** Of a whole path on Windows, drive and closing zero included. */
export const WINDOWS_PATH = 260
const FORBIDDEN = /[<>:"|?*\\]/
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\s*\..*)?$/i

export function nameTroubles(name: Uint8Array): NameTrouble[] {
  let text: string
  try {
    text = utf8.decode(name)
  } catch {
    return [{ code: 'name-encoding', why: 'the name is not UTF-8: macOS and Windows show it otherwise, or refuse it' }]
  }
  const found: NameTrouble[] = []
  const windows = (why: string) => found.push({ code: 'name-windows', why: `${why}: Windows refuses it` })
  if (/\p{Cc}/u.test(text)) found.push({ code: 'name-control', why: 'the name holds a control character' })
  const forbidden = FORBIDDEN.exec(text)?.[0]
  if (forbidden !== undefined) windows(`the name holds ${forbidden}`)
  if (/[. ]$/.test(text)) windows(`the name ends in ${text.endsWith('.') ? 'a dot' : 'a blank'}`)
  if (DEVICE.test(text)) windows(`"${text.split('.')[0]?.trim()}" is the name of a device`)
  const decomposed = text.normalize('NFD')
  if (Buffer.byteLength(decomposed) > MOST || decomposed.length > MOST)
    found.push({ code: 'name-long', why: `with its accents apart, as on macOS, the name is longer than ${MOST}` })
  return found
}
