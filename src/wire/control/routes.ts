import { Type, type Static, type TSchema } from 'typebox';

import {
  Done,
  DownloadName,
  DownloadStatus,
  NewDownload,
  NewShare,
  Nothing,
  Rescan,
  ShareMessage,
  ShareName,
  ShareStatus,
  Status,
} from './messages.ts';

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
  removeShare: route('POST', '/v1/shares/remove', ShareName, Done),
  rescan: route('POST', '/v1/shares/rescan', Rescan, Done),
  downloads: route('GET', '/v1/downloads', Nothing, Type.Array(DownloadStatus)),
  addDownload: route('POST', '/v1/downloads', NewDownload, DownloadStatus),
  pauseDownload: route('POST', '/v1/downloads/pause', DownloadName, Done),
  resumeDownload: route('POST', '/v1/downloads/resume', DownloadName, Done),
  cancelDownload: route('POST', '/v1/downloads/cancel', DownloadName, Done),
  /** Ends the membership at the tracker and on this machine; the daemon stops afterwards. */
  leave: route('POST', '/v1/leave', Nothing, Done),
} as const;

export type ControlOperation = keyof typeof CONTROL_ROUTES;
export type ControlRequest<Name extends ControlOperation> = Static<(typeof CONTROL_ROUTES)[Name]['request']>;
export type ControlAnswer<Name extends ControlOperation> = Static<(typeof CONTROL_ROUTES)[Name]['answer']>;

/** Server-sent events: `progress` with a `Progress`. A daemon that a command started lives while one is open. */
export const PROGRESS_PATH = '/v1/progress';
/** A tracker's operations, passed on under this member's own identity: `POST /v1/network/{operation}`. */
export const NETWORK_PATH = '/v1/network/';
