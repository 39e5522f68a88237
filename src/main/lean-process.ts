import { isSea } from 'node:sea';

/**
 * For `collectGarbage`; and MiB of heap before V8 looks at all of it for the first time. It would begin to when the heap
 * is half as large again as after the start, which is when the first pieces of a swarm come.
 */
const PEER_FLAGS: readonly string[] = ['--expose-gc', '--initial-heap-size=36'];
/** MiB of objects that die young, in each half: as much as a core's own cache holds, and requests leave nothing else. */
const TRACKER_FLAGS: readonly string[] = ['--max-semi-space-size=4'];

/**
 * Has the program of a peer or a tracker begin anew, in the same process, with what a program can be told only at its
 * start: how it keeps its memory. The C library would give every thread a place of its own for what it allocates, and
 * never give that back; two are enough for threads that move bytes. Does nothing where this is told already, or where the
 * system has no way to begin anew ([decision 14](../../docs/decisions/0014-a-peer-begins-anew-with-less-memory.md)).
 */
export function beginLean(program: 'peer' | 'tracker'): void {
  const { env, platform, execPath, execArgv, argv } = process;
  if (platform !== 'linux' || process.execve === undefined || env['MALLOC_ARENA_MAX'] !== undefined) return;
  // An executable of one file takes no flags, and is its own script.
  const flags = program === 'peer' ? PEER_FLAGS : TRACKER_FLAGS;
  const args = isSea() ? argv.slice(2) : [...execArgv, ...flags, ...argv.slice(1)];
  process.execve(execPath, [execPath, ...args], { ...env, MALLOC_ARENA_MAX: '2' });
}
