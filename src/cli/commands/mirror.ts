import { resolve } from 'node:path';
import type { Command } from 'commander';

import { AWAY, AyniError, type ErrorCode } from '../../core/errors.ts';
import { printable } from '../../core/format/printable.ts';
import type { ContentId, PeerId } from '../../core/ids.ts';
import { makeFolders } from '../../platform/make-folders.ts';
import { writableFolder } from '../../platform/writable-folder.ts';
import { CONTROL_ROUTES, NETWORK_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { browse } from '../daemon/browse.ts';
import { findPeer, splitPeerPath } from '../daemon/find-peer.ts';
import { withDaemon, type Session } from '../daemon/session.ts';
import { watchDownloads } from '../daemon/watch.ts';
import { pause } from '../follow/pause.ts';
import { diskFault } from '../mirror/disk-fault.ts';
import { LocalTree } from '../mirror/local-tree.ts';
import { mirrorPass, type Done, type Fetch } from '../mirror/mirror-pass.ts';
import { MirrorState } from '../mirror/mirror-state.ts';
import { insteadOfFolder, peerTree, type Listed } from '../mirror/peer-tree.ts';

interface Options extends CommonOptions {
  readonly once?: boolean;
}

interface Source {
  readonly peer: PeerId;
  readonly name: string;
  /** `share/…`. */
  readonly path: string;
}

/** How often the peer's folder is listed, ms; a long listing is asked for less often. */
const POLL_MS = 5000;
const REST_PER_LISTING = 20;
/** Downloads that are begun together. */
const BATCH = 100;
/** Names that are told one by one. */
const MAX_NAMED = 10;
/** What ends by itself: the peer comes back, or shares it again. */
const PASSING: ReadonlySet<ErrorCode> = new Set([...AWAY, 'not-found', 'no-sources']);

export function define(command: Command, cli: Cli): Command {
  return command
    .argument('<PEER:FOLDER>', 'a folder of a peer, or a whole share')
    .argument('<DIR>', 'the folder to keep the same; it is made where it is not there')
    .option('--once', 'end when it is the same')
    .addHelpText(
      'after',
      helpNotes(
        cli,
        [
          `Fetches what is new, and replaces or deletes only what it wrote itself and nobody changed since. What you changed here stays until the peer's changes too, and then gets a name such as "notes (conflict 2026-11-26).txt". Your own files stay. While the peer is offline nothing is touched.`,
        ],
        ['{self} mirror left:photos ~/Photos-of-left', '{self} mirror left:lectures/2026 ./lectures --once'],
      ),
    )
    .action((where: string, folder: string, options: Options) => mirror(cli, where, folder, options));
}

async function mirror(cli: Cli, where: string, folder: string, options: Options): Promise<void> {
  const root = resolve(cli.cwd, folder);
  await writableFolder(root);
  await withDaemon(cli, options, async (session) => {
    const source = await sourceOf(session, where);
    await assertFolder(session, source);
    try {
      await makeFolders(root);
      using state = await MirrorState.open(root, { peer: source.peer, path: source.path });
      await keepSame(cli, session, { source, root, state, once: options.once === true });
    } catch (error) {
      throw diskFault(error);
    }
  });
}

async function sourceOf({ client, signal }: Session, where: string): Promise<Source> {
  const split = splitPeerPath(where);
  if (split === undefined || split.path === '')
    throw new AyniError(
      'usage',
      'Say which folder of which peer: PEER:share or PEER:share/folder; "ls PEER" lists them.',
    );
  const { peer, name } = findPeer(await client.call(NETWORK_ROUTES.peers, {}, { signal }), split.peer);
  const { peer: own } = await client.call(CONTROL_ROUTES.status, {}, { signal });
  if (peer === own?.id)
    throw new AyniError('usage', 'This is what this machine shares itself: nothing is to be fetched.');
  return { peer, name, path: split.path };
}

/** Whoever names a file hears so before a folder is made for it. What is not there yet may come. */
async function assertFolder({ client, signal }: Session, source: Source): Promise<void> {
  const { peer, path } = source;
  const first = { peer, path, recursive: false, limit: 1 };
  const { items } = await client.call(NETWORK_ROUTES.browse, first, { signal }).catch((error: unknown) => {
    if (AyniError.is(error, 'not-found')) return { items: [] };
    throw error;
  });
  const instead = insteadOfFolder(items, path);
  if (instead !== undefined) throw noFolder(source, instead);
}

interface Keeping {
  readonly source: Source;
  readonly root: string;
  readonly state: MirrorState;
  readonly once: boolean;
}

async function keepSame(cli: Cli, session: Session, { source, root, state, once }: Keeping): Promise<void> {
  const { say, told } = cli.output.words;
  const local = new LocalTree(root);
  const refusedBefore = new Set<string>();
  let trouble = '';
  for (let first = true; ; first = false) {
    const began = Date.now();
    let rest = POLL_MS;
    try {
      const tree = await treeOf(session, source);
      rest = Math.max(rest, REST_PER_LISTING * (Date.now() - began));
      for (const { path, why } of tree.refused) {
        if (!refusedBefore.has(path)) cli.output.remark(`  ${printable(path)}: ${printable(told(why))}`);
        refusedBefore.add(path);
      }
      const done = await mirrorPass(local, state, tree, fetcher(cli, session, state));
      sayDone(cli, done, first);
      trouble = '';
    } catch (error) {
      if (once || !AyniError.is(error) || !PASSING.has(error.code)) throw error;
      if (trouble !== error.message)
        cli.output.remark(say('{reason} Waiting.', { reason: printable(told(error.message)) }));
      trouble = error.message;
    }
    if (once) return;
    if (first) cli.output.remark(say('Following. Ctrl-C ends it.'));
    await pause(rest, session.signal);
  }
}

/** @throws {AyniError} `unreachable` while the peer is offline: what a tracker says of it then may be old */
async function treeOf(session: Session, source: Source) {
  await isOnline(session, source);
  let listed: Awaited<ReturnType<typeof browse>>;
  try {
    listed = await browse(session, source.peer, source.path, true);
  } catch (error) {
    if (!AyniError.is(error, 'not-found')) throw error;
    throw noFolder(source, undefined, error);
  }
  const instead = insteadOfFolder(listed, source.path);
  if (instead !== undefined) throw noFolder(source, instead);
  // It may have left meanwhile.
  await isOnline(session, source);
  const isLoose = process.platform === 'win32' || process.platform === 'darwin';
  return peerTree(listed, source.path, { windows: process.platform === 'win32', caseInsensitive: isLoose });
}

function noFolder({ name, path }: Source, instead: Listed | undefined, cause?: unknown): AyniError {
  const what = `${printable(name)} shares no folder "${printable(path)}"`;
  const target = printable(instead?.target ?? '');
  const why =
    instead === undefined ? '' : instead.kind === 'symlink' ? ` (it is a link to "${target}")` : ' (it is a file)';
  return new AyniError('not-found', `${what}${why}: nothing is touched here.`, { cause });
}

async function isOnline({ client, signal }: Session, { peer, name }: Source): Promise<void> {
  const peers = await client.call(NETWORK_ROUTES.peers, {}, { signal });
  if (peers.find((one) => one.peer === peer)?.online === true) return;
  throw new AyniError('unreachable', `${printable(name)} is offline: nothing is touched here.`);
}

/** What came before an interruption is there already: a part has a folder that is named for its content. */
function fetcher(cli: Cli, { client, signal, daemon }: Session, state: MirrorState): Fetch {
  const { say, told } = cli.output.words;
  return async (contents) => {
    const here = new Map<ContentId, string>();
    const all = [...contents];
    for (let at = 0; at < all.length; at += BATCH) {
      const begun = new Map<string, ContentId>();
      for (const [content, { size, name }] of all.slice(at, at + BATCH)) {
        const target = { kind: 'content' as const, content, size, name };
        const request = { target, folder: state.partsOf(content), seed: false };
        begun.set((await client.call(CONTROL_ROUTES.addDownload, request, { signal })).id, content);
      }
      for (const job of await watchDownloads({ client, signal, daemon }, cli.output, [...begun.keys()])) {
        const content = begun.get(job.id);
        if (job.state === 'done' && content !== undefined && job.destination !== undefined)
          here.set(content, job.destination);
        if (job.state === 'failed')
          cli.output.remark(
            `  ${printable(job.name)}: ${printable(job.reason === undefined ? say('failed') : told(job.reason.message))}`,
          );
      }
    }
    return here;
  };
}

function sayDone({ output }: Cli, done: Done, always: boolean): void {
  const { fetched, replaced, deleted, conflicts } = done;
  if (!always && fetched.length + replaced.length + deleted.length + conflicts.length === 0) return;
  output.value(done);
  const { say, count } = output.words;
  output.answer(
    say('{fetched} fetched, {replaced} replaced, {deleted} deleted, {conflicts}.', {
      fetched: count(fetched.length, 'file'),
      replaced: replaced.length,
      deleted: deleted.length,
      conflicts: count(conflicts.length, 'conflict'),
    }),
  );
  for (const { path, now } of conflicts.slice(0, MAX_NAMED))
    output.remark(
      `  ${say('{path} was changed here: yours is {now}', { path: printable(path), now: printable(now) })}`,
    );
}
