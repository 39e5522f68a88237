import { Type, type Static } from 'typebox';

import { ContentIdText, PeerIdText } from '../tracker/scalars.ts';

/** What the web app asks for beyond what the command line does. */

/** Where a browser enters: works once, for a minute, and leaves a session behind. */
export const PageLink = Type.Object({ url: Type.String() });
export type PageLink = Static<typeof PageLink>;

/** What becomes of a file of a download: fetched in its turn, before the others, or not at all. */
const FILE_WISHES = ['normal', 'first', 'skip'] as const;
export type FileWish = (typeof FILE_WISHES)[number];

const DownloadFile = Type.Object({
  /** Its name in calls, within its download. */
  number: Type.Number(),
  /** Relative to the destination. */
  path: Type.String(),
  size: Type.Number(),
  bytesDone: Type.Number(),
  state: Type.Enum(['waiting', 'running', 'done', 'skipped']),
  wish: Type.Enum([...FILE_WISHES]),
  content: Type.Optional(ContentIdText),
});

/** At most so many columns: each stands for one piece or several neighbours. */
export const MAX_PIECE_COLUMNS = 512;

/** A file of several pieces that is being fetched. Each list has an item a column. */
export const PieceMap = Type.Object({
  /** Number of the file. */
  file: Type.Number(),
  pieces: Type.Number(),
  /** 0 to 1: what of the column is verified, and what was asked for. */
  have: Type.Array(Type.Number()),
  arriving: Type.Array(Type.Number()),
  /** How many sources have all of the column; 0 where nobody is known to. */
  sources: Type.Array(Type.Number()),
});
export type PieceMap = Static<typeof PieceMap>;

export const DownloadDetail = Type.Object({
  id: Type.String(),
  /** In the order in which they come, the first 10,000. */
  files: Type.Array(DownloadFile),
  filesTotal: Type.Number(),
  /** Of the large file that is asked about, or else of one that runs. */
  pieces: Type.Optional(PieceMap),
});
export type DownloadDetail = Static<typeof DownloadDetail>;

export const DownloadDetailRequest = Type.Object(
  { id: Type.String({ maxLength: 100 }), file: Type.Optional(Type.Integer({ minimum: 0 })) },
  { additionalProperties: false },
);

/** Where downloads may go: the downloads folder, then where others went lately. Absolute, each once, ten at most. */
export const DownloadFolders = Type.Array(Type.String());

export const FileChoice = Type.Object(
  {
    id: Type.String({ maxLength: 100 }),
    files: Type.Array(Type.Integer({ minimum: 0 }), { minItems: 1, maxItems: 10_000 }),
    wish: Type.Enum([...FILE_WISHES]),
  },
  { additionalProperties: false },
);

/** Something that happened, for the feed of the web app. Names are those of the moment. */
export const Activity = Type.Object({
  /** Grows by one with each. */
  number: Type.Number(),
  at: Type.Number(),
  kind: Type.Enum([
    'peer-joined',
    'peer-left',
    'share-changed',
    'file-withdrawn',
    'download-done',
    'download-failed',
    'upload-begun',
  ]),
  peer: Type.Optional(PeerIdText),
  peerName: Type.Optional(Type.String()),
  /** Of the share, the file or the download. */
  name: Type.Optional(Type.String()),
  message: Type.Optional(Type.String()),
});
export type Activity = Static<typeof Activity>;

/** The newest 200, newest first. */
export const ActivityAnswer = Type.Array(Activity);

/** Where a dropped file came to lie: the name of its share, and its path there, with a number where the name was taken. */
export const DropAnswer = Type.Object({ share: Type.String(), path: Type.String() });
export type DropAnswer = Static<typeof DropAnswer>;

/** Bytes sent and received in each step of time, oldest first; the last step is under way. */
const Series = Type.Object({
  /** ms. */
  step: Type.Number(),
  /** When the last step began. */
  last: Type.Number(),
  sent: Type.Array(Type.Number()),
  received: Type.Array(Type.Number()),
});

/** An hour in steps of 10 s, and a day in steps of 5 minutes. */
export const TrafficAnswer = Type.Object({ hour: Series, day: Series });
export type TrafficAnswer = Static<typeof TrafficAnswer>;
