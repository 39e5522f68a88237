import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { EVERYONE } from '../../src/core/access/audience.ts';
import { parseAddress } from '../../src/core/access/link.ts';
import { pieceCount } from '../../src/core/content/geometry.ts';
import { openBase } from '../../src/main/daemon/base.ts';
import { startPeer, type RunningPeer } from '../../src/main/peer.ts';
import { HttpsClient } from '../../src/net/http/https-client.ts';
import { loadIdentity } from '../../src/net/identity/identity.ts';
import { join as joinNetwork } from '../../src/peer/membership/join.ts';
import { TrackerClient } from '../../src/peer/membership/tracker-client.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { RunningTracker } from '../support/running-tracker.ts';
import { oddServer, type OddSource } from './download-sources.ts';

/** Somebody who was invited and joined. */
async function member(tracker: RunningTracker, name: string) {
  const state = join(tracker.folder, name);
  const identity = await loadIdentity(state);
  const { secret } = await tracker.service.invite({ role: 'member', groups: [], uses: 1, lifetime: 3_600 });
  const { port, networkKey } = tracker;
  const link = { trackers: [{ host: '127.0.0.1', port }], network: networkKey.network, secret };
  return { state, identity, record: await joinNetwork(link, { identity, name, stateFolder: state }) };
}

/** A whole peer, as the program starts it, which can be stopped and started again on its state. */
export class SwarmPeer {
  readonly name: string;
  readonly downloads: string;
  readonly #member: Awaited<ReturnType<typeof member>>;
  #stack: AsyncDisposableStack | undefined;
  #running: RunningPeer | undefined;

  private constructor(tracker: RunningTracker, name: string, who: Awaited<ReturnType<typeof member>>) {
    this.name = name;
    this.downloads = join(tracker.folder, `${name}-got`);
    this.#member = who;
  }

  static async make(t: TestContext, tracker: RunningTracker, name: string): Promise<SwarmPeer> {
    const peer = new SwarmPeer(tracker, name, await member(tracker, name));
    t.after(() => peer.stop());
    await peer.start();
    return peer;
  }

  /** @throws where it was stopped */
  get local(): RunningPeer['local'] {
    if (this.#running === undefined) throw new Error(`${this.name} does not run.`);
    return this.#running.local;
  }

  async start(): Promise<void> {
    const { state, record } = this.#member;
    this.#stack = new AsyncDisposableStack();
    const base = await openBase(this.#stack, { state, version: '0', logLevel: 'silent' });
    // On another port each time: whoever was told of the last one finds nobody there.
    this.#running = await startPeer(base, record, { host: '127.0.0.1', port: 0, downloads: this.downloads, slots: 4 });
  }

  async stop(): Promise<void> {
    this.#running = undefined;
    await this.#stack?.disposeAsync();
  }

  /** Shares a file that it has from elsewhere. */
  async share(name: string, bytes: Uint8Array): Promise<void> {
    const folder = `${this.downloads}-shared`;
    await mkdir(folder);
    await writeFile(join(folder, name), bytes);
    await this.local.addShare({ path: folder, hidden: false, audience: { kind: 'everyone' } });
    await this.local.rescan();
  }
}

/** A member that serves one content as a test wishes, and that the tracker takes for a seeder. */
export async function oddMember(
  t: TestContext,
  tracker: RunningTracker,
  bytes: Uint8Array,
  name: string,
): Promise<OddSource> {
  const { identity, record } = await member(tracker, name);
  const source = await oddServer(t, identity, bytes);
  const http = new HttpsClient({ identity });
  t.after(() => http.close());
  const client = new TrackerClient(
    { http, clock: systemClock },
    { network: record.network, trackers: record.trackers.map(parseAddress) },
  );
  const endpoints = [{ protocol: 'ayni', host: '127.0.0.1', port: source.port }] as const;
  await client.announce({ endpoints, slots: { total: 8, free: 8 }, agent: 'test', revokedVersion: -1 });
  const { content } = source;
  const hold = { content, size: bytes.length, pieces: pieceCount(bytes.length), audience: EVERYONE };
  await client.hold({ upsert: [hold], remove: [] });
  return source;
}
