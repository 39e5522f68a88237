import { join } from 'node:path';

import type { PaceRates } from '../core/transfer/pace.ts';
import type { Playheads } from '../core/transfer/playheads.ts';
import { DownloadService, type DownloadComponents } from '../peer/download/download-service.ts';
import { MAX_ON_DEMAND } from '../peer/ondemand/on-demand.ts';
import { PreviewService } from '../peer/preview/preview-service.ts';
import type { Base } from './daemon/base.ts';

export interface RunningPreviews {
  readonly previews: PreviewService;
  setRates(rates: PaceRates): void;
}

/** Previews fetch with downloads of their own, into a folder of their own; all of it goes with the base's stack. */
export async function startPreviews(
  { state, log, stack }: Base,
  components: DownloadComponents & { readonly playheads: Playheads },
): Promise<RunningPreviews> {
  const folder = join(state, 'preview');
  const stateFile = join(state, 'preview.sqlite');
  const downloads = stack.use(new DownloadService(components, { stateFile, folder, concurrent: MAX_ON_DEMAND }));
  await downloads.start();
  const { library, playheads } = components;
  const previews = stack.use(new PreviewService({ library, downloads, playheads, log }, { folder }));
  await previews.start();
  return { previews, setRates: (rates) => downloads.setRates(rates) };
}
