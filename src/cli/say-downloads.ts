import { AyniError, ERROR_CODES } from '../core/errors.ts';
import { formatBytes, formatCount } from '../core/format/quantity.ts';
import { printable } from '../core/format/printable.ts';
import type { DownloadStatus } from '../wire/control/messages.ts';
import type { Output } from './terminal/output.ts';

/**
 * One line for each finished download, and for what came out differently.
 * @throws {AyniError} why the first of them failed
 */
export function sayDownloads(output: Output, jobs: readonly DownloadStatus[]): void {
  for (const job of jobs) {
    if (job.state !== 'done') continue;
    const files = job.filesTotal === 1 ? '' : `${formatCount(job.filesTotal, 'file')}, `;
    output.answer(`${printable(job.destination ?? job.name)}  (${files}${formatBytes(job.bytesTotal)})`);
    for (const { from, to } of job.renamed.slice(0, 10))
      output.remark(`  ${printable(from)} is here as ${printable(to)}`);
    if (job.renamed.length > 10) output.remark(`  and ${job.renamed.length - 10} more have other names here`);
    for (const { path, why } of job.skipped.slice(0, 10)) output.remark(`  ${printable(path)}: ${printable(why)}`);
    if (job.skipped.length > 10) output.remark(`  and ${job.skipped.length - 10} more of this kind`);
  }
  const failed = jobs.filter(({ state }) => state === 'failed');
  for (const { name, reason } of failed.slice(1))
    output.error(`ayni: ${printable(name)}: ${printable(reason?.message ?? 'failed')}`);
  const [first] = failed;
  if (first === undefined) return;
  const code = ERROR_CODES.find((known) => known === first.reason?.code) ?? 'io-failed';
  throw new AyniError(code, `${first.name}: ${first.reason?.message ?? 'the download failed.'}`);
}
