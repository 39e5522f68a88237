import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { DialectRegistry } from '../../wire/dialects/dialect-registry.ts';
import type { Conversation } from '../shared/conversation.ts';
import type { ListRoom } from '../shared/list-room.ts';
import type { Announcement } from './announcement-reader.ts';
import { encodeSource, SAYS } from './codec.ts';
import { findHolder } from './find-holder.ts';
import { TRACKER_DATA } from './grammar.ts';
import { lockstep } from './lockstep.ts';
import type { PeerTurns } from './peer-turns.ts';
import { SlotsReader } from './slots-reader.ts';

export interface SessionParts {
  readonly registry: DialectRegistry;
  readonly turns: PeerTurns;
  readonly room: ListRoom;
  readonly log: Logger;
}

/** What is said at a data port of the tracker: what a peer has, where that changed, and who has the file it wants. */
export async function serveDataPort(
  conversation: Conversation,
  parts: SessionParts,
  options: { readonly leaseMs: number; readonly idleMs: number | undefined; readonly done: () => void },
): Promise<void> {
  const reader = new SlotsReader(TRACKER_DATA, parts.room);
  for await (const message of lockstep(conversation, reader, options.idleMs)) {
    if (message.kind === 'list') {
      if (!(await announce(conversation.remote.host, message.list, parts, options))) break;
      // Two writes, as programs expect that read one message at a time.
      await conversation.write(SAYS.ok);
      await conversation.write(SAYS.sayFile);
    } else if (message.kind === 'argument') {
      const holder = message.tooLong ? undefined : await findHolder(message.bytes, parts);
      // Whoever has read the answer may ask for the next port at once.
      options.done();
      await conversation.write(holder === undefined ? SAYS.notFound : encodeSource(holder));
      break;
    } else if (message.verb === SAYS.here) await conversation.write(SAYS.changed);
    else await conversation.write(message.verb === SAYS.yes ? SAYS.tellMe : SAYS.sayFile);
  }
  options.done();
  await conversation.end();
}

/** False where the catalog does not take it: a native peer is there, or there are too many. */
async function announce(
  host: string,
  { port, files, leftOut }: Announcement,
  { registry, log }: SessionParts,
  { leaseMs }: { readonly leaseMs: number },
): Promise<boolean> {
  const key = `${host}:${port}`;
  if (leftOut > 0)
    log.info({ dialect: 'slots', peer: key, leftOut }, 'names over 1,024 bytes, with NUL or not of UTF-8');
  try {
    await registry.register({ key, host, port }, { ttlMs: leaseMs });
    await registry.announce(key, files, { replace: true });
    return true;
  } catch (error) {
    const { code, message } = AyniError.from(error);
    if (code === 'internal') throw error;
    log.info({ dialect: 'slots', peer: key, code }, message);
    return false;
  }
}
