import { Type, type Static } from 'typebox';

import { ForeignHolderMessage, ForeignMark } from '../dialects/marks.ts';
import { AudienceMessage } from '../tracker/catalog-messages.ts';
import { InviteWithSecret } from '../tracker/membership-messages.ts';
import { DIALECTS } from '../../core/dialects/dialect.ts';
import { QUEUE_MOVES } from '../../core/transfer/queue-move.ts';
import { LimitStatus } from './limit-messages.ts';
import { BrowsePath, ContentIdText, NetworkIdText, PeerIdText } from '../tracker/scalars.ts';

/**
 * What the local API of a running Ayni says to the CLI and the web app, as JSON. Ids are text; sizes are bytes, times
 * ms since the Unix epoch, speeds bytes per second. Whoever reads ignores members it does not know.
 */

const Text = (maxLength: number) => Type.String({ maxLength });

export const ShareMessage = Type.Object({
  name: Type.String(),
  /** Absolute. */
  path: Type.String(),
  kind: Type.Enum(['folder', 'file', 'manifest']),
  hidden: Type.Boolean(),
  audience: AudienceMessage,
});
export type ShareMessage = Static<typeof ShareMessage>;

export const ShareStatus = Type.Object({
  share: ShareMessage,
  state: Type.Enum(['scanning', 'hashing', 'publishing', 'ready', 'waiting']),
  files: Type.Number(),
  bytes: Type.Number(),
  hashedBytes: Type.Number(),
  totalBytes: Type.Number(),
  /** Files that are not hashed yet. */
  pendingFiles: Type.Number(),
  /** Files and folders that the scan has looked at. */
  scannedEntries: Type.Number(),
  /** `polling` where the file system tells of no changes: it is looked at every few minutes. */
  watching: Type.Enum(['live', 'polling', 'off']),
  /** What cannot be shared, the first of them with the reason. */
  skipped: Type.Object({
    count: Type.Number(),
    examples: Type.Array(Type.Object({ path: Type.String(), reason: Type.String() })),
  }),
  lastError: Type.Optional(Type.String()),
});
export type ShareStatus = Static<typeof ShareStatus>;

export const DownloadStatus = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** Absolute, once it is known. */
  destination: Type.Optional(Type.String()),
  state: Type.Enum(['waiting', 'running', 'paused', 'blocked', 'done', 'failed', 'cancelled']),
  reason: Type.Optional(Type.Object({ code: Type.String(), message: Type.String() })),
  filesDone: Type.Number(),
  filesTotal: Type.Number(),
  bytesDone: Type.Number(),
  bytesTotal: Type.Number(),
  bytesReceived: Type.Number(),
  /** From files that were on this machine already. */
  bytesCopied: Type.Number(),
  bytesPerSecond: Type.Number(),
  etaSeconds: Type.Optional(Type.Number()),
  /** Foreign peers have no id. */
  sources: Type.Array(
    Type.Object({ peer: Type.Optional(PeerIdText), name: Type.String(), bytesPerSecond: Type.Number() }),
  ),
  renamed: Type.Array(Type.Object({ from: Type.String(), to: Type.String() })),
  skipped: Type.Array(Type.Object({ path: Type.String(), why: Type.String() })),
});
export type DownloadStatus = Static<typeof DownloadStatus>;

export const UploadStatus = Type.Object({
  peer: PeerIdText,
  /** Absent for small files, which are counted together. */
  file: Type.Optional(Type.Object({ content: ContentIdText, path: Type.String() })),
  files: Type.Number(),
  sentBytes: Type.Number(),
  bytesPerSecond: Type.Number(),
  since: Type.Number(),
});
export type UploadStatus = Static<typeof UploadStatus>;

const Counters = Type.Object({ bytesSent: Type.Number(), bytesReceived: Type.Number() });

export const PeerStatus = Type.Object({
  id: PeerIdText,
  name: Type.String(),
  network: NetworkIdText,
  role: Type.String(),
  groups: Type.Array(Type.String()),
  connected: Type.Boolean(),
  /** `host:port` of the tracker it talks to. */
  tracker: Type.Optional(Type.String()),
  trackers: Type.Array(Type.String()),
  lastError: Type.Optional(Type.String()),
  strict: Type.Boolean(),
  /** The only address it listens at; absent where it does at all. */
  host: Type.Optional(Type.String()),
  port: Type.Number(),
  slots: Type.Object({ total: Type.Number(), free: Type.Number() }),
  downloadsFolder: Type.String(),
  /** Where the web app puts what is dropped into it; a daemon of before does not tell. */
  dropFolder: Type.Optional(Type.String()),
  limits: LimitStatus,
});
export type PeerStatus = Static<typeof PeerStatus>;

export const TrackerStatus = Type.Object({
  network: NetworkIdText,
  port: Type.Number(),
  access: Type.Enum(['invite', 'open']),
  /** `host:port` others can use. */
  addresses: Type.Array(Type.String()),
});
export type TrackerStatus = Static<typeof TrackerStatus>;

