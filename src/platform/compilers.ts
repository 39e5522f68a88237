import { setFlagsFromString } from 'node:v8';
import { holders } from './holders.ts';

/**
 * While somebody holds this, V8 compiles no more code for speed, on any thread of this process; what it has compiled
 * stays. For work that makes many functions warm and is soon over: that takes processor time which others wait for, and
 * is not earned back.
 */
export const holdCompilers = holders(
  () => tell('--no-maglev', '--no-turbofan'),
  () => tell('--maglev', '--turbofan'),
);

function tell(...flags: readonly string[]): void {
  for (const flag of flags) setFlagsFromString(flag);
}
