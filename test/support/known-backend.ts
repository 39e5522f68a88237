import { AyniError } from '../../src/core/errors.ts';
import { parsePeerId } from '../../src/core/ids.ts';
import type { ControlBackend, PeerControl } from '../../src/peer/control/control-backend.ts';
import type { Status } from '../../src/wire/control/messages.ts';

const PEER = parsePeerId(`p${'a'.repeat(52)}`);

export const STATUS: Status = {
  version: '0.0.0',
  node: 'v0',
  pid: 1,
  started: 0,
  state: '/state',
  hasher: 'native',
  dialects: [],
  shares: [],
  downloads: [],
  uploads: [],
  counters: { bytesSent: 0, bytesReceived: 0 },
};

function refuse(): never {
  throw new AyniError('forbidden', 'Only admins do that.');
}

/** A backend whose every answer is known. */
export function backend(): ControlBackend & { peer: PeerControl; changed: () => void; removed: string[] } {
  const removed: string[] = [];
  let listener: (() => void) | undefined;
  let hashed = 0;
  const peer: PeerControl = {
    addShare: async (share) => ({
      name: share.name ?? 'share',
      path: share.path,
      kind: 'folder',
      hidden: share.hidden ?? false,
      audience: { kind: 'everyone' },
    }),
    changeShare: async () => undefined,
    removeShare: async (name) => void removed.push(name),
    rescan: async () => undefined,
    addDownload: async () => refuse(),
    pauseDownload: async () => undefined,
    resumeDownload: async () => undefined,
    cancelDownload: async () => undefined,
    moveDownload: async () => undefined,
    downloadFolders: () => [],
    downloadDetail: async (id) => ({ id, files: [], filesTotal: 0 }),
    chooseFiles: async () => undefined,
    preview: async () => undefined,
    shares: () => [
      {
        share: { name: 'a', path: '/a', kind: 'folder', hidden: false, audience: { kind: 'everyone' } },
        state: 'hashing',
        files: 1,
        bytes: 10,
        hashedBytes: hashed++,
        totalBytes: 10,
        pendingFiles: 1,
        scannedEntries: 1,
        watching: 'live',
        skipped: { count: 0, examples: [] },
      },
    ],
    downloads: () => [],
    onProgress: (changed) => {
      listener = changed;
      return () => (listener = undefined);
    },
    showDownload: async () => undefined,
    drop: async ({ path }) => ({ share: 'Dropped', path }),
    uploads: () => [],
    counters: () => ({ bytesSent: 0, bytesReceived: 0 }),
    connected: () => true,
    activity: () => [],
    newestActivity: () => 0,
    endings: () => 0,
    traffic: () => {
      const series = { step: 1, last: 0, sent: [], received: [] };
      return { hour: series, day: series };
    },
    watched: () => undefined,
    limits: () => ({ rates: {}, schedule: [], now: {}, slots: 8, jobs: 2 }),
    setLimits: async () => refuse(),
    leave: async () => undefined,
  };
  const unused = async () => refuse();
  const network = {
    search: unused,
    browse: unused,
    peers: async () => [
      { peer: PEER, name: 'n', role: 'member', online: true, endpoints: [], agent: 'a', files: 0, bytes: 0, seen: 0 },
    ],
    locate: unused,
    namesOf: unused,
    stats: unused,
    withdraw: unused,
    createInvite: unused,
    invites: unused,
    revokeInvite: unused,
    members: unused,
    revoke: unused,
  };
  const inviteLink = () => 'link';
  return { status: async () => STATUS, peer, network, inviteLink, changed: () => listener?.(), removed };
}
