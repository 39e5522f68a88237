import { setFlagsFromString } from 'node:v8';

let holders = 0;

/**
 * Objects that die young pile up to 50 MB by default before they are cleaned up, and the heap grows by half of itself
 * before the others are looked at. A peer that does nothing, or moves large files, gains nothing from that.
 */
export function keepHeapSmall(): void {
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
 * While somebody holds this, the main thread may let objects pile up: work that makes hundreds of thousands of them that
 * live for a second or two (a list of 100,000 files, the pieces of a swarm) takes less time. V8 gives the memory back
 * afterwards.
 */
export function growHeap(): Disposable {
  if (++holders === 1) {
    setFlagsFromString('--semi-space-growth-factor=2');
    setFlagsFromString('--no-optimize-for-size');
  }
  let held = true;
  return {
    [Symbol.dispose]: () => {
      if (!held) return;
      held = false;
      if (--holders === 0) keepHeapSmall();
    },
  };
}
