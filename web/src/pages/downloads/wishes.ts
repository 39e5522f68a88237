import type { FileWish } from '../../../../src/wire/control/page-messages.ts';

/** As the daemon has them; told again so that no schema comes into the app. */
export const FILE_WISHES = ['normal', 'first', 'skip'] as const satisfies readonly FileWish[];
