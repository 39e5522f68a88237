import { setFlagsFromString } from 'node:v8';

let holders = 0;

/**
 * While somebody holds this, V8 compiles no more code for speed, on any thread of this process; what it has compiled
 * stays. For work that makes many functions warm and is soon over: that takes processor time which others wait for, and
 * is not earned back.
 */
export function holdCompilers(): Disposable {
  if (++holders === 1) tell(false);
  let held = true;
  return {
    [Symbol.dispose]: () => {
      if (!held) return;
      held = false;
      if (--holders === 0) tell(true);
    },
  };
}

function tell(compile: boolean): void {
  for (const compiler of ['maglev', 'turbofan']) setFlagsFromString(compile ? `--${compiler}` : `--no-${compiler}`);
}
