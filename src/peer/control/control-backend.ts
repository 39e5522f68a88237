import type { Audience } from '../../core/access/audience.ts';
import type { ContentId } from '../../core/ids.ts';
import type { QueueMove } from '../../core/transfer/queue-move.ts';
import type { DownloadStatus, ShareMessage, ShareStatus, Status, UploadStatus } from '../../wire/control/messages.ts';
import type { LimitChange, LimitStatus } from '../../wire/control/limit-messages.ts';
import type { ControlAnswer, ControlRequest } from '../../wire/control/routes.ts';
import type {
  Activity,
  DownloadDetail,
  DropAnswer,
  FileWish,
  TrafficAnswer,
} from '../../wire/control/page-messages.ts';
import type { TrackerOperations } from '../../wire/tracker/operations.ts';
import type { Drop } from './drop/drop-folder.ts';
import type { OpenPreview, PreviewRequest } from '../preview/preview-service.ts';

/** What the control server needs of a peer; `LocalPeer` composes it from the parts. */
export interface PeerControl {
  addShare(share: ControlRequest<'addShare'>): Promise<ShareMessage>;
  changeShare(name: string, audience: Audience): Promise<void>;
  removeShare(name: string): Promise<void>;
  rescan(name?: string): Promise<void>;
  addDownload(download: ControlRequest<'addDownload'>): Promise<ControlAnswer<'addDownload'>>;
  pauseDownload(id: string): Promise<void>;
  resumeDownload(id: string): Promise<void>;
  cancelDownload(id: string): Promise<void>;
  moveDownload(id: string, to: QueueMove): Promise<void>;
  /** Where downloads may go, the downloads folder first. */
  downloadFolders(): string[];
  /** @param file number of a large one, for its pieces */
  downloadDetail(id: string, file?: number): Promise<DownloadDetail>;
  chooseFiles(id: string, files: readonly number[], wish: FileWish): Promise<void>;
  /** Undefined where nobody who is online has it. */
  preview(content: ContentId, options: PreviewRequest): Promise<OpenPreview | undefined>;
  /** Opens the folder that a download went to in this machine's file manager. */
  showDownload(id: string): Promise<void>;
  /** Writes and shares a file that was dropped into the web app. */
  drop(drop: Drop): Promise<DropAnswer>;
  shares(): ShareStatus[];
  /** In the order in which they run, those that ended unless told otherwise. */
  downloads(which?: { readonly ended: boolean }): DownloadStatus[];
  /** Calls back after each change, perhaps very often. Returns what ends it. */
  onProgress(listener: () => void): () => void;
  uploads(): UploadStatus[];
  counters(): Status['counters'];
  /** Whether a tracker answers. */
  connected(): boolean;
  activity(): Activity[];
  /** Number of the newest activity. */
  newestActivity(): number;
  /** Grows whenever a download ends, or an ended one changes. */
  endings(): number;
  traffic(): TrafficAnswer;
  /** Tells whether a page is open somewhere, for which it is worth to follow what happens in the network. */
  watched(isWatched: boolean): void;
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
