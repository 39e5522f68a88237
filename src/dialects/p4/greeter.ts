import { bytesHeader, readFields, singleField, textOf } from '../shared/rpc/proto-fields.ts';

/** The data channel. The service has no package; the stream is ours, with the same two messages. */
export const METHODS = { getFile: '/Greeter/getFile', getFileStream: '/Greeter/getFileStream' } as const;

/** What unchanged programs take in one message, bytes. */
export const DEFAULT_MAX_MESSAGE = 4 * 1024 * 1024;
/** Metadata in which a caller tells how large a message it takes, bytes: gRPC has no way of its own. */
export const MAX_MESSAGE_METADATA = 'max-receive-message-length';

/** `fileRequest{string file_path = 1}` */
export function encodeFileRequest(path: string): Buffer {
  return Buffer.concat(singleField(1, path));
}

/** @throws {AyniError} `bad-request`, as `decodeFileBytes` */
export function decodeFileRequest(message: Uint8Array): string {
  let path = '';
  for (const field of readFields(message)) {
    if (field.kind === 'bytes' && field.number === 1) path = textOf(field.bytes);
  }
  return path;
}

/** `fileBytes{bytes file_bytes = 1}`: what the message holds, not a copy. */
export function decodeFileBytes(message: Uint8Array): Uint8Array {
  let bytes: Uint8Array = new Uint8Array();
  for (const field of readFields(message)) {
    if (field.kind === 'bytes' && field.number === 1) bytes = field.bytes;
  }
  return bytes;
}

/** What comes before so many bytes of a file; nothing before none, which proto3 leaves out. */
function headerOf(length: number): Uint8Array {
  return length === 0 ? new Uint8Array() : bytesHeader(1, length);
}

/** Bytes of the message that holds so many bytes of a file. */
export function messageLength(fileBytes: number): number {
  return headerOf(fileBytes).length + fileBytes;
}

/** Longest header. */
const MAX_HEADER = 8;

/** A buffer that a part of a file is read into, and that is a message then, without a copy. */
export class FileBytesBuffer {
  readonly #buffer: Buffer;

  /** @param size bytes of the longest part */
  constructor(size: number) {
    this.#buffer = Buffer.allocUnsafe(MAX_HEADER + size);
  }

  /** Where the part goes. */
  get room(): Buffer {
    return this.#buffer.subarray(MAX_HEADER);
  }

  /** `fileBytes` of the first `length` bytes of the room; good until the room is written to again. */
  message(length: number): Buffer {
    const header = headerOf(length);
    this.#buffer.set(header, MAX_HEADER - header.length);
    return this.#buffer.subarray(MAX_HEADER - header.length, MAX_HEADER + length);
  }
}
