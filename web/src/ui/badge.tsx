import type { ReactNode } from 'react';

import './badge.css';

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'calm' | 'accent';

/** A word or two on the state of something. */
export function Badge({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}
