import { AnnouncementReader, type Announcement } from './announcement-reader.ts';
import { ListRoom } from '../shared/list-room.ts';
import type { MessageReader } from '../shared/messages-of.ts';
import { isPadding, MAX_NAME_BYTES, withoutPadding } from './codec.ts';

/** What may come next. */
export type Step =
  /** One of these, and what follows each of them. Complete with its last byte. None begins with another one. */
  | { readonly kind: 'verbs'; readonly next: Readonly<Record<string, Step>> }
  /** A text that ends at LF, at the end of the stream or in silence. */
  | { readonly kind: 'argument' }
  /** An announcement. */
  | { readonly kind: 'list'; readonly next: Step }
  /** Nothing: whatever comes is ignored. */
  | { readonly kind: 'end' };

export type SlotsMessage =
  | { readonly kind: 'verb'; readonly verb: string }
  /** Without line end and NULs; over 4 KiB its begin. Nothing follows it. */
  | { readonly kind: 'argument'; readonly bytes: Buffer; readonly tooLong: boolean }
  | { readonly kind: 'list'; readonly list: Announcement }
  /** Anything else. Nothing follows it. */
  | { readonly kind: 'wrong' };

const LF = 10;
const END: Step = { kind: 'end' };

/**
 * Reads what one side says in a conversation, wherever the network cuts it. Knows no time: whoever feeds it says when
 * nothing came for 250 ms and when the stream ended.
 */
export class SlotsReader implements MessageReader<SlotsMessage> {
  #step: Step;
  #text = Buffer.alloc(64);
  #fill = 0;
  #list: AnnouncementReader | undefined;
  readonly #room: ListRoom;

  /** @param room for lists, where there are any */
  constructor(first: Step, room = new ListRoom()) {
    this.#step = first;
    this.#room = room;
  }

  get waitsFor(): 'message' | 'silence' | 'rest' {
    if (this.#list !== undefined) return this.#list.mayBeAll ? 'silence' : 'rest';
    if (this.#fill === 0 || this.#step.kind === 'end') return 'message';
    return this.#step.kind === 'argument' ? 'silence' : 'rest';
  }

  *push(bytes: Uint8Array): Generator<SlotsMessage, void> {
    for (let at = 0; at < bytes.length && this.#step.kind !== 'end';) {
      const byte = bytes[at] ?? 0;
      // Left over from the message before. Of a list it is asked only where that matters: it looks at a whole field.
      if (isPadding(byte) && this.waitsFor === 'message') at++;
      else if (this.#step.kind === 'list') {
        const line = bytes.indexOf(LF, at);
        yield* this.#pushList(bytes.subarray(at, line < 0 ? bytes.length : line), line >= 0);
        at = line < 0 ? bytes.length : line + 1;
      } else {
        yield* this.#pushByte(byte);
        at++;
      }
    }
  }

  /** Nothing came for 250 ms, or the stream ended: what there is of a message is all of it. */
  *silence(): Generator<SlotsMessage, void> {
    if (this.waitsFor === 'message' || this.#step.kind === 'end') return;
    if (this.#step.kind === 'argument') yield this.#argument(false);
    else if (this.#step.kind === 'list') yield* this.#endList();
    else yield this.#wrong();
  }

  *#pushList(bytes: Uint8Array, ended: boolean): Generator<SlotsMessage, void> {
    this.#list ??= new AnnouncementReader(this.#room);
    this.#list.push(bytes);
    if (this.#list.wrong) yield this.#wrong();
    else if (ended) yield* this.#endList();
  }

  *#endList(): Generator<SlotsMessage, void> {
    const list = this.#list?.end();
    this.#list = undefined;
    if (list === undefined || this.#step.kind !== 'list') {
      yield this.#wrong();
      return;
    }
    this.#step = this.#step.next;
    yield { kind: 'list', list };
  }

  *#pushByte(byte: number): Generator<SlotsMessage, void> {
    if (this.#step.kind === 'argument') {
      if (byte === LF) yield this.#argument(false);
      else if (this.#fill === MAX_NAME_BYTES) yield this.#argument(true);
      else this.#keep(byte);
    } else if (this.#step.kind === 'verbs') {
      this.#keep(byte);
      const said = this.#text.toString('latin1', 0, this.#fill);
      const next = Object.hasOwn(this.#step.next, said) ? this.#step.next[said] : undefined;
      if (next !== undefined) {
        this.#step = next;
        this.#fill = 0;
        yield { kind: 'verb', verb: said };
      } else if (!Object.keys(this.#step.next).some((verb) => verb.startsWith(said))) {
        yield this.#wrong();
      }
    }
  }

  #keep(byte: number): void {
    if (this.#fill === this.#text.length) this.#text = Buffer.concat([this.#text], this.#fill * 2);
    this.#text[this.#fill++] = byte;
  }

  #argument(tooLong: boolean): SlotsMessage {
    this.#step = END;
    return { kind: 'argument', bytes: withoutPadding(this.#text.subarray(0, this.#fill)), tooLong };
  }

  #wrong(): SlotsMessage {
    this.#step = END;
    this.#list = undefined;
    return { kind: 'wrong' };
  }
}
