import { AyniError } from '../errors.ts';
import { parseContentId, parseNetworkId, parsePeerId, type ContentId, type NetworkId, type PeerId } from '../ids.ts';
import { parseSharePath } from '../names/share-path.ts';

/**
 * What a member shows another: `ayni:file/1/NETWORK/CONTENT/SIZE/NAME` or `ayni:folder/1/NETWORK/PEER/SHARE/PATH`.
 * It holds no secret: only members of the network can fetch by it, and only what they may see. Names are
 * percent-encoded, so that no shell and no chat program cuts the link.
 */
export type FileLink =
  | {
      readonly kind: 'file';
      readonly network: NetworkId;
      readonly content: ContentId;
      /** Bytes, where they are known. */
      readonly size?: number;
      /** A file name, without folders, as whoever made the link says. */
      readonly name: string;
    }
  /** `path` is `share/…`, never empty. */
  | { readonly kind: 'folder'; readonly network: NetworkId; readonly peer: PeerId; readonly path: string };

const VERSION = '1';
/** A path of 4,096 bytes, each of them percent-encoded, and the ids. */
const MAX_LENGTH = 13_000;
const MAX_NAME = 1024;

/** Whether a text claims to be such a link. */
export function isFileLink(text: string): boolean {
  return /^ayni:(file|folder)\//.test(text.trim());
}

/** @throws {AyniError} `bad-link` */
export function parseFileLink(text: string): FileLink {
  const link = text.trim();
  const [kind, version, network = '', whose = '', ...rest] = link.slice('ayni:'.length).split('/');
  if (!isFileLink(link) || link.length > MAX_LENGTH) {
    throw new AyniError('bad-link', 'This is not a link of a file: it should begin with ayni:file/ or ayni:folder/.');
  }
  if (version !== VERSION) {
    throw new AyniError(
      'bad-link',
      `This link is of version ${version?.slice(0, 8)}; this program speaks version ${VERSION}. Is there a newer Ayni?`,
    );
  }
  try {
    const names = rest.map(decodeURIComponent);
    if (kind === 'folder') {
      const path = parseSharePath(names.join('/'));
      if (path === '' || path.split('/').length !== names.length) throw incomplete();
      return { kind: 'folder', network: parseNetworkId(network), peer: parsePeerId(whose), path };
    }
    const [size = '', name = '', ...more] = names;
    if (more.length > 0 || name === '' || name.length > MAX_NAME || !/^(0|[1-9]\d{0,15})?$/.test(size))
      throw incomplete();
    const bytes = Number(size);
    if (!Number.isSafeInteger(bytes)) throw incomplete();
    const content = parseContentId(whose);
    return { kind: 'file', network: parseNetworkId(network), content, ...(size !== '' && { size: bytes }), name };
  } catch (cause) {
    throw AyniError.is(cause, 'bad-link') ? cause : incomplete(cause);
  }
}

export function formatFileLink(link: FileLink): string {
  if (link.kind === 'folder') {
    return ['ayni:folder', VERSION, link.network, link.peer, ...link.path.split('/').map(encoded)].join('/');
  }
  return ['ayni:file', VERSION, link.network, link.content, link.size ?? '', encoded(link.name)].join('/');
}

/** Also what `encodeURIComponent` leaves and a shell does not. */
function encoded(name: string): string {
  return encodeURIComponent(name).replaceAll(
    /[!'()*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function incomplete(cause?: unknown): AyniError {
  return new AyniError('bad-link', 'This link is incomplete or changed: was all of it copied?', { cause });
}
