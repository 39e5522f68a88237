import type { ContentId } from '../../core/ids.ts';
import type { QueueMove } from '../../core/transfer/queue-move.ts';
import type { DownloadStatus, ShareMessage, ShareStatus, Status } from '../../wire/control/messages.ts';
import type { LimitChange, LimitStatus } from '../../wire/control/limit-messages.ts';
import type { ControlAnswer, ControlRequest } from '../../wire/control/routes.ts';
import type { DownloadDetail, FileWish } from '../../wire/control/page-messages.ts';
import type { TrackerOperations } from '../../wire/tracker/operations.ts';
import type { OpenPreview, PreviewRequest } from '../preview/preview-service.ts';

/** What the control server needs of a peer; `LocalPeer` composes it from the parts. */
export interface PeerControl {
  addShare(share: ControlRequest<'addShare'>): Promise<ShareMessage>;
  removeShare(name: string): Promise<void>;
  rescan(name?: string): Promise<void>;
  addDownload(download: ControlRequest<'addDownload'>): Promise<ControlAnswer<'addDownload'>>;
  pauseDownload(id: string): Promise<void>;
  resumeDownload(id: string): Promise<void>;
  cancelDownload(id: string): Promise<void>;
  moveDownload(id: string, to: QueueMove): Promise<void>;
  /** @param file number of a large one, for its pieces */
  downloadDetail(id: string, file?: number): Promise<DownloadDetail>;
  chooseFiles(id: string, files: readonly number[], wish: FileWish): Promise<void>;
  /** Undefined where nobody who is online has it. */
  preview(content: ContentId, options: PreviewRequest): Promise<OpenPreview | undefined>;
  shares(): ShareStatus[];
  /** In the order in which they run, also those that ended. */
  downloads(): DownloadStatus[];
  /** Calls back after each change, perhaps very often. Returns what ends it. */
  onProgress(listener: () => void): () => void;
  limits(): LimitStatus;
  setLimits(change: LimitChange): Promise<LimitStatus>;
  /** Ends the membership at the tracker and on this machine. */
  leave(): Promise<void>;
}

export type NetworkControl = Pick<
  TrackerOperations,
  | 'search'
  | 'browse'
  | 'peers'
  | 'locate'
  | 'namesOf'
  | 'stats'
  | 'withdraw'
  | 'createInvite'
  | 'invites'
  | 'revokeInvite'
  | 'members'
  | 'revoke'
>;

/** What stands behind the local API of one running Ayni. */
export interface ControlBackend {
  status(): Promise<Status>;
  /** Absent where only a tracker runs. */
  readonly peer?: PeerControl;
  readonly network: NetworkControl;
  /** The link to hand out for an invite's secret. */
  inviteLink(secret: string): string;
}
