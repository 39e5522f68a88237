import { Type, type Static, type TObject, type TSchema } from 'typebox';
import { browsedJson } from '../../core/swarm/written-page.ts';
import * as catalog from './catalog-messages.ts';
import { locatedJson } from './located-json.ts';
import { ANSWER_BYTES, BODY_BYTES, HOLD_BYTES, LIST_ANSWER_BYTES, PUBLISH_BYTES } from './limits.ts';
import * as membership from './membership-messages.ts';
import type { TrackerOperations } from './operations.ts';

/** Who may call: anyone with a certificate, members, or admins. The service checks; this is for the documentation. */
export type Callers = 'anyone' | 'members' | 'publishers' | 'admins';

/**
 * One operation over HTTP. The members of its request stand in the path where that names them, else in the query of a
 * GET or DELETE, else in the JSON body. Without `answer` there is no body (204).
 */
export interface TrackerRoute<Request extends TObject = TObject, Answer extends TSchema = TSchema> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly request: Request;
  readonly answer: Answer;
  /** The status of success. */
  readonly status: 200 | 201 | 204;
  readonly callers: Callers;
  readonly summary: string;
  readonly description: string;
  /** Caps in bytes. */
  readonly bodyBytes: number;
  readonly answerBytes: number;
  /** Answers with Server-Sent Events, each of them an `answer`. */
  readonly stream: boolean;
  /** The answer as JSON. */
  encode(answer: Static<Answer>): string;
}

/** The request or answer of an operation that has none. */
export const Nothing = Type.Object({});

type Details<Request extends TObject, Answer extends TSchema> = Pick<
  TrackerRoute<Request, Answer>,
  'request' | 'answer' | 'summary' | 'description'
> &
  Partial<Pick<TrackerRoute, 'status' | 'callers' | 'bodyBytes' | 'answerBytes' | 'stream'>> & {
    readonly encode?: (answer: Static<Answer>) => string;
  };

function route<const Request extends TObject, const Answer extends TSchema>(
  method: TrackerRoute['method'],
  path: string,
  details: Details<Request, Answer>,
): TrackerRoute<Request, Answer> {
  return {
    method,
    path,
    status: isNothing(details.answer) ? 204 : 200,
    callers: 'members',
    bodyBytes: BODY_BYTES,
    answerBytes: ANSWER_BYTES,
    stream: false,
    encode: JSON.stringify,
    ...details,
  };
}

function isNothing(schema: TSchema): boolean {
  return schema === Nothing;
}

/** Before membership: the two calls that an unknown certificate may make. */
export const JOIN_ROUTES = {
  identify: route('GET', '/v1/join', {
    request: Nothing,
    answer: membership.TrackerIdentityMessage,
    callers: 'anyone',
    summary: 'Prove to be a tracker of the network',
    description:
      'Whoever joins checks that `key` hashes to the network id of the invite and that `credential` is signed by it and bound to the certificate of this connection, and sends the secret only then.',
  }),
  join: route('POST', '/v1/join', {
    request: membership.JoinRequest,
    answer: membership.AdmissionMessage,
    callers: 'anyone',
    summary: 'Become a member',
    description:
      'Takes one use of the invite and makes the peer of this connection’s certificate a member. A member that asks again gets a fresh credential, and takes no second use of the same role and groups. Failed attempts are limited for each address.',
  }),
} as const;

