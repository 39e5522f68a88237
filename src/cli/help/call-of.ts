import type { Cli } from '../cli.ts';

/** How the user calls a command for the state folder of this one, for hints. */
export function callOf({ self, state }: Pick<Cli, 'self' | 'state'>, command: string): string {
  return `${self} ${command}${state === undefined ? '' : ` --state ${quoted(state)}`}`;
}

/** What errors call `"ayni COMMAND"`, who do not know how the user calls it. */
export function withCalls(cli: Pick<Cli, 'self' | 'state'>, message: string): string {
  return message.replaceAll(/"ayni ([^"]+)"/g, (_, command: string) => `"${callOf(cli, command)}"`);
}

/** As a shell reads it as one word. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
