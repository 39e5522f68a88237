import type { AyniError } from '../../../../src/core/errors.ts';
import { printable } from '../../../../src/core/format/printable.ts';

/** What went wrong, where something did. */
export function Problem({ error }: { readonly error: AyniError | undefined }) {
  if (error === undefined || error.code === 'cancelled') return null;
  return (
    <p className="problem" role="alert">
      {printable(error.message)}
    </p>
  );
}
