import type { Clock } from '../../core/clock.ts';
import type { ContentId, PeerId } from '../../core/ids.ts';

/** What one peer is fetching: one content, over all of its runs, or small files. */
export interface Upload {
  readonly peer: PeerId;
  /** Which, and the absolute path of the copy that is read; absent for small files. */
  readonly file?: { readonly content: ContentId; readonly path: string };
  /** 1, or how many small files it was sent in a row. */
  readonly files: number;
  readonly sentBytes: number;
  /** Over the last seconds. */
  readonly bytesPerSecond: number;
  /** ms since the Unix epoch. */
  readonly since: number;
}

interface Tally extends Pick<Upload, 'peer' | 'file' | 'since'> {
  files: number;
  sent: number;
  running: number;
  ended: number;
  /** Bytes of the seconds `second - 4` … `second`, at index second % 5. */
  readonly window: number[];
  second: number;
}

/** An upload is a row of requests; it is shown for this long after the last, so that the list does not flicker. */
const LINGER_MS = 5_000;
const WINDOW_SECONDS = 5;
const MAX_LISTED = 2_000;
/** Smaller files are counted together: each is sent in a blink. */
const SMALL_BYTES = 1024 * 1024;

export interface RunningUpload {
  sent(bytes: number): void;
  end(): void;
}

/** Who is fetching what, and how fast. */
export class RunningUploads {
  readonly #clock: Clock;
  readonly #tallies = new Map<string, Tally>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A request for a content begins; hand the result the bytes it sent, and end it. */
  begin(peer: PeerId, content: ContentId, path: string, size: number): RunningUpload {
    return size < SMALL_BYTES ? this.beginSmall(peer, 1) : this.#begin(peer, { content, path }, 1);
  }

  /** As `begin`, for several small files at once. */
  beginSmall(peer: PeerId, files: number): RunningUpload {
    return this.#begin(peer, undefined, files);
  }

  #begin(peer: PeerId, file: Upload['file'], files: number): RunningUpload {
    this.#expire();
    const key = `${peer} ${file?.content ?? ''}`;
    const now = this.#clock.now();
    let tally = this.#tallies.get(key);
    if (tally === undefined) {
      const facts = file === undefined ? { peer } : { peer, file };
      tally = { ...facts, since: now, files: 0, sent: 0, running: 0, ended: now, window: [], second: 0 };
      if (this.#tallies.size < MAX_LISTED) this.#tallies.set(key, tally);
    }
    const mine = tally;
    mine.running++;
    mine.files = file === undefined ? mine.files + files : 1;
    return {
      sent: (bytes) => {
        mine.sent += bytes;
        this.#roll(mine);
        const index = mine.second % WINDOW_SECONDS;
        mine.window[index] = (mine.window[index] ?? 0) + bytes;
      },
      end: () => {
        mine.running--;
        mine.ended = this.#clock.now();
      },
    };
  }

  list(): Upload[] {
    this.#expire();
    const now = this.#clock.now();
    const listed = [...this.#tallies.values()].filter(({ file, sent }) => file !== undefined || sent >= SMALL_BYTES);
    return listed.map((tally) => {
      this.#roll(tally);
      const bytes = tally.window.reduce((sum, second) => sum + second, 0);
      // The current second is not over: count it by its share.
      const seconds = Math.min((now - tally.since) / 1000, WINDOW_SECONDS - 1 + (now % 1000) / 1000);
      return {
        peer: tally.peer,
        ...(tally.file === undefined ? {} : { file: tally.file }),
        files: tally.files,
        sentBytes: tally.sent,
        bytesPerSecond: seconds > 0 ? Math.round(bytes / Math.max(seconds, 0.1)) : 0,
        since: tally.since,
      };
    });
  }

  #roll(tally: Tally): void {
    const second = Math.floor(this.#clock.now() / 1000);
    const passed = Math.min(second - tally.second, WINDOW_SECONDS);
    for (let i = 0; i < passed; i++) tally.window[(second - i) % WINDOW_SECONDS] = 0;
    tally.second = second;
  }

  #expire(): void {
    const before = this.#clock.now() - LINGER_MS;
    for (const [key, tally] of this.#tallies) {
      if (tally.running === 0 && tally.ended < before) this.#tallies.delete(key);
    }
  }
}
