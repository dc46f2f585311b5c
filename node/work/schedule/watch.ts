// What the schedule needs of the system to hear of changes. Only ever a hint: events may be lost, doubled or late, and on
// shares there may be none; the hourly scan is the truth (§ Schedule).

export interface FolderWatch extends AsyncDisposable {
  /** Watches the folders that are there by now, and no others. Never throws for what the disk says. */
  refresh(signal: AbortSignal): Promise<void>
  /** Folders watched. */
  readonly folders: number
  /** Why nothing is watched any more; undefined while it works. */
  readonly failure: string | undefined
}

/** Constructing watches nothing; the first refresh does. `tell` gets the path of what changed, for telling files apart. */
export type OpenWatch = (folder: string, tell: (path: string) => void) => FolderWatch
