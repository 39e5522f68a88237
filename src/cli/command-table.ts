import type { Command } from 'commander';

import type { Cli } from './cli.ts';

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** For programs, not for people: not in the help. */
  readonly hidden?: boolean;
  /** Adds arguments, options, examples and what to do; loaded only when the command is named. */
  readonly load: () => Promise<{ readonly define: (command: Command, cli: Cli) => Command }>;
}

export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly CommandEntry[];
}

/** Every command, in the order of the help. To add one: a module in `commands/`, and a line here. */
export const COMMAND_GROUPS: readonly CommandGroup[] = [
  {
    title: 'Run:',
    commands: [
      { name: 'up', summary: 'start a network of your own and share folders', load: () => import('./commands/up.ts') },
      {
        name: 'join',
        summary: 'join a network by its invite link, and stay',
        load: () => import('./commands/join.ts'),
      },
      { name: 'peer', summary: 'run this machine’s peer', load: () => import('./commands/peer.ts') },
      { name: 'tracker', summary: 'run a tracker alone', load: () => import('./commands/tracker.ts') },
      { name: 'open', summary: 'open the web app in the browser', load: () => import('./commands/open.ts') },
      { name: 'leave', summary: 'leave the network', load: () => import('./commands/leave.ts') },
      { name: 'limit', summary: 'show and set speed limits', load: () => import('./commands/limit.ts') },
      { name: 'status', summary: 'show what this machine does', load: () => import('./commands/status.ts') },
      { name: 'top', summary: 'watch transfers and peers live', load: () => import('./commands/top.ts') },
      { name: 'config', summary: 'check and show the configuration', load: () => import('./commands/config.ts') },
      { name: 'doctor', summary: 'say what is not as it should be', load: () => import('./commands/doctor.ts') },
    ],
  },
  {
    title: 'Share:',
    commands: [
      { name: 'share', summary: 'share a folder, a file or a manifest', load: () => import('./commands/share.ts') },
      { name: 'unshare', summary: 'stop sharing', load: () => import('./commands/unshare.ts') },
      { name: 'rescan', summary: 'look for changes in shares now', load: () => import('./commands/rescan.ts') },
    ],
  },
  {
    title: 'Find and fetch:',
    commands: [
      { name: 'search', summary: 'find files and folders by name', load: () => import('./commands/search.ts') },
      { name: 'ls', summary: 'list what peers share', load: () => import('./commands/ls.ts') },
      { name: 'peers', summary: 'list the peers of the network', load: () => import('./commands/peers.ts') },
      { name: 'where', summary: 'show who has a file', load: () => import('./commands/where.ts') },
      { name: 'get', summary: 'fetch files and folders', load: () => import('./commands/get.ts') },
      { name: 'link', summary: 'make a link of a file or folder', load: () => import('./commands/link.ts') },
      {
        name: 'watch',
        summary: 'fetch what matches when it appears',
        load: () => import('./commands/watch.ts'),
      },
      { name: 'mirror', summary: 'keep a folder the same as a peer’s', load: () => import('./commands/mirror.ts') },
      {
        name: 'downloads',
        summary: 'list, order, pause, resume or cancel downloads',
        load: () => import('./commands/downloads.ts'),
      },
    ],
  },
  {
    title: 'Talk with it:',
    commands: [
      { name: 'shell', summary: 'do all of this in a shell', load: () => import('./commands/shell.ts') },
      { name: 'menu', summary: 'see, request and leave by numbers', load: () => import('./commands/menu.ts') },
      {
        name: 'completion',
        summary: 'print what completes commands in your shell',
        load: () => import('./commands/completion.ts'),
      },
      {
        name: 'complete',
        summary: 'say what can stand at the cursor',
        hidden: true,
        load: () => import('./commands/complete.ts'),
      },
    ],
  },
  {
    title: 'Administer (admins only):',
    commands: [
      { name: 'invite', summary: 'make, list and revoke invites', load: () => import('./commands/invite.ts') },
      { name: 'members', summary: 'list the members', load: () => import('./commands/members.ts') },
      { name: 'revoke', summary: 'shut a member out', load: () => import('./commands/revoke.ts') },
      {
        name: 'withdraw',
        summary: 'remove a file from the whole network',
        load: () => import('./commands/withdraw.ts'),
      },
    ],
  },
];
