import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { LineOfTalk } from './line-of-talk.ts';

/** One thing that happens; see `about` in the files. Each character is a byte. */
type Line =
  | { readonly send: string }
  | { readonly receive: string }
  | { readonly pause: number }
  | { readonly close: true }
  | { readonly end: true }
  | { readonly dataPort: true }
  | { readonly again: true };

export interface Transcript {
  readonly name: string;
  readonly with: 'tracker' | 'peer';
  /** Files of native peers by `host:port`, at the tracker. */
  readonly natives?: Readonly<Record<string, readonly string[]>>;
  /** Contents of files of native peers by `host:port` and name, at the tracker. */
  readonly contents?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Slots, where it is not the usual number. */
  readonly slots?: number;
  /** Names and contents, at the peer. */
  readonly share?: Readonly<Record<string, string>>;
  readonly lines: readonly Line[];
}

export function readTranscripts(dialect: string): readonly Transcript[] {
  const file = new URL(`../../../schema/vectors/dialects/${dialect}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { conversations: Transcript[] }).conversations;
}

/** Has the conversation with whoever listens there. @param cut bytes of what is sent that are written at once */
export async function converse(transcript: Transcript, port: number, cut: number): Promise<void> {
  let talk = await LineOfTalk.to(port);
  const before: LineOfTalk[] = [];
  const goOnAt = async (next: number) => {
    before.push(talk);
    talk = await LineOfTalk.to(next);
  };
  try {
    const own = `127.0.0.1:${talk.socket.localPort}`;
    for (const line of transcript.lines) {
      if ('send' in line) {
        const bytes = Buffer.from(line.send, 'latin1');
        for (let at = 0; at < bytes.length; at += cut) talk.write(bytes.subarray(at, at + cut));
      } else if ('receive' in line) {
        const expected = line.receive.replaceAll('{own}', own);
        assert.equal((await talk.readBytes(expected.length)).toString('latin1'), expected);
      } else if ('pause' in line) {
        await new Promise((resolve) => setTimeout(resolve, line.pause));
      } else if ('close' in line) {
        talk.socket.end();
      } else if ('dataPort' in line) {
        const digits = (await talk.readToEnd()).toString('latin1');
        assert.match(digits, /^[1-9]\d{0,4}$/);
        await goOnAt(Number(digits));
      } else if ('again' in line) {
        await goOnAt(port);
      } else {
        assert.equal((await talk.readToEnd()).toString('latin1'), '');
      }
    }
  } finally {
    await Promise.all([talk, ...before].map((open) => open[Symbol.asyncDispose]()));
  }
}
