import type { spanish } from './spanish.ts';

/** What stands for each English message in another language. A message that one of the languages lacks does not compile. */
export type MessageTable = Readonly<Record<keyof typeof spanish, string>>;
