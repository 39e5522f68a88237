import type { FastifyInstance } from 'fastify';
import type { Static, TSchema } from 'typebox';

import { AyniError } from '../../core/errors.ts';
import { CONTROL_ROUTES, NETWORK_ROUTES, PAGE_ROUTES, type ControlRoute } from '../../wire/control/routes.ts';
import { parseRequest } from '../../wire/tracker/message.ts';
import type { CallOptions } from '../../wire/tracker/operations.ts';
import type { ControlBackend, PeerControl } from './control-backend.ts';

/** @throws {AyniError} `not-joined` where only a tracker runs */
export function peerOf({ peer }: Pick<ControlBackend, 'peer'>): PeerControl {
  if (peer !== undefined) return peer;
  throw new AyniError('not-joined', 'Only a tracker runs here, which shares and fetches nothing: use "ayni up".');
}

/** Every call of the local API that is a message and an answer. */
export function registerCalls(app: FastifyInstance, backend: ControlBackend): void {
  const peer = (): PeerControl => peerOf(backend);
  const { network } = backend;
  const c = CONTROL_ROUTES;
  handle(app, c.status, () => backend.status());
  handle(app, c.shares, async () => peer().shares());
  handle(app, c.addShare, (share) => peer().addShare(share));
  handle(app, c.changeShare, async ({ name, audience }) => done(peer().changeShare(name, audience)));
  handle(app, c.removeShare, async ({ name }) => done(peer().removeShare(name)));
  handle(app, c.rescan, async ({ name }) => done(peer().rescan(name)));
  handle(app, c.downloads, async () => peer().downloads());
  handle(app, c.addDownload, (download) => peer().addDownload(download));
  handle(app, c.pauseDownload, async ({ id }) => done(peer().pauseDownload(id)));
  handle(app, c.resumeDownload, async ({ id }) => done(peer().resumeDownload(id)));
  handle(app, c.cancelDownload, async ({ id }) => done(peer().cancelDownload(id)));
  handle(app, c.moveDownload, async ({ id, to }) => done(peer().moveDownload(id, to)));
  handle(app, c.limits, async () => peer().limits());
  handle(app, c.setLimits, (change) => peer().setLimits(change));
  handle(app, c.leave, async () => done(peer().leave()));
  const n = NETWORK_ROUTES;
  handle(app, n.search, (query, options) => network.search(query, options));
  handle(app, n.browse, (query, options) => network.browse(query, options));
  handle(app, n.peers, (_nothing, options) => network.peers(options));
  handle(app, n.locate, (request, options) => network.locate(request, options));
  handle(app, n.namesOf, (request, options) => network.namesOf(request, options));
  handle(app, n.stats, (_nothing, options) => network.stats(options));
  handle(app, n.withdraw, async (request, options) => done(network.withdraw(request, options)));
  handle(app, n.createInvite, async (request, options) => {
    const invite = await network.createInvite(request, options);
    return { ...invite, link: backend.inviteLink(invite.secret) };
  });
  handle(app, n.invites, (_nothing, options) => network.invites(options));
  handle(app, n.revokeInvite, async (request, options) => done(network.revokeInvite(request, options)));
  handle(app, n.members, (_nothing, options) => network.members(options));
  handle(app, n.revoke, async (request, options) => done(network.revoke(request, options)));
  const p = PAGE_ROUTES;
  handle(app, p.downloadDetail, ({ id, file }) => peer().downloadDetail(id, file));
  handle(app, p.downloadFolders, async () => peer().downloadFolders());
  handle(app, p.showDownload, async ({ id }) => done(peer().showDownload(id)));
  handle(app, p.activity, async () => peer().activity());
  handle(app, p.traffic, async () => peer().traffic());
  handle(app, p.chooseFiles, async ({ id, files, wish }) => done(peer().chooseFiles(id, files, wish)));
}

async function done(work: Promise<void>): Promise<Record<string, never>> {
  await work;
  return {};
}

type Deeply<T> = T extends (infer Item)[]
  ? readonly Deeply<Item>[]
  : T extends string | number | boolean | undefined
    ? T
    : { readonly [Key in keyof T]: Deeply<T[Key]> };

/** Registers one call. */
export function handle<Request extends TSchema, Answer extends TSchema>(
  app: FastifyInstance,
  route: ControlRoute<Request, Answer>,
  answer: (request: Static<Request>, options: Required<CallOptions>) => Promise<Deeply<Static<Answer>>>,
): void {
  app.route({
    method: route.method,
    url: route.path,
    handler: async (request, reply) => {
      const message = parseRequest(route.request, route.method === 'GET' ? {} : request.body);
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      return reply.send(await answer(message, { signal: gone.signal }));
    },
  });
}
