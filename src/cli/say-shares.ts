import { formatBytes } from '../core/format/quantity.ts';
import { printable } from '../core/format/printable.ts';
import type { ShareStatus } from '../wire/control/messages.ts';
import type { Output } from './terminal/output.ts';
import type { Words } from './words/words.ts';

/** One line for each share that was scanned, and for what was left out. */
export function sayShares(output: Output, shares: readonly ShareStatus[]): void {
  const { say, count, told } = output.words;
  for (const one of shares) {
    const { share, state, files, bytes, skipped, lastError } = one;
    const what = `${printable(share.name)}: ${count(files, 'file')}, ${formatBytes(bytes)}`;
    output.answer(state === 'waiting' ? say('Not sharing {what}.', { what }) : say('Sharing {what}.', { what }));
    const unfinished = sayUnfinished(output.words, one);
    if (unfinished !== undefined) output.remark(`  ${unfinished}`);
    if (skipped.count > 0) {
      output.remark(`  ${say('{files} left out:', { files: count(skipped.count, 'file') })}`);
      for (const { path, reason } of skipped.examples.slice(0, 3)) {
        output.remark(`    ${printable(path)}: ${printable(told(reason))}`);
      }
      if (skipped.count > 3) output.remark(`    ${say('… ("status" shows more)')}`);
    }
    if (lastError !== undefined) output.remark(`  ${printable(told(lastError))}`);
  }
}

/** What is not shared yet of a share that has nothing else to do; undefined where there is none. */
export function sayUnfinished(
  { say, count }: Words,
  { state, pendingFiles }: Pick<ShareStatus, 'state' | 'pendingFiles'>,
): string | undefined {
  if (state !== 'ready' || pendingFiles === 0) return undefined;
  return say('{files} still being written: shared when nothing changes any more.', {
    files: count(pendingFiles, 'file'),
  });
}
