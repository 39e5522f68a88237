import { AyniError } from '../../core/errors.ts';

/** Characters of one event. */
const MAX_EVENT = 64 * 1024;

export interface ServerEvent {
  /** `message` where it was not named. */
  readonly name: string;
  readonly data: string;
}

/**
 * The events of a stream of Server-Sent Events (WHATWG HTML, section 9.2). Comments and the ids of events are passed over.
 * @param passed told an id that comes without an event
 * @throws {AyniError} `bad-answer` for an event over 64 KiB, or what is not UTF-8
 */
export async function* serverEvents(
  chunks: AsyncIterable<Uint8Array>,
  passed: (id: number) => void = () => undefined,
): AsyncGenerator<ServerEvent, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let name = '';
  let id = '';
  let data: string[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    try {
      rest += decoder.decode(chunk, { stream: true });
    } catch (cause) {
      throw new AyniError('bad-answer', 'The tracker’s events are not UTF-8.', { cause });
    }
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) yield { name: name === '' ? 'message' : name, data: data.join('\n') };
        else if (/^\d{1,15}$/.test(id)) passed(Number(id));
        name = '';
        id = '';
        data = [];
        length = 0;
      } else if (line.startsWith('data:')) {
        data.push(line.slice(line[5] === ' ' ? 6 : 5));
        length += line.length;
      } else if (line.startsWith('event:')) {
        name = line.slice(line[6] === ' ' ? 7 : 6);
      } else if (line.startsWith('id:')) {
        id = line.slice(line[3] === ' ' ? 4 : 3);
      }
    }
    if (rest.length + length > MAX_EVENT) throw new AyniError('bad-answer', 'The tracker sends an event without end.');
  }
}
