// Text and media: what people and programs type, what the local API is asked, and what audio files say of themselves.
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { readRequest } from '../../node/api/request.ts'
import { parseTcpAddress } from '../../node/network/addresses.ts'
import { readMedia } from '../../node/work/ingest/read-media.ts'
import { nameTroubles } from '../../node/work/lint/portable-names.ts'
import { encodeToken, parseToken } from '../../protocol/api-token.ts'
import { parseBext } from '../../protocol/audio/bext.ts'
import { headerAgrees, parseAudioForm } from '../../protocol/audio/form.ts'
import { parseIxml } from '../../protocol/audio/ixml.ts'
import { parseCafInfo, parseInfoList } from '../../protocol/audio/tags.ts'
import { categoriesOf } from '../../protocol/categories.ts'
import { parseConfig } from '../../protocol/config.ts'
import { drawUpDelete } from '../../protocol/delete-certificate.ts'
import { deleteProposalOf, formatDeleteProposal, parseDeleteProposal } from '../../protocol/delete-proposal.ts'
import { parseId } from '../../protocol/ids.ts'
import { parseLabels } from '../../protocol/labels.ts'
import { ROUTES } from '../../protocol/local-api.ts'
import { readStatus } from '../../protocol/local-api-status-plain.ts'
import { ownerText, parseOwnerText } from '../../protocol/owner-text.ts'
import { compilePattern, pathText } from '../../protocol/patterns.ts'
import { parsePolicyText } from '../../protocol/policy-text.ts'
import { parseProposal } from '../../protocol/proposal.ts'
import { parseRecoveryPhrase, recoveryPhrase } from '../../protocol/recovery-phrase.ts'
import { openRpp } from '../../protocol/rpp.ts'
import { checkCron, checkZone, parseHours } from '../../protocol/schedule.ts'
import { encodeTicket, parseTicket } from '../../protocol/ticket.ts'
import { parseDuration, parseSize } from '../../protocol/units.ts'
import { bextBlock, id3Tags, infoBlock, ixmlBlock } from '../helpers/audio-blocks.ts'
import { CONTAINERS } from '../helpers/audio-file.ts'
import { noise } from '../helpers/chunk-memory.ts'
import { genesis, mesh, NOW, project, snapshotId } from './corpus-samples.ts'
import type { Decoder } from './decoder.ts'

const deletion = { project, snapshots: [snapshotId], time: NOW, waitSeconds: 259_200, why: 'asked for' }
const text = (...seeds: string[]): Buffer[] => seeds.map(seed => Buffer.from(seed))
const never = new AbortController().signal

export function textDecoders(): Decoder[] {
  const of = (name: string, seeds: Buffer[], read: (text: string) => unknown, weight = 1): Decoder => ({
    name,
    seeds,
    weight,
    run: bytes => read(bytes.toString()),
  })
  const config =
    'config_version = 1\n[site]\nname = "berlin"\n[site.labels]\nlocation = "berlin"\n[listen]\np2p = ["/ip4/0.0.0.0/tcp/4801"]\n[capture]\nquiet = "2s"\n[capture.hooks."nova lp"]\nbefore = "true"\n'
  const ticket = encodeTicket({
    meshPrefix: noise(1, 16),
    oneTimeSeed: noise(2, 32),
    role: 'writer',
    expires: 1_700_000_000_000,
    serving: parseId('SiteId', '11'.repeat(32)),
    addresses: ['/ip4/10.0.0.1/tcp/4802'],
  })
  const path = pathText(Buffer.from(`${'Audio Files/'.repeat(60)}Vox take 1.wav`))
  return [
    of('config', text(config), read => parseConfig(read, 'config.toml'), 0.3),
    of('ticket', text(ticket, ticket.toUpperCase()), parseTicket),
    of('recovery phrase', text(recoveryPhrase(noise(1, 20))), parseRecoveryPhrase),
    of('token', text(encodeToken(noise(1, 20))), parseToken),
    of('owner', text(ownerText(parseId('SiteId', '11'.repeat(32)))), parseOwnerText),
    of(
      'proposal',
      text('# words\n-----BEGIN HOLDFAST PROPOSAL-----\nAAAA\n-----END HOLDFAST PROPOSAL-----\n'),
      parseProposal,
      0.5,
    ),
    of(
      'deletion proposal',
      text(formatDeleteProposal(deleteProposalOf([genesis], [drawUpDelete(mesh, deletion)]), ['words'])),
      parseDeleteProposal,
      0.3,
    ),
    of('policy words', text('standard copies=3 location=2 trusted=1 grace=15min only.region=eu', '3-2-1'), read =>
      parsePolicyText(read),
    ),
    of('hours', text('22:00-6:00', '1-5'), parseHours),
    of('cron', text('0 3 * * 1-5', '*/5 0-6 1,15 * *'), checkCron, 0.2),
    of('time zone', text('Europe/Berlin', 'UTC'), checkZone, 0.2),
    of('size and duration', text('1.5 TiB', '15 min', '90s'), read => [
      tryBoth(() => parseSize(read)),
      parseDuration(read),
    ]),
    of('labels', text('{"location":"berlin","medium":"nas"}'), read => parseLabels(labelsFrom(read))),
    of('id', text('ab'.repeat(32)), read => parseId('Cid', read)),
    of('address', text('/ip4/10.0.0.1/tcp/4801', '/dns4/a.example/tcp/1/p2p/12D3KooW'), parseTcpAddress, 0.3),
    of(
      'pattern, and a path it is tried on',
      text('**/Bounces/*.wav', '*.{rpp,wav}', '/a/[!b]?'),
      read => compilePattern(read.slice(0, 4096)).test(path),
      0.5,
    ),
    of(
      'rules of a project',
      text('**/**/**/*.wav', 'x'),
      read => categoriesOf([{ pattern: read.slice(0, 1024), category: 'master' }]),
      0.5,
    ),
    { name: 'file name', seeds: text('con', 'a.', 'Kick.wav'), run: bytes => nameTroubles(bytes) },
    {
      name: 'Reaper project',
      seeds: text(
        '<REAPER_PROJECT 0.1 "7" 1\n  <TRACK\n    <ITEM\n      <SOURCE WAVE\n        FILE "Media/take 1.wav"\n      >\n',
      ),
      run: bytes => {
        const reader = openRpp()
        reader.push(bytes)
        return reader.end()
      },
    },
    of('status of a daemon', text(statusSeed()), read => jsonOf(read, readStatus)),
    ...api(),
    ...audio(),
  ]
}

