import { fill } from '../../core/format/fill.ts';
import { Messages } from '../../messages/messages.ts';
import type { Catalog, HelpText, Noun, Phrase } from './catalog.ts';
import { nouns } from './english-nouns.ts';
import type { Language } from './language.ts';

/** The names in braces of a text: `n` and `all` of `{n} of {all}`. */
type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type Values<Text extends string> = [NamesIn<Text>] extends [never] ? [] : [Readonly<Record<NamesIn<Text>, Value>>];
type Value = string | number;

/**
 * What the command line says, in one language. The English text stands where it is said, and is what the catalogs of the
 * other languages go by.
 */
export class Words {
  readonly language: Language;
  readonly #catalog: Catalog | undefined;
  readonly #numbers: Intl.NumberFormat;
  #messages: Messages | undefined;

  constructor(language: Language = 'en', catalog?: Catalog) {
    this.language = language;
    this.#catalog = catalog;
    this.#numbers = new Intl.NumberFormat(language === 'en' ? 'en-US' : language);
  }

  /** `say('{done} of {all}', { done: 1, all: 2 })`. */
  readonly say = <Text extends Phrase>(text: Text, ...values: Values<Text>): string =>
    fill(this.#catalog?.said[text] ?? text, values[0] ?? {});

  /** A text of the help. */
  readonly explain = (text: HelpText, values: Readonly<Record<string, Value>> = {}): string =>
    fill(this.#catalog?.help[text] ?? text, values);

  /** A text that stands elsewhere, such as in the table of the settings; one that is not known stays as it is. */
  readonly described = (text: string): string => {
    const tables: readonly Readonly<Record<string, string>>[] =
      this.#catalog === undefined ? [] : [this.#catalog.help, this.#catalog.said];
    return tables.find((table) => Object.hasOwn(table, text))?.[text] ?? text;
  };

  /** `1 file`, `12,345 files`. */
  readonly count = (count: number, noun: Noun): string => {
    const [one, several] = this.#catalog?.nouns[noun] ?? nouns[noun];
    const form = new Intl.PluralRules(this.language).select(count) === 'one' ? one : several;
    return `${this.number(count)} ${form}`;
  };

  readonly number = (value: number): string => this.#numbers.format(value);

  /** What came in English from elsewhere: why something failed, or was left out. */
  readonly told = (message: string): string => {
    if (this.#catalog === undefined) return message;
    this.#messages ??= new Messages(this.#catalog.messages);
    return this.#messages.translate(message);
  };
}

/** Loads the words of one language only; English needs none. */
export async function wordsOf(language: Language): Promise<Words> {
  if (language === 'es') return new Words(language, (await import('./spanish/spanish.ts')).spanish);
  if (language === 'pt') return new Words(language, (await import('./portuguese/portuguese.ts')).portuguese);
  return new Words();
}
