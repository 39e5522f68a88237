import type { Daemon } from '../../cli/programs.ts';
import type { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { ControlServer } from '../../peer/control/control-server.ts';
import type { ControlFile } from '../../wire/control/messages.ts';

/** What a daemon gets to stop in order, ms: longer than each of its parts takes. */
const STOP_MS = 30_000;

/** A daemon in this process. */
export class RunningDaemon implements Daemon {
  readonly here = true;
  readonly control: ControlFile;
  readonly ended: Promise<AyniError | undefined>;
  readonly #server: ControlServer;
  readonly #stack: AsyncDisposableStack;
  readonly #log: Logger;
  #stopping: Promise<void> | undefined;

  /** @param parts.stack with everything the daemon opened */
  constructor(parts: {
    readonly control: ControlFile;
    readonly server: ControlServer;
    readonly stack: AsyncDisposableStack;
    readonly ended: Promise<AyniError | undefined>;
    readonly log: Logger;
  }) {
    this.control = parts.control;
    this.#server = parts.server;
    this.#stack = parts.stack;
    this.ended = parts.ended;
    this.#log = parts.log;
  }

  attached(): number {
    return this.#server.attached;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /** A part that does not end, such as a disk that hangs, must not keep whoever pressed Ctrl-C. */
  async #stop(): Promise<void> {
    let overdue: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      overdue = setTimeout(() => {
        this.#log.error({ ms: STOP_MS }, 'a part of the daemon did not stop in time');
        resolve();
      }, STOP_MS);
    });
    try {
      await Promise.race([this.#stack.disposeAsync(), late]);
    } finally {
      clearTimeout(overdue);
    }
  }
}
