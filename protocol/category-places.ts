// What the name of a folder says of the recordings in it, as workstations and studios name theirs (§ Categories).
import type { Category } from './category.ts'

/** 'mix': what a workstation exports of a whole song, finished or not. */
export type Place = Extract<Category, 'master' | 'stem' | 'raw' | 'intermediate'> | 'mix'

const FOLDERS: ReadonlyMap<string, Place> = new Map(
  (
    [
      // Pro Tools, Logic, Cubase and Nuendo, Live, Reaper, Bitwig, Studio One: what was recorded or brought in.
      [
        'raw',
        'audio files|audio|media|recordings|recorded|imported|samples|multisamples|sampler files|field recordings',
      ],
      ['raw', 'master-recordings'], // Bitwig's recordings of its master track: performances
      ['mix', 'bounced files|bounces|mixdown|mixdowns|renders|exports|mixes|mix|mix prints|prints|final mixes'],
      // Made from recordings by the workstation itself, named by its session.
      ['intermediate', 'rendered files|fade files|clip groups'], // Pro Tools
      ['intermediate', 'processed|crop|reverse|consolidate|bounce'], // Live, Bitwig
      ['intermediate', 'edits|render in place'], // Cubase, Nuendo
      ['intermediate', 'freeze|freeze files|freeze files.nosync|frozen|undo data.nosync|bounce in place'],
      ['intermediate', 'drafts|roughs|rough mixes|temp|tmp'],
    ] as const
  ).flatMap(([place, names]) => names.split('|').map(name => [name, place] as const)),
)

// Words within names that studios make up, such as "Nova stems 24-48"; reels are recordings also where a reel is a master.
const RAW_WORD = wordIn('tapes?|reels?|transfers?|multitracks?|raw|takes?')
const STEM_WORD = wordIn('stems?|submix(?:es)?')
const MASTER_WORD = wordIn('masters?|mastered|mastering|finals?|deliverables?|ddp')
const DRAFT_WORD = wordIn('drafts?|rough|roughs|wip|demos?|test')

/** The folder next to the file decides, of those whose name says something. `folders`: in small letters, from the top. */
export function placeOf(folders: readonly string[]): Place | undefined {
  for (let at = folders.length - 1; at >= 0; at--) {
    const place = FOLDERS.get(folders[at]!) ?? placeInWords(folders[at]!)
    if (place) return place
  }
  return undefined
}

/** What a name that people made up says. */
export function placeInWords(name: string): Place | undefined {
  if (RAW_WORD.test(name)) return 'raw'
  if (STEM_WORD.test(name)) return 'stem'
  return MASTER_WORD.test(name) ? 'master' : undefined
}

export function isDraft(name: string): boolean {
  return DRAFT_WORD.test(name)
}

// Words end where letters do: "mix_stems2" has one.
function wordIn(words: string): RegExp {
  return new RegExp(`(?<![a-z\\x80-\\xff])(?:${words})(?![a-z\\x80-\\xff])`)
}
