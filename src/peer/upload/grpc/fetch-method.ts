import type { Viewer } from '../../../core/access/audience.ts';
import { PIECE_SIZE, pieceCount } from '../../../core/content/geometry.ts';
import { AyniError } from '../../../core/errors.ts';
import { parseContentId } from '../../../core/ids.ts';
import type { PieceSpread } from '../../../core/transfer/piece-spread.ts';
import type { UploadSlots } from '../../../core/transfer/upload-slots.ts';
import type { GrpcCall, StreamMethod } from '../../../net/grpc/grpc-method.ts';
import { decodeMessage, encodeMessage } from '../../../wire/grpc/message-coding.ts';
import { messageType } from '../../../wire/grpc/proto-types.ts';
import type { ByteRange } from '../../../wire/http/content-range.ts';
import type { ContentFiles } from '../content-files.ts';
import { onSlot } from '../on-slot.ts';
import { assertHeld, piecesOf, servedTo, type ServedLibrary } from '../served-content.ts';

const request = messageType('ayni.v1.FetchRequest');
const response = messageType('ayni.v1.FetchResponse');

const PATH = '/ayni.v1.Peer/Fetch';
/** Bytes of content in one message. */
const CHUNK_BYTES = 256 * 1024;

export interface FetchComponents {
  readonly library: ServedLibrary;
  readonly slots: UploadSlots;
  readonly files: ContentFiles;
  readonly spread: PieceSpread;
  /** @throws {AyniError} as `Requester.authorize` */
  readonly authorize: (call: GrpcCall) => Promise<Viewer>;
}

interface FetchRequest {
  readonly content: string;
  readonly offset: number;
  readonly length: number | undefined;
}

function readRequest(message: Uint8Array): FetchRequest {
  const { content, offset, length } = { content: '', offset: 0, ...Object(decodeMessage(request, message)) };
  return {
    content: String(content),
    offset: Number(offset),
    length: length === undefined ? undefined : Number(length),
  };
}

/** As of a range over HTTP; but all of an empty content may be asked for. @throws {AyniError} `range-invalid` */
function rangeOf({ offset, length }: FetchRequest, size: number): ByteRange {
  const range = { start: offset, end: length === undefined ? size : Math.min(size, offset + length) };
  if (range.start < range.end || (size === 0 && offset === 0 && length === undefined)) return range;
  throw new AyniError('range-invalid', `This content has ${size} bytes, and that is no range of them.`, {
    context: { size },
  });
}

/** `Fetch`: what a request for a range is over HTTP, with the same checks in the same order. */
export function fetchMethod({ library, slots, files, spread, authorize }: FetchComponents): StreamMethod {
  return {
    path: PATH,
    async stream(message, call, send) {
      const viewer = await authorize(call);
      const asked = readRequest(message);
      const local = servedTo(library, viewer, parseContentId(asked.content));
      const { content, size } = local;
      const range = rangeOf(asked, size);
      const run = piecesOf(range);
      local.part?.asked(viewer.peer, undefined);
      assertHeld(local, run);
      await onSlot(slots, viewer.peer, async () => {
        if (size > PIECE_SIZE) spread.sent(content, run, pieceCount(size));
        let offset = range.start;
        const write = async (data: Uint8Array): Promise<void> => {
          await send(encodeMessage(response, { size, offset, data }));
          offset += data.length;
        };
        await files.send(local, viewer, range, () => ({ write }), { chunkBytes: CHUNK_BYTES });
        // Of nothing, too, it is told how much that is.
        if (size === 0) await write(new Uint8Array(0));
      });
    },
  };
}
