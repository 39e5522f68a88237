import { assertContentSize } from '../../../core/content/geometry.ts';
import { AyniError } from '../../../core/errors.ts';
import type { DownloadTarget, ForeignHolder } from '../job.ts';

const MAX_NAME = 1024;
const MAX_HOST = 253;
/** Peers that are tried for one file. */
const MAX_HOLDERS = 100;

type ForeignTarget = Extract<DownloadTarget, { kind: 'foreign' }>;

/** Distrusts a target that came from outside. @throws {AyniError} `bad-request`, `too-large` */
export function checkForeign(target: ForeignTarget): ForeignTarget {
  const { size, md5, also = [] } = target;
  if (size !== undefined) assertContentSize(size);
  if (md5 !== undefined && !/^[0-9a-f]{32}$/.test(md5)) {
    throw new AyniError('bad-request', 'An MD5 is 32 digits of lower-case hex.');
  }
  return {
    kind: 'foreign',
    ...holder(target),
    ...(size === undefined ? {} : { size }),
    ...(md5 === undefined ? {} : { md5 }),
    ...(also.length === 0 ? {} : { also: also.slice(0, MAX_HOLDERS).map(holder) }),
  };
}

function holder({ dialect, host, port, name }: ForeignHolder): ForeignHolder {
  if (host === '' || host.length > MAX_HOST || !Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new AyniError('bad-request', `No peer of ${dialect} can be at "${host.slice(0, 80)}:${port}".`);
  }
  if (name === '' || name.length > MAX_NAME || name.includes('\0') || !name.isWellFormed()) {
    throw new AyniError('bad-request', 'The name of a foreign file has 1 to 1,024 letters, and none of them is NUL.');
  }
  return { dialect, host, port, name };
}
