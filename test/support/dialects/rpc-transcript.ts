import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import { rawTalk } from './raw-talk.ts';

/** One thing that happens; see `about` in the files. */
export type RpcLine =
  | { readonly http: string; readonly answer: string }
  | {
      readonly call: string;
      readonly message: string;
      /** Of the messages that come back. */
      readonly answers: readonly string[];
      readonly status: number;
      readonly details?: string;
    };

export interface RpcTranscript {
  readonly name: string;
  readonly with: 'tracker' | 'peer';
  /** Files of native peers by `host:port`, at the tracker. */
  readonly natives?: Readonly<Record<string, readonly string[]>>;
  /** Names and contents, at the peer. */
  readonly share?: Readonly<Record<string, string>>;
  readonly lines: readonly RpcLine[];
}

export function readRpcTranscripts(dialect: string): readonly RpcTranscript[] {
  const file = new URL(`../../../schema/vectors/dialects/${dialect}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { conversations: RpcTranscript[] }).conversations;
}

interface Called {
  readonly answers: readonly string[];
  readonly status: number;
  readonly details?: string;
}

/** Calls with these bytes as the message; every call is made as one whose answer is a stream, which reads any. */
export async function callRaw(port: number, path: string, message: string): Promise<Called> {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const asIs = (bytes: Buffer): Buffer => bytes;
  const answers: string[] = [];
  try {
    const call = client.makeServerStreamRequest(path, asIs, asIs, Buffer.from(message, 'hex'));
    for await (const answer of call) answers.push((answer as Buffer).toString('hex'));
    return { answers, status: 0 };
  } catch (error) {
    const { code, details } = error as ServiceError;
    return { answers, status: code, details };
  } finally {
    client.close();
  }
}

/**
 * Has the conversation with whoever listens there. `{token}` is the first 64 digits of hex that an answer held, `{date}`
 * the time.
 * @param cut bytes of an HTTP request that are written at once
 */
export async function converseRpc(transcript: RpcTranscript, port: number, cut: number): Promise<void> {
  let token = '';
  for (const line of transcript.lines) {
    if ('call' in line) {
      const { call, message, ...expected } = line;
      assert.deepEqual(await callRaw(port, call, message), expected);
      continue;
    }
    const bytes = Buffer.from(line.http.replaceAll('{token}', token), 'latin1');
    const parts = Array.from({ length: Math.ceil(bytes.length / cut) }, (_, index) =>
      bytes.subarray(index * cut, (index + 1) * cut),
    );
    const answer = await rawTalk(port, ...(cut === Infinity ? [bytes] : parts));
    token ||= /[0-9a-f]{64}/.exec(answer)?.[0] ?? '';
    assert.equal(withoutChance(answer, token), line.answer);
  }
}

/** What differs each time, by its name. */
export function withoutChance(answer: string, token: string): string {
  const dated = answer.replace(/^Date: .*$/m, 'Date: {date}');
  return token === '' ? dated : dated.replaceAll(token, '{token}');
}
