import { AyniError } from '../../core/errors.ts';
import type { FlatFile } from '../../core/dialects/dialect.ts';
import { SILENCE, type PlainAddress } from '../shared/conversation.ts';
import { dialConversation } from '../shared/dial-conversation.ts';
import { readAnswer } from './ask-main-port.ts';
import { parseSource, SAYS, type SlotsSource } from './codec.ts';
import { dialDataPort } from './dial-data-port.ts';
import { expectText } from './expect-text.ts';
import { announcementParts } from './listing.ts';
import { ListingReader, type ListedFile } from './listing-reader.ts';

/** For saying that we quit, ms. */
const QUIT_MS = 2_000;

/** What can be asked of a tracker of `slots`. Each question is a connection of its own. */
export class TrackerLink {
  readonly #at: PlainAddress;
  readonly #silenceMs: number;

  constructor(at: PlainAddress, options: { readonly silenceMs: number }) {
    this.#at = at;
    this.#silenceMs = options.silenceMs;
  }

  /** What all peers have. @throws {AyniError} `unreachable`, `timeout`, `cut-off`, `bad-answer`, `cancelled` */
  async list(options: { readonly signal: AbortSignal }): Promise<readonly ListedFile[]> {
    const dialling = { signal: options.signal, timeoutMs: this.#silenceMs };
    await using conversation = await dialConversation(this.#at, dialling);
    await conversation.write(SAYS.list);
    const reader = new ListingReader(this.#who);
    for (;;) {
      const bytes = await conversation.read(this.#silenceMs);
      if (bytes === SILENCE) throw new AyniError('timeout', `${this.#who} does not answer.`);
      if (bytes === undefined) return reader.end();
      reader.push(bytes);
    }
  }

  /**
   * Who has a file, where somebody does.
   * @param name as it is on the wire
   * @param tell what this peer has, where that changed
   * @returns the source, and our own address as far as this machine knows it
   * @throws {AyniError} also `busy` where the tracker has no free slot
   */
  async ask(
    name: string,
    options: {
      readonly signal: AbortSignal;
      readonly tell?: { readonly port: number; readonly files: readonly FlatFile[] } | undefined;
    },
  ): Promise<{ readonly source: SlotsSource | undefined; readonly ownHost: string }> {
    const { signal, tell } = options;
    const silenceMs = this.#silenceMs;
    const conversation = await dialDataPort(this.#at, { signal, silenceMs });
    await using _ = conversation;
    await conversation.write(SAYS.here);
    let came = await expectText(conversation, SAYS.changed, { silenceMs });
    if (tell === undefined) await conversation.write(SAYS.no);
    else {
      await conversation.write(SAYS.yes);
      came = await expectText(conversation, SAYS.tellMe, { silenceMs, came });
      for (const part of announcementParts(tell.port, tell.files)) await conversation.write(part);
      came = await expectText(conversation, SAYS.ok, { silenceMs, came });
    }
    const begin = await expectText(conversation, SAYS.sayFile, { silenceMs, came });
    await conversation.write(name);
    const answer = (await readAnswer(conversation, { silenceMs, begin })).toString('latin1');
    const source = parseSource(answer);
    // The original closes without a word where nobody is there who has it.
    if (source === undefined && answer !== '' && !answer.startsWith(SAYS.notFound)) {
      throw new AyniError('bad-answer', `${this.#who} tells no peer: does it speak slots?`);
    }
    return { source, ownHost: conversation.local.host };
  }

  /** The peer of ours on that port leaves. */
  async quit(port: number): Promise<void> {
    const signal = AbortSignal.timeout(QUIT_MS);
    await using conversation = await dialConversation(this.#at, { signal });
    await conversation.write(SAYS.quit);
    await expectText(conversation, SAYS.port, { silenceMs: QUIT_MS });
    await conversation.write(String(port));
    // It is over when the tracker closes.
    await conversation.read(QUIT_MS);
  }

  get #who(): string {
    return `${this.#at.host}:${this.#at.port}`;
  }
}