/** What members do. The names are those of `TrackerOperations`. */
export const TRACKER_ROUTES = {
  announce: route('PUT', '/v1/lease', {
    request: membership.AnnouncementMessage,
    answer: membership.AnnounceAnswerMessage,
    answerBytes: LIST_ANSWER_BYTES,
    summary: 'Announce a peer',
    description:
      'Begins or replaces the lease. An endpoint without host gets the address that the tracker sees. A host that cannot be the peer’s own is dropped; admins are trusted with any.',
  }),
  heartbeat: route('POST', '/v1/lease/heartbeat', {
    request: membership.HeartbeatMessage,
    answer: membership.LeaseMessage,
    answerBytes: LIST_ANSWER_BYTES,
    summary: 'Renew the lease',
    description: 'Answers `not-found` where there is no lease to renew: announce again.',
  }),
  leave: route('POST', '/v1/leave', {
    request: membership.LeaveRequest,
    answer: Nothing,
    summary: 'Leave',
    description: 'Ends the lease; with `forget` also the membership, and removes everything published.',
  }),
  publish: route('POST', '/v1/publish', {
    request: catalog.PublishBatchMessage,
    answer: Nothing,
    callers: 'publishers',
    bodyBytes: PUBLISH_BYTES,
    summary: 'Publish a change to a share',
    description:
      'Applies all of the batch or nothing. Answers `revision-mismatch` where `base` is not what the tracker knows: send the full list.',
  }),
  unpublish: route('POST', '/v1/unpublish', {
    request: membership.ShareRequest,
    answer: Nothing,
    callers: 'publishers',
    summary: 'Remove a share',
    description: 'Removes the share with all its entries.',
  }),
  hold: route('POST', '/v1/hold', {
    request: catalog.HoldRequest,
    answer: Nothing,
    bodyBytes: HOLD_BYTES,
    summary: 'Tell what was downloaded',
    description: 'Holdings of partial and finished downloads, which have no name.',
  }),
  search: route('GET', '/v1/search', {
    request: catalog.SearchRequest,
    answer: catalog.SearchAnswer,
    answerBytes: LIST_ANSWER_BYTES,
    summary: 'Search by name',
    description: 'Every word is a part of the path. Grouped by content, paged.',
  }),
  browse: route('GET', '/v1/browse', {
    request: catalog.BrowseRequest,
    answer: catalog.BrowseAnswer,
    encode: browsedJson,
    answerBytes: LIST_ANSWER_BYTES,
    summary: 'List a directory of a peer',
    description: 'One level, or the whole tree below. An empty path lists the peer’s shares.',
  }),
  peers: route('GET', '/v1/peers', {
    request: Nothing,
    answer: catalog.PeersAnswer,
    answerBytes: LIST_ANSWER_BYTES,
    summary: 'List the members',
    description: 'Online or not, with what they have published as far as the caller may see it.',
  }),
  locate: route('POST', '/v1/locate', {
    request: catalog.LocateRequest,
    answer: catalog.LocateAnswer,
    encode: locatedJson,
    bodyBytes: 2 * BODY_BYTES,
    answerBytes: LIST_ANSWER_BYTES,
    summary: 'Find who has contents',
    description:
      'Whole and partial holders that are online. Each request for a content begins with the next holder; those of the caller’s subnet come first, busy ones later.',
  }),
  namesOf: route('GET', '/v1/contents/{content}/names', {
    request: catalog.NamesRequest,
    answer: catalog.NamesAnswer,
    answerBytes: LIST_ANSWER_BYTES,
    summary: 'Find the names of a content',
    description: 'Paths under which it is published, 1,000 at most.',
  }),
  report: route('POST', '/v1/report', {
    request: membership.ReportRequest,
    answer: Nothing,
    summary: 'Report a source that sends wrong bytes',
    description:
      'Of whom several members complain within an hour is named last as a source, and admins see it among the members.',
  }),
  introspect: route('GET', '/v1/introspect/{peer}', {
    request: membership.PeerRequest,
    answer: membership.IntrospectionMessage,
    summary: 'Ask whether a peer is a member',
    description: 'What the tracker knows now, for peers that do not rely on credentials alone.',
  }),
  stats: route('GET', '/v1/stats', {
    request: Nothing,
    answer: catalog.StatsAnswer,
    summary: 'The network in figures',
    description: 'As far as the caller may see it.',
  }),
  events: route('GET', '/v1/events', {
    request: membership.EventsRequest,
    answer: membership.EventMessage,
    stream: true,
    summary: 'Follow what happens',
    description:
      'Server-Sent Events: each has the event’s id and its JSON as data, and a comment comes where 15 seconds were quiet, with a newer id where others alone had news meanwhile. The header `Last-Event-ID` takes the place of `after`. A share that the caller may not see is not told.',
  }),
  withdraw: route('POST', '/v1/withdraw', {
    request: membership.ContentRequest,
    answer: Nothing,
    callers: 'admins',
    summary: 'Withdraw a content',
    description: 'Removes it from all entries and holdings and refuses it from now on.',
  }),
  createInvite: route('POST', '/v1/invites', {
    request: membership.NewInviteMessage,
    answer: membership.InviteWithSecret,
    status: 201,
    callers: 'admins',
    summary: 'Make an invite',
    description: 'The secret is shown this once.',
  }),
  invites: route('GET', '/v1/invites', {
    request: Nothing,
    answer: membership.InvitesAnswer,
    answerBytes: LIST_ANSWER_BYTES,
    callers: 'admins',
    summary: 'List invites',
    description: 'Without their secrets.',
  }),
  revokeInvite: route('DELETE', '/v1/invites/{id}', {
    request: membership.InviteRequest,
    answer: Nothing,
    callers: 'admins',
    summary: 'Revoke an invite',
    description: 'Nobody joins with it any more; who has joined stays.',
  }),
  members: route('GET', '/v1/members', {
    request: Nothing,
    answer: membership.MembersAnswer,
    answerBytes: LIST_ANSWER_BYTES,
    callers: 'admins',
    summary: 'List members',
    description: 'Also those that were revoked.',
  }),
  revoke: route('POST', '/v1/revoke', {
    request: membership.PeerRequest,
    answer: Nothing,
    callers: 'admins',
    summary: 'Revoke a member',
    description: 'The tracker refuses it at once, the peers within a heartbeat.',
  }),
} as const satisfies Record<keyof TrackerOperations, TrackerRoute>;

export type OperationName = keyof typeof TRACKER_ROUTES;
export type OperationAnswer<Name extends OperationName> = Static<(typeof TRACKER_ROUTES)[Name]['answer']>;
