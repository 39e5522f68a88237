import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Dialect } from '../../src/core/dialects/dialect.ts';
import { SILENT } from '../../src/core/log.ts';
import { Bridge, type BridgeOptions } from '../../src/peer/flat/bridge/bridge.ts';
import { BridgeCatalog } from '../../src/peer/flat/bridge/bridge-catalog.ts';
import { BridgedShare } from '../../src/peer/flat/bridge/bridged-share.ts';
import type { NetworkFile, NetworkLookup } from '../../src/peer/flat/bridge/network.ts';
import { LibraryFlatShare } from '../../src/peer/flat/library-flat-share.ts';
import type { FlatShare } from '../../src/wire/dialects/flat-share.ts';
import { downloader, type Downloader, type StandInTracker } from '../adversarial/download-network.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What a network has, as a test says. */
export class ListedNetwork implements NetworkLookup {
  readonly files: NetworkFile[] = [];
  finds = 0;

  list({ limit }: { readonly limit: number }): Promise<readonly NetworkFile[]> {
    return Promise.resolve(this.files.slice(0, limit));
  }

  find(name: string): Promise<readonly NetworkFile[]> {
    this.finds++;
    return Promise.resolve(this.files.filter((file) => file.name === name));
  }
}

export interface BridgingPeer {
  readonly network: ListedNetwork;
  readonly downloads: Downloader;
  readonly bridge: Bridge;
  readonly folder: string;
  readonly shareFor: (dialect: Dialect) => FlatShare;
}

export async function bridgingPeer(
  t: TestContext,
  tracker: StandInTracker,
  options: Partial<BridgeOptions> & Parameters<typeof downloader>[2] = {},
): Promise<BridgingPeer> {
  const folder = join(await temporaryFolder(t), 'bridge');
  const downloads = await downloader(t, tracker, { concurrent: 16, ...options });
  const { library, service } = downloads;
  const network = new ListedNetwork();
  const isTaken = (name: string) => library.flat.named(name).length > 0;
  const catalog = new BridgeCatalog({ network, log: SILENT }, { isTaken });
  const bridge = new Bridge({ library, downloads: service, log: SILENT }, { ...options, folder });
  await bridge.start();
  t.after(async () => {
    await catalog.stop();
    await bridge[Symbol.asyncDispose]();
  });
  const share = new LibraryFlatShare({ library });
  return {
    network,
    downloads,
    bridge,
    folder,
    shareFor: (dialect) => new BridgedShare({ share, catalog, bridge, log: SILENT }, { dialect }),
  };
}

/** All of a file, as a server of a dialect would send it. */
export async function readAll(share: FlatShare, name: string, chunk = 100_000): Promise<Buffer | undefined> {
  await using file = await share.open(name, { signal: AbortSignal.timeout(50_000) });
  if (file === undefined) return undefined;
  const parts: Buffer[] = [];
  for (let position = 0; ;) {
    const buffer = Buffer.alloc(chunk);
    const count = await file.read(buffer, position);
    if (count === 0) break;
    parts.push(buffer.subarray(0, count));
    position += count;
  }
  return Buffer.concat(parts);
}
