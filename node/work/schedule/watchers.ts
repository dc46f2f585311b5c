// The watchers of all projects that want one: opened and closed as settings change, their hints kept per project, their
// writes a reason to give way (§ Schedule).
import type { ProjectId } from '../../../protocol/ids.ts'
import type { Ports } from '../../ports.ts'
import { FolderChanges, type WatchTimes } from './changes.ts'
import type { Pace } from './pace.ts'
import type { FolderWatch, OpenWatch } from './watch.ts'

interface Options {
  readonly times: WatchTimes
  readonly pace: Pace
  readonly openWatch: OpenWatch
  /** A folder that was as captured has changed. */
  readonly onNews: () => void
}

interface Watched {
  readonly folder: string
  readonly watch: FolderWatch
  readonly changes: FolderChanges
}

const GROWING_SEEN_MS = 10_000

export class Watchers implements AsyncDisposable {
  readonly #options: Options
  readonly #ports: Ports
  readonly #watched = new Map<ProjectId, Watched>()
  readonly #refreshing = new Set<Promise<void>>()
  readonly #stop = new AbortController()

  constructor(options: Options, ports: Ports) {
    this.#options = options
    this.#ports = ports
  }

  /** What is known to have changed in the project's folder; undefined when it is not watched. */
  changes(project: ProjectId): FolderChanges | undefined {
    return this.#watched.get(project)?.changes
  }

  state(project: ProjectId): 'off' | 'on' | 'failed' {
    const watched = this.#watched.get(project)
    if (watched === undefined) return 'off'
    return watched.watch.failure === undefined ? 'on' : 'failed'
  }

  /** Opens and closes watchers so that they are those of these projects. */
  async keep(projects: readonly { readonly id: ProjectId; readonly folder: string }[]): Promise<void> {
    const folders = new Map(projects.map(({ id, folder }) => [id, folder]))
    for (const [id, { folder, watch }] of this.#watched) {
      if (folders.get(id) === folder) continue
      this.#watched.delete(id)
      await watch[Symbol.asyncDispose]()
    }
    for (const [id, folder] of folders) {
      if (this.#watched.has(id)) continue
      const changes = new FolderChanges(this.#options.times)
      const watch = this.#options.openWatch(folder, path => this.#hear(id, changes, path))
      this.#watched.set(id, { folder, watch, changes })
      this.refresh(id)
      // Nobody has seen what changed before.
      changes.note('', this.#ports.clock.monotonic())
    }
  }

  /** Watches the folders that are there by now. In the background: a tree of many folders takes its time. */
  refresh(project: ProjectId): void {
    const watched = this.#watched.get(project)
    if (watched === undefined || watched.watch.failure !== undefined) return
    const done = this.#refresh(project, watched).finally(() => this.#refreshing.delete(done))
    this.#refreshing.add(done)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error('the schedule stops'))
    await Promise.all(this.#refreshing)
    await Promise.all([...this.#watched.values()].map(({ watch }) => watch[Symbol.asyncDispose]()))
  }

  async #refresh(project: ProjectId, { watch, folder }: Watched): Promise<void> {
    try {
      await watch.refresh(this.#stop.signal)
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#ports.log.error({ project, err: error }, 'changes are not watched for')
      return
    }
    if (watch.failure !== undefined)
      this.#ports.log.warn(
        { project, folder, why: watch.failure },
        'changes are not watched for, the folder is scanned',
      )
  }

  #hear(project: ProjectId, changes: FolderChanges, path: string): void {
    const { isNews, isGrowing } = changes.note(path, this.#ports.clock.monotonic())
    if (isGrowing) this.#options.pace.grows(`watch ${project}`, GROWING_SEEN_MS)
    if (isNews) this.#options.onNews()
  }
}
