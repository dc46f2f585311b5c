// What a job of the bench is: a file in jobs/ that exports one `job`. The bench calls it once a run and tool, and prints
// what it yields; a job never judges its figures. quality.md's table names the jobs and their goals.
import type { Contestant } from './contestant.ts'
import type { Measure } from './meter.ts'

/** One line of --json, in this order; null where it doesn't apply or can't be known. */
export interface Figure extends Measure {
  readonly job: string
  /** 'holdfast' or the peer's name. */
  readonly tool: string
  /** From 1. */
  readonly run: number
}

/** One run of a job by one tool. */
export interface Turn {
  readonly tool: string
  readonly run: number
  /** About the size of the generated project, bytes. */
  readonly bytes: number
  readonly seed: number
  /** Scratch space on the disk all tools use; emptied after this tool's turn. */
  readonly work: string
  /** Where daemons leave their CPU profiles, when it was asked for. */
  readonly profile: string | undefined
  /** Whether to tell how late the daemons' event loops were. */
  readonly delays: boolean
  readonly signal: AbortSignal
  /** What a reader must know beside the figures; goes to stderr. */
  remark(text: string): void
  /** The tool newly set up on a project of its own, with no copies yet; what was open before is closed. */
  fresh(): Promise<Contestant>
  /** The tool as the job before left it, its three copies up to date; set up if need be. */
  kept(): Promise<Contestant>
}

/** Of holdfast's wall time: seconds at 1.5 GB, or a share of what the best of some peers take in the same run. */
export type Goal = { readonly wall_s: number } | { readonly ratio: number; readonly of: readonly [string, ...string[]] }

export interface Job {
  readonly name: string
  /** One sentence: what is done between the start and the end of the clock. */
  readonly shows: string
  readonly goal?: Goal
  /** Whether only holdfast does it: then `fresh` and `kept` aren't called for peers. */
  readonly alone?: true
  /** A tool that can't do the job yields nothing. */
  run(turn: Turn): AsyncIterable<Figure>
}
