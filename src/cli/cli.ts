import type { Programs } from './programs.ts';
import type { Output } from './terminal/output.ts';

/** What every command is handed. */
export interface Cli {
  readonly programs: Programs;
  readonly output: Output;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly stdin: NodeJS.ReadableStream;
  /** Ends with the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** How the user calls this program, for hints: `ayni`, `npx ayni`, `npm run ayni --`. */
  readonly self: string;
  /** The state folder that the command line names, absolute: hints have to name it, too. Absent where it names none. */
  readonly state?: string;
}

/** Options that every command has. */
export interface CommonOptions {
  readonly state?: string;
  readonly json?: boolean;
}
