// A tool that keeps three copies of a project folder, set up as its users do: holdfast or one of the peers.

export interface Contestant extends AsyncDisposable {
  readonly name: string
  /** What its copies are, for the remarks: encrypted or not, compressed how, carried by what. */
  readonly how: string
  /** The project folder: the first of the three copies, or their source. Jobs change what is in it. */
  readonly source: string
  /** Pids of what runs between the commands and has a part in the work. */
  daemons(): Promise<number[]>
  /** Where its processes are reached by each other, for a slow line to be put before them. */
  ports(): readonly number[]
  /** Gives up the connections there are, so that new ones take the slow line. */
  reconnect(): Promise<void>
  /** Brings all three copies up to the folder as it is; resolves when they are complete. */
  update(): Promise<void>
  /** A fourth place, ready to be asked for the whole project, which is to be written at `to`. */
  openFourth?(to: string): Promise<Fourth>
  /** The whole project from a copy on the same disk. */
  restoreHere?(to: string): Promise<void>
  /** Looks for damage in one whole copy. */
  verify?(): Promise<void>
  /** What the first copy takes: a store beside the source, or the source itself where copies are plain folders. */
  storedBytes(): Promise<number>
}

/** A place that has nothing of the project and reaches one copy, over the network. */
export interface Fourth extends AsyncDisposable {
  daemons(): Promise<number[]>
  restore(): Promise<void>
}
