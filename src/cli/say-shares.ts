import { formatBytes, formatCount } from '../core/format/quantity.ts';
import { printable } from '../core/format/printable.ts';
import type { ShareStatus } from '../wire/control/messages.ts';
import type { Output } from './terminal/output.ts';

/** One line for each share that was scanned, and for what was left out. */
export function sayShares(output: Output, shares: readonly ShareStatus[]): void {
  for (const { share, state, files, bytes, skipped, lastError } of shares) {
    const what = `${printable(share.name)}: ${formatCount(files, 'file')}, ${formatBytes(bytes)}`;
    const later = state === 'waiting' ? '; others see it as soon as the tracker answers' : '';
    output.answer(`Sharing ${what}${later}.`);
    if (skipped.count > 0) {
      const examples = skipped.examples.slice(0, 3).map(printable).join(', ');
      output.remark(`  ${formatCount(skipped.count, 'file')} left out: ${examples}${skipped.count > 3 ? ', …' : ''}`);
    }
    if (lastError !== undefined) output.remark(`  ${printable(lastError)}`);
  }
}
