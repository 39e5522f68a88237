import { once } from 'node:events';
import { connect as connectHttp2, constants } from 'node:http2';
import { connect } from 'node:net';

import { run } from './programs.ts';

const HOST = '127.0.0.1';
/** What one read of a client takes at most. */
const BUFFER_BYTES = 512 * 1024;
/** What may be under way to a client of gRPC, as much as our own allows. */
const WINDOW = 4 * 2 ** 20;

/** The data channel of one dialect: takes a file and throws it away. @returns bytes that came, with what is around them */
export type Channel = (port: number, name: string) => Promise<number>;

/** Says something, and counts what comes until the end of the stream; into the same buffer again and again. */
async function countAfter(port: number, said: string): Promise<number> {
  let came = 0;
  const count = (bytes: number): boolean => {
    came += bytes;
    return true;
  };
  const socket = connect({ host: HOST, port, onread: { buffer: Buffer.alloc(BUFFER_BYTES), callback: count } });
  socket.write(said);
  await once(socket, 'close');
  return came;
}

/** Says something, and reads a short answer to the end of the stream. */
async function ask(port: number, said: string): Promise<string> {
  const socket = connect({ host: HOST, port });
  socket.write(said);
  let answer = '';
  for await (const chunk of socket.setEncoding('utf8')) answer += String(chunk);
  return answer;
}

/** Names that the tracker of `slots` lists: those whose MD5 is known. */
export async function slotsNames(trackerPort: number): Promise<readonly string[]> {
  const fields = (await ask(trackerPort, 'LIST')).split(':');
  return fields.filter((_, index) => index % 4 === 1);
}

/** Without the LF, as old programs are, each request would take the 250 ms of silence that end it. */
const slots: Channel = async (port, name) => countAfter(Number(await ask(port, 'CONNECT')), `${name}\n`);

/** Unframed; with LF for the same reason. */
const helo: Channel = (port, name) => countAfter(port, `REQF ${name}\n`);

async function flatgrpc(port: number, name: string, size: number): Promise<number> {
  await run('curl', ['-sf', '-o', '/dev/null', `http://${HOST}:${port}/files/${name}`]);
  return size;
}

/** `fileRequest{string file_path = 1}`, with a head that says: not compressed, so long. Of names under 128 bytes. */
function streamRequest(name: string): Buffer {
  const message = Buffer.from([0x0a, name.length, ...Buffer.from(name)]);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** `Greeter/getFileStream` over HTTP/2 alone, so that it is the sender that is measured and not a client of gRPC. */
async function p4(port: number, name: string): Promise<number> {
  const session = connectHttp2(`http://${HOST}:${port}`, { settings: { initialWindowSize: WINDOW } });
  try {
    await once(session, 'connect');
    session.setLocalWindowSize(WINDOW);
    const call = session.request({
      [constants.HTTP2_HEADER_METHOD]: 'POST',
      [constants.HTTP2_HEADER_PATH]: '/Greeter/getFileStream',
      [constants.HTTP2_HEADER_CONTENT_TYPE]: 'application/grpc',
      [constants.HTTP2_HEADER_TE]: 'trailers',
    });
    let status: unknown = 'none';
    call.on('trailers', (trailers) => (status = trailers['grpc-status']));
    let came = 0;
    call.on('data', (chunk: Buffer) => (came += chunk.length));
    call.end(streamRequest(name));
    await once(call, 'close');
    if (status !== '0') throw new Error(`p4 ended with status ${String(status)}.`);
    return came;
  } finally {
    session.close();
  }
}

/** By dialect; `size` is that of the file. */
export function channels(size: number): Readonly<Record<'slots' | 'helo' | 'flatgrpc' | 'p4', Channel>> {
  return { slots, helo, flatgrpc: (port, name) => flatgrpc(port, name, size), p4 };
}
