import type { FastifyInstance } from 'fastify';

import { AyniError } from '../../../core/errors.ts';
import { DROP_PATH } from '../../../wire/control/routes.ts';
import type { PeerControl } from '../control-backend.ts';
import { queryOf } from '../query.ts';

/** Without a byte for so long a drop is given up, ms. */
const IDLE_MS = 60_000;

/** The one call whose body is bytes; it goes to the disk as it comes. */
export function registerDrop(app: FastifyInstance, peer: () => PeerControl): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _body, done) => done(null));
    scope.post(DROP_PATH, async (request, reply) => {
      const { raw } = request;
      const size = Number(raw.headers['content-length'] ?? Number.NaN);
      if (!Number.isSafeInteger(size)) throw new AyniError('bad-request', 'A drop tells its size in Content-Length.');
      raw.socket.setTimeout(IDLE_MS);
      try {
        const path = queryOf(request).get('name') ?? '';
        return await reply.send(await peer().drop({ path, size, bytes: raw }));
      } catch (error) {
        // What was not read of the body would be taken for the next request.
        void reply.header('connection', 'close');
        throw raw.readableAborted ? new AyniError('cut-off', 'A drop was broken off.', { cause: error }) : error;
      } finally {
        raw.socket.setTimeout(0);
      }
    });
  });
}
