import { resolve } from 'node:path';

import { AyniError } from '../core/errors.ts';
import { printable } from '../core/format/printable.ts';
import type { ShareMessage, ShareStatus } from '../wire/control/messages.ts';
import { CONTROL_ROUTES } from '../wire/control/routes.ts';
import type { Cli } from './cli.ts';
import { ControlClient } from './daemon/control-client.ts';
import { callOf } from './help/call-of.ts';
import type { ShareChoices } from './options/settings.ts';
import { watchShares } from './daemon/watch.ts';
import type { Started } from './programs.ts';
import { reportError } from './report-error.ts';
import { sayShares } from './say-shares.ts';

/** Shares folders in a daemon that just started, keeps it until Ctrl-C or until it ends by itself, and drains it. */
export async function runDaemon(
  cli: Cli,
  started: Started,
  folders: readonly string[],
  choices: ShareChoices = {},
): Promise<void> {
  const { daemon } = started;
  const { output, signal } = cli;
  const ended = new AbortController();
  const client = new ControlClient(daemon.control);
  const session = { client, daemon, signal: AbortSignal.any([signal, ended.signal]) };
  try {
    // A tracker alone has nothing to share.
    const sharing = started.peer === undefined ? undefined : shareAll(cli, session, folders, choices);
    sharing?.catch((error: unknown) => {
      if (!session.signal.aborted) reportError(error, cli);
    });
    const reason = await Promise.race([daemon.ended, aborted(signal)]);
    if (signal.aborted) output.remark(output.words.say('Stopping: transfers that run go on at the next start.'));
    ended.abort();
    await sharing?.catch(() => undefined);
    if (reason !== undefined) throw reason;
    if (!signal.aborted) output.remark(output.words.say('The membership was ended from another terminal: stopping.'));
  } finally {
    await daemon.stop();
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((settle) => {
    if (signal.aborted) settle(undefined);
    else signal.addEventListener('abort', () => settle(undefined), { once: true });
  });
}

async function shareAll(
  cli: Cli,
  session: Parameters<typeof watchShares>[0],
  folders: readonly string[],
  { hidden = false, group = [] }: ShareChoices,
): Promise<void> {
  const { client, signal } = session;
  const { say } = cli.output.words;
  const audience =
    group.length === 0 ? { kind: 'everyone' as const } : { kind: 'restricted' as const, groups: [...group], peers: [] };
  const known = await client.call(CONTROL_ROUTES.shares, {}, { signal });
  const added: string[] = [];
  for (const folder of folders) {
    const path = resolve(cli.cwd, folder);
    // What was shared before is shared still: the same command line serves for every start.
    const before = known.find(({ share }) => share.path === path)?.share;
    if (before !== undefined) {
      if ((hidden && !before.hidden) || !limits(before.audience, group)) {
        cli.output.remark(
          say('{name} stays shared as it was: "unshare" it first for a change.', { name: printable(before.name) }),
        );
      }
      continue;
    }
    try {
      added.push((await client.call(CONTROL_ROUTES.addShare, { path, hidden, audience }, { signal })).name);
    } catch (error) {
      if (signal.aborted) throw error;
      reportError(error, cli);
    }
  }
  const names = [...known.map(({ share }) => share.name), ...added];
  const shares: readonly ShareStatus[] = names.length === 0 ? [] : await watchShares(session, cli.output, names);
  sayShares(cli.output, shares);
  // Why those that were asked for are not was told.
  if (names.length > 0 || folders.length > 0) return;
  const { peer } = await client.call(CONTROL_ROUTES.status, {}, { signal });
  cli.output.remark(
    peer?.role === 'guest'
      ? say('A guest shares nothing.')
      : say('Nothing is shared yet: "{command}" in another terminal.', { command: callOf(cli, 'share FOLDER') }),
  );
}

/** Whether an audience is these groups; no groups ask for nothing. */
function limits(audience: ShareMessage['audience'], groups: readonly string[]): boolean {
  if (groups.length === 0) return true;
  return audience.kind === 'restricted' && groups.toSorted().join('\n') === audience.groups.toSorted().join('\n');
}

/** @throws {AyniError} `not-found` before anything is started for a folder that is not there */
export async function checkFolders(cli: Cli, folders: readonly string[]): Promise<void> {
  const { stat } = await import('node:fs/promises');
  for (const folder of folders) {
    try {
      await stat(resolve(cli.cwd, folder));
    } catch (cause) {
      throw new AyniError('not-found', `There is no ${printable(folder)} to share: make it, or name another.`, {
        cause,
      });
    }
  }
}
