import type { ReactNode } from 'react';

import './list.css';

/** Rows below one another within a card. */
export function List({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ul className="list" aria-label={label}>
      {children}
    </ul>
  );
}

/** A row: a sign, what it is, and what can be done with it. */
export function ListRow({
  icon,
  children,
  actions,
}: {
  readonly icon?: ReactNode;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <li className="list-row">
      {icon !== undefined && <span className="list-icon">{icon}</span>}
      <div className="grow">{children}</div>
      {actions !== undefined && <div className="list-actions">{actions}</div>}
    </li>
  );
}
