/** Longest path that is looked at, in characters. */
const MAX_PATH = 4 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * What percent signs stand for, once. A percent sign without two digits stands for itself: some programs put names into
 * URLs as they are, and then also bytes over 127, which Node hands on as Latin-1.
 */
function percentDecoded(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const digits = text[at] === '%' ? /^[0-9a-f]{2}/i.exec(text.slice(at + 1, at + 3))?.[0] : undefined;
    bytes.push(digits === undefined ? text.charCodeAt(at) : Number.parseInt(digits, 16));
    if (digits !== undefined) at += 2;
  }
  return Uint8Array.from(bytes);
}

/**
 * The name that `/files/<name>` asks for. Undefined for any other path, for more than one segment, also where its slash
 * is encoded, and for what is no UTF-8.
 */
export function nameOfPath(url: string): string | undefined {
  const [path = ''] = url.split('?', 1);
  const segment = path.startsWith('/files/') ? path.slice('/files/'.length) : '';
  if (segment === '' || path.length > MAX_PATH) return undefined;
  try {
    const name = utf8.decode(percentDecoded(segment));
    return /[/\0]/.test(name) || name === '.' || name === '..' ? undefined : name;
  } catch {
    return undefined;
  }
}

/** The path under which a peer serves a file of this name. */
export function pathOfName(name: string): string {
  return `/files/${encodeURIComponent(name.toWellFormed())}`;
}
