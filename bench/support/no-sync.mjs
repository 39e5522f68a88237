import { open } from 'node:fs/promises';

/**
 * In JavaScript, since TypeScript would bring a compiler of 20 MB along. Loaded into a daemon with `--import`: files are not synced. The other programs don't sync, so this is what compares;
 * Ayni as it is has the row "synced".
 */
const file = await open(process.execPath, 'r');
Object.getPrototypeOf(file).sync = () => Promise.resolve();
await file.close();
