import { admits, type Audience, type Viewer } from '../../core/access/audience.ts';
import type { Bitfield } from '../../core/content/bitfield.ts';
import { PIECE_SIZE } from '../../core/content/geometry.ts';
import { AyniError } from '../../core/errors.ts';
import type { ContentId } from '../../core/ids.ts';
import type { Run } from '../../core/transfer/run-planner.ts';
import type { ByteRange } from '../../wire/http/content-range.ts';
import type { OnAsked } from '../library/partial-contents.ts';
import type { FileIdentity } from '../library/served-file.ts';

/** What uploads need of the library. */
export interface ServedLibrary {
  find(content: ContentId): WholeContent | undefined;
  /** 32 bytes each. */
  pageHashes(content: ContentId): Uint8Array | undefined;
  pieceHashes(content: ContentId, page: number): Uint8Array | undefined;
  reportChanged(content: ContentId, path: string): void;
  /** What is being fetched. */
  readonly partials: {
    find(content: ContentId): PartOfContent | undefined;
    morePieces(content: ContentId, version: number, options: { readonly signal: AbortSignal }): Promise<void>;
  };
}

interface WholeContent {
  readonly size: number;
  readonly copies: readonly FileIdentity[];
  /** Any that admits the viewer is enough. */
  readonly audiences: readonly Audience[];
}

interface PartOfContent {
  readonly size: number;
  readonly path: string;
  readonly audience: Audience;
  readonly field: Bitfield;
  readonly version: number;
  readonly asked: OnAsked;
  readonly pageHashes: () => Uint8Array | undefined;
  readonly pieceHashes: (page: number) => Uint8Array | undefined;
}

/** A content that can be served, whole or in part. */
export interface ServedContent extends WholeContent {
  readonly content: ContentId;
  /** Which pieces are here, where not all are. */
  readonly part?: { readonly field: Bitfield; readonly version: number; readonly asked: OnAsked };
  readonly pageHashes: () => Uint8Array | undefined;
  readonly pieceHashes: (page: number) => Uint8Array | undefined;
}

function findWhole(library: ServedLibrary, content: ContentId): ServedContent | undefined {
  const whole = library.find(content);
  return (
    whole && {
      ...whole,
      content,
      pageHashes: () => library.pageHashes(content),
      pieceHashes: (page) => library.pieceHashes(content, page),
    }
  );
}

function findPart(library: ServedLibrary, content: ContentId): ServedContent | undefined {
  const part = library.partials.find(content);
  if (part === undefined) return undefined;
  const { size, path, audience, field, version, asked, pageHashes, pieceHashes } = part;
  return {
    content,
    size,
    copies: [{ path, size }],
    audiences: [audience],
    part: { field, version, asked },
    pageHashes,
    pieceHashes,
  };
}

/**
 * A content for somebody who asks for it: as long as it is being fetched, what is here of it, which is known without a
 * look into the index.
 * @throws {AyniError} `not-found` also for whoever may not fetch it, who must not learn that it is here
 */
export function servedTo(library: ServedLibrary, viewer: Viewer, content: ContentId): ServedContent {
  for (const find of [findPart, findWhole]) {
    const local = find(library, content);
    if (local?.audiences.some((audience) => admits(audience, viewer)) === true) return local;
  }
  throw notHere();
}

export function notHere(): AyniError {
  return new AyniError('not-found', 'This peer does not have that content.');
}

export function notHeld({ part }: Pick<ServedContent, 'part'>): AyniError {
  return new AyniError('range-not-held', 'This peer does not have those pieces.', {
    context: part === undefined ? {} : { version: part.version },
  });
}

/** The pieces that a range touches. */
export function piecesOf({ start, end }: ByteRange): Run {
  const first = Math.floor(start / PIECE_SIZE);
  return { first, count: Math.ceil(end / PIECE_SIZE) - first };
}

/** @throws {AyniError} `range-not-held` where a part is here that lacks some of these pieces */
export function assertHeld(local: ServedContent, { first, count }: Run): void {
  if (local.part === undefined) return;
  for (let piece = first; piece < first + count; piece++) if (!local.part.field.has(piece)) throw notHeld(local);
}
