// How the daemon's process keeps its memory small. Both are read once, when a process begins, so whoever starts it gives
// them: the daemon can't set them for itself.

/**
 * Node's own options. The collector looks at what is new after 8 MB of it instead of 16: buffers of a megabyte hang on
 * objects of a hundred bytes, and what a daemon moves was dead for long before it was freed.
 */
export const DAEMON_OPTIONS: readonly string[] = ['--max-semi-space-size=8']

/**
 * The C library's: all threads share two heaps. To map every large block by itself as well (MALLOC_MMAP_THRESHOLD_) keeps
 * less memory, and costs a third of a CPU second for each gigabyte that passes through buffers. What the caller has set counts.
 */
export function daemonEnvironment(
  given: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return { MALLOC_ARENA_MAX: '2', ...given }
}
