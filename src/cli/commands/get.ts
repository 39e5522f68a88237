import { resolve } from 'node:path';
import type { Command } from 'commander';

import { AyniError } from '../../core/errors.ts';
import { printable } from '../../core/format/printable.ts';
import { CONTROL_ROUTES, NETWORK_ROUTES, type ControlRequest } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { callOf } from '../help/call-of.ts';
import { helpNotes } from '../help/help-notes.ts';
import { withDaemon, type Session } from '../daemon/session.ts';
import { watchDownloads } from '../daemon/watch.ts';
import { sayDownloads } from '../say-downloads.ts';
import { candidatesFor, type Candidate } from '../target/candidates.ts';
import { chooseOne } from '../target/choose.ts';

interface Options extends CommonOptions {
  readonly id?: string;
  readonly output?: string;
  /** Commander's name for `--no-seed`. */
  readonly seed: boolean;
  readonly only?: string[];
  readonly skip?: string[];
  readonly first?: string[];
  readonly inOrder?: boolean;
}

function several(text: string, before: string[] = []): string[] {
  return [...before, text];
}

export function define(command: Command, cli: Cli): Command {
  return command
    .argument('<FILE...>', 'names, content ids, links, PEER:share/path, folders, or DIALECT://HOST:PORT/NAME')
    .option('--id <ID>', 'which of several contents with this name, by the beginning of its id')
    .option('-o, --output <DIR>', 'where to put it (the downloads folder unless given)')
    .option('--no-seed', 'do not offer it to others afterwards')
    .option('--only <PATTERN>', 'of a folder, only files that match; may be given several times', several)
    .option('--skip <PATTERN>', 'of a folder, no files that match; may be given several times', several)
    .option('--first <PATTERN>', 'of a folder, files that match before the others; may be given several times', several)
    .option('--in-order', 'one file after the other, each from its beginning, to play it meanwhile')
    .addHelpText(
      'after',
      helpNotes(
        cli,
        [
          'Nothing is ever overwritten: a file that is there with the same bytes is kept, another one gets a number beside it. What was interrupted goes on where it stopped when the same command is given again. Patterns are those of .gitignore, relative to the folder: "*.pdf", "2025/", "!draft.pdf".',
        ],
        [
          '{self} get holiday.jpg',
          '{self} get left:photos/2025 -o ~/Pictures',
          '{self} get report.pdf --id c4kd',
          '{self} get ayni:file/1/n…/c…/4096/report.pdf',
          "{self} get left:photos --only '*.jpg' --skip raw/ --first 2025/",
        ],
      ),
    )
    .action((texts: readonly string[], options: Options) => get(cli, texts, options));
}

async function get(cli: Cli, texts: readonly string[], options: Options): Promise<void> {
  const { output } = cli;
  if (options.id !== undefined && texts.length > 1)
    throw new AyniError('usage', '--id chooses for one name at a time.');
  const jobs = await withDaemon(cli, options, async (session) => {
    const targets: Candidate[] = [];
    // All names first: nothing begins when one of them is wrong.
    for (const text of texts) targets.push(chooseOne(output, text, await candidatesFor(session, text, options.id)));
    await refuseOwn(session, targets);
    const ids: string[] = [];
    for (const target of targets) ids.push((await begin(session, target, cli, options)).id);
    try {
      return await watchDownloads(session, output, ids);
    } catch (error) {
      if (AyniError.is(error, 'cancelled')) sayInterrupted(cli, session);
      throw error;
    }
  });
  for (const job of jobs) output.value(job);
  sayDownloads(output, jobs);
  const failed = jobs.find(({ state }) => state !== 'done');
  if (failed?.state === 'cancelled') throw new AyniError('cancelled', 'The download was cancelled.');
}

/** What only this machine has cannot be fetched: it would wait for somebody else to have it. */
async function refuseOwn({ client, signal }: Session, targets: readonly Candidate[]): Promise<void> {
  const { peer } = await client.call(CONTROL_ROUTES.status, {}, { signal });
  const contents = targets.flatMap((target) => (target.kind === 'content' ? [target.content] : []));
  const located = contents.length === 0 ? {} : await client.call(NETWORK_ROUTES.locate, { contents }, { signal });
  for (const target of targets) {
    if (target.kind === 'foreign') continue;
    const sources = target.kind === 'tree' ? [target, ...target.also] : (located[target.content] ?? []);
    if (sources.length === 0 || sources.some((source) => source.peer !== peer?.id)) continue;
    const name = target.kind === 'tree' ? target.path : target.name;
    throw new AyniError('conflict', `"${printable(name)}" is shared by this machine, and by no other: it is here.`);
  }
}

function begin(session: Session, target: Candidate, cli: Cli, options: Options) {
  const request: ControlRequest<'addDownload'> = {
    target: targetOf(target),
    seed: options.seed,
    ...wishesOf(options),
    ...(options.output === undefined ? {} : { folder: resolve(cli.cwd, options.output) }),
  };
  return session.client.call(CONTROL_ROUTES.addDownload, request, { signal: session.signal });
}

function targetOf(target: Candidate): ControlRequest<'addDownload'>['target'] {
  // Listed at one of those who have it; its contents are asked of all of them.
  if (target.kind === 'tree') return { kind: 'tree', peer: target.peer, path: target.path };
  if (target.kind === 'foreign') return { ...target, also: [...target.also] };
  const { content, name, size } = target;
  return { kind: 'content', content, name, ...(size === undefined ? {} : { size }) };
}

function wishesOf({ only, skip, first, inOrder }: Options): Pick<ControlRequest<'addDownload'>, 'wishes'> {
  const wishes = {
    ...(only && { only }),
    ...(skip && { skip }),
    ...(first && { first }),
    ...(inOrder === true && { inOrder }),
  };
  return Object.keys(wishes).length === 0 ? {} : { wishes };
}

function sayInterrupted(cli: Cli, { daemon }: Session): void {
  const { output } = cli;
  const { say } = output.words;
  output.remark(
    daemon.here
      ? say('Interrupted: the same command goes on where this one stopped.')
      : say('The download goes on in the running peer: "{command}" shows it, "downloads cancel" ends it.', {
          command: callOf(cli, 'downloads'),
        }),
  );
}
