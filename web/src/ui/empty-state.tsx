import type { ReactNode } from 'react';

import { Icon, type IconName } from './icon.tsx';
import './empty-state.css';

/** What a page shows where there is nothing yet, and how something comes there. */
export function EmptyState({
  icon,
  title,
  children,
  action,
  whole,
}: {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** It is all there is: its title is the page's heading. */
  readonly whole?: boolean;
}) {
  const Heading = whole === true ? 'h1' : 'h2';
  return (
    <div className="empty">
      <div className="empty-sign">
        <Icon name={icon} size={34} />
      </div>
      <Heading>{title}</Heading>
      {children !== undefined && <p className="soft">{children}</p>}
      {action}
    </div>
  );
}
