import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections, of which tests beside this one have many. */
const FIRST = 12_000;
const PAST = 32_000;
/** As many as a file of tests takes before it comes to those of another process. */
const SHARE = 50;
const TRIES = 1000;

/** Processes that run beside each other begin apart, and no process gives a port twice. */
let next = FIRST + ((process.pid * SHARE) % (PAST - FIRST));

/** A port of loopback that was free a moment ago, and that neither a connection nor another test soon takes. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = next++;
    if (next === PAST) next = FIRST;
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!free) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
  throw new Error(`None of ${TRIES} ports is free.`);
}
