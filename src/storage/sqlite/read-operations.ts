import type { DatabaseSync } from 'node:sqlite';
import type { Viewer } from '../../core/access/audience.ts';
import type { ContentId, PeerId } from '../../core/ids.ts';
import type {
  BrowsedEntry,
  BrowseQuery,
  FlatEntry,
  FlatQuery,
  Page,
  SearchHit,
  SearchQuery,
} from '../../core/swarm/catalog.ts';
import { Browse } from './browse.ts';
import { FlatFiles } from './flat-files.ts';
import type { Marked } from './foreign-marks.ts';
import { Names } from './names.ts';
import type { OnlineBoard } from '../leases/online-board.ts';
import { PeerRows } from './peer-rows.ts';
import { Search } from './search.ts';
import { Stats, type Counts } from './stats.ts';
import { Views } from './views.ts';

/** What a `WrittenPage` is made of. */
interface Written {
  readonly json: string;
  readonly cursor: string | undefined;
}

/** The reads that can take long, as calls that can be sent to a thread. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types
export function readOperations(database: DatabaseSync, board: OnlineBoard) {
  const rows = new PeerRows(database);
  const views = new Views(database, rows);
  const search = new Search(database, views, rows, board);
  const browse = new Browse(database, views, rows);
  const names = new Names(database, views, rows);
  const stats = new Stats(database, views);
  const flat = new FlatFiles(database, rows, board);
  return {
    search: (viewer: Viewer, query: SearchQuery, now: number): Promise<Page<Marked<SearchHit>>> =>
      search.search(viewer, query, now),
    /** As JSON, which takes a tenth of what it takes to hand the objects over; where a file is foreign, they are. */
    browse: async (viewer: Viewer, query: BrowseQuery): Promise<Written | Page<Marked<BrowsedEntry>>> => {
      const page = await browse.browse(viewer, query);
      if (page.items.some(({ foreign }) => foreign !== undefined)) return page;
      return { json: JSON.stringify(page), cursor: page.cursor };
    },
    flatFiles: (query: FlatQuery, direct: readonly number[], bridged: boolean, now: number): readonly FlatEntry[] =>
      flat.find(query, direct, bridged, now),
    namesOf: (
      viewer: Viewer,
      content: ContentId,
      limit: number,
    ): readonly { readonly peer: PeerId; readonly path: string; readonly size: number }[] =>
      names.of(viewer, content, limit),
    stats: (viewer: Viewer): Promise<Counts> => stats.of(viewer),
  };
}

export type ReadOperations = ReturnType<typeof readOperations>;
