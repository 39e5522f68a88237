import { Type, type Static, type TSchema } from 'typebox';

import * as catalog from '../tracker/catalog-messages.ts';
import * as membership from '../tracker/membership-messages.ts';
import { LimitChange, LimitStatus } from './limit-messages.ts';
import {
  Done,
  DownloadMove,
  DownloadName,
  DownloadStatus,
  InviteLinkMessage,
  NewDownload,
  NewShare,
  Nothing,
  Rescan,
  ShareChange,
  ShareMessage,
  ShareName,
  ShareStatus,
  Status,
} from './messages.ts';
import {
  ActivityAnswer,
  DownloadDetail,
  DownloadDetailRequest,
  DownloadFolders,
  FileChoice,
  PageLink,
  TrafficAnswer,
} from './page-messages.ts';

/** One call of the local API: the server registers it, the client calls it, both check with the same schemas. */
export interface ControlRoute<Request extends TSchema = TSchema, Answer extends TSchema = TSchema> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** The JSON body of a POST. */
  readonly request: Request;
  readonly answer: Answer;
}

function route<const Request extends TSchema, const Answer extends TSchema>(
  method: 'GET' | 'POST',
  path: string,
  request: Request,
  answer: Answer,
): ControlRoute<Request, Answer> {
  return { method, path, request, answer };
}

export const CONTROL_ROUTES = {
  status: route('GET', '/v1/status', Nothing, Status),
  shares: route('GET', '/v1/shares', Nothing, Type.Array(ShareStatus)),
  addShare: route('POST', '/v1/shares', NewShare, ShareMessage),
  changeShare: route('POST', '/v1/shares/change', ShareChange, Done),
  removeShare: route('POST', '/v1/shares/remove', ShareName, Done),
  rescan: route('POST', '/v1/shares/rescan', Rescan, Done),
  downloads: route('GET', '/v1/downloads', Nothing, Type.Array(DownloadStatus)),
  addDownload: route('POST', '/v1/downloads', NewDownload, DownloadStatus),
  pauseDownload: route('POST', '/v1/downloads/pause', DownloadName, Done),
  resumeDownload: route('POST', '/v1/downloads/resume', DownloadName, Done),
  /** Who is next of those that wait. */
  moveDownload: route('POST', '/v1/downloads/move', DownloadMove, Done),
  cancelDownload: route('POST', '/v1/downloads/cancel', DownloadName, Done),
  limits: route('GET', '/v1/limits', Nothing, LimitStatus),
  setLimits: route('POST', '/v1/limits', LimitChange, LimitStatus),
  /** Ends the membership at the tracker and on this machine; the daemon stops afterwards. */
  leave: route('POST', '/v1/leave', Nothing, Done),
} as const;

type ControlOperation = keyof typeof CONTROL_ROUTES;
export type ControlRequest<Name extends ControlOperation> = Static<(typeof CONTROL_ROUTES)[Name]['request']>;
export type ControlAnswer<Name extends ControlOperation> = Static<(typeof CONTROL_ROUTES)[Name]['answer']>;

/** Roles that a newer tracker knows are shown as they come. */
const PeersMessage = Type.Array(Type.Object({ ...catalog.PeersAnswer.items.properties, role: Type.String() }));

/**
 * What the web app asks for beyond that. Everything here and above takes a browser's session as well as the token, but
 * `openPage` and `leave`, which take the token alone.
 */
export const PAGE_ROUTES = {
  openPage: route('POST', '/v1/pages', Nothing, PageLink),
  downloadDetail: route('POST', '/v1/downloads/detail', DownloadDetailRequest, DownloadDetail),
  downloadFolders: route('GET', '/v1/downloads/folders', Nothing, DownloadFolders),
  chooseFiles: route('POST', '/v1/downloads/files', FileChoice, Done),
  /** Opens the folder of a download in this machine's file manager. */
  showDownload: route('POST', '/v1/downloads/show', DownloadName, Done),
  activity: route('GET', '/v1/activity', Nothing, ActivityAnswer),
  traffic: route('GET', '/v1/traffic', Nothing, TrafficAnswer),
} as const;

/** A tracker's operations, which the daemon passes on under this member's own identity. */
export const NETWORK_ROUTES = {
  search: route('POST', '/v1/network/search', catalog.SearchRequest, catalog.SearchAnswer),
  browse: route('POST', '/v1/network/browse', catalog.BrowseRequest, catalog.BrowseAnswer),
  peers: route('POST', '/v1/network/peers', Nothing, PeersMessage),
  locate: route('POST', '/v1/network/locate', catalog.LocateRequest, catalog.LocateAnswer),
  namesOf: route('POST', '/v1/network/names', catalog.NamesRequest, catalog.NamesAnswer),
  stats: route('POST', '/v1/network/stats', Nothing, catalog.StatsAnswer),
  withdraw: route('POST', '/v1/network/withdraw', membership.ContentRequest, Done),
  createInvite: route('POST', '/v1/network/invites', membership.NewInviteMessage, InviteLinkMessage),
  invites: route('POST', '/v1/network/invites/list', Nothing, membership.InvitesAnswer),
  revokeInvite: route('POST', '/v1/network/invites/revoke', membership.InviteRequest, Done),
  members: route('POST', '/v1/network/members', Nothing, membership.MembersAnswer),
  revoke: route('POST', '/v1/network/revoke', membership.PeerRequest, Done),
} as const;

/** Server-sent events: `progress` with a `Progress`. A daemon that a command started lives while one is open. */
export const PROGRESS_PATH = '/v1/progress';

/**
 * `GET /v1/preview/CONTENT?name=NAME`, with `Range`: bytes of a file of the network while they come, typed by what they
 * are. `&download=1` saves them.
 */
export const PREVIEW_PATH = '/v1/preview';
/**
 * `POST /v1/drop?name=PATH` with the bytes of a file and its `Content-Length`: it comes into the share of what was
 * dropped, and is shared. The answer is a `DropAnswer`; four at a time, and `busy` beyond.
 */
export const DROP_PATH = '/v1/drop';
