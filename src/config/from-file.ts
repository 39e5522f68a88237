import { resolve } from 'node:path';
import { parse, TomlError } from 'smol-toml';

import { didYouMean } from '../core/format/did-you-mean.ts';
import { withSwitches } from './layers.ts';
import { namesIn, PLACES, SECTIONS } from './places.ts';
import { wrongValue, type Problem } from './problem.ts';
import type { Setting } from './setting.ts';

/** Characters of a settings file. */
const MAX_LENGTH = 256 * 1024;
/** Faults that are told; whoever has more begins with these. */
const MAX_PROBLEMS = 50;

/** What a settings file says, by place, and what is wrong in it. */
export interface FromFile {
  readonly values: ReadonlyMap<string, unknown>;
  readonly problems: readonly Problem[];
}

/**
 * Reads a settings file in TOML.
 * @param file.name for messages
 * @param file.folder absolute, what paths in it are relative to
 */
export function fromFile(text: string, file: { readonly name: string; readonly folder: string }): FromFile {
  const where = file.name;
  if (text.length > MAX_LENGTH) return broken({ where, text: `A settings file has ${MAX_LENGTH} letters at most.` });
  let table: object;
  try {
    table = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [first = ''] = error.message.split('\n');
    return broken({ where, line: error.line, text: `${first.replace(/\.$/, '')}.` });
  }
  const values = new Map<string, unknown>();
  const problems: Problem[] = [];
  const complain = (path: readonly string[], said: string): void => {
    if (problems.length >= MAX_PROBLEMS) return;
    const line = lineOf(text, path);
    problems.push({ where, key: path.join('.'), ...(line === undefined ? {} : { line }), text: said });
  };
  const walk = (section: object, above: readonly string[]): void => {
    for (const [key, value] of Object.entries(section)) {
      const path = [...above, key];
      const place = path.join('.');
      const setting = PLACES.get(place);
      if (setting !== undefined) {
        if (setting.kind.is(value)) values.set(place, inFolder(setting, value, file.folder));
        else complain(path, wrongValue(`"${place}"`, setting, value));
      } else if (SECTIONS.has(place)) {
        if (!isTable(value)) complain(path, `"${place}" is a section: write [${place}].`);
        else {
          if (above.length > 0) values.set(place, true);
          walk(value, path);
        }
      } else complain(path, `"${place}" is no setting that Ayni knows.${didYouMean(key, namesIn(above.join('.')))}`);
    }
  };
  walk(table, []);
  return { values: withSwitches(values), problems };
}

/** A path is relative to where it is written. */
export function inFolder({ kind }: Setting, value: unknown, folder: string): unknown {
  if (kind.isPath !== true) return value;
  return Array.isArray(value) ? value.map((each) => resolve(folder, String(each))) : resolve(folder, String(value));
}

function broken(problem: Problem): FromFile {
  return { values: new Map(), problems: [problem] };
}

function isTable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The parser keeps no lines: this one finds the first beginning of the file that has the key. The statement begins after
 * the longest beginning that lacks it.
 */
function lineOf(text: string, path: readonly string[]): number | undefined {
  const lines = text.split('\n');
  let without = 0;
  for (let count = 1; count <= lines.length; count++) {
    const table = attempt(lines.slice(0, count).join('\n'));
    if (table === undefined) continue;
    if (has(table, path)) return without + 1;
    without = count;
  }
  return undefined;
}

function attempt(text: string): object | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function has(table: object, path: readonly string[]): boolean {
  let at: unknown = table;
  for (const key of path) {
    if (!isTable(at) || !Object.hasOwn(at, key)) return false;
    at = Object.getOwnPropertyDescriptor(at, key)?.value;
  }
  return true;
}