function tryBoth(read: () => unknown): unknown {
  try {
    return read()
  } catch (error) {
    if (error instanceof TypeError) throw error
    return undefined
  }
}

// What is no JSON is refused by whoever reads the bytes.
function jsonOf(text: string, read: (value: unknown) => unknown): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  return read(value)
}

function labelsFrom(text: string): Record<string, string> {
  const value = jsonOf(text, parsed => parsed)
  const pairs = typeof value === 'object' && value !== null ? Object.entries(value) : [[text.slice(0, 5), text]]
  return Object.fromEntries(pairs.map(([name, label]) => [name, String(label)]))
}

function statusSeed(): string {
  return JSON.stringify({
    mesh: { id: 'aa', name: 'kreuzberg' },
    site: { id: 'bb', name: 'berlin' },
    at: '2026-11-21T20:00:00Z',
    heardAt: null,
    sites: [{ id: 'x', name: 'y', labels: {}, seenAt: null }],
    stored: {},
    repair: null,
    projects: [],
    alarms: [],
    capture: { pausedUntil: null, since: null },
  })
}

/** Every route of the local API that takes a body. */
function api(): Decoder[] {
  const bodies = text(
    '{}',
    '{"name":"Nova LP","folder":"/srv/nova","policy":["standard","copies=2"]}',
    '{"to":"/restored","include":["*.wav"],"overwrite":"never"}',
    '{"statements":[{"type":"member","body":"AAAA"}],"totp":"123456"}',
    '{"words":["copies=3"],"seconds":5,"at":"2026-11-21T20:00:00Z","label":null}',
  )
  const paths = Object.values(ROUTES).filter(({ method }) => method === 'POST')
  return paths.map(route => ({
    name: `request ${route.method} ${route.path}`,
    seeds: bodies,
    weight: 0.05,
    run: bytes => {
      const url = route.path.replaceAll(/:\w+/g, 'nova-lp')
      const request = Object.assign(Readable.from([bytes]), {
        method: route.method,
        url,
        headers: { 'content-type': 'application/json', 'content-length': String(bytes.byteLength) },
      })
      return readRequest(request as unknown as IncomingMessage, never)
    },
  }))
}

function audio(): Decoder[] {
  const blocks = [
    bextBlock({ description: 'take 1', originator: 'recorder', date: '2026-11-21', time: '20:00:00' } as never),
    ixmlBlock('<BWFXML><PROJECT>Nova</PROJECT><SCENE>3</SCENE><TAKE>1</TAKE></BWFXML>'),
    infoBlock({ INAM: 'Nova', IART: 'Ada' }),
  ]
  const files = Object.values(CONTAINERS).map(build =>
    Buffer.from(build(noise(1, 600), { before: blocks } as never).bytes),
  )
  const fixture = (name: string): Buffer =>
    readFileSync(join(import.meta.dirname, '../fixtures/audio', name)).subarray(0, 20_000)
  const tagged = [
    Buffer.concat([id3Tags({ TIT2: 'Nova', TPE1: 'Ada' }), Buffer.from([0xff, 0xfb, 0x90, 0x64]), noise(1, 500)]),
    fixture('take.flac'),
    fixture('take.ogg'),
    fixture('take.wv'),
  ]
  const contents = blocks.map(block => Buffer.from(block.content))
  return [
    {
      name: 'audio form',
      seeds: files,
      run: bytes => [parseAudioForm(bytes, bytes.byteLength + 5), headerAgrees(bytes, bytes.byteLength)],
    },
    { name: 'bext', seeds: contents, run: bytes => parseBext(bytes) },
    { name: 'iXML', seeds: contents, run: bytes => parseIxml(bytes) },
    { name: 'INFO and info', seeds: contents, run: bytes => [parseInfoList(bytes), parseCafInfo(bytes)] },
    {
      name: 'media of a file',
      seeds: files,
      weight: 0.3,
      run: bytes => readMedia(Buffer.from('x.wav'), bytes, bytes, bytes.byteLength),
    },
    {
      name: 'media of a compressed file',
      seeds: tagged,
      weight: 0.05,
      run: bytes => readMedia(Buffer.from('x.mp3'), bytes, bytes, bytes.byteLength),
    },
  ]
}
