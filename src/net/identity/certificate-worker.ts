import { createPrivateKey } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { selfSignedCertificate } from './self-signed.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the other end is our own code
const { key, name } = workerData as { readonly key: string; readonly name: string };
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
parentPort?.postMessage(await selfSignedCertificate(createPrivateKey(key), name));
