import { HttpBytes, type HttpAnswer } from '../../net/http/http-answer.ts';

/** An answer of bytes that are in memory and stay as they are. */
export function wholeAnswer(bytes: Uint8Array): HttpAnswer {
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: new HttpBytes(bytes) };
}
