import type { DatabaseSync } from 'node:sqlite';
import { Statement } from './statement.ts';

/**
 * One read transaction for all the reads of one turn of the event loop: beginning and ending one locks and
 * unlocks the file, a quarter of what a `locate` costs here. For a connection of its own, that nothing is written through.
 */
export class TurnSnapshot {
  readonly #begin: Statement;
  readonly #end: Statement;
  #isOpen = false;
  #immediate: NodeJS.Immediate | undefined;

  constructor(database: DatabaseSync) {
    this.#begin = new Statement(database, 'BEGIN');
    this.#end = new Statement(database, 'COMMIT');
  }

  /** Before a read. It sees what was committed before the first one of this turn. */
  enter(): void {
    if (this.#isOpen) return;
    this.#begin.run();
    this.#isOpen = true;
    this.#immediate ??= setImmediate(() => {
      this.#immediate = undefined;
      this.leave();
    });
  }

  /** Has the next read see what is committed now: whoever hears that a write is done finds it. */
  leave(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#end.run();
  }

  /** Ends it for good. */
  close(): void {
    this.leave();
    clearImmediate(this.#immediate);
  }
}

/** For a database in memory, whose one connection is written through, too. */
export const NO_SNAPSHOT: Pick<TurnSnapshot, 'enter' | 'leave' | 'close'> = { enter() {}, leave() {}, close() {} };
