import type { Cli } from '../cli.ts';
import { textWidth, wrap } from '../terminal/width.ts';
import type { HelpText } from '../words/catalog.ts';

/** A command line, perhaps with what it does; `{self}` is how the user calls this program. */
export type Example = string | readonly [string, HelpText];

/** Cells of a line where no terminal tells how many it has. */
const LINE_CELLS = 120;

/** What stands below the options of a command: paragraphs of what is to know, and examples. */
export function helpNotes(cli: Cli, about: readonly HelpText[], examples: readonly Example[]): string {
  const { explain } = cli.output.words;
  const { self, output } = cli;
  const cells = Math.min(LINE_CELLS, output.answerCells);
  const paragraphs = about.map((text) => wrap(explain(text, { self }), cells).join('\n'));
  const lines = exampleLines(cli, examples).map((line) => `  ${line}`);
  const title = explain(examples.length === 1 ? 'Example:' : 'Examples:');
  return ['', [...paragraphs, [title, ...lines].join('\n')].join('\n\n')].join('\n');
}

/** With what they do in a column of its own. */
export function exampleLines({ output, self }: Cli, examples: readonly Example[]): readonly string[] {
  const pairs = examples.map((example) => (typeof example === 'string' ? ([example, undefined] as const) : example));
  const shown = pairs.map(([line, meaning]) => [line.replaceAll('{self}', self), meaning] as const);
  const width = Math.max(0, ...shown.map(([line, meaning]) => (meaning === undefined ? 0 : textWidth(line))));
  return shown.map(([line, meaning]) =>
    meaning === undefined ? line : `${line.padEnd(width)}   ${output.words.explain(meaning)}`,
  );
}
