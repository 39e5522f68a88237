import { formatBytes, formatCount } from '../core/format/quantity.ts';
import { printable } from '../core/format/printable.ts';
import type { ShareStatus } from '../wire/control/messages.ts';
import type { Output } from './terminal/output.ts';

/** One line for each share that was scanned, and for what was left out. */
export function sayShares(output: Output, shares: readonly ShareStatus[]): void {
  for (const { share, state, files, bytes, skipped, lastError } of shares) {
    const what = `${printable(share.name)}: ${formatCount(files, 'file')}, ${formatBytes(bytes)}`;
    output.answer(state === 'waiting' ? `Not sharing ${what}.` : `Sharing ${what}.`);
    if (skipped.count > 0) {
      output.remark(`  ${formatCount(skipped.count, 'file')} left out:`);
      for (const { path, reason } of skipped.examples.slice(0, 3)) {
        output.remark(`    ${printable(path)}: ${printable(reason)}`);
      }
      if (skipped.count > 3) output.remark('    … ("status" shows more)');
    }
    if (lastError !== undefined) output.remark(`  ${printable(lastError)}`);
  }
}
