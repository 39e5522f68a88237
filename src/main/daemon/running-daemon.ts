import type { Daemon } from '../../cli/programs.ts';
import type { AyniError } from '../../core/errors.ts';
import type { ControlServer } from '../../peer/control/control-server.ts';
import type { ControlFile } from '../../wire/control/messages.ts';

/** A daemon in this process. */
export class RunningDaemon implements Daemon {
  readonly here = true;
  readonly control: ControlFile;
  readonly ended: Promise<AyniError | undefined>;
  readonly #server: ControlServer;
  readonly #stack: AsyncDisposableStack;
  #stopping: Promise<void> | undefined;

  /** @param parts.stack with everything the daemon opened */
  constructor(parts: {
    readonly control: ControlFile;
    readonly server: ControlServer;
    readonly stack: AsyncDisposableStack;
    readonly ended: Promise<AyniError | undefined>;
  }) {
    this.control = parts.control;
    this.#server = parts.server;
    this.#stack = parts.stack;
    this.ended = parts.ended;
  }

  attached(): number {
    return this.#server.attached;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stack.disposeAsync();
    return this.#stopping;
  }
}
