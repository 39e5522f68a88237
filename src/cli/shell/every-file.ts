import { formatBytes } from '../../core/format/quantity.ts';
import { printable } from '../../core/format/printable.ts';
import { shortId } from '../../core/ids.ts';
import { baseName } from '../../core/names/share-path.ts';
import { searchAll, type Hit } from '../daemon/search-all.ts';
import type { Session } from '../daemon/session.ts';
import { foreignUrl } from '../target/foreign.ts';
import type { Output } from '../terminal/output.ts';

/** Files that are listed at most; with more, a search serves better. */
export const MAX_FILES = 100_000;

/** Says of every file of the network who has it, its name, size, and id or MD5. */
export async function sayEveryFile(session: Session, output: Output): Promise<void> {
  const { items, more } = await searchAll(session, { text: '', kind: 'file' }, MAX_FILES);
  output.value({ items, more });
  const { say, count } = output.words;
  if (items.length > 0) {
    output.table(
      [
        { title: say('SOURCES'), align: 'right' },
        { title: say('NAME') },
        { title: say('SIZE'), align: 'right' },
        { title: say('ID') },
      ],
      items.map((hit) => row(output, hit)),
    );
  }
  output.remark(
    more
      ? say('There are more than {files}: "search" finds the others.', { files: count(items.length, 'file') })
      : items.length === 0
        ? say('Nothing is shared yet.')
        : `${count(items.length, 'file')}.`,
  );
}

/** Every name that `get` may be given, without folders and each once. */
export async function everyName(session: Session): Promise<readonly string[]> {
  const { items } = await searchAll(session, { text: '', kind: 'file' }, MAX_FILES);
  return [
    ...new Set(items.flatMap(({ names, foreign }) => (foreign === undefined ? names.map(baseName) : foreign.name))),
  ];
}

function row({ words }: Output, { names, size, sources, content, foreign }: Hit): readonly string[] {
  const [first = '', ...others] = names;
  const also = others.length > 0 ? words.say(' (also {names})', { names: others.map(printable).join(', ') }) : '';
  const name = foreign === undefined ? printable(first) + also : printable(foreignUrl(foreign));
  return [String(sources), name, formatBytes(size), content === undefined ? (foreign?.md5 ?? '') : shortId(content)];
}
