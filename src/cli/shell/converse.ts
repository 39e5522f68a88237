import { AyniError } from '../../core/errors.ts';
import { printable } from '../../core/format/printable.ts';
import { CONTROL_ROUTES } from '../../wire/control/routes.ts';
import type { Cli } from '../cli.ts';
import type { Session } from '../daemon/session.ts';
import { EXIT } from '../exit-codes.ts';
import { exitCodeAfter, performCommandLine } from '../program.ts';
import { answerAddressed, isAddressed } from './addressed.ts';
import { completerOf } from './completion.ts';
import { sayEveryFile } from './every-file.ts';
import { loadHistory, saveHistory } from './history.ts';
import { innerCli } from './inner-cli.ts';
import { isTyped, LineReader } from './line-reader.ts';
import { parseLine } from './parse-line.ts';
import { SHELL_COMMANDS } from './shell-commands.ts';

const PROMPT = 'ayni> ';

/**
 * Answers line after line; what fails is told, and the next line is read.
 * @returns the exit code of the first that failed; `ok` where a person saw it
 */
export async function converse(cli: Cli, session: Session): Promise<number> {
  const { state } = await session.client.call(CONTROL_ROUTES.status, {}, { signal: session.signal });
  const history = isTyped(cli) ? await loadHistory(state) : [];
  using reader = new LineReader(cli, { complete: completerOf(session), history });
  if (reader.typed) cli.output.remark('"help" lists what there is, "quit" ends.');
  let failure: number = EXIT.ok;
  for (;;) {
    const line = await reader.ask(PROMPT);
    if (line === undefined) break;
    const code = await reader.during(async (signal) => {
      const inner = innerCli(cli, session, signal);
      try {
        return (await perform(line, { ...session, signal }, inner)) === 'end' ? undefined : EXIT.ok;
      } catch (error) {
        return exitCodeAfter(error, inner);
      }
    });
    if (code === undefined) break;
    if (failure === EXIT.ok) failure = code;
  }
  if (reader.typed) await saveHistory(state, reader.history);
  if (cli.signal.aborted) throw new AyniError('cancelled', 'Interrupted.');
  return reader.typed ? EXIT.ok : failure;
}

async function perform(line: string, session: Session, cli: Cli): Promise<'end' | undefined> {
  const words = parseLine(line);
  const [verb, ...rest] = words;
  const run = (...argv: readonly string[]) => performCommandLine(cli.output.json ? [...argv, '--json'] : argv, cli);
  switch (verb) {
    case undefined:
      return undefined;
    case 'quit':
    case 'exit':
      return 'end';
    case 'list':
      await sayEveryFile(session, cli.output);
      return undefined;
    case 'rehash':
      await run('rescan', ...rest);
      return undefined;
    case 'connect':
      throw new AyniError('usage', `This machine is in a network: "${cli.self} leave", then "${cli.self} join LINK".`);
    case 'disconnect':
      throw new AyniError('usage', `"quit" ends the shell; "${cli.self} leave" ends the membership for good.`);
    default:
  }
  if (verb === 'help' && rest.length === 0) sayHelp(cli);
  else if (!SHELL_COMMANDS.has(verb)) {
    throw new AyniError('usage', `There is no "${printable(verb.slice(0, 40))}" here: "help" lists what there is.`);
  } else if (isAddressed(words)) {
    await answerAddressed(words, session, cli.output, (target) => run('get', target));
  } else await run(...words);
  return undefined;
}

function sayHelp({ output }: Cli): void {
  const commands = [...SHELL_COMMANDS.values()];
  const width = Math.max(...commands.map(({ usage }) => usage.length));
  for (const { usage, meaning } of commands) output.answer(`${usage.padEnd(width)}  ${meaning}`);
  output.answer('\nNames with blanks stand in quotes. Commands take the options that they have outside.');
}
