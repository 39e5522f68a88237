import { AyniError, type ErrorCode } from '../../core/errors.ts';
import { printable } from '../../core/format/printable.ts';
import { encodeMessage, type HeloFraming } from './codec.ts';

/** What ERRR can say: no message, not registered, no such file, no free slot, too big. */
const HELO_ERRORS = ['BADM', 'NOHI', 'NOFI', 'BUSY', 'TOOB'] as const;
export type HeloError = (typeof HELO_ERRORS)[number];

/** Characters of the text after the code. */
const MAX_TEXT = 500;

/**
 * What each error is called in this dialect. BUSY is all that may go better another time, NOFI all that says that this
 * file cannot be had here.
 */
const NAMED = {
  'bad-request': 'BADM',
  'bad-id': 'BADM',
  'bad-path': 'BADM',
  'bad-link': 'BADM',
  'bad-manifest': 'BADM',
  'bad-config': 'BADM',
  usage: 'BADM',
  'too-large': 'TOOB',
  unauthenticated: 'NOHI',
  'credential-invalid': 'BADM',
  'credential-expired': 'BADM',
  revoked: 'BADM',
  forbidden: 'NOFI',
  'invite-invalid': 'BADM',
  'wrong-peer': 'BADM',
  'not-found': 'NOFI',
  ambiguous: 'BADM',
  'no-sources': 'NOFI',
  'content-changed': 'NOFI',
  'range-invalid': 'BADM',
  'range-not-held': 'NOFI',
  'revision-mismatch': 'BADM',
  conflict: 'BADM',
  busy: 'BUSY',
  'too-many-connections': 'BUSY',
  timeout: 'BUSY',
  unreachable: 'BUSY',
  cancelled: 'BUSY',
  'bad-answer': 'BADM',
  'corrupt-piece': 'BUSY',
  'cut-off': 'BUSY',
  'disk-full': 'BUSY',
  'no-permission': 'BUSY',
  'io-failed': 'BUSY',
  'file-vanished': 'NOFI',
  'port-in-use': 'BADM',
  'state-locked': 'BUSY',
  'state-damaged': 'BADM',
  'state-newer': 'BADM',
  'not-joined': 'BADM',
  'already-joined': 'BADM',
  'no-daemon': 'BUSY',
  internal: 'BUSY',
} as const satisfies Record<ErrorCode, HeloError>;

/** What each of their errors is for us. */
const MEANT = {
  BADM: 'bad-answer',
  NOHI: 'unauthenticated',
  NOFI: 'not-found',
  BUSY: 'busy',
  TOOB: 'too-large',
} as const satisfies Record<HeloError, ErrorCode>;

/** ERRR, one line whatever the text holds. */
export function encodeError(framing: HeloFraming, code: HeloError, text: string): Buffer {
  return encodeMessage(framing, 'ERRR', `${code} ${text.replaceAll(/\s+/g, ' ').slice(0, MAX_TEXT)}`);
}

/** Our error as ERRR. A bug of ours keeps its message to itself. */
export function errorMessage(framing: HeloFraming, error: unknown): Buffer {
  const { code, message } = AyniError.from(error);
  return encodeError(framing, NAMED[code], code === 'internal' ? 'Something went wrong here.' : message);
}

/** Their ERRR as an error of ours. */
export function parseError(who: string, text: string): AyniError {
  const named = HELO_ERRORS.find((code) => text.startsWith(code));
  const code = named === undefined ? 'bad-answer' : MEANT[named];
  return new AyniError(code, `${who} answers with an error: ${printable(text.slice(0, MAX_TEXT))}`);
}
