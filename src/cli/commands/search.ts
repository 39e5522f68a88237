import { Option, type Command } from 'commander';

import { shortId } from '../../core/ids.ts';
import { formatBytes, formatTime } from '../../core/format/quantity.ts';
import { printable } from '../../core/format/printable.ts';
import { NETWORK_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { findPeer } from '../daemon/find-peer.ts';
import { searchAll, type Hit } from '../daemon/search-all.ts';
import { withDaemon } from '../daemon/session.ts';
import type { Output } from '../terminal/output.ts';
import { extension, positive, size } from '../options/parsers.ts';

interface Options extends CommonOptions {
  readonly type?: 'file' | 'directory';
  readonly ext?: readonly string[];
  readonly minSize?: number;
  readonly maxSize?: number;
  readonly peer?: string;
  readonly online?: boolean;
  readonly limit: number;
}

export function define(command: Command, cli: Cli): Command {
  return command
    .argument('[WORD...]', 'parts of the name or path; all must occur. None lists everything')
    .addOption(new Option('--type <TYPE>', 'only these').choices(['file', 'directory']))
    .option('--ext <EXTENSION>', 'with this ending, such as jpg; may be given again', extension)
    .option('--min-size <SIZE>', 'at least this large, such as 10MB', size)
    .option('--max-size <SIZE>', 'at most this large', size)
    .option('--peer <PEER>', 'shared by this peer')
    .option('--online', 'only what somebody who is online has')
    .option('--limit <N>', 'at most this many', positive, 100)
    .addHelpText(
      'after',
      helpNotes(
        cli,
        [
          'A word of three letters or more is found anywhere in a name or path, a shorter one where a word begins: "on" finds one.txt and not song.txt. One or two marks alone, such as "%", find nothing; beside other words they have to be there, too.',
        ],
        [
          '{self} search holiday 2025',
          '{self} search --ext jpg --ext png --min-size 1MB',
          '{self} search --json report',
        ],
      ),
    )
    .action((words: readonly string[], options: Options) => search(cli, words, options));
}

async function search(cli: Cli, words: readonly string[], options: Options): Promise<void> {
  const { output } = cli;
  const { say } = output.words;
  const { items, more } = await withDaemon(cli, options, async ({ client, signal }) => {
    const peer =
      options.peer === undefined
        ? {}
        : { peer: findPeer(await client.call(NETWORK_ROUTES.peers, {}, { signal }), options.peer).peer };
    const request = {
      text: words.join(' '),
      ...peer,
      ...(options.type === undefined ? {} : { kind: options.type }),
      ...(options.ext === undefined ? {} : { extensions: [...options.ext] }),
      ...(options.minSize === undefined ? {} : { minSize: options.minSize }),
      ...(options.maxSize === undefined ? {} : { maxSize: options.maxSize }),
      ...(options.online === true ? { online: true } : {}),
    };
    return searchAll({ client, signal }, request, options.limit);
  });
  output.value({ items, more });
  if (items.length === 0) {
    output.remark(words.length === 0 ? say('Nothing is shared yet.') : say('Nothing found.'));
    return;
  }
  output.table(
    [
      { title: say('SIZE'), align: 'right' },
      { title: say('SOURCES'), align: 'right' },
      { title: say('CHANGED'), minor: true },
      { title: say('ID'), minor: true },
      { title: say('NAME') },
    ],
    grouped(items).map((hit) => [
      hit.kind === 'directory' || (hit.foreign !== undefined && hit.foreign.size === undefined)
        ? ''
        : formatBytes(hit.size),
      hit.kind === 'directory' ? '' : String(hit.sources),
      hit.mtime > 0 ? formatTime(hit.mtime) : '',
      hit.content === undefined ? markOf(hit) : shortId(hit.content),
      namesOf(output, hit.names, hit.kind === 'directory'),
    ]),
  );
  if (more) output.remark(say('There is more: {option} shows it.', { option: `--limit ${options.limit * 10}` }));
}

/** Foreign peers that have the same file, as far as they tell, in one row: nobody has hashed it. */
function grouped(items: readonly Hit[]): readonly Hit[] {
  const groups = Map.groupBy(items, ({ content, foreign }) =>
    foreign === undefined || content !== undefined
      ? Symbol('alone')
      : JSON.stringify([foreign.dialect, foreign.name, foreign.size, foreign.md5]),
  );
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const sources = others.reduce((sum, hit) => sum + hit.sources, first.sources);
    return [{ ...first, sources, mtime: Math.max(first.mtime, ...others.map(({ mtime }) => mtime)) }];
  });
}

/** What stands for the id of a file that nobody here has hashed. */
function markOf({ foreign }: { readonly foreign?: { readonly dialect: string } }): string {
  return foreign === undefined ? '' : `[${foreign.dialect}]`;
}

function namesOf({ words }: Output, [first = '', ...others]: readonly string[], directory: boolean): string {
  const also = others.length > 0 ? words.say(' (also {names})', { names: others.map(printable).join(', ') }) : '';
  return printable(first) + (directory ? '/' : '') + also;
}
