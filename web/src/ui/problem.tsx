import type { AyniError } from '../../../src/core/errors.ts';
import { ErrorText } from './error-text.tsx';
import './problem.css';

/** What went wrong, where something did. What was given up is no problem. */
export function Problem({ error }: { readonly error: AyniError | undefined }) {
  if (error === undefined || error.code === 'cancelled') return null;
  return (
    <p className="problem" role="alert">
      <ErrorText error={error} />
    </p>
  );
}
