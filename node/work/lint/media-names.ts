// Where a session document looks for a medium it names: paths from Unix and from Windows, relative to the document or
// absolute on some machine, become places in the folder that is kept (§ Lint).

export interface NamedPlace {
  /** Places in the folder, components joined by '/', best first. Empty: it leads out of the folder. */
  readonly places: readonly string[]
  /** It names a place on one machine, which a restore elsewhere does not have. */
  readonly isAbsolute: boolean
  readonly base: string
}

const DRIVE = /^(?:[A-Za-z]:|\/\/[^/]+\/[^/]+)(?=\/)/ // C: or \\server\share

/** `document`: the folder it lies in, '' for the top. `folder`: where the snapshot was taken of. */
export function placesOf(name: string, document: string, folder: string): NamedPlace {
  const slashed = name.replaceAll('\\', '/')
  const path = slashed.replace(DRIVE, '')
  const base = path.slice(path.lastIndexOf('/') + 1)
  if (!path.startsWith('/')) {
    const place = resolve(document, path)
    return { places: place === undefined ? [] : [place], isAbsolute: false, base }
  }
  if (slashed.startsWith(`${folder}/`)) {
    const place = resolve('', slashed.slice(folder.length + 1))
    return { places: place === undefined ? [] : [place], isAbsolute: true, base }
  }
  // The same folder may have another name on the machine that wrote the document: its end counts.
  const names = path.split('/').filter(part => part !== '')
  const places = names.flatMap((_, index) => {
    const end = names.slice(index).join('/')
    return [resolve(document, end), resolve('', end)].flatMap(place => place ?? [])
  })
  return { places: [...new Set(places)], isAbsolute: true, base }
}

/** Undefined where it leaves the top. */
function resolve(from: string, path: string): string | undefined {
  const parts = from === '' ? [] : from.split('/')
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return undefined
  }
  return parts.length === 0 ? undefined : parts.join('/')
}
