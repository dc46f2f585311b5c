// Searching files by what they are called and what their makers wrote into them (§ Find): the index gives the newest hits,
// the trees here what is shown of them.
import { HoldfastError } from '../../protocol/errors.ts'
import type { FindGap, FindRequest, FoundFile, FoundFiles } from '../../protocol/local-api-history.ts'
import { type Caller, seesProject } from '../../protocol/local-api-scope.ts'
import { loadDirectoryNode } from '../../protocol/tree-directory.ts'
import type { FileEntry } from '../../protocol/tree-entry.ts'
import { joinedOf, type NodeContext } from '../context.ts'
import type { Block } from '../work/find/blocks.ts'
import { dayOf } from '../work/find/days.ts'
import type { Gap } from '../work/find/find-index.ts'
import type { Hit } from '../work/find/search.ts'
import type { Query } from '../work/find/terms.ts'
import { showPath } from '../work/ingest/path.ts'
import type { Snapshot } from '../work/mesh/projects.ts'
import type { Site } from '../work/site.ts'
import { modifiedAt } from './entry-time.ts'
import { namedProject, namedSnapshot } from './line-view.ts'
import { findProject } from './references.ts'

export async function find(
  context: NodeContext,
  request: FindRequest,
  signal: AbortSignal,
  caller: Caller,
): Promise<FoundFiles> {
  const { site, index } = joinedOf(context)
  const only = request.project === undefined ? undefined : findProject(site.projects, request.project)
  const all = site.projects.all().filter(({ id }) => seesProject(caller, id))
  const projects = (only ? [only] : all).map(({ id }) => id)
  const isAll = only === undefined && caller.projects === undefined
  const { total, hits } = await index.search(queryOf(request), isAll ? undefined : projects, request.limit, signal)
  const { files: searched, gaps } = index.coverage(projects)
  const shown = gaps.map(gap => gapView(site, gap))
  const unknown = shown.some(({ files }) => files === null)
  const files = await loadHits(context, hits)
  return {
    files: files.flatMap(file => file ?? []),
    total,
    unread: files.filter(file => file === undefined).length,
    searched,
    of: unknown ? null : shown.reduce((sum, gap) => sum + (gap.files ?? 0), searched),
    gaps: shown,
  }
}

function queryOf({ words, scene, take, by, from, to }: FindRequest): Query {
  const day = (text: string | undefined, otherwise: number): number => {
    const found = text === undefined ? otherwise : dayOf(text)
    if (found === undefined) throw new HoldfastError('USAGE', `there is no day ${text}`)
    return found
  }
  const hasDays = from !== undefined || to !== undefined
  const days = { from: day(from, Number.NEGATIVE_INFINITY), to: day(to, Number.MAX_SAFE_INTEGER) }
  return { words, scene, take, by, days: hasDays ? days : undefined }
}

/** Undefined for one whose directory can't be read just now. */
async function loadHits(context: NodeContext, hits: readonly Hit<Snapshot>[]): Promise<(FoundFile | undefined)[]> {
  const { site } = joinedOf(context)
  const nodes = new Map<Block, Promise<FileEntry[] | undefined>>()
  const views = new Map<Snapshot, FoundFile['snapshot']>()
  return Promise.all(
    hits.map(async hit => {
      const { block, index, folder, snapshot } = hit
      const files = nodes.get(block) ?? loadFiles(context, snapshot, block)
      nodes.set(block, files)
      const entry = (await files)?.[index]
      if (entry === undefined) return undefined
      const view = views.get(snapshot) ?? namedSnapshot(site, snapshot)
      views.set(snapshot, view)
      const names = [...folder, Buffer.from(entry.name).toString('latin1')]
      return fileView(site, Buffer.from(names.join('/'), 'latin1'), entry, snapshot, view)
    }),
  )
}

async function loadFiles(context: NodeContext, snapshot: Snapshot, block: Block): Promise<FileEntry[] | undefined> {
  const ring = joinedOf(context).site.rings.get(snapshot.ring)
  if (ring === undefined) return undefined
  try {
    const node = await loadDirectoryNode(ring, cid => context.store.loadChunk(cid), block.ref)
    return 'entries' in node ? node.entries.filter(entry => entry.type === 'file') : undefined
  } catch (error) {
    context.ports.log.warn({ cid: block.ref.cid, err: error }, 'a directory that was searched can no longer be read')
    return undefined
  }
}

function fileView(
  site: Site,
  path: Buffer,
  entry: FileEntry,
  { project: id }: Snapshot,
  snapshot: FoundFile['snapshot'],
): FoundFile {
  const { tags = {}, ...format } = entry.media ?? {}
  return {
    project: { id, name: site.projects.get(id)?.name ?? null },
    path: showPath(path),
    pathBase64: path.toString('base64'),
    size: entry.size,
    modifiedAt: modifiedAt(entry),
    format: entry.media ? (format as NonNullable<FoundFile['format']>) : null,
    tags: { ...tags },
    category: entry.category ?? null,
    live: entry.live,
    snapshot,
  }
}

function gapView(site: Site, { project, snapshot, why, instead }: Gap): FindGap {
  return {
    project: namedProject(site.projects.get(project)!),
    snapshot: namedSnapshot(site, snapshot),
    files: site.projects.info(snapshot)?.files ?? null,
    why,
    instead: instead ? namedSnapshot(site, instead) : null,
  }
}
