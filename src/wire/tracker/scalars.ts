import { Type, type TSchema } from 'typebox';
import { INVITED_ROLES, ROLES } from '../../core/access/role.ts';
import { MAX_CONTENT_SIZE } from '../../core/content/geometry.ts';
import type { ContentId, NetworkId, PeerId } from '../../core/ids.ts';
import { MAX_PATH_BYTES, parseSharePath, type SharePath } from '../../core/names/share-path.ts';
import { MAX_GROUPS, MAX_LABEL, MAX_SHARE_NAME } from './limits.ts';

/**
 * The smallest parts of messages. A pattern or refinement here says the same as the parser in `core`, so what passed
 * a schema has the branded type. A schema with a title is a component of the OpenAPI document.
 */

/** The same schema with a sentence for the reader of the API's documentation. */
export function about<const S extends TSchema>(description: string, schema: S) {
  return Type.With(schema, { description });
}

// 32 bytes are 51 letters of base32 and one that carries a single bit: a or q.
const idPattern = (kind: string) => `^${kind}[a-z2-7]{51}[aq]$`;

export const PeerIdText = Type.Unsafe<PeerId>(
  Type.String({
    title: 'PeerId',
    pattern: idPattern('p'),
    description: 'SHA-256 of the public key of a peer’s certificate (SPKI, DER), in base32.',
  }),
);
export const ContentIdText = Type.Unsafe<ContentId>(
  Type.String({
    title: 'ContentId',
    pattern: idPattern('c'),
    description: 'What bytes are: a BLAKE3 hash over the size and the page hashes, in base32.',
  }),
);
export const NetworkIdText = Type.Unsafe<NetworkId>(
  Type.String({
    title: 'NetworkId',
    pattern: idPattern('n'),
    description: 'SHA-256 of the network’s public signing key (SPKI, DER), in base32.',
  }),
);

function isSharePath(text: string): boolean {
  try {
    parseSharePath(text);
    return true;
  } catch {
    return false;
  }
}

function isShareName(text: string): boolean {
  return text !== '' && !text.includes('/') && isSharePath(text);
}

/** `share/path`, or '' for the list of shares. */
function isBrowsePath(text: string): boolean {
  if (text === '') return true;
  const slash = text.indexOf('/');
  return slash < 0 ? isShareName(text) : isShareName(text.slice(0, slash)) && isSharePath(text.slice(slash + 1));
}

/** What a failed refinement says; `parseRequest` turns it into the code `bad-path`. */
export const NOT_A_PATH = 'is not a path inside a share';

export const SharePathText = Type.Unsafe<SharePath>(
  Type.Refine(
    Type.String({
      title: 'SharePath',
      maxLength: MAX_PATH_BYTES,
      description: `Names joined by "/", relative to the share; at most ${MAX_PATH_BYTES} bytes of UTF-8. No ".", "..", empty names or NUL.`,
    }),
    isSharePath,
    () => NOT_A_PATH,
  ),
);

export const ShareName = Type.Refine(
  Type.String({
    title: 'ShareName',
    minLength: 1,
    maxLength: MAX_SHARE_NAME,
    description: 'The name of a share: one name, without a slash.',
  }),
  isShareName,
  () => NOT_A_PATH,
);

export const BrowsePath = Type.Refine(
  Type.String({
    title: 'BrowsePath',
    maxLength: MAX_PATH_BYTES + MAX_SHARE_NAME + 1,
    description: 'A share’s name and a path inside it: "share/directory/file"; empty for the list of shares.',
  }),
  isBrowsePath,
  () => NOT_A_PATH,
);

export const Label = Type.String({
  title: 'Label',
  minLength: 1,
  maxLength: MAX_LABEL,
  pattern: '^[^\\u0000-\\u001f\\u007f]+$',
  description: 'A name for people, without control characters.',
});

export const Groups = Type.Array(Label, {
  title: 'Groups',
  maxItems: MAX_GROUPS,
  description: 'Names of groups.',
});

export const RoleName = Type.Enum([...ROLES], {
  title: 'Role',
  type: 'string',
  description:
    'What a member may do. Guests publish nothing, but serve what they fetch; admins also invite and revoke.',
});
export const InvitedRoleName = Type.Enum([...INVITED_ROLES], {
  title: 'InvitedRole',
  type: 'string',
  description: 'A role that an invite gives.',
});

export const Time = Type.Integer({ minimum: 0, description: 'Milliseconds since the Unix epoch.' });
export const Count = Type.Integer({ minimum: 0 });
export const Seconds = Type.Integer({ minimum: 1 });
export const Size = Type.Integer({ minimum: 0, maximum: MAX_CONTENT_SIZE, description: 'Bytes.' });
/** Of all contents together, so beyond what one content may have. */
export const TotalSize = Type.Integer({ minimum: 0, description: 'Bytes.' });

export const InviteId = Type.String({
  pattern: '^[a-z2-7]{8,32}$',
  description: 'Names an invite; it is not its secret.',
});
export const InviteSecret = Type.String({ pattern: '^[A-Za-z0-9_-]{1,128}$', description: 'The secret of an invite.' });
export const CredentialText = Type.String({
  maxLength: 8192,
  pattern: '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$',
  description: 'A credential: a JWT (EdDSA) by the network’s key, bound to a peer’s certificate.',
});
export const Cursor = Type.String({
  minLength: 1,
  maxLength: 8192,
  description: 'Where the next page begins, as an earlier answer told.',
});
export const TrackerAddress = Type.String({ maxLength: 270, description: 'host:port, IPv6 in brackets.' });
