import { formatBytes, formatDuration, formatSpeed } from '../../core/format/quantity.ts';
import { printable } from '../../core/format/printable.ts';
import type { PeerId } from '../../core/ids.ts';
import type { DownloadStatus, Progress } from '../../wire/control/messages.ts';
import { clip, textWidth } from '../terminal/width.ts';
import type { Words } from '../words/words.ts';

/** What is seen of a peer. */
export interface SeenPeer {
  readonly peer: PeerId;
  readonly name: string;
  readonly online: boolean;
  readonly files: number;
  readonly bytes: number;
}

export interface Seen {
  readonly progress: Pick<Progress, 'downloads' | 'uploads' | 'connected'>;
  readonly peers: readonly SeenPeer[];
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Narrower than this, remaining times and sizes are left out. */
const WIDE = 60;

/**
 * The whole screen, at most `rows` lines of at most `columns` cells. Downloads get the room first, then uploads, then
 * peers; what does not fit is counted.
 * @param selected id of a download, which has a `>` before it
 */
export function screenLines(
  { say, count }: Words,
  { progress, peers }: Seen,
  selected: string | undefined,
  size: Size,
): readonly string[] {
  const { downloads, uploads, connected } = progress;
  const wide = size.columns >= WIDE;
  const names = new Map(peers.map(({ peer, name }) => [peer, name]));
  const speed = (all: readonly { readonly bytesPerSecond: number }[]) =>
    formatSpeed(all.reduce((sum, { bytesPerSecond }) => sum + bytesPerSecond, 0));
  const online = peers.filter((peer) => peer.online);
  const rates = say('down {down}  up {up}', { down: speed(downloads), up: speed(uploads) });
  const head = `Ayni  ${rates}${connected === false ? `  ${say('no tracker answers')}` : ''}`;
  // Head, foot, and for each section a title and a blank line.
  let room = size.rows - 2 - 3 * 2;
  const section = (title: string, lines: readonly string[]): readonly string[] => {
    const fits = lines.length <= room ? lines.length : Math.max(0, room - 1);
    const hidden = lines.length - fits;
    const shown = [
      ...lines.slice(0, fits),
      ...(hidden > 0 && room > 0 ? [`  ${say('and {count} more', { count: hidden })}`] : []),
    ];
    room -= shown.length;
    return [title, ...shown, ''];
  };
  const at = downloads.findIndex(({ id }) => id === selected);
  // The one that is chosen is always seen.
  const first = Math.max(0, Math.min(at - Math.floor(room / 2), downloads.length - room));
  const lines = [
    head,
    ...section(
      `${say('Downloads')} (${downloads.length})`,
      downloads
        .slice(first)
        .map((job) =>
          downloadRow(say(job.state), job, { isSelected: job.id === selected, columns: size.columns, wide }),
        ),
    ),
    ...section(
      `${say('Uploads')} (${uploads.length})`,
      uploads.map(({ peer, file, files, bytesPerSecond, sentBytes }) => {
        const what = file === undefined ? count(files, 'smallFile') : printable(file.path);
        const sent = wide ? [formatBytes(sentBytes)] : [];
        return row(
          `  ${printable(names.get(peer) ?? peer)}  ${what}`,
          [...sent, formatSpeed(bytesPerSecond)],
          size.columns,
        );
      }),
    ),
    ...section(
      say('Peers ({online} of {all} online)', { online: online.length, all: peers.length }),
      [...online, ...peers.filter((peer) => !peer.online)].map(({ name, online: is, files, bytes }) => {
        const share = wide ? [count(files, 'file'), formatBytes(bytes)] : [formatBytes(bytes)];
        return row(`  ${printable(name)}`, [...share, is ? say('online') : say('away')], size.columns);
      }),
    ),
  ];
  return [...lines.slice(0, size.rows - 1), say('q quit  p pause/resume  arrows choose')].map((line) =>
    clip(line, size.columns),
  );
}

function downloadRow(
  state: string,
  job: DownloadStatus,
  { isSelected, columns, wide }: { readonly isSelected: boolean; readonly columns: number; readonly wide: boolean },
): string {
  const percent = job.bytesTotal > 0 ? `${Math.floor((100 * job.bytesDone) / job.bytesTotal)} %` : '';
  const left = wide && job.etaSeconds !== undefined ? [formatDuration(job.etaSeconds)] : [];
  const total = wide ? [formatBytes(job.bytesTotal)] : [];
  const how = job.state === 'running' ? [formatSpeed(job.bytesPerSecond), ...left] : [state];
  return row(`${isSelected ? '>' : ' '} ${printable(job.name)}`, [percent, ...total, ...how], columns);
}

/** What is on the right stays whole; the name is clipped. */
function row(name: string, cells: readonly string[], columns: number): string {
  const right = cells.map((cell) => cell.padStart(8)).join(' ');
  const room = Math.max(0, columns - textWidth(right) - 1);
  const clipped = clip(name, room);
  return `${clipped}${' '.repeat(Math.max(0, room - textWidth(clipped)))} ${right}`;
}
