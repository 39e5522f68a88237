import { AyniError, ERROR_CODES } from '../core/errors.ts';
import { formatBytes } from '../core/format/quantity.ts';
import { printable } from '../core/format/printable.ts';
import type { DownloadStatus } from '../wire/control/messages.ts';
import type { Output } from './terminal/output.ts';

/** Files that are named one by one. */
const MAX_NAMED = 5;

/**
 * One line for each finished download, and for what came out differently.
 * @throws {AyniError} why the first of them failed
 */
export function sayDownloads(output: Output, jobs: readonly DownloadStatus[]): void {
  const { say, count, told } = output.words;
  for (const job of jobs) {
    if (job.state !== 'done') continue;
    const files = job.filesTotal === 1 ? '' : `${count(job.filesTotal, 'file')}, `;
    output.answer(
      `${printable(job.destination ?? job.name)}  (${files}${formatBytes(job.bytesTotal)}${hereAlready(output, job)})`,
    );
    for (const { from, to } of job.renamed.slice(0, MAX_NAMED))
      output.remark(`  ${say('{name} is here as {now}', { name: printable(from), now: printable(to) })}`);
    if (job.renamed.length > MAX_NAMED)
      output.remark(`  ${say('and {count} more have other names here', { count: job.renamed.length - MAX_NAMED })}`);
    saySkipped(output, job.skipped);
  }
  const failed = jobs.filter(({ state }) => state === 'failed');
  for (const { name, reason } of failed.slice(1))
    output.error(`ayni: ${printable(name)}: ${printable(reason === undefined ? say('failed') : told(reason.message))}`);
  const [first] = failed;
  if (first === undefined) return;
  const code = ERROR_CODES.find((known) => known === first.reason?.code) ?? 'io-failed';
  throw new AyniError(code, `${first.name}: ${first.reason?.message ?? 'the download failed.'}`);
}

/** What did not come over the network. */
function hereAlready({ words }: Output, { bytesCopied, bytesTotal }: DownloadStatus): string {
  if (bytesCopied === 0) return '';
  return bytesCopied >= bytesTotal
    ? words.say(', all of it from this machine')
    : words.say(', of which {size} were here already', { size: formatBytes(bytesCopied) });
}

/** Files with the same reason are counted when there are many. */
function saySkipped(output: Output, skipped: DownloadStatus['skipped']): void {
  const { count, told } = output.words;
  for (const [why, group] of Map.groupBy(skipped, (one) => one.why)) {
    if (group.length > MAX_NAMED) output.remark(`  ${count(group.length, 'file')}: ${printable(told(why))}`);
    else for (const { path } of group) output.remark(`  ${printable(path)}: ${printable(told(why))}`);
  }
}
