import { SAYS } from './codec.ts';
import type { Step } from './slots-reader.ts';

const END: Step = { kind: 'end' };
const ARGUMENT: Step = { kind: 'argument' };

/** Said to a tracker's main port. What follows `I QUIT` is the port of who quits. */
export const TRACKER_MAIN: Step = {
  kind: 'verbs',
  next: { [SAYS.connect]: END, [SAYS.list]: END, [SAYS.quit]: ARGUMENT },
};

/** Said to a data port of a tracker. The argument is the name of a file. */
export const TRACKER_DATA: Step = {
  kind: 'verbs',
  next: {
    [SAYS.here]: {
      kind: 'verbs',
      next: { [SAYS.yes]: { kind: 'list', next: ARGUMENT }, [SAYS.no]: ARGUMENT },
    },
  },
};

/** Said to a peer's main port. */
export const PEER_MAIN: Step = { kind: 'verbs', next: { [SAYS.connect]: END, [SAYS.areYouAlive]: END } };

/** Said to a data port of a peer: the name of a file. */
export const PEER_DATA: Step = ARGUMENT;
