import { AyniError } from '../../core/errors.ts';
import { printable } from '../../core/format/printable.ts';
import { optionIn } from '../options/option-in.ts';

export const LANGUAGES = ['en', 'es', 'pt'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * The language to speak: what `--language` says, else AYNI_LANGUAGE, else the locale (POSIX: LC_ALL goes before
 * LC_MESSAGES, that before LANG). A locale that is not spoken here means English.
 * @param argv without what follows `--`
 * @throws {AyniError} `usage` for a language that was asked for and is not spoken
 */
export function languageFor(argv: readonly string[], env: NodeJS.ProcessEnv): Language {
  const asked = optionIn(argv, '--language') ?? env['AYNI_LANGUAGE'] ?? '';
  if (asked !== '') {
    const language = spoken(asked);
    if (language !== undefined) return language;
    throw new AyniError('usage', `"${printable(asked)}" is not spoken here: en, es and pt are.`);
  }
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((one = '') => one !== '');
  return spoken(locale ?? '') ?? 'en';
}

/** `es`, `es_PE.UTF-8` and `es-PE` are Spanish. */
function spoken(tag: string): Language | undefined {
  const [primary] = tag.toLowerCase().split(/[-_.@]/);
  return LANGUAGES.find((language) => language === primary);
}
