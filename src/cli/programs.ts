import type { Dialect } from '../core/dialects/dialect.ts';
import type { AyniError } from '../core/errors.ts';
import type { InvitedRole } from '../core/access/role.ts';
import type { ControlFile } from '../wire/control/messages.ts';

/** Settings of a command line; what is absent keeps what the state folder remembers, or the default. */
/** What a command line says of the protocols of other systems. */
export interface DialectChoices {
  /** A settings file in TOML, or one of the classic ones of `slots`. */
  readonly config?: string;
  readonly dialects?: readonly DialectChoice[];
  readonly allowUnauthenticated?: boolean;
}

export interface DialectChoice {
  readonly dialect: Dialect;
  readonly trackerPort?: number;
  readonly peerPort?: number;
  readonly bridge?: boolean;
}

export interface PeerSettings extends DialectChoices {
  /** The state folder. */
  readonly state?: string;
  readonly name?: string;
  readonly host?: string;
  readonly port?: number;
  readonly downloads?: string;
  readonly strict?: boolean;
  readonly slots?: number;
  readonly maxConnections?: number;
  readonly receiveThreads?: number;
  readonly controlPort?: number;
  /** Where metrics and health are served; off where absent. */
  readonly metricsPort?: number;
  /** 127.0.0.1 where absent. */
  readonly metricsHost?: string;
  readonly logLevel?: string;
  /** Log to stderr instead of the state folder. */
  readonly log?: boolean;
}

export interface TrackerSettings extends DialectChoices {
  readonly state?: string;
  readonly host?: string;
  readonly trackerPort?: number;
  readonly access?: 'invite' | 'open';
  readonly trackerMaxConnections?: number;
  readonly store?: string;
  readonly storeFile?: string;
  readonly networkKey?: string;
  readonly controlPort?: number;
  /** Where metrics and health are served; off where absent. */
  readonly metricsPort?: number;
  /** 127.0.0.1 where absent. */
  readonly metricsHost?: string;
  readonly logLevel?: string;
  readonly log?: boolean;
}

export type UpSettings = PeerSettings & TrackerSettings;

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

/** The programs behind the commands, composed in `main/`; the CLI knows them by this alone. */
export interface Programs {
  readonly version: string;
  up(settings: UpSettings, options: { readonly signal: AbortSignal }): Promise<Started>;
  tracker(settings: TrackerSettings, options: { readonly signal: AbortSignal }): Promise<Started>;
  peer(settings: PeerSettings, options: { readonly signal: AbortSignal }): Promise<Started>;
  /** Becomes a member; does not start the daemon. `state-locked` where one runs. */
  join(
    link: string,
    settings: PeerSettings,
    options: {
      readonly signal: AbortSignal;
      /** Try until a tracker answers; called with why it does not, once for each reason. */
      readonly onWaiting?: (reason: string) => void;
    },
  ): Promise<{ readonly network: string; readonly role: string; readonly already: boolean }>;
  /** Attaches to the daemon of the state folder, or starts one in this process where none runs. */
  open(settings: PeerSettings, options: { readonly signal: AbortSignal }): Promise<Daemon>;
  /** The daemon of the state folder, perhaps one that is gone; undefined where none runs. */
  running(settings: PeerSettings): Promise<Daemon | undefined>;
  /** Forgets a membership without a tracker. */
  forget(settings: PeerSettings): Promise<void>;
}
