// What a member can be found to have done wrong, and the words for it. A fork is never called hostile: machines restored
// from an image fork by accident (§ Audit).
export const OFFENCES = [
  'message',
  'chunk',
  'head',
  'fork',
  'catalog',
  'role',
  'holding',
  'proxy',
  'accusation',
  'spam',
  'quota',
  'snapshot',
  'audit',
] as const
export type Offence = (typeof OFFENCES)[number]

const WORDS: Record<Offence, string> = {
  message: 'sent what it must not send',
  chunk: 'sent chunks that are not what they should be',
  head: 'offered heads that can not be',
  fork: 'has forked, as a machine restored from an image does',
  catalog: 'published a catalog that can not be',
  role: 'signed what its role does not allow',
  holding: 'lacks bytes of what it says it holds',
  proxy: 'fetched what it says it holds',
  accusation: 'accused another site without evidence that holds',
  spam: 'sent more than it may',
  quota: 'published more than its quota',
  snapshot: 'published snapshots that can not be',
  audit: 'changed its audit log',
}

/** What follows the site's name in a sentence. */
export function offenceWords(offence: Offence): string {
  return WORDS[offence]
}
