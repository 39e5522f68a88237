import { FRAME_HEAD_BYTES, writeFrameHead, type FrameStatus } from '../../src/wire/http/content-frames.ts';

/** One frame of an answer to a batch. */
export function frame(bytes: Uint8Array, status: FrameStatus = 'whole', length = bytes.length): Buffer {
  const whole = Buffer.alloc(FRAME_HEAD_BYTES + bytes.length);
  whole.set(bytes, writeFrameHead(whole, 0, status, length));
  return whole;
}

/** An answer with these frames. @param promised what `Content-Length` says */
export function framed(frames: readonly Uint8Array[], promised?: number): Buffer {
  const body = Buffer.concat(frames);
  return Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${promised ?? body.length}\r\n\r\n`), body]);
}
