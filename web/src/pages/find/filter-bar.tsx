import { useWords } from '../../i18n/use-words.ts';
import { isolated } from '../../i18n/words.ts';
import { useCall } from '../../daemon/use-call.ts';
import { KINDS, SIZE_NAMES, type Filters } from './filters.ts';
import { WORDS } from './words.ts';

/** Peers that the list of the filter offers. */
const MAX_OFFERED = 500;

export function FilterBar({ filters, set }: { filters: Filters; set: (filters: Filters) => void }) {
  const words = useWords(WORDS);
  const { answer: peers = [] } = useCall('peers', {});
  const find = <Name extends string>(names: readonly Name[], text: string) => names.find((name) => name === text);
  return (
    <form role="search" className="filters" onSubmit={(event) => event.preventDefault()}>
      <input
        type="search"
        autoComplete="off"
        aria-label={words.search}
        placeholder={words.placeholder}
        value={filters.text}
        onChange={({ target }) => set({ ...filters, text: target.value })}
      />
      <select
        aria-label={words.kind}
        value={filters.kind}
        onChange={({ target }) => set({ ...filters, kind: find(KINDS, target.value) ?? 'any' })}
      >
        {KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {words.kinds[kind]}
          </option>
        ))}
      </select>
      <select
        aria-label={words.size}
        value={filters.size}
        disabled={filters.kind === 'folder'}
        onChange={({ target }) => set({ ...filters, size: find(SIZE_NAMES, target.value) ?? 'any' })}
      >
        {SIZE_NAMES.map((size) => (
          <option key={size} value={size}>
            {words.sizeNames[size]}
          </option>
        ))}
      </select>
      <select
        aria-label={words.who}
        value={filters.peer ?? ''}
        onChange={({ target }) => set({ ...filters, peer: peers.find(({ peer }) => peer === target.value)?.peer })}
      >
        <option value="">{words.everyone}</option>
        {peers.slice(0, MAX_OFFERED).map(({ peer, name }) => (
          <option key={peer} value={peer}>
            {isolated(name)}
          </option>
        ))}
      </select>
      <label>
        <input
          type="checkbox"
          checked={filters.online}
          onChange={({ target }) => set({ ...filters, online: target.checked })}
        />
        {words.online}
      </label>
    </form>
  );
}
