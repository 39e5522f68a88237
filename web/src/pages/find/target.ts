import type { NewDownload } from '../../../../src/wire/control/messages.ts';
import type { Place } from './browse-tree.ts';
import { lastName, type Found } from './found.ts';

type Target = NewDownload['target'];

/** The path a hit goes by is `peer/share/…` or `share/…`; whoever publishes it is in the browsed path alone. */
export function targetOf({ hit, names, foreign }: Found): Target | undefined {
  const [name = ''] = names;
  if (hit.content !== undefined)
    return { kind: 'content', content: hit.content, size: hit.size, name: lastName(name).slice(0, MAX_NAME) };
  const [first, ...also] = foreign;
  if (first === undefined) return undefined;
  const { dialect, host, port, size, md5 } = first;
  return {
    kind: 'foreign',
    dialect,
    host,
    port,
    name: first.name,
    ...(size === undefined ? {} : { size }),
    ...(md5 === undefined ? {} : { md5 }),
    also: also.slice(0, MAX_ALSO).map((holder) => ({
      dialect: holder.dialect,
      host: holder.host,
      port: holder.port,
      name: holder.name,
    })),
  };
}

/** A folder of one peer, or of several that comes as one. */
export function folderTarget([first, ...more]: readonly [Place, ...Place[]]): Target {
  const also = more.slice(0, MAX_FOLDERS);
  return { kind: 'tree', ...first, ...(also.length === 0 ? {} : { also }) };
}

const MAX_NAME = 1024;
const MAX_ALSO = 100;
const MAX_FOLDERS = 31;
