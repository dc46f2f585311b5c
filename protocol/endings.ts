// What the ending of a file's name says of it, in small letters.

/** A set from words parted by spaces, each without its dot. */
export function endingsOf(...words: readonly string[]): ReadonlySet<string> {
  return new Set(words.join(' ').split(' '))
}

/** Behind the last dot of a name, empty where there is none. A name that begins with its only dot is all ending. */
export function endingOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1 || name.length)
}

/** Sound itself: recordings, and instruments made of them. */
export const AUDIO_ENDINGS = endingsOf(
  'wav wave bwf rf64 bw64 w64 aif aiff aifc caf sd2 au snd',
  'flac wv ape tta alac dsf dff dsd',
  'mp2 mp3 m4a m4b aac ogg oga opus spx wma mpc mka ac3 ec3 eac3 dts amr',
  'rx2 rex rcy sf2 sf3 gig multisample',
)
/** Of these what was thrown away: copies to listen to, unless a recorder made nothing else. */
export const LOSSY_ENDINGS = endingsOf('mp2 mp3 m4a m4b aac ogg oga opus spx wma mpc')
