import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The part of the state folder that is the tracker's. */
export function trackerFolder(state: string): string {
  return join(state, 'tracker');
}

/** Whether a network of its own lives in the state folder. */
export function hasTracker(state: string): Promise<boolean> {
  return isThere(join(trackerFolder(state), 'network.key'));
}

export async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
