import { formatBytes, formatCount, formatDuration, formatSpeed } from '../../core/format/quantity.ts';
import { printable } from '../../core/format/printable.ts';
import type { DownloadStatus, Progress, ShareStatus } from '../../wire/control/messages.ts';
import type { Output } from '../terminal/output.ts';
import { LiveLines } from '../terminal/live-lines.ts';
import { follow, type Session } from './session.ts';

const ENDED: readonly DownloadStatus['state'][] = ['done', 'failed', 'cancelled'];
/** Not at work: ready, or nothing to do before the tracker answers. */
const SETTLED: readonly ShareStatus['state'][] = ['ready', 'waiting'];

/** Shows how shares are scanned and hashed until they are settled. */
export async function watchShares(
  session: Session,
  output: Output,
  names: readonly string[],
): Promise<readonly ShareStatus[]> {
  const lines = new LiveLines(output);
  const rate = new Rate();
  const mine = ({ shares }: Progress) => shares.filter(({ share }) => names.includes(share.name));
  try {
    const last = await follow(
      session,
      (progress) => {
        const busy = mine(progress).filter(({ state }) => !SETTLED.includes(state));
        const speed = rate.of(mine(progress).reduce((sum, { hashedBytes }) => sum + hashedBytes, 0));
        const texts = busy.map((share) => shareLine(share, speed));
        lines.show(texts, texts.join('; '));
      },
      (progress) =>
        mine(progress).length === names.length && mine(progress).every((one) => SETTLED.includes(one.state)),
    );
    return mine(last);
  } finally {
    lines.clear();
  }
}

function shareLine(status: ShareStatus, speed: number): string {
  const { share, state, files, hashedBytes, totalBytes } = status;
  const name = printable(share.name);
  if (state === 'scanning') return `Scanning ${name}: ${formatCount(files, 'file')}`;
  if (state === 'publishing') return `Publishing ${name}: ${formatCount(files, 'file')}`;
  const left = speed > 0 ? `, ${formatDuration((totalBytes - hashedBytes) / speed)} left` : '';
  const percent = totalBytes > 0 ? ` (${Math.floor((hashedBytes / totalBytes) * 100)} %)` : '';
  return `Hashing ${name}: ${formatBytes(hashedBytes)} of ${formatBytes(totalBytes)}${percent}, ${formatSpeed(speed)}${left}`;
}

/** Shows downloads until each of them ended. */
export async function watchDownloads(
  session: Session,
  output: Output,
  ids: readonly string[],
): Promise<readonly DownloadStatus[]> {
  const lines = new LiveLines(output);
  const mine = ({ downloads }: Progress) => downloads.filter(({ id }) => ids.includes(id));
  try {
    const last = await follow(
      session,
      (progress) => {
        const running = mine(progress).filter(({ state }) => !ENDED.includes(state));
        const texts = running.map(downloadLine);
        lines.show(texts, texts.join('; '));
      },
      (progress) => mine(progress).every(({ state }) => ENDED.includes(state)),
    );
    return mine(last);
  } finally {
    lines.clear();
  }
}

/** One line on a download that goes on. */
export function downloadLine(job: DownloadStatus): string {
  const percent = job.bytesTotal > 0 ? ` ${Math.floor((job.bytesDone / job.bytesTotal) * 100)} %` : '';
  const parts = [`${printable(job.name)}${percent}`, `${formatBytes(job.bytesDone)} of ${formatBytes(job.bytesTotal)}`];
  if (job.filesTotal > 1) parts.push(`${job.filesDone} of ${formatCount(job.filesTotal, 'file')}`);
  if (job.state === 'running') {
    parts.push(formatSpeed(job.bytesPerSecond));
    if (job.etaSeconds !== undefined) parts.push(`${formatDuration(job.etaSeconds)} left`);
    if (job.sources.length > 0) parts.push(`from ${job.sources.map(({ name }) => printable(name)).join(', ')}`);
  } else {
    parts.push(job.reason === undefined ? job.state : `${job.state}: ${printable(job.reason.message)}`);
  }
  return parts.join('  ');
}

/** Bytes per second over the last few seconds. */
class Rate {
  #samples: { readonly at: number; readonly value: number }[] = [];

  of(value: number): number {
    const at = Date.now();
    this.#samples = [
      ...this.#samples.filter((sample) => at - sample.at < 5000 && sample.value <= value),
      { at, value },
    ];
    const first = this.#samples[0];
    return first === undefined || at === first.at ? 0 : ((value - first.value) / (at - first.at)) * 1000;
  }
}
