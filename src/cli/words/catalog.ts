import type { MessageTable } from '../../messages/message-table.ts';
import type { nouns } from './english-nouns.ts';
import type { help } from './spanish/help.ts';
import type { messages } from './spanish/messages.ts';
import type { said } from './spanish/said.ts';

/** An English text that commands say. */
export type Phrase = keyof typeof said;
/** One without values in it. */
export type PlainPhrase = Exclude<Phrase, `${string}{${string}`>;
/** An English text of the help. */
export type HelpText = keyof typeof help;
/** What is wrong with a command line. */
export type LineMessage = keyof typeof messages;
/** What is counted. */
export type Noun = keyof typeof nouns;

/**
 * A language other than English, as what stands for each English text. `{name}` in it stands for a value. A phrase that
 * one of the languages lacks does not compile.
 */
export interface Catalog {
  readonly said: Readonly<Record<Phrase, string>>;
  readonly help: Readonly<Record<HelpText, string>>;
  /** One and several of each. */
  readonly nouns: Readonly<Record<Noun, readonly [string, string]>>;
  /** What errors, daemons and trackers say, of command lines, too; what is in no catalog stays English. */
  readonly messages: MessageTable & Readonly<Record<LineMessage, string>>;
}
