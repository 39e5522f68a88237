/** Codes that tell of the place itself: nothing that is known of it can be had any more. */
const LASTING: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP', 'ENAMETOOLONG']);
/** What this machine is short of: these tell of no place at all. */
const SHORTAGES: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'ENOMEM']);

/** That the file system refused something. */
export class Refused {
  readonly #code: string;

  constructor(code: string) {
    this.#code = code;
  }

  get vanished(): boolean {
    return this.#code === 'ENOENT' || this.#code === 'ENOTDIR';
  }

  /** Whether it may be had later. What is known of the place holds until then. */
  get passing(): boolean {
    return !LASTING.has(this.#code);
  }

  get shortage(): boolean {
    return SHORTAGES.has(this.#code);
  }

  /** Why, in a few words. */
  get why(): string {
    if (this.vanished) return 'it vanished';
    if (this.#code === 'EACCES' || this.#code === 'EPERM') return 'no permission to read it';
    return `it cannot be read (${this.#code})`;
  }
}

/** The result, or that the file system refused. */
export function attempt<T>(call: () => T): T | Refused {
  try {
    return call();
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return new Refused(error.code);
    throw error;
  }
}
