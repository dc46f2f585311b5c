// Sorts files into categories (§ Categories): a project's own rules, then what the file is and where it lies. Names are
// taken as bytes, in any case. Sorting wrongly costs an hour's delay, but for rebuildable: that is left out of snapshots,
// so only names that stand for one kind of cache are.
import type { Category, CategoryRule } from './category.ts'
import { isDraft, type Place, placeInWords, placeOf } from './category-places.ts'
import { AUDIO_ENDINGS, endingOf, endingsOf, LOSSY_ENDINGS } from './endings.ts'
import type { Media } from './media.ts'
import { compilePattern, pathText } from './patterns.ts'
import { isPackage, SESSION_ENDINGS } from './session-document.ts'

export interface Categories {
  /** Of a file: its path in the project (components joined by '/'), and what it says of itself. */
  of(path: Uint8Array, media: Media | undefined): Category
  /** The same as of(…) === 'rebuildable', before anything is read of the file. */
  isRebuildable(path: Uint8Array): boolean
}

// Peaks and views of sound that every program draws again. Not here, for more is in them than can be drawn again, or
// their endings are others' too: .asd (Live: also settings that people saved), .pk, .wfm, .csh.
const CACHE_ENDINGS = endingsOf(
  'reapeaks reapindex', // Reaper
  'pkf pek cfa', // Audition, Premiere
  'gpk', // WaveLab
  'peak', // Cubase, Nuendo, Ardour
  'ovw', // Logic
  'sfk sfap0', // Sound Forge, Vegas
)
const CACHES: ReadonlySet<string> = new Set(['wavecache.wfm', '.ds_store', 'thumbs.db', 'ehthumbs.db'])
const PRESET_ENDINGS = endingsOf('fxp fxb vstpreset aupreset tfx adv rfxchain rtracktemplate cst pst nki nkm h2p')
const PERFORMANCE_ENDINGS = endingsOf('mid midi syx smf')
const ANALYSIS_ENDINGS = endingsOf('asd pk wfm')
const VIDEO_ENDINGS = endingsOf('mov mp4 m4v mxf avi mkv webm mpg mpeg wmv dv')

// What workstations append when they render a recording in place: Logic, Reaper, Live and others.
const IN_PLACE = /(?:_bip|[-_ ]glued|[-_ ](?:frozen|freeze)|[-_ ]render(?:ed)?|[-_ ]consolidated)(?:[-_ ]?\d+)*$/

/** Throws USAGE for a rule whose pattern can't be read. */
export function categoriesOf(rules: readonly CategoryRule[]): Categories {
  const own = rules.map(({ pattern, category }) => ({ expression: compilePattern(pattern), category }))
  const byRule = (text: string): Category | undefined => own.find(({ expression }) => expression.test(text))?.category
  const folderAt = rememberLast(folderOf)
  return {
    of(path, media) {
      const text = pathText(path)
      const ruled = byRule(text)
      if (ruled) return ruled
      const { folder, name } = split(text)
      return categoryOf(folderAt(folder), name, media)
    },
    isRebuildable(path) {
      const text = pathText(path)
      const ruled = byRule(text)
      return ruled ? ruled === 'rebuildable' : isCache(split(text).name)
    },
  }
}

interface Folder {
  readonly place: Place | undefined
  readonly isInPackage: boolean
}

function folderOf(path: string): Folder {
  const names = path.split('/')
  return { place: placeOf(names), isInPackage: names.some(isPackage) }
}

function categoryOf({ place, isInPackage }: Folder, name: string, media: Media | undefined): Category {
  const ending = endingOf(name)
  if (isCache(name)) return 'rebuildable'
  if (SESSION_ENDINGS.has(ending) || PRESET_ENDINGS.has(ending)) return 'session'
  if (AUDIO_ENDINGS.has(ending) || (media && !VIDEO_ENDINGS.has(ending)))
    return categoryOfAudio(place, name.slice(0, name.length - ending.length - 1), LOSSY_ENDINGS.has(ending))
  if (isInPackage) return 'session'
  if (PERFORMANCE_ENDINGS.has(ending)) return 'raw'
  return ANALYSIS_ENDINGS.has(ending) ? 'intermediate' : 'document'
}

// A mix in full quality counts as a master: it is small, it is what was worked for, and no name says which is the last.
function categoryOfAudio(place: Place | undefined, base: string, isLossy: boolean): Category {
  if (place === 'mix')
    return isLossy || isDraft(base) ? 'intermediate' : placeInWords(base) === 'stem' ? 'stem' : 'master'
  if (place && place !== 'raw') return place
  if (IN_PLACE.test(base)) return 'intermediate'
  const said = place ?? placeInWords(base)
  return said && said !== 'mix' ? said : 'raw'
}

function isCache(name: string): boolean {
  return CACHE_ENDINGS.has(endingOf(name)) || CACHES.has(name)
}

function split(text: string): { folder: string; name: string } {
  const slash = text.lastIndexOf('/')
  return { folder: text.slice(0, Math.max(slash, 0)).toLowerCase(), name: text.slice(slash + 1).toLowerCase() }
}

// Files come folder by folder.
function rememberLast<T>(compute: (key: string) => T): (key: string) => T {
  let last: { key: string; value: T } | undefined
  return key => {
    if (last?.key !== key) last = { key, value: compute(key) }
    return last.value
  }
}
