import type { Clock } from '../../core/clock.ts';
import type { PeerId } from '../../core/ids.ts';
import type { Logger } from '../../core/log.ts';
import type { Status } from '../../wire/control/messages.ts';
import type { Activity, TrafficAnswer } from '../../wire/control/page-messages.ts';
import type { TrackerOperations } from '../../wire/tracker/operations.ts';
import type { DownloadService } from '../download/download-service.ts';
import type { UploadServer } from '../upload/upload-server.ts';
import { ActivityFeed } from './activity/activity-feed.ts';
import { SwarmNews } from './activity/swarm-news.ts';
import { TransferNews } from './activity/transfer-news.ts';
import { TrafficMeter } from './traffic/traffic-meter.ts';

/** How often transfers are looked at, ms: uploads are listed for 5 s after their end. */
const LOOK_MS = 4_000;

export interface PageFeedsComponents {
  readonly downloads: Pick<DownloadService, 'onChange' | 'jobs'>;
  readonly uploads: Pick<UploadServer, 'uploads'>;
  readonly counters: () => Status['counters'];
  readonly tracker: Pick<TrackerOperations, 'events' | 'peers'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What the web app shows of the past: the last hours' traffic, and what happened. In memory only. */
export class PageFeeds implements AsyncDisposable {
  readonly #parts: PageFeedsComponents;
  readonly #feed: ActivityFeed;
  readonly #swarm: SwarmNews;
  readonly #transfers: TransferNews;
  readonly #traffic: TrafficMeter;
  readonly #listeners = new Set<() => void>();
  #unlisten: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: PageFeedsComponents, { self }: { readonly self: PeerId }) {
    const { clock, tracker, log, counters } = parts;
    this.#parts = parts;
    const onNoted = (): void => {
      for (const listener of this.#listeners) listener();
    };
    this.#feed = new ActivityFeed({ clock }, { onNoted });
    this.#swarm = new SwarmNews({ tracker, feed: this.#feed, clock, log }, { self });
    this.#transfers = new TransferNews({ feed: this.#feed });
    this.#traffic = new TrafficMeter({ clock, read: counters });
  }

  start(): void {
    const { downloads, uploads } = this.#parts;
    for (const job of downloads.jobs()) this.#transfers.download(job);
    this.#unlisten = downloads.onChange((job) => this.#transfers.download(job));
    this.#timer = setInterval(() => {
      this.#traffic.look();
      this.#transfers.uploads(uploads.uploads());
    }, LOOK_MS).unref();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.#unlisten?.();
    await this.#swarm[Symbol.asyncDispose]();
  }

  /** While somebody looks, the tracker's news are followed. */
  watched(isWatched: boolean): void {
    this.#swarm.wanted(isWatched);
  }

  /** Calls back with each new one. Returns what ends it. */
  onActivity(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get newestActivity(): number {
    return this.#feed.newest;
  }

  activity(): Activity[] {
    return this.#feed.list().map((one) => {
      const peerName = one.peer === undefined ? undefined : this.#swarm.nameOf(one.peer);
      return peerName === undefined ? one : { ...one, peerName };
    });
  }

  traffic(): TrafficAnswer {
    return this.#traffic.answer();
  }
}
