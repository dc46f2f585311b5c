// Which files are session documents: they name the media, so they are read first (§ Capture), and they are saved often
// with few changes, so they are cut finely (§ Chunking).
import { AUDIO_ENDINGS, endingOf, endingsOf } from './endings.ts'
import { pathText } from './patterns.ts'

/** A document by its own name. In small letters, as all endings. */
export const SESSION_ENDINGS = endingsOf(
  'ptx ptf pts ptt', // Pro Tools
  'als alc adg', // Live
  'rpp rpp-bak rpp-undo', // Reaper
  'cpr npr bak', // Cubase, Nuendo
  'logicx logic band', // Logic, GarageBand
  'song project show bwproject dawproject', // Studio One, Bitwig
  'flp reason rns record ardour sesx ses aup aup3 mon cwp wrk dpdoc pmx vip acd xrns tracktionedit h2song mmp mmpz',
  'omf aaf edl otio', // what one workstation hands another
)
/** Of these a folder is one document too. */
const PACKAGE_ENDINGS = endingsOf('logicx logic band')

/** By the name alone, also when it lies in a package: a folder that is one document, and holds recordings besides. */
export function isSessionDocument(path: Uint8Array): boolean {
  const names = pathText(path).toLowerCase().split('/')
  const ending = endingOf(names.pop() ?? '')
  return SESSION_ENDINGS.has(ending) || (!AUDIO_ENDINGS.has(ending) && names.some(isPackage))
}

/** By the name of a folder in small letters. */
export function isPackage(name: string): boolean {
  return PACKAGE_ENDINGS.has(endingOf(name))
}
