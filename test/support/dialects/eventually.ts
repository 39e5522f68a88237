import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until it is so; after 10 s that counts as never. */
export async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 1_000; attempt++) {
    if (await isSo()) return;
    await sleep(10);
  }
  throw new Error(`this never happened: ${isSo.toString()}`);
}
