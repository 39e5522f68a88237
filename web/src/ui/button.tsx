import type { ButtonHTMLAttributes, ReactNode } from 'react';

import './button.css';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'type'> {
  /** `main` once a page at most; `danger` for what cannot be taken back. */
  readonly look?: 'main' | 'plain' | 'quiet' | 'danger';
  readonly small?: boolean;
  /** Something is under way: it shows so, and takes no further click. */
  readonly busy?: boolean;
  readonly submit?: boolean;
  /** A sign before the text. Give `aria-label` where there is no text. */
  readonly icon?: ReactNode;
}

export function Button({ look = 'plain', small, busy, submit, icon, children, disabled, ...rest }: ButtonProps) {
  const classes = [
    'button',
    `button-${look}`,
    small === true ? 'button-small' : '',
    children === undefined ? 'button-icon' : '',
  ];
  return (
    <button
      {...rest}
      type={submit === true ? 'submit' : 'button'}
      className={classes.filter(Boolean).join(' ')}
      disabled={disabled === true || busy === true}
      aria-busy={busy === true}
    >
      {icon}
      {children}
    </button>
  );
}
