import type { ReactNode } from 'react';

import './table.css';

export interface Column<Item> {
  readonly name: string;
  readonly head: string;
  readonly cell: (item: Item) => ReactNode;
  /** The head is for screen readers alone: what is in the cells speaks for itself. */
  readonly bare?: boolean;
  /** Figures stand at the end of their cell. */
  readonly figures?: boolean;
}

/** A table for some hundred rows at most; on narrow screens each row becomes a card with the heads before the cells. */
export function Table<Item>({
  label,
  columns,
  rows,
  keyOf,
}: {
  readonly label: string;
  readonly columns: readonly Column<Item>[];
  readonly rows: readonly Item[];
  readonly keyOf: (item: Item) => string;
}) {
  return (
    <div className="table-frame">
      <table className="table" aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ name, head, bare, figures }) => (
              <th key={name} scope="col" className={figures === true ? 'table-figures' : undefined}>
                {bare === true ? <span className="unseen">{head}</span> : head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ name, head, bare, cell, figures }) => (
                <td
                  key={name}
                  data-head={bare === true ? undefined : head}
                  className={figures === true ? 'table-figures' : undefined}
                >
                  <div>{cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
