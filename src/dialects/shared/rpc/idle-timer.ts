/** Ends a wait for somebody else that lasts too long. The time in which we work ourselves does not count. */
export class IdleTimer implements Disposable {
  readonly #timer: NodeJS.Timeout;
  #waiting = true;
  #fired = false;

  constructor(ms: number, onIdle: () => void) {
    this.#timer = setTimeout(() => {
      if (!this.#waiting) return;
      this.#fired = true;
      onIdle();
    }, ms);
  }

  /** Whether it ended the wait. */
  get fired(): boolean {
    return this.#fired;
  }

  /** They have their time from now on. */
  wait(): void {
    this.#waiting = true;
    this.#timer.refresh();
  }

  /** Something came, and is being worked on. */
  work(): void {
    this.#waiting = false;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
