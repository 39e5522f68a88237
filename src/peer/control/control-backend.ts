import type { QueueMove } from '../../core/transfer/queue-move.ts';
import type { DownloadStatus, ShareMessage, ShareStatus, Status } from '../../wire/control/messages.ts';
import type { LimitChange, LimitStatus } from '../../wire/control/limit-messages.ts';
import type { ControlAnswer, ControlRequest } from '../../wire/control/routes.ts';
import type { TrackerOperations } from '../../wire/tracker/operations.ts';

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
