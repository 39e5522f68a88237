import type { AyniError } from '../../../src/core/errors.ts';
import { Store } from '../daemon/store.ts';

/** Something to tell: a text, or an error whose words are found when it is shown. */
export interface Toast {
  readonly number: number;
  readonly tone: 'good' | 'bad';
  readonly text?: string;
  readonly error?: AyniError;
}

/** More at once nobody reads. */
const MOST = 4;
const GOOD_MS = 5_000;
const BAD_MS = 12_000;

export const toasts = new Store<readonly Toast[]>([]);
let last = 0;

export function dismiss(number: number): void {
  toasts.set(toasts.get().filter((toast) => toast.number !== number));
}

function show(toast: Omit<Toast, 'number'>): void {
  last++;
  const number = last;
  toasts.set([...toasts.get(), { ...toast, number }].slice(-MOST));
  setTimeout(() => dismiss(number), toast.tone === 'good' ? GOOD_MS : BAD_MS);
}

/** Tells for some seconds that something was done. */
export function showDone(text: string): void {
  show({ tone: 'good', text });
}

/** Tells for some seconds what did not work. What was given up is not told. */
export function showError(error: AyniError): void {
  if (error.code !== 'cancelled') show({ tone: 'bad', error });
}
