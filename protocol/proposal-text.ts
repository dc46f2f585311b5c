// The text that what owners are to sign travels as (§ Constitution, Proposals): base64 between two lines, with a checksum,
// so that it survives mail and paste. What stands above the bytes is for people and is not read.
import { HoldfastError } from './errors.ts'
import { hash } from './hash.ts'

const BEGIN = '-----BEGIN HOLDFAST PROPOSAL-----'
const END = '-----END HOLDFAST PROPOSAL-----'
export const PROPOSAL_BYTES = 1024 * 1024
const COLUMNS = 76
const CHECKSUM = 8

/** `words`: lines for people, above the bytes. */
export function formatProposalText(bytes: Uint8Array, words: readonly string[]): string {
  const lines = Buffer.from(bytes)
    .toString('base64')
    .match(new RegExp(`.{1,${COLUMNS}}`, 'g'))
  return [BEGIN, ...words.map(word => `# ${word}`), '', ...(lines ?? []), `=${checksum(bytes)}`, END, ''].join('\n')
}

/** Throws MESSAGE_INVALID. */
export function parseProposalText(text: string): Uint8Array {
  if (text.length > 2 * PROPOSAL_BYTES) throw damagedProposal('it is too long')
  const lines = text.split(/\r?\n/).map(line => line.trim())
  const [from, to] = [lines.indexOf(BEGIN), lines.indexOf(END)]
  if (from < 0 || to < from) throw damagedProposal(`the lines ${BEGIN} and ${END} are missing`)
  const body = lines.slice(from + 1, to).filter(line => line !== '' && !line.startsWith('#'))
  const check = body.at(-1)
  const base64 = body.slice(0, -1).join('')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) throw damagedProposal('a character was changed on the way')
  const bytes = Buffer.from(base64, 'base64')
  if (check !== `=${checksum(bytes)}`)
    throw damagedProposal('its checksum does not match: something was lost on the way')
  return bytes
}

export function damagedProposal(why: string): HoldfastError {
  return new HoldfastError('MESSAGE_INVALID', `not a proposal, or damaged: ${why}`, {
    hint: 'copy the whole file that holdfast owner wrote',
  })
}

function checksum(bytes: Uint8Array): string {
  return Buffer.from(hash(Buffer.from('holdfast/v1/proposal\0'), bytes).subarray(0, CHECKSUM)).toString('hex')
}
