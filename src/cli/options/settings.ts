import type { Command } from 'commander';

import { access, bridged, collect, dialect, port, positive, threads } from './parsers.ts';

/** Options of the commands that run a daemon for long. What is given is remembered in the state folder where it says so. */
export function peerOptions(command: Command): Command {
  return command
    .option('--port <PORT>', 'where other peers fetch from us (remembered; 7742 or a free one unless given)', port)
    .option('--downloads <DIR>', 'where fetched files land (remembered; ~/Downloads/Ayni unless given)')
    .option('--slots <N>', 'uploads at the same time', positive)
    .option('--max-connections <N>', 'connections of peers at the same time', positive)
    .option('--receive-threads <N>', 'threads that receive, for links of several Gbit/s (1 unless given)', threads)
    .option('--strict', 'ask the tracker about each peer that connects');
}

/** The protocols of other systems; `bridge` for who has a peer. */
export function dialectOptions(command: Command, { bridge }: { readonly bridge: boolean }): Command {
  command
    .option(
      '--dialect <NAME[:PORT[:PORT]]>',
      'also speak helo, flatgrpc, p4, rede or slots; may be given again',
      dialect,
    )
    .option('--allow-unauthenticated', 'let programs of those systems in, who have no credential')
    .option('--config <FILE>', 'settings in TOML (ayni.toml in the state folder unless given)');
  if (!bridge) return command;
  return command.option('--bridge <NAME>', 'bring to programs of that system what the whole network has', bridged);
}

/** How the folders of a command line are shared. */
export interface ShareChoices {
  readonly hidden?: boolean;
  readonly group?: readonly string[];
}

export function shareOptions(command: Command): Command {
  return command
    .option('--hidden', 'share the folders with files whose name begins with a dot')
    .option('--group <GROUP>', 'share the folders with this group only; may be given again', collect);
}

/** The name is the membership's: it is given when that begins. */
export function nameOption(command: Command): Command {
  return command.option('--name <NAME>', 'what others see this peer as (remembered; the host name unless given)');
}

export function trackerOptions(command: Command): Command {
  return command
    .option('--tracker-port <PORT>', 'where the tracker listens (remembered; 7741 unless given)', port)
    .option('--access <ACCESS>', '"invite" (with a link only) or "open" (anyone may join); remembered', access)
    .option('--tracker-max-connections <N>', 'connections to the tracker at the same time', positive)
    .option(
      '--store <URL>',
      'keep the state in PostgreSQL, postgres://user@host/name (remembered; a file unless given)',
    )
    .option('--store-file <FILE>', 'a file with that address, which may hold the password')
    .option('--network-key <FILE>', 'the signing key of a network that has other trackers over the same database');
}

export function daemonOptions(command: Command): Command {
  return command
    .option('--host <ADDRESS>', 'listen on this address only')
    .option('--control-port <PORT>', 'where the local API listens (a free one unless given)', port)
    .option('--metrics-port <PORT>', 'serve /metrics (Prometheus) and /health there; off unless given', port)
    .option('--metrics-host <ADDRESS>', 'let others than this machine read them, at this address')
    .option('--log-level <LEVEL>', 'debug, info, warn or error', 'info')
    .option('--log', 'log to stderr as JSON, not to the state folder');
}
