import { AyniError } from '../../core/errors.ts';

export interface Setting<T> {
  /** What a value is, for errors. */
  readonly wants: string;
  /** Undefined for a value that makes no sense. */
  parse(value: string): T | undefined;
}

/** The statements of a configuration file: `key value;`, and lines that begin with `#`, which are comments. */
export class ConfStatements {
  readonly #file: string;
  readonly #keys: readonly string[];
  readonly #values = new Map<string, { readonly value: string; readonly line: number }>();

  /** @throws {AyniError} `bad-config`, with the line */
  constructor(text: string, { file, keys }: { readonly file: string; readonly keys: readonly string[] }) {
    this.#file = file;
    this.#keys = keys;
    for (const [index, line] of text
      .replace(/^\uFEFF/, '')
      .split(/\r\n|\r|\n/)
      .entries()) {
      this.#readLine(line.trim(), index + 1);
    }
  }

  /** Undefined where the file does not say it. @throws {AyniError} `bad-config`, with the line */
  read<T>(key: string, setting: Setting<T>): T | undefined {
    const stated = this.#values.get(key);
    if (stated === undefined) return undefined;
    const value = stated.value === '' ? undefined : setting.parse(stated.value);
    if (value === undefined) {
      throw this.#bad(stated.line, `${key} is "${stated.value.slice(0, 80)}": it must be ${setting.wants}.`);
    }
    return value;
  }

  #readLine(text: string, line: number): void {
    for (let rest = text; rest !== '' && !rest.startsWith('#');) {
      const end = rest.indexOf(';');
      if (end < 0) throw this.#bad(line, `"${rest.slice(0, 80)}" has no ";" behind it.`);
      const [, key = '', value = ''] = /^(\S+)\s*(.*)$/s.exec(rest.slice(0, end).trim()) ?? [];
      if (!this.#keys.includes(key)) {
        throw this.#bad(line, `"${key.slice(0, 80)}" is no setting: there are ${this.#keys.join(', ')}.`);
      }
      if (this.#values.has(key)) throw this.#bad(line, `${key} is set a second time: leave one of them.`);
      this.#values.set(key, { value, line });
      rest = rest.slice(end + 1).trim();
    }
  }

  #bad(line: number, problem: string): AyniError {
    return new AyniError('bad-config', `${this.#file}, line ${line}: ${problem}`, {
      context: { file: this.#file, line },
    });
  }
}
