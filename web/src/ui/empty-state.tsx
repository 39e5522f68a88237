import type { ReactNode } from 'react';

import { Icon, type IconName } from './icon.tsx';
import './empty-state.css';

/** What a page shows where there is nothing yet, and how something comes there. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="empty">
      <div className="empty-sign">
        <Icon name={icon} size={34} />
      </div>
      <h2>{title}</h2>
      {children !== undefined && <p className="soft">{children}</p>}
      {action}
    </div>
  );
}
