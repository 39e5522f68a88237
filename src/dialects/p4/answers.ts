import { AyniError, type ErrorCode } from '../../core/errors.ts';

/** What a call is answered with: a status and a JSON body. */
export interface Answer {
  readonly status: number;
  readonly body: object;
}

export function ok(body: object): Answer {
  return { status: 200, body };
}

function refusal(status: number, message: string): Answer {
  return { status, body: { message } };
}

const INVALID_REQUEST = refusal(400, 'Invalid request');
export const INVALID_TOKEN = refusal(401, 'Invalid token');
export const ALREADY_REGISTERED = refusal(400, 'Peer already registered');
export const PEER_NOT_FOUND = refusal(404, 'Peer not found');
export const FILE_NOT_FOUND = refusal(404, 'File not found');
/** `/get_file` and `/verify` say it with another status than the rest. */
export const PEER_NOT_FOUND_401 = refusal(401, 'Peer not found');

/** What the registry refuses, and what is too much, in the words of this dialect. */
const ANSWER_OF: Readonly<Partial<Record<ErrorCode, Answer>>> = {
  'bad-request': INVALID_REQUEST,
  conflict: ALREADY_REGISTERED,
  'not-found': PEER_NOT_FOUND,
  'too-large': refusal(413, 'Too large'),
  busy: refusal(503, 'Too many peers'),
};

const INTERNAL = refusal(500, 'Internal error');

export function answerOfError(error: unknown): Answer {
  return ANSWER_OF[AyniError.from(error).code] ?? INTERNAL;
}

/** By the status alone: what was no call at all. */
export function answerOfStatus(status: number): Answer {
  return STATUS_ANSWERS[status] ?? INTERNAL;
}

const STATUS_ANSWERS: Readonly<Record<number, Answer>> = {
  400: INVALID_REQUEST,
  404: refusal(404, 'Not found'),
  405: refusal(405, 'Method not allowed'),
  408: refusal(408, 'Request timeout'),
  415: refusal(415, 'Unsupported media type'),
  431: refusal(431, 'Headers too large'),
  503: refusal(503, 'Too many connections'),
};
