import { AyniError } from '../../core/errors.ts';
import type { SwarmEvent } from '../../core/swarm/swarm-store.ts';
import { errorBody } from '../../wire/http/error-body.ts';

/** Longer than a comment takes to come, an idle connection is broken. */
const COMMENT_MS = 15_000;

interface Step {
  readonly done?: boolean | undefined;
  readonly value?: SwarmEvent | undefined;
}

async function within(step: Promise<Step>, ms: number): Promise<Step | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), ms);
  });
  try {
    return await Promise.race([step, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Events as Server-Sent Events (HTML Living Standard, 9.2), with a comment when there is nothing to tell. The reader's
 * pace is the events' pace. Whoever made them ends them when the connection goes.
 * @param follow the events; they tell with `passed` how far they have got, and a comment passes it on, for a reader that
 * comes again
 */
export async function* eventStream(
  follow: (passed: (id: number) => void) => AsyncIterable<SwarmEvent>,
): AsyncGenerator<string> {
  let place = 0;
  let told = 0;
  yield ': following\n\n';
  const iterator = follow((id) => (place = id))[Symbol.asyncIterator]();
  try {
    for (let step: Promise<Step> = iterator.next(); ;) {
      const came = await within(step, COMMENT_MS);
      if (came === 'late') {
        const news = place > told ? `id: ${place}\n` : '';
        told = Math.max(told, place);
        yield `: still here\n${news}\n`;
        continue;
      }
      if (came.done === true || came.value === undefined) return;
      const { id, kind } = came.value;
      told = id;
      yield `id: ${id}\nevent: ${kind}\ndata: ${JSON.stringify(came.value)}\n\n`;
      step = iterator.next();
    }
  } catch (error) {
    // The status went out long ago, so this tells why it ends.
    yield `event: error\ndata: ${JSON.stringify(errorBody(AyniError.from(error)))}\n\n`;
  } finally {
    await iterator.return?.();
  }
}
