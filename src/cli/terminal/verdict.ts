import type { Output } from './output.ts';

/** Cells of `ok` and `look`, in each language. */
const CELLS = 7;

/** A line that says of something whether it is as it should be. */
export function verdict({ words }: Output, good: boolean, text: string): string {
  return (good ? words.say('ok') : words.say('look')).padEnd(CELLS) + text;
}
