import { formatBytes } from '../core/format/quantity.ts';
import { printable } from '../core/format/printable.ts';
import type { ShareStatus } from '../wire/control/messages.ts';
import type { Output } from './terminal/output.ts';

/** One line for each share that was scanned, and for what was left out. */
export function sayShares(output: Output, shares: readonly ShareStatus[]): void {
  const { say, count, told } = output.words;
  for (const { share, state, files, bytes, skipped, lastError } of shares) {
    const what = `${printable(share.name)}: ${count(files, 'file')}, ${formatBytes(bytes)}`;
    output.answer(state === 'waiting' ? say('Not sharing {what}.', { what }) : say('Sharing {what}.', { what }));
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
