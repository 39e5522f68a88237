import type { FastifyReply, FastifyRequest } from 'fastify';

import { userBehind } from '../../../platform/user-behind.ts';
import type { PageLink } from '../../../wire/control/page-messages.ts';
import { sessionCookie } from '../session-cookie.ts';
import type { Sessions } from '../sessions.ts';

export const ENTER_PATH = '/enter';

/** Lets browsers in, by a link that works once. */
export class PageDoor {
  readonly #sessions: Sessions;
  readonly #onEntered: () => Promise<void>;

  /** @param onEntered called when a browser was let in */
  constructor(sessions: Sessions, onEntered: () => Promise<void>) {
    this.#sessions = sessions;
    this.#onEntered = onEntered;
  }

  link(port: number): PageLink {
    return { url: `http://127.0.0.1:${port}${ENTER_PATH}?code=${this.#sessions.invite()}` };
  }

  async enter(request: FastifyRequest, reply: FastifyReply, port: number): Promise<FastifyReply> {
    const code = new URL(request.url, 'http://localhost').searchParams.get('code') ?? '';
    // Others may read the link: while a browser is started with it, every user of this machine sees the command line.
    const session = (await isOwn(request)) ? this.#sessions.enter(code) : undefined;
    if (session !== undefined) {
      await this.#onEntered();
      void reply.header('set-cookie', sessionCookie(port, session));
    }
    // See Other: the code is used up, and not left in the browser's history either. Where it was no good, the app says
    // how to get in, in the reader's language, or opens where this browser was let in before.
    return reply.header('cache-control', 'no-store').redirect('/', 303);
  }
}

/** Whether it comes from a program of the daemon's own user, or of root, which stands in for others that forward. */
async function isOwn({ socket }: FastifyRequest): Promise<boolean> {
  const user = await userBehind(socket);
  return user === undefined || user === 0 || user === process.getuid?.();
}
