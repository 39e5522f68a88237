import { Looked, type Metric, type Sample } from '../../core/metrics/metrics.ts';
import { JOB_STATES } from '../../core/transfer/job-state.ts';
import type { RunningPeer } from '../peer.ts';

const SHARE_STATES = ['scanning', 'hashing', 'publishing', 'ready', 'waiting'] as const;

/** What a peer does, from the status that its user sees too. */
export function peerMetrics({ local }: Pick<RunningPeer, 'local'>): readonly Metric[] {
  const { peer, shares, downloads, uploads, counters } = local.status();
  const gauge = (name: string, help: string, value: number): Metric =>
    new Looked('gauge', { name: `ayni_peer_${name}`, help }, () => [{ value }]);
  const total = (name: string, help: string, value: number): Metric =>
    new Looked('counter', { name: `ayni_peer_${name}_total`, help }, () => [{ value }]);
  const byState = (name: string, help: string, samples: readonly Sample[]): Metric =>
    new Looked('gauge', { name: `ayni_peer_${name}`, help, labels: ['state'] }, () => samples);
  return [
    gauge('tracker_connected', '1 while the tracker answers, 0 otherwise.', peer.connected ? 1 : 0),
    gauge('upload_slots', 'Uploads that may run at the same time.', peer.slots.total),
    gauge('upload_slots_free', 'Upload slots that nobody has.', peer.slots.free),
    gauge('uploads', 'Uploads that run.', uploads.length),
    gauge(
      'upload_bytes_per_second',
      'Speed of all uploads.',
      sum(uploads, (upload) => upload.bytesPerSecond),
    ),
    gauge(
      'download_bytes_per_second',
      'Speed of all downloads.',
      sum(downloads, (job) => job.bytesPerSecond),
    ),
    total('sent_bytes', 'Bytes of contents sent since the start.', counters.bytesSent),
    // Of the jobs that are listed: it falls when one of them is taken off the list.
    gauge('received_bytes', 'Bytes of contents received by the jobs that are listed.', counters.bytesReceived),
    byState('download_jobs', 'Downloads by state.', countBy(JOB_STATES, downloads)),
    byState('shares', 'Shares by state.', countBy(SHARE_STATES, shares)),
    gauge(
      'share_files',
      'Files in all shares.',
      sum(shares, (share) => share.files),
    ),
    gauge(
      'share_bytes',
      'Bytes in all shares.',
      sum(shares, (share) => share.bytes),
    ),
    gauge(
      'share_pending_files',
      'Files that are not hashed yet.',
      sum(shares, (share) => share.pendingFiles),
    ),
    gauge(
      'share_hashed_bytes',
      'Bytes hashed by the scans that run or ran last.',
      sum(shares, (share) => share.hashedBytes),
    ),
  ];
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

function countBy<State extends string>(
  states: readonly State[],
  items: readonly { readonly state: State }[],
): Sample[] {
  return states.map((state) => ({ labels: [state], value: items.filter((item) => item.state === state).length }));
}
