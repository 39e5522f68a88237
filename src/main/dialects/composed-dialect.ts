import { lookup } from 'node:dns/promises';

import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/log.ts';
import type { Address } from '../../core/access/link.ts';
import type { Dialect } from '../../core/dialects/dialect.ts';
import { answersAt } from '../../dialects/shared/answers-at.ts';
import { probedLeaseMs } from '../../dialects/shared/foreign-prober.ts';
import type { DialectServer, ListenOptions } from '../../dialects/parts.ts';
import type { DialectPeer, DialectRegistry } from '../../wire/dialects/dialect-registry.ts';
import type { FlatShare } from '../../wire/dialects/flat-share.ts';
import type { ForeignFetch, ForeignTracker } from '../../wire/dialects/foreign-client.ts';
import { optional } from '../optional.ts';
import type { DialectSettings, SettingsOf } from './dialect-settings.ts';

interface Components {
  readonly clock: Clock;
  readonly log: Logger;
}

/** How the tracker keeps up with foreign peers of a dialect; absent where its front-end does so itself. */
interface Watching {
  /** Absent where opening a TCP connection is all there is. */
  readonly probe?: (peer: DialectPeer, options: { readonly signal: AbortSignal }) => Promise<boolean | undefined>;
}

/** A dialect with its settings: what is left to say is where it listens and what it works for. */
export interface ComposedDialect {
  readonly defaultPorts: { readonly tracker: number; readonly peer: number };
  readonly watching?: Watching;
  tracker(components: Components & { readonly registry: DialectRegistry }, listen: ListenOptions): DialectServer;
  /** @param master where the network's tracker is, for a dialect whose peers ask it who may fetch */
  peer(
    components: Components & { readonly share: FlatShare },
    listen: ListenOptions & { readonly master: Address },
  ): DialectServer;
  readonly fetch: (components: Components) => ForeignFetch;
  foreignTracker(
    components: Components & { readonly share: FlatShare },
    at: { readonly host: string; readonly port: number; readonly peerPort: number },
  ): ForeignTracker;
}

type Own<Name extends Dialect> = Pick<SettingsOf<Name>, 'ttlMs' | 'own'>;

/** Loaded when they are turned on, or somebody fetches from such a peer. */
const COMPOSERS: { readonly [Name in Dialect]: (settings: Own<Name>) => Promise<ComposedDialect> } = {
  helo: async ({ ttlMs }) => {
    const { helo } = await import('../../dialects/helo/index.ts');
    return {
      defaultPorts: helo.defaultPorts,
      watching: {},
      tracker: (components, listen) => helo.tracker(components, { ...listen, ttlMs: probedLeaseMs(ttlMs) }),
      peer: (components, listen) => helo.peer(components, listen),
      fetch: (components) => helo.fetch(components, {}),
      foreignTracker: (components, at) => helo.foreignTracker(components, at, {}),
    };
  },
  flatgrpc: async ({ ttlMs, own }) => {
    const { flatgrpc } = await import('../../dialects/flatgrpc/index.ts');
    return {
      defaultPorts: flatgrpc.defaultPorts,
      watching: { probe: answersWhereItHasAnAddress },
      tracker: (components, listen) => flatgrpc.tracker(components, { ...listen, ttlMs: probedLeaseMs(ttlMs) }),
      peer: (components, listen) => flatgrpc.peer(components, { ...listen, ...optional('inbox', own.inbox) }),
      fetch: (components) => flatgrpc.fetch(components, {}),
      foreignTracker: (components, at) =>
        flatgrpc.foreignTracker(components, at, { ...optional('peerId', own.peer_id) }),
    };
  },
  p4: async ({ ttlMs, own }) => {
    const { p4 } = await import('../../dialects/p4/index.ts');
    const { secret = '' } = own;
    const client = { secret, session: { token: undefined } };
    return {
      defaultPorts: p4.defaultPorts,
      watching: {},
      tracker: (components, listen) => p4.tracker(components, { ...listen, secret, ttlMs: probedLeaseMs(ttlMs) }),
      peer: (components, { master, ...listen }) =>
        p4.peer(components, { ...listen, master, ...optional('require', own.require) }),
      fetch: (components) => p4.fetch(components, client),
      foreignTracker: (components, at) => p4.foreignTracker(components, at, client),
    };
  },
  rede: async ({ ttlMs, own }) => {
    const { rede } = await import('../../dialects/rede/index.ts');
    const ports = { ...optional('firstPort', own.first_port), ...optional('lastPort', own.last_port) };
    return {
      defaultPorts: rede.defaultPorts,
      tracker: (components, listen) => rede.tracker(components, { ...listen, ttlMs, ...ports }),
      peer: (components, listen) => rede.peer(components, listen),
      fetch: (components) => rede.fetch(components, {}),
      foreignTracker: (components, at) => rede.foreignTracker(components, at, {}),
    };
  },
  slots: async ({ ttlMs, own }) => {
    const { slots } = await import('../../dialects/slots/index.ts');
    const tracker = { ...optional('maxPeer', own.tracker_slots), ...optional('initialPort', own.tracker_initial_port) };
    const peer = { ...optional('maxPeers', own.peer_slots), ...optional('initialPort', own.peer_initial_port) };
    return {
      defaultPorts: slots.defaultPorts,
      tracker: (components, listen) => slots.tracker(components, { ...listen, ttlMs, ...tracker }),
      peer: (components, listen) => slots.peer(components, { ...listen, ...peer }),
      fetch: (components) => slots.fetch(components, {}),
      foreignTracker: (components, at) => slots.foreignTracker(components, at, {}),
    };
  },
};

/** A peer of `flatgrpc` may call itself what it wants: whose name has no address cannot be asked. */
async function answersWhereItHasAnAddress(
  { host, port }: DialectPeer,
  options: { readonly signal: AbortSignal },
): Promise<boolean | undefined> {
  const found = await lookup(host).catch(() => undefined);
  return found === undefined ? undefined : answersAt({ host: found.address, port }, options);
}

// oxlint-disable-next-line typescript/consistent-return -- the compiler sees that no dialect is missing
export function composeDialect(settings: Pick<DialectSettings, 'dialect' | 'ttlMs' | 'own'>): Promise<ComposedDialect> {
  switch (settings.dialect) {
    case 'helo':
      return COMPOSERS.helo(settings);
    case 'flatgrpc':
      return COMPOSERS.flatgrpc(settings);
    case 'p4':
      return COMPOSERS.p4(settings);
    case 'rede':
      return COMPOSERS.rede(settings);
    case 'slots':
      return COMPOSERS.slots(settings);
  }
}

/** As `fetch` of a dialect that is not on: fetching opens nothing to anybody. */
export function lazyFetch(dialect: Dialect, components: Components): ForeignFetch {
  let loaded: Promise<ForeignFetch> | undefined;
  return {
    fetch: async (source, options) => {
      loaded ??= composeDialect({ dialect, own: {}, ttlMs: 0 }).then(({ fetch }) => fetch(components));
      return (await loaded).fetch(source, options);
    },
  };
}
