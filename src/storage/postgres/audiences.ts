import { createHash } from 'node:crypto';
import { audienceKey, EVERYONE, type Audience, type Viewer } from '../../core/access/audience.ts';
import { AyniError } from '../../core/errors.ts';
import { idBytes, peerIdOf } from '../../core/ids.ts';
import type { Queries } from './database.ts';
import { internPeer } from './peer-rows.ts';
import { bytes, integer, integers, text } from './row.ts';

export const EVERYONE_ROW = 1;
/** Groups and peers of one audience, together. */
const MAX_ADMITTED = 1000;

/** In a transaction. Those that admit the same viewers are one row. @throws {AyniError} `too-large` */
export async function internAudience(queries: Queries, audience: Audience): Promise<number> {
  if (audience.kind === 'everyone') return EVERYONE_ROW;
  const groups = [...new Set(audience.groups)];
  const peers = [...new Set(audience.peers)];
  if (groups.length + peers.length > MAX_ADMITTED) {
    throw new AyniError('too-large', `An audience has at most ${MAX_ADMITTED} groups and peers.`);
  }
  const key = createHash('sha256').update(audienceKey(audience)).digest();
  // Locked, so that the sweeper does not take it for unused before this transaction ends.
  const find = 'SELECT id FROM audiences WHERE key = $1 FOR KEY SHARE';
  const found = await queries.row('audience-find', find, [key]);
  if (found) return integer(found, 0);
  const id = integer(
    await queries.row('audience-insert', 'INSERT INTO audiences (key) VALUES ($1) RETURNING id', [key]),
    0,
  );
  const admitGroups = 'INSERT INTO audience_groups (name, audience) SELECT unnest($1::text[]), $2';
  await queries.run('audience-groups', admitGroups, [groups, id]);
  const rows: number[] = [];
  for (const peer of peers) rows.push(await internPeer(queries, peer));
  const admitPeers = 'INSERT INTO audience_peers (peer, audience) SELECT unnest($1::bigint[]), $2';
  await queries.run('audience-peers', admitPeers, [rows, id]);
  return id;
}

export async function readAudience(queries: Queries, id: number): Promise<Audience> {
  if (id === EVERYONE_ROW) return EVERYONE;
  const groups = 'SELECT name FROM audience_groups WHERE audience = $1 ORDER BY name';
  const peers =
    'SELECT p.key FROM audience_peers a JOIN peers p ON p.id = a.peer WHERE a.audience = $1 ORDER BY a.peer';
  return {
    kind: 'restricted',
    groups: (await queries.rows('audience-read-groups', groups, [id])).map((row) => text(row, 0)),
    peers: (await queries.rows('audience-read-peers', peers, [id])).map((row) => peerIdOf(bytes(row, 0))),
  };
}

/** What one viewer may see. */
export interface View {
  /** Row of the viewer; 0 where the network never heard of it. */
  readonly row: number;
  /** Audiences that admit the viewer. */
  readonly admitted: readonly number[];
}

/** The columns of a view, as `row` and `admitted`; `$1` is the viewer's key, `$2` its groups. */
export const VIEW = `coalesce((SELECT id FROM peers WHERE key = $1), 0) AS row,
  ARRAY(SELECT a.audience FROM audience_peers a JOIN peers p ON p.id = a.peer WHERE p.key = $1
        UNION SELECT audience FROM audience_groups WHERE name = ANY($2::text[])
        UNION SELECT ${EVERYONE_ROW}) AS admitted`;

/** `$1` and `$2` of `VIEW`. */
export function viewValues(viewer: Viewer): readonly unknown[] {
  return [idBytes(viewer.peer), viewerGroups(viewer)];
}

export async function viewOf(queries: Queries, viewer: Viewer): Promise<View> {
  const row = await queries.row('view', `SELECT ${VIEW}`, viewValues(viewer));
  return { row: integer(row, 0), admitted: integers(row, 1) };
}

/** Those that the database can know. */
export function viewerGroups({ groups }: Viewer): readonly string[] {
  return groups.filter((group) => !group.includes('\0'));
}

/** A condition: the viewer's own, or for its eyes. `$1` is the viewer's row, `$2` its audiences. */
export function seen(table: string): string {
  return `(${table}.peer = $1 OR ${table}.audience = ANY($2::bigint[]))`;
}
