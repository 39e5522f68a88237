import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Type } from 'typebox';
import { AyniError } from '../../core/errors.ts';
import type { NetworkId, PeerId } from '../../core/ids.ts';
import { writeFileAtomic } from '../../platform/atomic-file.ts';
import { MAX_LIST } from '../../wire/tracker/limits.ts';
import { parseAnswer } from '../../wire/tracker/message.ts';
import { NetworkIdText, PeerIdText } from '../../wire/tracker/scalars.ts';

/** The peers that a network shut out, as the tracker told last. */
export interface RevokedList {
  /** The tracker's number for it; -1 where none was told yet. */
  readonly version: number;
  readonly peers: ReadonlySet<PeerId>;
}

const FILE = 'revoked.json';
const NONE: RevokedList = { version: -1, peers: new Set() };

const ListFile = Type.Object({
  network: NetworkIdText,
  version: Type.Integer({ minimum: 0 }),
  peers: Type.Array(PeerIdText, { maxItems: MAX_LIST }),
});

/**
 * The list in a state folder, so that whoever was shut out stays so while the tracker is away. An empty one where there
 * is none, or that of another network.
 * @throws {AyniError} `state-damaged`, `io-failed`
 */
export async function loadRevoked(stateFolder: string, network: NetworkId): Promise<RevokedList> {
  const path = join(stateFolder, FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return NONE;
    throw new AyniError('io-failed', `${path} cannot be read: check its owner and mode.`, { cause });
  }
  try {
    const list = parseAnswer(ListFile, JSON.parse(text));
    return list.network === network ? { version: list.version, peers: new Set(list.peers) } : NONE;
  } catch (cause) {
    throw new AyniError('state-damaged', `${path} is damaged: remove it, the tracker tells the list again.`, {
      context: { path },
      cause,
    });
  }
}

/** Replaces the list as a whole; readable by its owner only. */
export async function saveRevoked(stateFolder: string, network: NetworkId, list: RevokedList): Promise<void> {
  const text = JSON.stringify({ network, version: list.version, peers: [...list.peers] });
  await writeFileAtomic(join(stateFolder, FILE), `${text}\n`, 0o600);
}

export async function removeRevoked(stateFolder: string): Promise<void> {
  await rm(join(stateFolder, FILE), { force: true });
}
