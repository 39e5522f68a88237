import { createHash, randomBytes } from 'node:crypto';
import { encodeBase32 } from '../core/base32.ts';
import { AyniError } from '../core/errors.ts';
import type { Invite, SwarmStore } from '../core/swarm/swarm-store.ts';
import type { NewInvite } from '../wire/tracker/operations.ts';

/** 128 bits: nobody guesses one, so a plain hash protects it at rest. */
const SECRET_BYTES = 16;
const ID_BYTES = 10;
/** Bytes of all groups of a member together: they travel in each credential, which is a header of HTTP. */
const MAX_GROUPS_BYTES = 2048;

/** What the store knows of a secret: SHA-256, hex. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Makes an invite. The secret is in the answer and nowhere else. */
export async function makeInvite(
  store: SwarmStore,
  { role, groups, uses, lifetime }: NewInvite,
): Promise<Invite & { readonly secret: string }> {
  const distinct = [...new Set(groups)];
  if (Buffer.byteLength(JSON.stringify(distinct)) > MAX_GROUPS_BYTES) {
    throw new AyniError('bad-request', 'These are too many groups for one member: their names make over 2 KiB.');
  }
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const invite = await store.addInvite({
    id: encodeBase32(randomBytes(ID_BYTES)),
    secretHash: secretHash(secret),
    role,
    groups: distinct,
    uses,
    lifetimeMs: lifetime * 1000,
  });
  return { ...invite, secret };
}
