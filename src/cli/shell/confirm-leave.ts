import type { Cli } from '../cli.ts';
import type { LineReader } from './line-reader.ts';

/** Asks a person: in the systems that shell and menu come from one could come back without an invite. */
export async function confirmLeave({ output }: Cli, reader: LineReader): Promise<boolean> {
  const { say } = output.words;
  const answer = await reader.ask(`${say('Only a new invite brings this machine back. Leave? (yes)')} `);
  // Who knows the English word may say it in each language.
  return [say('yes'), 'yes'].includes(answer?.trim().toLowerCase() ?? '');
}
