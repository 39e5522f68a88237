import type { Setting } from './setting.ts';

/** Something in a configuration that is not right. */
export interface Problem {
  /** A file's name, or `environment`. */
  readonly where: string;
  /** The key or variable that it is about. */
  readonly key?: string;
  /** From 1, where it is known. */
  readonly line?: number;
  /** A sentence. */
  readonly text: string;
}

/** `ayni.toml, line 3: …`. */
export function problemLine({ where, line, text }: Problem): string {
  return `${where}${line === undefined ? '' : `, line ${line}`}: ${text}`;
}

/** @param name as whoever wrote it knows it. @param value left out where it may be a secret */
export function wrongValue(name: string, { kind, masked }: Setting, value: unknown): string {
  const not = masked === undefined ? `, not ${brief(value)}` : '';
  return `${name} should be ${kind.says}${not}.`;
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
