import type { Audience } from '../../core/access/audience.ts';
import { may } from '../../core/access/role.ts';
import { AyniError } from '../../core/errors.ts';
import type { QueueMove } from '../../core/transfer/queue-move.ts';
import type { ContentId, PeerId } from '../../core/ids.ts';
import type {
  DownloadStatus,
  PeerStatus,
  ShareMessage,
  ShareStatus,
  Status,
  UploadStatus,
} from '../../wire/control/messages.ts';
import type { LimitChange, LimitStatus } from '../../wire/control/limit-messages.ts';
import type { ControlRequest } from '../../wire/control/routes.ts';
import type {
  Activity,
  DownloadDetail,
  DropAnswer,
  FileWish,
  TrafficAnswer,
} from '../../wire/control/page-messages.ts';
import type { Job } from '../download/job.ts';
import type { DownloadService } from '../download/download-service.ts';
import type { Share } from '../library/share-table.ts';
import type { Membership } from '../membership/membership.ts';
import type { OpenPreview, PreviewRequest, PreviewService } from '../preview/preview-service.ts';
import type { ShareService } from '../share/share-service.ts';
import type { UploadServer } from '../upload/upload-server.ts';
import { checkFolder } from './check-folder.ts';
import { wholePath } from './whole-path.ts';
import type { Drop, DropFolder } from './drop/drop-folder.ts';
import type { LimitKeeper } from './limit-keeper.ts';
import type { PageFeeds } from './page-feeds.ts';
import { showDownload } from './show-download.ts';
import type { PeerControl } from './control-backend.ts';

export interface LocalPeerComponents {
  readonly membership: Membership;
  readonly shares: ShareService;
  readonly downloads: DownloadService;
  readonly previews: PreviewService;
  readonly uploads: UploadServer;
  readonly limits: LimitKeeper;
  readonly dropped: DropFolder;
  readonly feeds: PageFeeds;
}

export interface LocalPeerOptions {
  readonly id: PeerId;
  readonly name: string;
  /** Where it listens; absent for all addresses. */
  readonly host?: string;
  readonly port: number;
  readonly downloadsFolder: string;
  /** Keys and indexes lie there: nothing is fetched into it. */
  readonly stateFolder: string;
  readonly strict: boolean;
  /** Whether the tracker of the network runs in this process: there is nothing to leave then. */
  readonly ownNetwork: boolean;
}

/** The parts of a peer, as the local API shows and steers them. */
export class LocalPeer implements PeerControl {
  readonly #parts: LocalPeerComponents;
  readonly #options: LocalPeerOptions;

