import type { Static, TObject } from 'typebox';
import type { TrackerOperations } from '../wire/tracker/operations.ts';
import { JOIN_ROUTES, TRACKER_ROUTES, type OperationName, type TrackerRoute } from '../wire/tracker/routes.ts';
import type { Caller } from './member-operations.ts';
import type { TrackerService } from './tracker-service.ts';

/** Every operation by its name, also those before membership. */
export type AnyOperationName = OperationName | keyof typeof JOIN_ROUTES;

interface CallContext {
  readonly service: TrackerService;
  readonly caller: Caller;
  /** What the caller may do. */
  readonly tracker: TrackerOperations;
  /** Aborts when the caller is gone. */
  readonly signal: AbortSignal;
}

/** Hands over one operation. */
export type Serve = <Request extends TObject>(
  name: AnyOperationName,
  route: TrackerRoute<Request>,
  call: (request: Static<Request>, context: CallContext) => Promise<unknown>,
) => void;

/** Hands every operation that has one answer to a front-end; `events` has many, and each front-end its own way for it. */
export function serveOperationCalls(serve: Serve): void {
  const routes = TRACKER_ROUTES;
  serve('identify', JOIN_ROUTES.identify, (_, { service }) => service.identityProof());
  serve('join', JOIN_ROUTES.join, (request, { service, caller }) => service.join(request, caller));
  serve('announce', routes.announce, (request, { tracker, signal }) => tracker.announce(request, { signal }));
  serve('heartbeat', routes.heartbeat, (request, { tracker, signal }) => tracker.heartbeat(request, { signal }));
  serve('leave', routes.leave, (request, { tracker, signal }) => tracker.leave(request, { signal }));
  serve('publish', routes.publish, (request, { tracker, signal }) => tracker.publish(request, { signal }));
  serve('unpublish', routes.unpublish, (request, { tracker, signal }) => tracker.unpublish(request, { signal }));
  serve('hold', routes.hold, (request, { tracker, signal }) => tracker.hold(request, { signal }));
  serve('search', routes.search, (request, { tracker, signal }) => tracker.search(request, { signal }));
  serve('browse', routes.browse, (request, { tracker, signal }) => tracker.browse(request, { signal }));
  serve('peers', routes.peers, (_, { tracker, signal }) => tracker.peers({ signal }));
  serve('locate', routes.locate, (request, { tracker, signal }) => tracker.locate(request, { signal }));
  serve('namesOf', routes.namesOf, (request, { tracker, signal }) => tracker.namesOf(request, { signal }));
  serve('report', routes.report, (request, { tracker, signal }) => tracker.report(request, { signal }));
  serve('introspect', routes.introspect, (request, { tracker, signal }) => tracker.introspect(request, { signal }));
  serve('stats', routes.stats, (_, { tracker, signal }) => tracker.stats({ signal }));
  serve('withdraw', routes.withdraw, (request, { tracker, signal }) => tracker.withdraw(request, { signal }));
  serve('createInvite', routes.createInvite, (request, { tracker, signal }) =>
    tracker.createInvite(request, { signal }),
  );
  serve('invites', routes.invites, (_, { tracker, signal }) => tracker.invites({ signal }));
  serve('revokeInvite', routes.revokeInvite, (request, { tracker, signal }) =>
    tracker.revokeInvite(request, { signal }),
  );
  serve('members', routes.members, (_, { tracker, signal }) => tracker.members({ signal }));
  serve('revoke', routes.revoke, (request, { tracker, signal }) => tracker.revoke(request, { signal }));
}
