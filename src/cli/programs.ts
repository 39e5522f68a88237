import type { Flags } from '../config/from-flags.ts';
import type { Source } from '../config/layers.ts';
import type { Problem } from '../config/problem.ts';
import type { AyniError } from '../core/errors.ts';
import type { InvitedRole } from '../core/access/role.ts';
import type { ControlFile } from '../wire/control/messages.ts';

/** What a command line says; what is absent comes from the environment, the settings file, what is remembered, or a default. */
export interface RunFlags extends Flags {
  /** The state folder. */
  readonly state?: string;
  /** A settings file in TOML, or one of the classic ones of `slots`. */
  readonly config?: string;
}

/** A configuration as it holds, for a person. */
export interface ConfigReport {
  /** The settings file that was read; absent where there is none. */
  readonly file?: string;
  readonly values: readonly {
    /** Section and key. */
    readonly at: string;
    /** Secrets are masked; absent where none was said and there is no default. */
    readonly value?: unknown;
    readonly source: Source;
    /** What holds without a value. */
    readonly otherwise?: string;
  }[];
  readonly problems: readonly Problem[];
}

/** A daemon that can be talked to. */
export interface Daemon {
  readonly control: ControlFile;
  /** Whether it runs in this process, and so ends with it. */
  readonly here: boolean;
  /** Resolves when it has no more to do and should be stopped: the membership is over. Says why where that is news. */
  readonly ended: Promise<AyniError | undefined>;
  /** How many others are attached to it; 0 where it runs elsewhere. */
  attached(): number;
  /** Drains and stops it when it runs here; lets go of it when it runs elsewhere. */
  stop(): Promise<void>;
}

export interface PrintedInvite {
  readonly link: string;
  readonly role: InvitedRole;
  /** ms since the Unix epoch; absent for an `open` network. */
  readonly expires?: number;
  readonly usesLeft?: number;
}

/** What `up`, `tracker`, `peer` and `join` tell after they started. */
export interface Started {
  readonly daemon: Daemon;
  readonly state: string;
  readonly network: string;
  readonly peer?: { readonly id: string; readonly name: string; readonly port: number; readonly downloads: string };
  readonly tracker?: {
    readonly port: number;
    readonly access: 'invite' | 'open';
    readonly invites: readonly PrintedInvite[];
  };
  readonly logs?: string;
  /** Folders that the settings say to share, absolute. */
  readonly folders: readonly string[];
  /** What a person should know, a line each. */
  readonly warnings: readonly string[];
}

/** A copy of a tracker's state that a tracker can start with. */
export interface TrackerBackup {
  /** Absolute; a state folder. */
  readonly folder: string;
  /** Of its database. */
  readonly bytes: number;
  readonly members: number;
  /** Files and folders that are published. */
  readonly entries: number;
}

/** The programs behind the commands, composed in `main/`; the CLI knows them by this alone. */
export interface Programs {
  readonly version: string;
  up(flags: RunFlags, options: { readonly signal: AbortSignal }): Promise<Started>;
  tracker(flags: RunFlags, options: { readonly signal: AbortSignal }): Promise<Started>;
  peer(flags: RunFlags, options: { readonly signal: AbortSignal }): Promise<Started>;
  /** Becomes a member; does not start the daemon. `state-locked` where one runs. */
  join(
    link: string,
    flags: RunFlags,
    options: {
      readonly signal: AbortSignal;
      /** Try until a tracker answers; called with why it does not, once for each reason. */
      readonly onWaiting?: (reason: string) => void;
    },
  ): Promise<{ readonly network: string; readonly role: string; readonly already: boolean }>;
  /** Attaches to the daemon of the state folder, or starts one in this process where none runs. */
  open(flags: RunFlags, options: { readonly signal: AbortSignal }): Promise<Daemon>;
  /** The daemon of the state folder, perhaps one that is gone; undefined where none runs. */
  running(flags: RunFlags): Promise<Daemon | undefined>;
  /** What holds, from where, and what is wrong in it; starts nothing. */
  config(flags: RunFlags): Promise<ConfigReport>;
  /** Moves the tracker's network to PostgreSQL; how many of each went. `state-locked` where it runs. */
  moveTracker(flags: RunFlags): Promise<Readonly<Record<'members' | 'shares' | 'entries' | 'holds', number>>>;
  /** Copies the state of a tracker, which may run, into a folder that is not there yet. */
  backUpTracker(flags: RunFlags, target: string, options: { readonly signal: AbortSignal }): Promise<TrackerBackup>;
  /** Forgets a membership without a tracker. */
  forget(flags: RunFlags): Promise<void>;
}