  constructor(parts: LocalPeerComponents, options: LocalPeerOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  async addShare(share: ControlRequest<'addShare'>): Promise<ShareMessage> {
    this.#assertSharing();
    return shareMessage(await this.#parts.shares.add({ ...share, path: wholePath(share.path) }));
  }

  async drop(drop: Drop): Promise<DropAnswer> {
    this.#assertSharing();
    return this.#parts.dropped.take(drop);
  }

  async changeShare(name: string, audience: Audience): Promise<void> {
    this.#parts.shares.change(name, { audience });
  }

  removeShare(name: string): Promise<void> {
    return this.#parts.shares.remove(name);
  }

  rescan(name?: string): Promise<void> {
    return this.#parts.shares.rescan(name);
  }

  async addDownload(download: ControlRequest<'addDownload'>): Promise<DownloadStatus> {
    const { downloadsFolder, stateFolder } = this.#options;
    const folder = download.folder === undefined ? downloadsFolder : wholePath(download.folder);
    if (folder !== downloadsFolder) await checkFolder(folder, stateFolder);
    return downloadStatus(await this.#parts.downloads.add({ ...download, folder }));
  }

  downloadFolders(): string[] {
    return this.#parts.downloads.folders();
  }

  async pauseDownload(id: string): Promise<void> {
    await this.#parts.downloads.pause(id);
  }

  async resumeDownload(id: string): Promise<void> {
    await this.#parts.downloads.resume(id);
  }

  async cancelDownload(id: string): Promise<void> {
    await this.#parts.downloads.cancel(id);
  }

  async moveDownload(id: string, to: QueueMove): Promise<void> {
    this.#parts.downloads.move(id, to);
  }

  async downloadDetail(id: string, file?: number): Promise<DownloadDetail> {
    return this.#parts.downloads.detail(id, file);
  }

  async chooseFiles(id: string, files: readonly number[], wish: FileWish): Promise<void> {
    this.#parts.downloads.choose(id, files, wish);
  }

  preview(content: ContentId, options: PreviewRequest): Promise<OpenPreview | undefined> {
    return this.#parts.previews.open(content, options);
  }

  showDownload(id: string): Promise<void> {
    return showDownload(this.#parts.downloads.jobs(), id);
  }

  shares(): ShareStatus[] {
    return this.#parts.shares.list().map(shareStatus);
  }

  downloads(which?: { readonly ended: boolean }): DownloadStatus[] {
    return this.#parts.downloads.jobs(which).map(downloadStatus);
  }

  endings(): number {
    return this.#parts.downloads.endings;
  }

  onProgress(listener: () => void): () => void {
    const { shares, downloads, feeds } = this.#parts;
    const ends = [shares.onProgress(listener), downloads.onChange(listener), feeds.onActivity(listener)];
    return () => {
      for (const end of ends) end();
    };
  }

  uploads(): UploadStatus[] {
    return this.#parts.uploads.uploads().map((upload) => ({ ...upload }));
  }

  counters(): Status['counters'] {
    return countersOf(this.#parts);
  }

  connected(): boolean {
    return this.#parts.membership.state().connected;
  }

  activity(): Activity[] {
    return this.#parts.feeds.activity();
  }

  newestActivity(): number {
    return this.#parts.feeds.newestActivity;
  }

  traffic(): TrafficAnswer {
    return this.#parts.feeds.traffic();
  }

  watched(isWatched: boolean): void {
    this.#parts.feeds.watched(isWatched);
  }

  limits(): LimitStatus {
    return this.#parts.limits.status();
  }

  setLimits(change: LimitChange): Promise<LimitStatus> {
    return this.#parts.limits.change(change);
  }

  async leave(): Promise<void> {
    if (this.#options.ownNetwork) {
      throw new AyniError(
        'conflict',
        'The network lives on this machine: it ends when Ayni is stopped for good and its state folder is removed.',
      );
    }
    await this.#parts.membership.leave();
  }

  status(): Pick<Status, 'uploads' | 'counters' | 'shares' | 'downloads' | 'publishError'> & {
    readonly peer: PeerStatus;
  } {
    const { membership, shares, uploads, dropped } = this.#parts;
    const { id, name, host, port, strict, downloadsFolder } = this.#options;
    const state = membership.state();
    const peer: PeerStatus = {
      id,
      name,
      network: state.network,
      role: state.role,
      groups: [...state.groups],
      connected: state.connected,
      ...(state.tracker === undefined ? {} : { tracker: state.tracker }),
      ...(state.lastError === undefined ? {} : { lastError: state.lastError }),
      trackers: [...membership.record.trackers],
      strict,
      ...(host === undefined ? {} : { host }),
      port,
      slots: uploads.slots(),
      downloadsFolder,
      dropFolder: dropped.folder,
      limits: this.limits(),
    };
    return {
      shares: this.shares(),
      downloads: this.downloads(),
      peer,
      ...(shares.publishError === undefined ? {} : { publishError: shares.publishError }),
      uploads: this.uploads(),
      counters: this.counters(),
    };
  }

  #assertSharing(): void {
    const { role } = this.#parts.membership.state();
    if (may(role, 'publish')) return;
    throw new AyniError('forbidden', `A ${role} shares nothing: ask an admin for an invite as a member.`);
  }
}

/** Bytes that were sent since the daemon began, and received since the state folder did. */
export function countersOf({
  uploads,
  downloads,
  previews,
}: Pick<LocalPeerComponents, 'uploads' | 'downloads' | 'previews'>): Status['counters'] {
  const bytesReceived = downloads.bytesReceived + previews.bytesReceived;
  return { bytesSent: uploads.counters().bytesSent, bytesReceived };
}

function shareMessage({ name, path, kind, hidden, audience }: Share): ShareMessage {
  const copied =
    audience.kind === 'everyone'
      ? { kind: audience.kind }
      : { kind: audience.kind, groups: [...audience.groups], peers: [...audience.peers] };
  return { name, path, kind, hidden, audience: copied };
}

function shareStatus(status: ReturnType<ShareService['list']>[number]): ShareStatus {
  const { count, examples } = status.skipped;
  return {
    ...status,
    share: shareMessage(status.share),
    skipped: { count, examples: examples.map((skip) => ({ ...skip })) },
  };
}

function downloadStatus(job: Job): DownloadStatus {
  return {
    ...job,
    sources: job.sources.map((source) => ({ ...source })),
    renamed: job.renamed.map((note) => ({ ...note })),
    skipped: job.skipped.map((note) => ({ ...note })),
  };
}
