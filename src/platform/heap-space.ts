import { setFlagsFromString } from 'node:v8';
import { holders } from './holders.ts';

/**
 * MiB for objects that die young in a thread; V8 cleans up when a third of it is full. A thread takes its limit before
 * that, and there are several: with V8's default each of them would hold tens of MiB of garbage.
 */
const YOUNG = 3;
/** … in one that reads lists or receives many files: what a page or a batch leaves behind should be dead by then. */
const GROWN_YOUNG = 12;

let isSmall = false;

/**
 * Objects that die young pile up to 50 MB by default before they are cleaned up, and the heap grows by half of itself
 * before the others are looked at. A peer that does nothing, or moves large files, gains nothing from that.
 */
export function keepHeapSmall(): void {
  isSmall = true;
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--optimize-for-size');
}

/**
 * The heap of a tracker is mostly what it knows of its peers, 100 MB of it for 30,000. V8 would let as much garbage again
 * pile up beside it before it looks at old objects.
 */
export function keepGarbageLow(): void {
  setFlagsFromString('--heap-growing-percent=60');
}

/**
 * While somebody holds this, the main thread, and threads that were started to grow, may let objects pile up: work that
 * makes hundreds of thousands of them that live for a second or two (a list of 100,000 files, the pieces of a swarm)
 * takes less time. V8 gives the memory back afterwards.
 */
export const growHeap = holders(() => {
  setFlagsFromString('--semi-space-growth-factor=2');
  setFlagsFromString('--no-optimize-for-size');
}, keepHeapSmall);

/**
 * While somebody holds this, V8 looks at the whole heap only once that has grown to its limit, and then at one go. It
 * would begin some MB before, beside the work and bit by bit, which takes several times as much of the processor.
 */
export const holdMarking = holders(
  () => setFlagsFromString('--no-incremental-marking'),
  () => setFlagsFromString('--incremental-marking'),
);

/**
 * MiB for objects that die young in a thread, at most.
 * @param grows whether more of them may pile up while somebody holds `growHeap`. Not where the heap always may grow, as
 * that of a tracker alone does: it would never be given back.
 */
export function youngSpace(grows: boolean): number {
  return grows && isSmall ? GROWN_YOUNG : YOUNG;
}
