import { parseLink } from '../../core/access/link.ts';
import { AyniError } from '../../core/errors.ts';
import { printable } from '../../core/format/printable.ts';
import type { Cli } from '../cli.ts';
import { ownNetwork } from '../daemon/own-network.ts';
import type { Session } from '../daemon/session.ts';
import { EXIT } from '../exit-codes.ts';
import { exitCodeAfter, performCommandLine } from '../program.ts';
import { answerAddressed, isAddressed } from './addressed.ts';
import { sayEveryFile } from './every-file.ts';
import { confirmLeave } from './confirm-leave.ts';
import { innerCli } from './inner-cli.ts';
import type { LineReader } from './line-reader.ts';
import { parseLine } from './parse-line.ts';
import { SHELL_COMMANDS } from './shell-commands.ts';

const PROMPT = 'ayni> ';

/** Why a conversation ended, and the exit code of the first line of it that failed. */
export type Outcome =
  | { readonly next: 'end'; readonly failure: number }
  | { readonly next: 'apart'; readonly failure: number }
  | { readonly next: 'connect'; readonly link: string; readonly failure: number };

type Answered = 'end' | 'apart' | { readonly link: string } | undefined;

/**
 * Answers line after line; what fails is told, and the next line is read.
 * @param session absent where this machine is in no network
 */
export async function converse(cli: Cli, reader: LineReader, session: Session | undefined): Promise<Outcome> {
  const { say } = cli.output.words;
  const apart = `ayni (${say('no network')})> `;
  if (reader.typed && session !== undefined) cli.output.remark(say('"help" lists what there is, "quit" ends.'));
  let failure: number = EXIT.ok;
  for (;;) {
    const line = await reader.ask(session === undefined ? apart : PROMPT);
    if (line === undefined) return { next: 'end', failure };
    const answered: Answered | number = await reader.during(async (signal) => {
      const inner = session === undefined ? cli : innerCli(cli, session, signal);
      try {
        if (session === undefined) return performApart(parseLine(line), inner);
        return await perform(line, { ...session, signal }, inner, reader);
      } catch (error) {
        return exitCodeAfter(error, inner);
      }
    });
    if (typeof answered === 'object') return { next: 'connect', link: answered.link, failure };
    if (typeof answered === 'string') return { next: answered, failure };
    if (failure === EXIT.ok) failure = answered ?? EXIT.ok;
  }
}

/** Between two networks. */
function performApart([verb, link, ...more]: readonly string[], { output }: Cli): Answered {
  if (verb === undefined) return undefined;
  if (verb === 'quit' || verb === 'exit') return 'end';
  if (verb === 'help') {
    const { say } = output.words;
    output.answer(`connect LINK  ${say('joins a network by its invite link')}`);
    output.answer(`quit          ${say('ends the shell')}`);
    return undefined;
  }
  if (verb === 'connect' && link !== undefined && more.length === 0) return { link };
  if (verb === 'connect') throw new AyniError('usage', 'Say by which invite: connect LINK.');
  if (verb === 'disconnect') throw new AyniError('usage', 'This machine is in no network.');
  throw new AyniError('not-joined', 'This machine is in no network: "connect LINK" joins one, "quit" ends.');
}

/** @throws {AyniError} `already-joined` in another network, `usage` */
async function connect(session: Session, [text, ...more]: readonly string[], { output }: Cli): Promise<void> {
  if (text === undefined || more.length > 0) throw new AyniError('usage', 'Say by which invite: connect LINK.');
  const { network } = parseLink(text);
  if (network !== (await ownNetwork(session)))
    throw new AyniError('already-joined', 'This machine is in another network: "disconnect" leaves it.');
  output.answer(output.words.say('Connected: this machine is in that network.'));
}

/** A person is asked first. */
async function disconnect(cli: Cli, reader: LineReader): Promise<Answered> {
  if (reader.typed && !(await confirmLeave(cli, reader))) {
    cli.output.remark(cli.output.words.say('Not left.'));
    return undefined;
  }
  await performCommandLine(['leave'], cli);
  return 'apart';
}

async function perform(line: string, session: Session, cli: Cli, reader: LineReader): Promise<Answered> {
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
      await connect(session, rest, cli);
      return undefined;
    case 'disconnect':
      return disconnect(cli, reader);
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
  const { say } = output.words;
  const commands = [...SHELL_COMMANDS.values()];
  const width = Math.max(...commands.map(({ usage }) => usage.length));
  for (const { usage, meaning } of commands) output.answer(`${usage.padEnd(width)}  ${say(meaning)}`);
  output.answer(`\n${say('Names with blanks stand in quotes. Commands take the options that they have outside.')}`);
}
