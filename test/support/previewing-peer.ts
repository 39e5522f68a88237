import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { SILENT } from '../../src/core/log.ts';
import { Playheads } from '../../src/core/transfer/playheads.ts';
import { DownloadService } from '../../src/peer/download/download-service.ts';
import { PreviewService, type OpenPreview, type PreviewOptions } from '../../src/peer/preview/preview-service.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { downloader, hasher, type Downloader, type StandInTracker } from '../adversarial/download-network.ts';

export interface PreviewingPeer {
  /** What the person downloads, with the library. */
  readonly own: Downloader;
  readonly previews: PreviewService;
  /** Of the previews. */
  readonly fetching: DownloadService;
  readonly folder: string;
}

export async function previewingPeer(
  t: TestContext,
  tracker: StandInTracker,
  options: Partial<PreviewOptions> = {},
): Promise<PreviewingPeer> {
  const playheads = new Playheads();
  const own = await downloader(t, tracker, { playheads });
  const folder = join(own.state, 'preview');
  const { identity, library } = own;
  const fetching = new DownloadService(
    {
      identity,
      library,
      tracker: tracker.operations,
      credential: () => 'token',
      hasher,
      playheads,
      clock: systemClock,
      log: SILENT,
    },
    { stateFile: join(own.state, 'preview.sqlite'), folder, concurrent: 16 },
  );
  await fetching.start();
  const previews = new PreviewService({ library, downloads: fetching, playheads, log: SILENT }, { ...options, folder });
  await previews.start();
  t.after(async () => {
    await previews[Symbol.asyncDispose]();
    await fetching.stop();
  });
  return { own, previews, fetching, folder };
}

/** Bytes of an open file; fewer at its end. */
export async function readAt(file: OpenPreview, position: number, count: number): Promise<Buffer> {
  const buffer = Buffer.alloc(count);
  let done = 0;
  while (done < count) {
    const read = await file.read(buffer.subarray(done), position + done, { signal: AbortSignal.timeout(50_000) });
    if (read === 0) break;
    done += read;
  }
  return buffer.subarray(0, done);
}
