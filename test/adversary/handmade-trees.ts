// Six hundred trees made by hand: every hostile name and entry as a file, a folder and a symlink, at the top and below,
// each with good neighbours that must be had whatever else the tree holds.
import { sealLeaf, sealTree } from '../../protocol/chunk.ts'
import { encode } from '../../protocol/codec.ts'
import type { Cid } from '../../protocol/ids.ts'
import { holdfast as pb } from '../../protocol/messages.js'
import { type ChunkMemory, ring } from '../helpers/chunk-memory.ts'
import { legalNames, linkTargets, refusedNames, spoiledEntries } from './hostile-names.ts'
import { file, folder, lyingFile, type Planted, symlink } from './hostile-trees.ts'

export interface Case {
  readonly what: string
  readonly planted: readonly Planted[]
  readonly nodes: number
}

const name = (text: string): Uint8Array => Buffer.from(text)
const neighbours = (): Planted[] => [
  file(name('plain'), 'a good file'),
  folder(name('sub'), [file(name('low'), 'below')]),
]

export function* handmadeTrees(outside: string, memory: ChunkMemory): Generator<Case> {
  for (const bad of refusedNames(outside)) yield* kinds(`the name ${shown(bad)}`, bad, 'refused')
  for (const odd of legalNames()) yield* kinds(`the name ${shown(odd)}`, odd, 'legal')
  for (const [as, fate, why] of spoiledEntries()) {
    yield* places(why, file(name('spoiled.wav'), 'some content', { as, fate }))
  }
  for (const depth of [0, 2]) {
    for (const [target, fate] of linkTargets(outside, depth)) {
      const link = symlink(name('link'), target, fate)
      const planted = depth === 0 ? [link] : [folder(name('one'), [folder(name('two'), [link])])]
      yield { what: `a link to ${shown(target)} ${depth} deep`, planted: [...neighbours(), ...planted], nodes: 1 }
    }
  }
  for (const [what, planted, nodes = 1] of others(outside, memory)) {
    yield { what, planted: [...neighbours(), ...planted], nodes }
  }
}

function* kinds(what: string, as: Uint8Array, fate: 'legal' | 'refused'): Generator<Case> {
  const below = folder(as, [file(name('inner'), 'within')], fate)
  yield* places(`${what}, a file`, file(as, 'evil', { fate }))
  yield { what: `${what}, a folder`, planted: [...neighbours(), below], nodes: 1 }
  yield { what: `${what}, a link`, planted: [...neighbours(), symlink(as, 'plain', fate)], nodes: 1 }
  yield {
    what: `${what}, in the second node`,
    planted: [...neighbours(), file(as, 'evil', { fate }), below.fate === 'legal' ? file(name('~end'), 'end') : below],
    nodes: 2,
  }
}

function* places(what: string, one: Planted): Generator<Case> {
  yield { what: `${what}, at the top`, planted: [...neighbours(), one], nodes: 1 }
  yield { what: `${what}, below`, planted: [...neighbours(), folder(name('one'), [...neighbours(), one])], nodes: 1 }
}

type Other = readonly [what: string, planted: readonly Planted[], nodes?: number]

