import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Type } from 'typebox';
import type { Role } from '../../core/access/role.ts';
import { AyniError } from '../../core/errors.ts';
import type { NetworkId } from '../../core/ids.ts';
import { writeFileAtomic } from '../../platform/atomic-file.ts';
import { parseAnswer } from '../../wire/tracker/message.ts';
import { CredentialText, Groups, Label, NetworkIdText, RoleName, TrackerAddress } from '../../wire/tracker/scalars.ts';

/** That this peer is a member of a network, as its state folder keeps it. */
export interface MembershipRecord {
  readonly network: NetworkId;
  /** The network's public signing key, SPKI DER in base64url. */
  readonly publicKey: string;
  /** `host:port` of every tracker known, the ones that the network names first. */
  readonly trackers: readonly string[];
  readonly role: Role;
  readonly groups: readonly string[];
  /** What the others call this member. */
  readonly name: string;
  /** The latest credential; a secret only together with the identity's key. */
  readonly credential: string;
}

const FILE = 'membership.json';
const VERSION = 1;

const RecordFile = Type.Object({
  version: Type.Literal(VERSION),
  network: NetworkIdText,
  publicKey: Type.String({ pattern: '^[A-Za-z0-9_-]{16,256}$' }),
  trackers: Type.Array(TrackerAddress, { minItems: 1, maxItems: 64 }),
  role: RoleName,
  groups: Groups,
  name: Label,
  credential: CredentialText,
});

/**
 * The membership in a state folder, undefined where it has none.
 * @throws {AyniError} `state-newer`, `state-damaged`, `no-permission`, `io-failed`
 */
export async function loadMembership(stateFolder: string): Promise<MembershipRecord | undefined> {
  const path = join(stateFolder, FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT') return undefined;
    if (code === 'EACCES' || code === 'EPERM') {
      throw new AyniError('no-permission', `${path} may not be read: check its owner and mode.`, { cause });
    }
    throw new AyniError('io-failed', `${path} cannot be read (${String(code)}).`, { cause });
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (isNewer(parsed)) {
      throw new AyniError('state-newer', `${path} was written by a newer version of Ayni: use that version.`);
    }
    const { version: _version, ...record } = parseAnswer(RecordFile, parsed);
    return record;
  } catch (cause) {
    if (AyniError.is(cause, 'state-newer')) throw cause;
    throw new AyniError('state-damaged', `${path} is damaged: move it away and join again.`, {
      context: { path },
      cause,
    });
  }
}

function isNewer(parsed: unknown): boolean {
  return (
    typeof parsed === 'object' &&
    parsed !== null &&
    'version' in parsed &&
    typeof parsed.version === 'number' &&
    parsed.version > VERSION
  );
}

/** Replaces the record as a whole; readable by its owner only. */
export async function saveMembership(stateFolder: string, record: MembershipRecord): Promise<void> {
  const text = `${JSON.stringify({ version: VERSION, ...record }, null, 2)}\n`;
  await writeFileAtomic(join(stateFolder, FILE), text, 0o600);
}

export async function removeMembership(stateFolder: string): Promise<void> {
  await rm(join(stateFolder, FILE), { force: true });
}
