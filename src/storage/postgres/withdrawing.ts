import { idBytes, type ContentId } from '../../core/ids.ts';
import type { Queries } from './database.ts';
import { EntryWriter } from './entries.ts';
import { integer, text } from './row.ts';

/** In a transaction: removes a content everywhere, and refuses it from now on. */
export async function withdraw(queries: Queries, content: ContentId): Promise<void> {
  // Waits for all who publish at this moment, and makes others wait.
  await queries.run('withdraw-lock', `UPDATE counters SET value = value + 1 WHERE name = 'withdrawals'`);
  const hash = idBytes(content);
  await queries.run('withdraw', 'INSERT INTO withdrawn (hash) VALUES ($1) ON CONFLICT DO NOTHING', [hash]);
  const found = await queries.rows(
    'withdraw-entries',
    `SELECT e.share, s.name, s.generation, p.path FROM contents c JOIN entries e ON e.content = c.id
     JOIN shares s ON s.id = e.share JOIN paths p ON p.id = e.path WHERE c.hash = $1 ORDER BY e.share`,
    [hash],
  );
  const shares = new Map<number, { readonly name: string; readonly generation: number; readonly paths: string[] }>();
  for (const row of found) {
    const name = text(row, 1);
    const share = shares.get(integer(row, 0)) ?? { name, generation: integer(row, 2), paths: [] };
    share.paths.push(text(row, 3).slice(name.length + 1));
    shares.set(integer(row, 0), share);
  }
  for (const [id, { name, generation, paths }] of shares) {
    const writer = new EntryWriter(queries, { id, name, generation });
    await writer.clear(
      paths.filter((path) => path !== ''),
      new Map(),
    );
    if (paths.includes('')) await writer.emptyRoot();
    const sql = 'UPDATE shares SET files = files + $2, bytes = greatest(0, bytes + $3) WHERE id = $1';
    await queries.run('withdraw-counts', sql, [id, writer.files, writer.bytes]);
  }
  const rows = 'content IN (SELECT id FROM contents WHERE hash = $1)';
  await queries.run('withdraw-holds', `DELETE FROM holds WHERE ${rows}`, [hash]);
  await queries.run('withdraw-contents', 'DELETE FROM contents WHERE hash = $1', [hash]);
}
