import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connection } from './connection.ts';

/** Answers with bytes that are in memory. */
export function answerWhole(
  bytes: Uint8Array,
  request: IncomingMessage,
  response: ServerResponse,
  connection: Connection,
): void {
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': bytes.length });
  connection.handedOver(response, bytes.length);
  response.end(request.method === 'HEAD' ? undefined : bytes);
}
