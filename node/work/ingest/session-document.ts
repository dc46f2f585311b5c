// Which files are session documents: they name the media, so they are read first, and a document in the snapshot names
// only media that existed when it was saved (§ Capture).

const ENDINGS = [
  '.ptx',
  '.ptf',
  '.pts', // Pro Tools
  '.als',
  '.alc',
  '.adg', // Live
  '.rpp',
  '.rpp-bak',
  '.cpr',
  '.npr',
  '.bak', // Cubase, Nuendo
  '.logicx',
  '.logic',
  '.band',
  '.song', // Studio One
  '.bwproject',
  '.flp',
  '.reason',
  '.ardour',
  '.sesx',
  '.dawproject',
  '.aup3',
  '.omf',
  '.aaf',
] // prettier-ignore

/** By the name alone, also when it is a package: a folder that is one document. */
export function isSessionDocument(path: Uint8Array): boolean {
  const text = Buffer.from(path.buffer, path.byteOffset, path.byteLength).toString('latin1').toLowerCase()
  const components = text.split('/')
  return components.some(component => ENDINGS.some(ending => component.endsWith(ending)))
}
