import '../pages.css';
import './find.css';
import { useState } from 'react';

import { fill } from '../../../../src/core/format/fill.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Problem } from '../../ui/problem.tsx';
import type { TreeNode } from './browse-tree.ts';
import { Browse } from './browse.tsx';
import { Details } from './details.tsx';
import { FilterBar } from './filter-bar.tsx';
import { NO_FILTERS } from './filters.ts';
import type { Found } from './found.ts';
import { Results } from './results.tsx';
import { TreeChoice } from './tree-choice.tsx';
import { useSearch } from './use-search.ts';
import { WORDS } from './words.ts';

const VIEWS = ['byName', 'byPeer', 'merged'] as const;

/** What there is in the network: by name, or as a tree. */
export function FindPage() {
  const words = useWords(WORDS);
  const [view, setView] = useState<(typeof VIEWS)[number]>('byName');
  return (
    <section className="page find">
      <h1>{words.title}</h1>
      <div className="views" role="group" aria-label={words.views}>
        {VIEWS.map((one) => (
          <button key={one} type="button" aria-pressed={view === one} onClick={() => setView(one)}>
            {words[one]}
          </button>
        ))}
      </div>
      {view === 'byName' ? <ByName /> : <ByTree key={view} merged={view === 'merged'} />}
    </section>
  );
}

function ByName() {
  const words = useWords(WORDS);
  const format = useFormat();
  const [filters, setFilters] = useState(NO_FILTERS);
  const [chosen, setChosen] = useState<Found>();
  const search = useSearch(filters);
  const n = search.found.length;
  const isNothing = search.fresh && n === 0;
  const counted = fill(search.more ? words.countMore : n === 1 ? words.one : words.count, { n: format.number(n) });
  return (
    <>
      <FilterBar filters={filters} set={setFilters} />
      <p className="quiet" role="status">
        {isNothing ? words.nothing : search.fresh ? counted : search.busy && words.loading}
      </p>
      <Problem error={search.error} again={search.again} busy={search.busy} />
      <div className="halves">
        <Results search={search} chosen={chosen?.key} choose={setChosen} />
        {chosen && !isNothing && <Details key={chosen.key} found={chosen} close={() => setChosen(undefined)} />}
      </div>
    </>
  );
}

function ByTree({ merged }: { merged: boolean }) {
  const [chosen, setChosen] = useState<TreeNode>();
  return (
    <div className="halves">
      <Browse merged={merged} choose={setChosen} />
      {chosen && <TreeChoice key={chosen.id} node={chosen} close={() => setChosen(undefined)} />}
    </div>
  );
}
