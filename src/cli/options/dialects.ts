import { resolve } from 'node:path';

import type { Dialect } from '../../core/dialects/dialect.ts';
import type { RunFlags } from '../programs.ts';
import type { DialectPorts } from './parsers.ts';

/** As commander hands them over. */
export interface DialectFlags {
  readonly dialect?: readonly DialectPorts[];
  readonly bridge?: readonly Dialect[];
  readonly allowUnauthenticated?: boolean;
  readonly config?: string;
}

/** @param runs what listens: where only a peer does, the first port is the peer's */
export function dialectChoices(
  { dialect = [], bridge = [], allowUnauthenticated, config }: DialectFlags,
  { runs, cwd }: { readonly runs: 'tracker' | 'peer' | 'both'; readonly cwd: string },
): Pick<RunFlags, 'dialects' | 'allowUnauthenticated' | 'config'> {
  const chosen = dialect.map(({ dialect: name, ports }) => {
    const [trackerPort, peerPort] = runs === 'peer' ? [undefined, ports[0]] : ports;
    return {
      dialect: name,
      ...(trackerPort === undefined ? {} : { trackerPort }),
      ...(peerPort === undefined ? {} : { peerPort }),
    };
  });
  return {
    dialects: [...chosen, ...bridge.map((name) => ({ dialect: name, bridge: true }))],
    ...(allowUnauthenticated === undefined ? {} : { allowUnauthenticated }),
    ...(config === undefined ? {} : { config: resolve(cwd, config) }),
  };
}
