import type { PeerId } from '../../../../src/core/ids.ts';
import type { Static } from 'typebox';
import type { NETWORK_ROUTES } from '../../../../src/wire/control/routes.ts';

/** Kinds of files by their extensions: a tracker knows names and sizes, no bytes. */
export const EXTENSIONS = {
  image: 'jpg jpeg png gif webp avif svg bmp tif tiff heic ico raw psd'.split(' '),
  video: 'mp4 m4v webm mkv mov avi mpg mpeg wmv flv ogv ts 3gp'.split(' '),
  audio: 'mp3 flac ogg oga opus m4a aac wav wma aiff mid'.split(' '),
  document: 'pdf txt md doc docx odt rtf xls xlsx ods csv ppt pptx odp epub tex html json xml'.split(' '),
  archive: 'zip tar gz tgz bz2 xz zst 7z rar iso dmg deb rpm apk jar'.split(' '),
} as const satisfies Record<string, readonly string[]>;

export const KINDS = ['any', 'folder', 'image', 'video', 'audio', 'document', 'archive'] as const;
export type Kind = (typeof KINDS)[number];

/** Bytes, from and to. */
const SIZES = {
  any: [undefined, undefined],
  small: [undefined, 1e6],
  medium: [1e6, 100e6],
  large: [100e6, 1e9],
  huge: [1e9, undefined],
} as const satisfies Record<string, readonly [number | undefined, number | undefined]>;
export const SIZE_NAMES = ['any', 'small', 'medium', 'large', 'huge'] as const satisfies (keyof typeof SIZES)[];
export type SizeName = (typeof SIZE_NAMES)[number];

export interface Filters {
  readonly text: string;
  readonly kind: Kind;
  readonly size: SizeName;
  readonly peer: PeerId | undefined;
  readonly online: boolean;
}
export const NO_FILTERS: Filters = { text: '', kind: 'any', size: 'any', peer: undefined, online: false };

export type SearchQuery = Omit<Static<typeof NETWORK_ROUTES.search.request>, 'cursor'>;

/** Characters of a search: what is over the tracker's cap is cut off. */
const MAX_TEXT = 1024;

/** What the tracker is asked for. Folders have no size, so a size means files. */
export function queryOf({ text, kind, size, peer, online }: Filters, limit: number): SearchQuery {
  const [minSize, maxSize] = kind === 'folder' ? SIZES.any : SIZES[size];
  const sized = minSize !== undefined || maxSize !== undefined;
  return {
    text: text.trim().slice(0, MAX_TEXT),
    limit,
    ...(kind === 'folder' ? { kind: 'directory' as const } : {}),
    ...(kind !== 'folder' && (kind !== 'any' || sized) ? { kind: 'file' as const } : {}),
    ...(kind === 'any' || kind === 'folder' ? {} : { extensions: [...EXTENSIONS[kind]] }),
    ...(minSize === undefined ? {} : { minSize }),
    ...(maxSize === undefined ? {} : { maxSize }),
    ...(peer === undefined ? {} : { peer }),
    ...(online ? { online: true } : {}),
  };
}