/** A dialect that is on, and where it listens: at the tracker, as a peer, or both. */
export const OpenDialect = Type.Object({
  dialect: Type.Enum([...DIALECTS]),
  trackerPort: Type.Optional(Type.Number()),
  peerPort: Type.Optional(Type.Number()),
  bridge: Type.Boolean(),
});
export type OpenDialect = Static<typeof OpenDialect>;

export const Status = Type.Object({
  version: Type.String(),
  node: Type.String(),
  pid: Type.Number(),
  started: Type.Number(),
  /** The state folder, absolute. */
  state: Type.String(),
  /** `portable` where the native BLAKE3 does not load: everything works, slower. */
  hasher: Type.Enum(['native', 'portable']),
  /** Absent where only a tracker runs. */
  peer: Type.Optional(PeerStatus),
  /** Absent where only a peer runs. */
  tracker: Type.Optional(TrackerStatus),
  /** Doors to other systems. */
  dialects: Type.Array(OpenDialect),
  shares: Type.Array(ShareStatus),
  downloads: Type.Array(DownloadStatus),
  uploads: Type.Array(UploadStatus),
  /** Why the tracker could not be told of changes lately. */
  publishError: Type.Optional(Type.String()),
  counters: Counters,
});
export type Status = Static<typeof Status>;

/**
 * What the event stream sends whenever something changed, a few times a second at most: downloads that have not ended,
 * without the notes on their files, and what others fetch.
 */
export const Progress = Type.Object({
  shares: Type.Array(ShareStatus),
  downloads: Type.Array(DownloadStatus),
  uploads: Type.Array(UploadStatus),
  counters: Counters,
  /** Whether a tracker answers; absent where only a tracker runs. */
  connected: Type.Optional(Type.Boolean()),
  /** Number of the newest activity; 0 before the first. */
  activity: Type.Number(),
  /** Grows whenever a download ends, or an ended one changes: a list of them is old then. */
  endings: Type.Number(),
});
export type Progress = Static<typeof Progress>;

export const NewShare = Type.Object(
  {
    /** Absolute. */
    path: Type.String({ minLength: 1, maxLength: 4096 }),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    kind: Type.Optional(ShareMessage.properties.kind),
    hidden: Type.Optional(Type.Boolean()),
    audience: Type.Optional(AudienceMessage),
  },
  { additionalProperties: false },
);
export type NewShare = Static<typeof NewShare>;

const Patterns = Type.Optional(Type.Array(Text(1024), { maxItems: 100 }));
/** What of a folder to fetch, and in which order; patterns as in gitignore(5). */
const WishesMessage = Type.Object(
  { only: Patterns, skip: Patterns, first: Patterns, inOrder: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);

/** A folder of one peer. */
const TreePlace = Type.Object({ peer: PeerIdText, path: BrowsePath }, { additionalProperties: false });

export const NewDownload = Type.Object(
  {
    target: Type.Union([
      Type.Object({
        kind: Type.Literal('content'),
        content: ContentIdText,
        size: Type.Optional(Type.Integer({ minimum: 0 })),
        name: Text(1024),
      }),
      /** `path` is `share/…`. What is in the folders of `also` comes into the same folder. */
      Type.Object({
        kind: Type.Literal('tree'),
        ...TreePlace.properties,
        also: Type.Optional(Type.Array(TreePlace, { maxItems: 31 })),
      }),
      /** A file at a foreign peer; `also` have it too. */
      Type.Object({
        kind: Type.Literal('foreign'),
        ...ForeignMark.properties,
        also: Type.Optional(Type.Array(ForeignHolderMessage, { maxItems: 100 })),
      }),
    ]),
    /** Absolute; the downloads folder unless given. */
    folder: Type.Optional(Text(4096)),
    name: Type.Optional(Text(1024)),
    seed: Type.Optional(Type.Boolean()),
    wishes: Type.Optional(WishesMessage),
  },
  { additionalProperties: false },
);
export type NewDownload = Static<typeof NewDownload>;

/** Who sees a share from now on. */
export const ShareChange = Type.Object(
  { name: Type.String({ maxLength: 255 }), audience: AudienceMessage },
  { additionalProperties: false },
);

export const ShareName = Type.Object({ name: Type.String({ maxLength: 255 }) }, { additionalProperties: false });
/** Without a name: all shares. */
export const Rescan = Type.Partial(ShareName);
export const DownloadName = Type.Object({ id: Text(100) }, { additionalProperties: false });
export const DownloadMove = Type.Object(
  { id: Text(100), to: Type.Enum([...QUEUE_MOVES]) },
  { additionalProperties: false },
);
export const Nothing = Type.Object({}, { additionalProperties: false });
export const Done = Type.Object({});

/** A new invite with the link to hand out, which carries every address that others could use. */
export const InviteLinkMessage = Type.Object({ ...InviteWithSecret.properties, link: Type.String() });
export type InviteLinkMessage = Static<typeof InviteLinkMessage>;

/** `control.json` in the state folder, mode 0600: where a running Ayni listens, and what it wants to hear. */
export const ControlFile = Type.Object({ url: Type.String(), token: Type.String(), pid: Type.Number() });
export type ControlFile = Static<typeof ControlFile>;
