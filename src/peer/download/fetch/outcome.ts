import type { AyniError, ErrorCode } from '../../../core/errors.ts';
import type { Choice } from '../../../core/transfer/source-book.ts';
import type { Contact } from '../sources/job-sources.ts';

/** How fetching one file ended: whole, or nobody to ask now. What this machine refuses is thrown. */
export type Outcome = { readonly kind: 'whole' } | Exclude<Choice<Contact>, { kind: 'source' }>;

export const WHOLE: Outcome = { kind: 'whole' };

const LOCAL: ReadonlySet<ErrorCode> = new Set([
  'disk-full',
  'no-permission',
  'io-failed',
  'file-vanished',
  'conflict',
  'internal',
  'state-locked',
]);

/** Whether an error is of this machine. An error that a source told has the status of its answer with it. */
export function isLocal(error: AyniError): boolean {
  return LOCAL.has(error.code) && error.context['status'] === undefined;
}