function* others(outside: string, memory: ChunkMemory): Generator<Other> {
  const twice = name('twice')
  const one = () => file(twice, 'the first')
  yield ['a file twice', [one(), file(twice, 'the second', { fate: 'refused' })]]
  yield ['a file, and a folder of its name', [one(), folder(twice, [file(name('x'), 'x')], 'refused')]]
  yield [
    'a folder, and a file of its name',
    [folder(twice, [file(name('x'), 'x')]), file(twice, 'y', { fate: 'refused' })],
  ]
  yield ['a folder twice', [folder(twice, [file(name('x'), 'x')]), folder(twice, [], 'refused')]]
  yield ['a link, and a folder of its name', [symlink(twice, 'sub', 'legal'), folder(twice, [], 'refused')]]
  yield ['a link out, and a folder of its name', [symlink(twice, outside, 'refused'), folder(twice, [], 'refused')]]
  yield [
    'a folder, and a link out of its name',
    [folder(twice, [file(name('x'), 'x')]), symlink(twice, outside, 'refused')],
  ]
  yield ['a name twice, in two nodes', [one(), file(name('z'), 'z'), file(twice, 'the second', { fate: 'refused' })], 3]
  yield ['names in no order', [file(name('z'), 'z'), file(name('y'), 'y'), file(name('a'), 'a')], 2]
  yield ['names in one case and the other', ['kick', 'Kick', 'KICK', 'kICK'].map(each => file(name(each), each))]
  yield ['names in both spellings', ['\u00e4', 'a\u0308', '\u00c4', 'A\u0308'].map(each => file(name(each), each))]
  yield ['folders in one case and the other', ['Vox', 'vox'].map(each => folder(name(each), [file(name('t'), each)]))]
  yield [
    'a link through a link to the top',
    [symlink(name('top'), '.', 'legal'), symlink(name('sly'), 'top/../x', 'refused')],
  ]
  yield [
    'a link through two',
    [
      symlink(name('l1'), 'sub', 'legal'),
      symlink(name('l2'), 'l1/..', 'legal'),
      symlink(name('l3'), 'l2/../x', 'refused'),
    ],
  ]
  yield ['a link to itself', [symlink(name('self'), 'self', 'refused')]]
  yield ['links in a ring', [symlink(name('r1'), 'r2', 'refused'), symlink(name('r2'), 'r1', 'refused')]]
  yield [
    'a link through one that leads out',
    [symlink(name('out'), '..', 'refused'), symlink(name('on'), 'out/x', 'refused')],
  ]
  // The system follows forty.
  const chain = Array.from({ length: 60 }, (_, i) => symlink(name(`c${i}`), `c${i + 1}`, i < 19 ? 'refused' : 'legal'))
  yield ['a chain of sixty links', chain]
  yield [
    'a link as deep as its own folder',
    [folder(name('d'), [symlink(name('u'), '..', 'legal'), symlink(name('uu'), '../..', 'refused')])],
  ]

  const group = Buffer.alloc(16, 7)
  const linked = (at: string, content: string): Planted => file(name(at), content, { as: { linkGroup: group } })
  yield ['hard links across folders', [linked('h1', 'same'), folder(name('hd'), [linked('h2', 'same')])]]
  yield [
    'a link group of two contents',
    [linked('h1', 'one'), linked('h2', 'other'), folder(name('hd'), [linked('h3', 'one')])],
  ]
  yield ['a thousand names of one file', Array.from({ length: 1000 }, (_, i) => linked(`n${i}`, 'same'))]
  const setId = { as: { mode: 0o4755, linkGroup: group } }
  yield ['set-uid through a link group', [file(name('s1'), 'x', setId), file(name('s2'), 'x', setId)]]

  yield ['a file that says to be larger', [lyingFile(ring, name('lie'), [10, 11], 0, memory.sink)]]
  yield ['a file of a petabyte', [lyingFile(ring, name('lie'), [2 ** 50], 1, memory.sink)]]
  yield ['a file as large as numbers go', [lyingFile(ring, name('lie'), [Number.MAX_SAFE_INTEGER], 1, memory.sink)]]
  yield ['a file of nodes of the wrong height', [lyingFile(ring, name('lie'), [10, 10], 5, memory.sink)]]
  yield ['a file of nodes too high', [lyingFile(ring, name('lie'), [10], 9, memory.sink)]]
  const leaf = sealLeaf(ring, Buffer.from('a leaf'), { codec: 'raw' })
  memory.sink(leaf)
  const garbage = sealTree(ring, Buffer.from('\xff\xff garbage', 'latin1'), [])
  memory.sink(garbage)
  const gone = { ...leaf, cid: 'ab'.repeat(32) as Cid }
  for (const [what, child] of [
    ['a leaf', leaf],
    ['garbage', garbage],
    ['nowhere', gone],
  ] as const) {
    const hollow: Planted = { ...folder(name('bad'), []), child, isHollow: true }
    yield [`a folder whose node is ${what}`, [hollow]]
    yield [`a folder whose node is ${what}, below`, [folder(name('above'), [hollow, file(name('good'), 'good')])]]
  }
  yield ['a file whose content is nowhere', [{ ...file(name('f'), 'a leaf', { fate: 'lost' }), child: gone }]]
  yield ['a file whose content is a folder', [{ ...file(name('f'), 'a leaf', { fate: 'lost' }), child: garbage }]]
  const empty = sealTree(ring, encode(pb.DirectoryNode, {}), [])
  memory.sink(empty)
  yield [
    'a folder without a node',
    [{ entry: { name: name('f'), type: pb.EntryType.DIRECTORY, mode: 0o755 }, fate: 'refused' }],
  ]
  yield ['a link with a node', [{ ...symlink(name('l'), 'plain', 'refused'), child: empty }]]
  yield [
    'five hundred folders in one',
    Array.from({ length: 500 }, (_, i) => folder(name(`d${i}`), [folder(name('e'), [])])),
  ]
  yield ['a hundred levels', [nested(100)]]
}

export function nested(levels: number): Planted {
  let inner: Planted = folder(name('d'), [file(name('bottom'), 'reached')])
  for (let level = 1; level < levels; level++) inner = folder(name('d'), [inner, file(name('f'), `${level}`)])
  return inner
}

function shown(bytes: Uint8Array): string {
  return JSON.stringify(Buffer.from(bytes.subarray(0, 60)).toString('latin1'))
}
