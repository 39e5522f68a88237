import { fill } from '../../../../src/core/format/fill.ts';
import { useWords } from '../../i18n/use-words.ts';
import { FileName } from '../../ui/names.tsx';
import type { TreeNode } from './browse-tree.ts';
import { Details } from './details.tsx';
import { GetForm } from './get-form.tsx';
import { folderTarget } from './target.ts';
import { WORDS } from './words.ts';

/** What was chosen in the tree: a file is shown as a result of a search is, a folder can be fetched from all who have it. */
export function TreeChoice({ node, close }: { node: TreeNode; close: () => void }) {
  const words = useWords(WORDS);
  const { entry, places, name } = node;
  const [place, ...others] = places;
  if (place === undefined || place.path === '') return null;
  if (entry !== undefined && !node.folder) {
    const { content, size = 0, mtime = 0, foreign } = entry;
    const marks = { ...(content === undefined ? {} : { content }), ...(foreign === undefined ? {} : { foreign }) };
    const hit = { kind: 'file' as const, size, mtime, names: [entry.path], sources: places.length, ...marks };
    const found = { key: node.id, hit, names: hit.names, sources: hit.sources };
    return <Details found={{ ...found, foreign: foreign === undefined ? [] : [foreign] }} close={close} />;
  }
  return (
    <aside className="details" aria-label={words.details}>
      <header>
        <h2>
          <FileName name={name} />
        </h2>
        <button type="button" aria-label={words.close} onClick={close}>
          ✕
        </button>
      </header>
      {places.length > 1 && <p className="quiet">{fill(words.fromSeveral, { n: places.length })}</p>}
      <GetForm target={() => Promise.resolve(folderTarget([place, ...others]))} name={name} />
    </aside>
  );
}
