import { basename } from 'node:path/posix';

import type { Job } from '../../download/job.ts';
import type { Upload } from '../../upload/running-uploads.ts';
import type { ActivityFeed } from './activity-feed.ts';

/** Notes the ends of downloads and the beginnings of uploads, each once. */
export class TransferNews {
  readonly #feed: ActivityFeed;
  /** Downloads that have not ended, as many as there are jobs. */
  readonly #open = new Set<string>();
  /** Uploads that were listed last. */
  #uploads = new Set<string>();

  constructor({ feed }: { readonly feed: ActivityFeed }) {
    this.#feed = feed;
  }

  /** Called with each change of a job. */
  download({ id, name, state, reason }: Job): void {
    if (state !== 'done' && state !== 'failed' && state !== 'cancelled') {
      this.#open.add(id);
      return;
    }
    // An ended one may change still, and was told already.
    if (!this.#open.delete(id) || state === 'cancelled') return;
    const message = reason === undefined ? {} : { message: reason.message };
    this.#feed.note({ kind: state === 'done' ? 'download-done' : 'download-failed', name, ...message });
  }

  /** Called with the uploads that run, every now and then. */
  uploads(running: readonly Upload[]): void {
    const listed = new Set<string>();
    for (const { peer, file, since } of running) {
      const key = `${peer} ${file?.content ?? ''} ${since}`;
      listed.add(key);
      if (this.#uploads.has(key)) continue;
      const name = file === undefined ? {} : { name: basename(file.path) };
      this.#feed.note({ at: since, kind: 'upload-begun', peer, ...name });
    }
    this.#uploads = listed;
  }
}
